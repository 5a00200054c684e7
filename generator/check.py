"""Everything that can be wrong with an archive and that a build does not refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.errors import Location, Problem
from generator.urls import output_path

__all__ = ["broken_links"]

_ADDRESSES = {
    ("a", "href"),
    ("img", "src"),
    ("link", "href"),
    ("script", "src"),
    ("form", "action"),
}


@dataclass(slots=True)
class _Page(HTMLParser):
    """The links of one page, with their lines, and the anchors that others can link to."""

    links: list[tuple[str, int]] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name == "id":
                self.anchors.add(value)
            elif (tag, name) in _ADDRESSES:
                self.links.append((value, self.getpos()[0]))
            elif name == "srcset":
                parts = filter(None, map(str.split, value.split(",")))
                self.links += [(part[0], self.getpos()[0]) for part in parts]


def broken_links(output: Path, origin: str, base_path: str) -> Iterator[Problem]:
    """Yield a problem for each internal link, asset or anchor of the built site that leads nowhere.

    ``origin`` and ``base_path`` say which absolute addresses are the site's own.
    """
    pages: dict[str, _Page] = {}
    for file in sorted(output.rglob("*.html")):
        path = file.relative_to(output).as_posix()
        if not path.startswith("."):
            pages[path] = _Page()
            # A file of static/ may be in any encoding; its addresses are ASCII all the same.
            pages[path].feed(file.read_text(encoding="utf-8", errors="replace"))
    for path, page in pages.items():
        for address, line in page.links:
            try:
                message = _complaint(address, path, pages, output, origin, base_path)
            except ValueError as error:  # urlsplit's
                message = f"the link “{address}” is no address: {error}"
            if message is not None:
                yield Problem(
                    location=Location(file=f"{output.name}/{path}", line=line), message=message
                )


def _complaint(
    address: str, path: str, pages: dict[str, _Page], output: Path, origin: str, base_path: str
) -> str | None:
    """Return what is wrong with a link on the page at ``path``, or None."""
    parts = urlsplit(address)
    if f"{parts.scheme}://{parts.netloc}" == origin:
        parts = parts._replace(scheme="", netloc="", path=parts.path or "/")
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        target = path
    elif not parts.path.startswith("/"):
        return f"the link “{address}” is relative: it would break when the page moves"
    elif not parts.path.startswith(base_path + "/"):
        return f"the link “{address}” leads out of the site, which begins at {base_path}/"
    else:
        target = output_path(unquote(parts.path[len(base_path) :]))
    if target not in pages and not (output / target).is_file():
        return f"the link “{address}” leads nowhere"
    if parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
        return f"the link “{address}” leads to a place that is not on its page"
    return None
