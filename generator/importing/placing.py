"""Where each article goes, and what import may write: its own files only, never an edit.

The ledger (``imports.json``) holds the digest of every file as import wrote it. A file that
still has it may be replaced; any other belongs to a person.
"""

from __future__ import annotations

from pathlib import Path

from generator.config import Config
from generator.importing import ledger
from generator.importing.ledger import Entry, digest
from generator.importing.records import CleanArticle, PictureBlock
from generator.importing.report import Action, ImportedFile
from generator.importing.write import (
    article_slug,
    content_text,
    copy_pictures,
    write_atomically,
)
from generator.languages import load_language
from generator.urls import content_folder

__all__ = ["CONFLICT", "Placer"]

CONFLICT = ".import-conflict.md.txt"
"""What a new result beside an edited file is called: no content file, so it is not built."""


class Placer:
    """Writes cleaned articles in order and keeps the ledger."""

    def __init__(self, *, config: Config, entries: dict[str, Entry], dry_run: bool) -> None:
        """Start from the ledger of earlier imports."""
        self._root = config.root
        self._content = config.content
        self._language = load_language(config.language)
        self._entries = entries
        self._by_source = {entry.source: path for path, entry in entries.items()}
        self._planned: set[str] = set()
        self._dry_run = dry_run

    def place(self, article: CleanArticle, source: Path) -> ImportedFile:
        """Write one article where it belongs, unless a person has changed what is there."""
        path = self._by_source.get(article.record.file) or self._free_path(article)
        self._planned.add(path)
        target = self._root / path
        name = target.stem
        placed = copy_pictures(article, source, target.parent, name, dry_run=True)
        data = content_text(placed).encode("utf-8")
        action, conflict = self._decide(path, article, data)
        if action == "written" and not self._dry_run:
            copy_pictures(article, source, target.parent, name, dry_run=False)
            write_atomically(target, data)
        if conflict is not None and not self._dry_run:
            beside = self._root / conflict
            if not beside.exists() or beside.read_bytes() != data:
                write_atomically(beside, data)
        return _entry(placed, action, path, conflict)

    def finish(self) -> None:
        """Write the ledger."""
        if not self._dry_run:
            ledger.save(self._root, self._entries)

    def _decide(self, path: str, article: CleanArticle, data: bytes) -> tuple[Action, str | None]:
        """Return what to do with a new result, and where it goes if not to its own file."""
        known = self._entries.get(path)
        target = self._root / path
        new = digest(data)
        entry = Entry(source=article.record.file, source_sha256=article.record.sha256, sha256=new)
        if not target.exists():
            if known is not None and known.source_sha256 == entry.source_sha256:
                return "kept", None  # deleted on purpose
            self._entries[path] = entry
            return "written", None
        present = digest(target.read_bytes())
        if present == new:
            self._entries[path] = entry
            return "unchanged", None
        if known is not None and present == known.sha256:
            self._entries[path] = entry
            return "written", None
        if known is not None and known.sha256 == new:
            return "kept", None
        return "conflict", path.removesuffix(".md") + CONFLICT

    def _free_path(self, article: CleanArticle) -> str:
        """Return a content path that no other article has: slug, slug-2, slug-3."""
        folder = f"{self._content.name}/{content_folder(article.date, self._language)}"
        name = article_slug(article)
        number = 1
        while True:
            path = f"{folder}/{name}.md" if number == 1 else f"{folder}/{name}-{number}.md"
            taken = path in self._planned or path in self._entries
            if not taken and not self._is_other_article(path, article):
                return path
            number += 1

    def _is_other_article(self, path: str, article: CleanArticle) -> bool:
        """Return whether a file that the ledger does not know is about something else.

        It may be this very article, imported before the ledger was lost: then it names the
        same source.
        """
        target = self._root / path
        if not target.exists():
            return False
        text = target.read_text(encoding="utf-8", errors="replace")
        return article.record.file not in text and article.record.sha256 not in text


def _entry(article: CleanArticle, action: Action, path: str, conflict: str | None) -> ImportedFile:
    return ImportedFile(
        source=article.record.file,
        action=action,
        content=path,
        conflict=conflict,
        title=article.title,
        date=article.date.edtf,
        date_basis=article.date_basis,
        date_evidence=article.date_evidence,
        authors=article.authors,
        agency=article.agency,
        figures=sum(isinstance(block, PictureBlock) for block in article.blocks),
        encoding=article.record.encoding,
        dropped=article.dropped,
        doubts=article.doubts,
    )
