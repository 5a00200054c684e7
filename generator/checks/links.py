"""The links of the site: those that lead nowhere, and pages that nothing leads to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.checks.documents import Document, read_document
from generator.checks.texts import Texts
from generator.config import Config
from generator.data import PACKAGE
from generator.errors import Location, Problem
from generator.markup import link_resolver
from generator.pages import urls_of
from generator.rehearsal import Rehearsal
from generator.search import FOLDER
from generator.urls import output_path

__all__ = ["broken_links", "check_links"]

_ALONE = frozenset({"404.html", "admin/index.html", "index.html"})
"""Pages that need no link."""

_NOT_YET = {"draft": "it is a draft", "future": "its time has not come"}


def check_links(config: Config, found: Rehearsal, output: Path, texts: Texts) -> Iterator[Problem]:
    """Yield a problem for each internal link, asset or anchor that leads nowhere, and orphans."""
    pages = {path: read_document(*page) for path, page in found.documents.items()}
    for file in sorted(config.static.rglob("*.html")):
        path = file.relative_to(config.static).as_posix()
        if path in found.files:
            pages[path] = read_document(f"static/{path}", file.read_bytes())

    def exists(target: str) -> bool:
        made_last = target.startswith(f"{FOLDER}/") or target == output_path(PACKAGE)
        return target in found.files or made_last or (output / target).is_file()

    hidden = {
        output_path(a.url): _NOT_YET[a.status] for a in found.articles if a.status in _NOT_YET
    }
    links = _Links(
        origin=config.origin,
        base_path=config.base_path,
        pages=pages,
        exists=exists,
        hidden=hidden,
    )
    for (address, complaint), places in links.wrong().items():
        yield from _told(address, complaint, places, links, texts)
    gone = {output_path(article.url) for article in found.archive.withdrawn}
    for path in links.orphans(gone):
        yield Problem(
            location=_file(pages[path].origin, path),
            message=f"no page of the site links to /{path.removesuffix('index.html')}",
            remedy="Link to it from where its readers are.",
            kind="orphan",
        )


def broken_links(output: Path, origin: str, base_path: str) -> Iterator[Problem]:
    """Yield a problem for each internal link, asset or anchor of a built site that leads nowhere.

    ``origin`` and ``base_path`` say which absolute addresses are the site's own.
    """
    files = ((file.relative_to(output).as_posix(), file) for file in sorted(output.rglob("*.html")))
    pages = {
        path: read_document(f"{output.name}/{path}", file.read_bytes())
        for path, file in files
        if not path.startswith(".")
    }
    links = _Links(
        origin=origin,
        base_path=base_path,
        pages=pages,
        exists=lambda target: (output / target).is_file(),
        hidden={},
    )
    for (_, complaint), places in links.wrong().items():
        for path, line in places:
            yield Problem(location=Location(file=pages[path].origin, line=line), message=complaint)


@dataclass(slots=True, kw_only=True)
class _Links:
    """Follows the links of a site's pages, and notes which files some link leads to."""

    origin: str
    base_path: str
    pages: Mapping[str, Document]
    exists: Callable[[str], bool]
    hidden: Mapping[str, str]
    reached: set[str] = field(default_factory=set)

    def wrong(self) -> Mapping[tuple[str, str], list[tuple[str, int]]]:
        """Return where (page and line) each link stands that is wrong, and what is wrong."""
        found: defaultdict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        for path, page in self.pages.items():
            for address, line in page.links:
                try:
                    complaint = self._complaint(address, path)
                except ValueError as error:  # urlsplit's
                    complaint = f"is no address: {error}"
                if complaint is not None:
                    found[address, f"the link “{address}” {complaint}"].append((path, line))
        return found

    def _complaint(self, address: str, path: str) -> str | None:
        """Return what is wrong with a link on the page at ``path``, or None."""
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" == self.origin:
            parts = parts._replace(scheme="", netloc="", path=parts.path or "/")
        if parts.scheme or parts.netloc:
            return None
        if parts.path and not parts.path.startswith("/"):
            return "is relative: it would break when the page moves"
        if parts.path and not parts.path.startswith(self.base_path + "/"):
            return f"leads out of the site, which begins at {self.base_path}/"
        target = output_path(unquote(parts.path[len(self.base_path) :])) if parts.path else path
        if target != path:
            self.reached.add(target)
        complaint = None
        if target in self.hidden:
            complaint = f"leads to an article that is not shown: {self.hidden[target]}"
        elif target not in self.pages and not self.exists(target):
            complaint = "leads nowhere"
        elif (page := self.pages.get(target)) and parts.fragment:
            is_there = unquote(parts.fragment) in page.anchors
            complaint = None if is_there else "leads to a place that is not on its page"
        return complaint

    def orphans(self, gone: Collection[str]) -> Iterator[str]:
        """Yield the pages that no link leads to; those of what is gone, or moved, need none."""
        needless = self.reached.union(_ALONE, gone)
        for path, page in self.pages.items():
            if path not in needless and not page.is_redirect:
                yield path


def _told(
    address: str, message: str, places: list[tuple[str, int]], links: _Links, texts: Texts
) -> Iterator[Problem]:
    """Yield a problem for each file that has a link; what templates say is told once."""
    kind = "hidden-link" if "is not shown" in message else None
    of_templates: list[str] = []
    for path, line in places:
        origin = links.pages[path].origin
        if origin.startswith("static/"):
            location = Location(file=origin, line=line)
        elif origin.startswith("content/") and origin.endswith(".md"):
            location = _place(address, origin.removeprefix("content/"), texts)
            if location.line is None and len(places) > 1:  # the template's, or another's text
                of_templates.append(path)
                continue
        else:
            of_templates.append(path)
            continue
        yield Problem(location=location, message=message, kind=kind)
    if of_templates:
        first, *others = of_templates
        more = f" and {len(others)} more" if others else ""
        where = f" (on /{first.removesuffix('index.html')}{more})"
        file = _file(links.pages[first].origin, first)
        yield Problem(location=file, message=message + where, kind=kind)


def _place(address: str, path: str, texts: Texts) -> Location:
    """Return where an article's file has the link that is published as ``address``."""
    config = texts.config
    resolve = link_resolver(path, config.base_path, urls_of(config).article, {})
    return texts.place_of_address(path, lambda written: resolve(written) == address)


def _file(origin: str, path: str) -> Location:
    """Return the file that people edit to change a page."""
    template = origin.partition(" ")[0]
    if template.endswith(".html") and "/" not in template:
        return Location(file=f"templates/{template}")
    return Location(file=origin or path)
