"""What import has written: how it knows its own files from those that a person has edited."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Location, Problem, UserError
from generator.importing.write import write_atomically

__all__ = ["FILE_NAME", "Entry", "digest", "load", "save"]

FILE_NAME = "imports.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One content file: from which source it came, and the digest of what import wrote."""

    source: str
    source_sha256: str
    sha256: str


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def load(root: Path) -> dict[str, Entry]:
    """Return the ledger of an archive by content path; empty where there is none yet.

    Raises:
        UserError: the ledger is damaged.
    """
    path = root / FILE_NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {content: Entry(**entry) for content, entry in data.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError):
        raise UserError(
            Problem(
                location=Location(file=FILE_NAME),
                message="the ledger of imports is damaged",
                remedy="Restore it from version control. Without it, edited files cannot be "
                "told from imported ones.",
            )
        ) from None


def save(root: Path, entries: Mapping[str, Entry]) -> None:
    """Write the ledger, one entry a line and sorted, so that versions can be compared."""
    rows = [
        f"{json.dumps(content, ensure_ascii=False)}: "
        + json.dumps(
            {
                "source": entry.source,
                "source_sha256": entry.source_sha256,
                "sha256": entry.sha256,
            },
            ensure_ascii=False,
        )
        for content, entry in sorted(entries.items())
    ]
    text = "{\n" + ",\n".join(rows) + "\n}\n" if rows else "{}\n"
    path = root / FILE_NAME
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_atomically(path, text.encode("utf-8"))
