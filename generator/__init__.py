"""Backissue: a static site generator for news archives.

Read ``generator/build.py`` first: it tells the whole pipeline.
"""

__version__ = "0.1.0"
