"""What import has written: how it knows its own files from those that a person has edited."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.errors import Location, Problem, UserError
from generator.importing.write import write_atomically

__all__ = ["FILE_NAME", "Entry", "digest", "load", "save"]

FILE_NAME = "imports.json"

_VERSION = re.compile(rb"^  importer: .*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One content file: from which source it came, and the digest of what import made of it.

    ``reprint_of`` is the article that it repeats, by its path below ``content/``.
    """

    source: str
    source_sha256: str
    sha256: str
    reprint_of: str | None = None


def digest(data: bytes) -> str:
    """Return the SHA-256 of a content file as a person sees it.

    Neither the line ends that version control may change nor the importer's version alone make
    it another file: nobody has edited it, and there is nothing new to write.
    """
    text = data.replace(b"\r\n", b"\n")
    return hashlib.sha256(_VERSION.sub(b"", text, count=1)).hexdigest()


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
            {name: value for name, value in asdict(entry).items() if value is not None},
            ensure_ascii=False,
        )
        for content, entry in sorted(entries.items())
    ]
    text = "{\n" + ",\n".join(rows) + "\n}\n" if rows else "{}\n"
    path = root / FILE_NAME
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_atomically(path, text.encode("utf-8"))
