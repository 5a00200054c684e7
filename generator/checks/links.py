"""The links of the site: those that lead nowhere, and pages that nothing leads to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.checks.texts import Texts
from generator.config import Config
from generator.data import PACKAGE
from generator.errors import Location, Problem
from generator.markup import link_resolver
from generator.pages import urls_of
from generator.rehearsal import Rehearsal
from generator.search import FOLDER
from generator.site_links import Place, SiteLinks, read_document
from generator.urls import output_path

__all__ = ["broken_links", "check_links", "links_of_page"]

_ALONE = frozenset({"404.html", "admin/index.html", "index.html"})
"""Pages that need no link."""

_NO_PLACE = "leads to a place that is not on its page"

_REMEDIES = {
    "is no address": "Write it whole: https://example.org/page",
    "is relative": "Link to the file of an article, [label](../10/cho-noi.md), or begin it with /.",
    "leads out of the site": "Write addresses of the site without its base: /2021/10/cho-noi/",
    "leads nowhere": "Correct it; of an article, link to its file: [label](../10/cho-noi.md).",
    "leads to a place": "Take out what stands after #, or correct it.",
    "leads to an article that is not shown": "Wait with the link, or publish the article.",
}
"""What to do about a link of which this is said."""

_NOT_YET = {"draft": "it is a draft", "future": "its time has not come"}


def check_links(config: Config, found: Rehearsal, output: Path, texts: Texts) -> Iterator[Problem]:
    """Yield a problem for each internal link, asset or anchor that leads nowhere, and orphans."""

    def exists(target: str) -> bool:
        made_last = target.startswith(f"{FOLDER}/") or target == output_path(PACKAGE)
        known = target in found.files or target in found.unread
        return known or made_last or (output / target).is_file()

    hidden = {
        output_path(a.url): _NOT_YET[a.status] for a in found.articles if a.status in _NOT_YET
    }
    links = _Links(
        origin=config.origin,
        base_path=config.base_path,
        site=found.links,
        exists=exists,
        hidden=hidden,
    )
    for address, message, places in links.wrong():
        yield from _told(address, message, places, links.site, texts)
    gone = {output_path(article.url) for article in found.archive.withdrawn}
    for path in links.orphans(gone):
        yield Problem(
            location=_file(found.links.origins[path], path),
            message=f"no page of the site links to /{path.removesuffix('index.html')}",
            remedy="Link to it from where its readers are.",
            kind="orphan",
        )


def links_of_page(config: Config, site: SiteLinks, output: Path, texts: Texts) -> Iterator[Problem]:
    """Yield a problem for each link that an article's own text has and that leads nowhere."""
    links = _Links(
        origin=config.origin,
        base_path=config.base_path,
        site=site,
        exists=lambda target: (output / target).is_file(),
        hidden={},
    )
    for address, message, places in links.wrong():
        found = _told(address, message, places, site, texts)
        yield from (problem for problem in found if problem.location.line is not None)


def broken_links(output: Path, origin: str, base_path: str) -> Iterator[Problem]:
    """Yield a problem for each internal link, asset or anchor of a built site that leads nowhere.

    ``origin`` and ``base_path`` say which absolute addresses are the site's own.
    """
    site = SiteLinks()
    for file in sorted(output.rglob("*.html")):
        path = file.relative_to(output).as_posix()
        if not path.startswith("."):
            site.add(path, f"{output.name}/{path}", read_document(file.read_bytes()))
    links = _Links(
        origin=origin,
        base_path=base_path,
        site=site,
        exists=lambda target: (output / target).is_file(),
        hidden={},
    )
    for _, message, places in links.wrong():
        for path, line in places:
            yield Problem(location=Location(file=site.origins[path], line=line), message=message)


@dataclass(slots=True, kw_only=True)
class _Links:
    """Follows the links of a site's pages, and notes which files some link leads to."""

    origin: str
    base_path: str
    site: SiteLinks
    exists: Callable[[str], bool]
    hidden: Mapping[str, str]
    reached: set[str] = field(default_factory=set)

    def wrong(self) -> Iterator[tuple[str, str, Sequence[Place]]]:
        """Yield each link that is wrong, what is wrong with it, and where it stands."""
        for address, places in self.site.uses.items():
            try:
                complaint = self._complaint(address, places)
            except ValueError as error:  # urlsplit's
                complaint = f"is no address: {error}"
            if complaint is not None:
                yield address, f"the link “{address}” {complaint}", places

    def _complaint(self, address: str, places: Sequence[Place]) -> str | None:
        """Return what is wrong with a link on the pages at these places, or None."""
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" == self.origin:
            parts = parts._replace(scheme="", netloc="", path=parts.path or "/")
        if parts.scheme or parts.netloc:
            return None
        if not parts.path:
            anchors = [self.site.anchors[path] for path, _ in places]
            is_there = not parts.fragment or all(unquote(parts.fragment) in a for a in anchors)
            return None if is_there else _NO_PLACE
        if not parts.path.startswith("/"):
            return "is relative: it would break when the page moves"
        if not parts.path.startswith(self.base_path + "/"):
            return f"leads out of the site, which begins at {self.base_path}/"
        target = output_path(unquote(parts.path[len(self.base_path) :]))
        if any(path != target for path, _ in places):
            self.reached.add(target)
        complaint = None
        if target in self.hidden:
            complaint = f"leads to an article that is not shown: {self.hidden[target]}"
        elif target not in self.site.anchors and not self.exists(target):
            complaint = "leads nowhere"
        elif parts.fragment and target in self.site.anchors:
            is_there = unquote(parts.fragment) in self.site.anchors[target]
            complaint = None if is_there else _NO_PLACE
        return complaint

    def orphans(self, gone: Collection[str]) -> Iterator[str]:
        """Yield the pages that no link leads to; those of what is gone, or moved, need none."""
        needless = self.reached.union(_ALONE, gone, self.site.redirects)
        yield from (path for path in self.site.origins if path not in needless)


def _told(
    address: str, message: str, places: Sequence[Place], site: SiteLinks, texts: Texts
) -> Iterator[Problem]:
    """Yield a problem for each file that has a link; what templates say is told once."""
    kind = "hidden-link" if "is not shown" in message else None
    said = message.removeprefix(f"the link “{address}” ")
    remedy = next(remedy for start, remedy in _REMEDIES.items() if said.startswith(start))
    of_templates: list[str] = []
    for path, line in places:
        origin = site.origins[path]
        if origin.startswith("static/"):
            yield Problem(
                location=Location(file=origin, line=line),
                message=message,
                remedy=remedy,
                kind=kind,
            )
            continue
        location = Location(file=origin)
        if origin.startswith("content/") and origin.endswith(".md"):
            location = _place(address, origin.removeprefix("content/"), texts)
            if location.line is not None or len(places) == 1:
                yield Problem(location=location, message=message, remedy=remedy, kind=kind)
                continue
        of_templates.append(path)  # the template's own, or of a list
    if of_templates:
        first, *others = of_templates
        more = f" and {len(others)} more" if others else ""
        more = " and many more" if site.counts[address] > len(places) else more
        where = f" (on /{first.removesuffix('index.html')}{more})"
        yield Problem(
            location=_file(site.origins[first], first), message=message + where, kind=kind
        )


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
