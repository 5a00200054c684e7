"""Where each article goes, and what import may write: its own files only, never an edit.

The ledger (``imports.json``) holds the digest of every file as import made it. A file that
still has it may be replaced; any other belongs to a person, and so does the decision to delete
one. What import would have written then lies beside it until that file is deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping
from itertools import chain, count
from pathlib import Path

from generator import frontmatter
from generator.config import Config
from generator.errors import Location, Problem, UserError
from generator.importing.copying import Pictures, copy_pictures
from generator.importing.ledger import Entry, Ledger, digest
from generator.importing.records import CleanArticle
from generator.importing.report import Action, ImportedFile, told
from generator.importing.reprints import Reprints, Signature
from generator.importing.scratch import scratch
from generator.importing.write import article_slug, body_text, content_text, write_atomically
from generator.languages import load_language
from generator.scan import content_files
from generator.urls import Urls, content_folder

__all__ = ["CONFLICT", "Placer"]

CONFLICT = ".import-conflict.md.txt"
"""What a new result beside an edited file is called: no content file, so it is not built."""
_SCHEMA = "CREATE TABLE taken (url TEXT PRIMARY KEY, path TEXT) WITHOUT ROWID"


class Placer:
    """Writes cleaned articles in order and notes them in the ledger."""

    def __init__(
        self,
        *,
        config: Config,
        ledger: Ledger,
        sources: Container[str],
        dry_run: bool,
    ) -> None:
        """Start from the ledger of earlier imports; ``sources`` has the names in this one."""
        self._root = config.root
        self._content = config.content
        self._language = load_language(config.language)
        self._urls = Urls(language=self._language, style=config.settings.url_style)
        self._ledger = ledger
        self._sources = sources
        self._taken = scratch(_SCHEMA)
        files = (f"{self._content.name}/{path}" for path in content_files(self._content))
        for path in chain(files, ledger.paths()):
            self._take(path)
        self._pictures = Pictures()
        self._inside: set[Path] = set()
        self._reprints = Reprints(config.content)
        self._dry_run = dry_run

    def place(
        self, article: CleanArticle, body: str, signature: Signature | None, source: Path
    ) -> ImportedFile:
        """Write one article where it belongs, unless a person has changed what is there.

        ``body`` is its text in Markdown, ``signature`` that of this text (see ``reprints``),
        ``source`` its raw file.

        Raises:
            UserError: its folder in ``content/`` leads out of the archive.
        """
        path, moved_from = self._path(article)
        target = self._root / path
        self._refuse_link_out(target.parent)
        known = self._ledger.get(path)
        is_deleted = known is not None and not target.exists()
        reprint = None
        if not is_deleted:
            reprint = self._reprints.place(
                path.partition("/")[2],
                signature,
                known.reprint_of if known is not None else None,
                look=known is None
                or known.source_sha256 != article.record.sha256
                or known.reprint_of is not None,
            )
        placed, copies = self._pictures.plan(article, source, target.parent, target.stem)
        if placed.blocks != article.blocks:  # a picture has another name here
            body = body_text(placed)
        data = content_text(placed, body, reprint.path if reprint else None).encode("utf-8")
        entry = Entry(
            source=article.record.file,
            source_sha256=article.record.sha256,
            sha256=digest(data),
            reprint_of=reprint.path if reprint else None,
        )
        self._ledger[path] = entry
        action: Action = "kept"
        beside: Path | None = None
        if not is_deleted:
            action, beside = _decide(target, known, entry.sha256)
        if not self._dry_run:
            ours = {each.sha256 for each in (known, entry) if each is not None}
            if action == "written":
                write_atomically(target, [data])
            if action in {"written", "unchanged"}:
                copy_pictures(copies)
                _settle(target, ours)
            if beside is not None and (not beside.exists() or _digest_of(beside) in ours):
                write_atomically(beside, [data])
        conflict = None if beside is None else beside.relative_to(self._root).as_posix()
        return told(placed, action, path, conflict=conflict, reprint=reprint, moved_from=moved_from)

    def _refuse_link_out(self, folder: Path) -> None:
        if folder in self._inside:
            return
        if not folder.resolve().is_relative_to(self._root.resolve()):
            raise UserError(
                Problem(
                    location=Location(file=folder.relative_to(self._root).as_posix()),
                    message="is a symbolic link that leads out of the archive",
                    remedy="Replace it by a folder.",
                )
            )
        self._inside.add(folder)

    def _path(self, article: CleanArticle) -> tuple[str, str | None]:
        """Return an article's content path, and the name that its source had before, if it moved.

        A source has moved if the same bytes came from a file that is no longer there.
        """
        record = article.record
        path = self._ledger.of_source(record.file)
        if path is not None:
            return path, None
        name = record.file.partition("#")[2]
        for path, entry in self._ledger.of_bytes(record.sha256):
            if entry.source.partition("#")[2] == name and self._is_gone(entry.source):
                return path, entry.source
        path = self._free_path(article)
        self._take(path)
        return path, None

    def _is_gone(self, source: str) -> bool:
        file = source.partition("#")[0]
        return source not in self._sources and not (self._root / file).exists()

    def _free_path(self, article: CleanArticle) -> str:
        """Return a content path that no other article has: slug, slug-2, slug-3.

        Two paths of one address are the same, however they differ in capitals or Unicode form.
        """
        folder = f"{self._content.name}/{content_folder(article.date, self._language)}"
        name = article_slug(article)
        for number in count(1):
            path = f"{folder}/{name}.md" if number == 1 else f"{folder}/{name}-{number}.md"
            owner = self._owner(path)
            if owner is None:
                return path
            if self._ledger.get(owner) is None and self._is_import_of(owner, article):
                return owner
        raise AssertionError

    def _is_import_of(self, path: str, article: CleanArticle) -> bool:
        """Return whether a file that the ledger does not know is this very article.

        It may have been imported before the ledger was lost: then it names the same source.
        """
        text = (self._root / path).read_text(encoding="utf-8", errors="replace")
        try:
            source = frontmatter.read(text, path).fields["source"].value
            file = source["file"].value if isinstance(source, Mapping) else None
        except (UserError, KeyError):
            return False
        return file == article.record.file

    def _take(self, path: str) -> None:
        """Note whose a content file's address is: the last one's that takes it."""
        taken = (self._url(path), path)
        self._taken.execute("INSERT OR REPLACE INTO taken VALUES (?, ?)", taken)

    def _owner(self, path: str) -> str | None:
        """Return the content file that has the address of this one, if any."""
        rows = self._taken.execute("SELECT path FROM taken WHERE url = ?", (self._url(path),))
        found: tuple[str] | None = rows.fetchone()
        return found[0] if found is not None else None

    def _url(self, path: str) -> str:
        return self._urls.article(path.partition("/")[2])


def _decide(target: Path, known: Entry | None, new: str) -> tuple[Action, Path | None]:
    """Return what to do with a new result of this digest, and where it goes if beside its file.

    A conflict is settled when its file is gone; until then it is told again.
    """
    if not target.exists():
        return "written", None
    present = _digest_of(target)
    if present == new:
        return "unchanged", None
    if known is not None and present == known.sha256:
        return "written", None
    lying = list(_conflicts(target))
    if known is not None and known.sha256 == new:
        return ("conflict", lying[0]) if lying else ("kept", None)
    replaced = [path for path in lying if known is not None and _digest_of(path) == known.sha256]
    return "conflict", (*replaced, _conflict(target, len(lying) + 1))[0]


def _settle(target: Path, ours: Collection[str]) -> None:
    """Remove what lies beside a file that is import's own again, unless a person edited it."""
    for path in list(_conflicts(target)):
        if _digest_of(path) in ours:
            path.unlink()


def _conflict(target: Path, number: int) -> Path:
    name = CONFLICT if number == 1 else CONFLICT.replace("conflict", f"conflict-{number}")
    return target.with_name(target.stem + name)


def _conflicts(target: Path) -> Iterator[Path]:
    """Yield the conflict files that lie beside a content file."""
    for number in count(1):
        path = _conflict(target, number)
        if not path.exists():
            return
        yield path


def _digest_of(path: Path) -> str:
    return digest(path.read_bytes())
