"""A database for the time of one import.

What is known of every article waits there, on disk, so that memory stays flat however many
there are.
"""

from __future__ import annotations

import sqlite3

__all__ = ["scratch"]


def scratch(schema: str) -> sqlite3.Connection:
    """Return a connection to an empty database with this schema.

    It lies in a temporary file, which is gone with the connection; SQLite keeps at most a
    megabyte of it in memory.
    """
    connection = sqlite3.connect("", isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000;"
        f"{schema}; BEGIN;"
    )
    return connection
