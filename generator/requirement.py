"""Where another machine finds the Backissue that is running here: a line for requirements.txt.

An installed distribution says in ``direct_url.json`` where it came from if that was no package
index (PEP 610); the form of the line is that of PEP 508.
"""

from __future__ import annotations

import json
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from generator import __version__

__all__ = ["WHEELS", "is_local", "requirement"]

NAME = "backissue"

WHEELS = "wheels"
"""The folder of an archive for what no other machine can download."""


def requirement(installed: Distribution | None = None) -> str:
    """Return the line that installs this very Backissue.

    ``backissue==0.1.0`` where it came from a package index, with its address where it came from
    a repository or as a file from the web. What came from a folder or a file of this machine is
    nowhere else to be had: the line then names a wheel in the archive's own folder ``wheels/``.
    """
    origin = _origin(installed)
    url, version_control = str(origin.get("url", "")), origin.get("vcs_info")
    if url.startswith("file:"):
        return f"./{WHEELS}/{NAME}-{__version__}-py3-none-any.whl"
    if isinstance(version_control, dict):
        return f"{NAME} @ {version_control['vcs']}+{url}@{version_control['commit_id']}"
    return f"{NAME} @ {url}" if url else f"{NAME}=={__version__}"


def is_local(line: str) -> bool:
    """Return whether the line names a wheel that has to be put into the archive's folder."""
    return line.startswith("./")


def _origin(installed: Distribution | None) -> dict[str, object]:
    try:
        found = (installed or distribution(NAME)).read_text("direct_url.json")
    except PackageNotFoundError:  # it runs from its source
        return {"url": Path(__file__).parent.parent.as_uri()}
    origin = json.loads(found or "{}")
    return origin if isinstance(origin, dict) else {}
