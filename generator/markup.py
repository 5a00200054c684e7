"""Markdown to safe HTML and plain text: the only place that knows Python-Markdown and nh3.

Raw HTML in an article is allowed as far as it is text: what is not on the list of tags below
is removed, every picture becomes a figure of its own, and links keep only harmless schemes. The
policy and its reasons: docs/untrusted-content.md.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable
from functools import cache
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from generator.bounds import Excess, bound
from generator.model import Body, Figure

__all__ = [
    "escape",
    "escape_heading",
    "escape_part",
    "escape_start",
    "link_resolver",
    "linked_file",
    "plain_text",
    "render_markdown",
    "unsafe_html",
]

_INLINE_TAGS = frozenset(
    "a abbr b cite code del em i ins kbd mark q s small span strong sub sup u".split()
)
_BLOCK_TAGS = frozenset(
    "blockquote br caption dd dl dt h2 h3 h4 h5 h6 hr li ol p pre table tbody td tfoot th thead "
    "tr ul".split()
)
_ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

# Python-Markdown strips STX and ETX from its input, so no article can forge this mark.
_MARK = re.compile("<p>\x02figure:(\\d+)\x03</p>")
_TAG = re.compile(r"<(/?)(\w++)(?:[^<>\"]++|\"[^\"]*+\")*+>")
_EMPTY = re.compile(r"<(p|a)>\s*</\1>")

_TOO_DEEP = Excess(1, "marks that lie too deep in each other")

_BLANK_LINES = re.compile(r"\n(?: *\n)+")
# Lines that begin with a letter or a common mark of punctuation, and hold no character by which
# Markdown could mean anything. No-break spaces, control characters and tabs are not plain.
_PLAIN_LINE = r"(?:[^\W\d_]|[“”‘’«»\"'(–—…])[^\\`*_\[\]<&|~^\x00-\x1f\x7f-\xa0]*(?<! )"
_PLAIN_BLOCK = re.compile(rf"{_PLAIN_LINE}(?:\n{_PLAIN_LINE})*")
_PLAIN_FIGURE = re.compile(
    r"!\[(?P<caption>[^\\`*_\[\]<&!\x00-\x1f\x7f-\xa0]*)\]\((?P<source>[\w./-]*)\)", re.ASCII
)

_SPECIAL = re.compile(r"[\\`*_\[\]]")
_LINE_START = re.compile(r"(#|>|[-+](?=\s|$)|(?:-\s?){3,}$|=+$|\d+(?=\.\s))")
_ENTITY = re.compile(r"&#?\w+;?")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def unsafe_html(text: str) -> str:
    """Return the HTML that a page in Markdown means: to be read, never to be published.

    Raises:
        Excess: it has too much of something to be read in bounded time.
    """
    bound(text)
    try:
        return markdown.markdown(text, extensions=["tables"])
    except RecursionError:
        raise _TOO_DEEP from None


def render_markdown(text: str, resolve_link: Callable[[str], str] | None = None) -> Body:
    """Return the body of an article: safe HTML, its figures apart, and its plain text.

    A paragraph of pictures only is one figure whose caption is the last title or alternative
    text in it; a picture inside a text becomes a figure after it. ``resolve_link`` turns the
    address of every link into the one that is published.

    Raises:
        Excess: the text has too much of something to be read in bounded time.
    """
    return _render_plain(text) or _render_any(text, resolve_link)


def _render_plain(text: str) -> Body | None:
    """Return the body of a text of plain paragraphs and figures, or None for any other text.

    Most of a newspaper is such text, and Markdown takes a hundred times as long to find that
    out. A test holds this to what Markdown makes of the same text.
    """
    blocks: list[str | Figure] = []
    texts: list[str] = []
    for block in _BLANK_LINES.split(text.strip("\n")):
        if _PLAIN_BLOCK.fullmatch(block):
            blocks.append(f"<p>{block.replace('>', '&gt;')}</p>")
            texts.append(_folded(block))
        elif figure := _PLAIN_FIGURE.fullmatch(block):
            caption = " ".join(figure["caption"].split())
            blocks.append(Figure(sources=(figure["source"],), alts=(caption,), caption=caption))
            texts += [caption] if caption else []
        elif block:
            return None
    # Paragraphs that follow each other are one fragment, as Markdown gives them.
    merged: list[str | Figure] = []
    for block in blocks:
        if merged and isinstance(block, str) and isinstance(merged[-1], str):
            merged[-1] += f"\n{block}"
        else:
            merged.append(block)
    return Body(blocks=tuple(merged), text="\n".join(texts))


def _folded(block: str) -> str:
    """Return a block as one line, as nearly all are; no white space is printable but the space."""
    return block if block.isprintable() and "  " not in block else " ".join(block.split())


def _render_any(text: str, resolve_link: Callable[[str], str] | None) -> Body:
    bound(text)
    parser, figures = _parser()
    figures.found.clear()
    parser.reset()
    try:
        raw = parser.convert(text)
    except RecursionError:
        raise _TOO_DEEP from None
    blocks: list[str | Figure] = []
    texts: list[str] = []
    for index, part in enumerate(_MARK.split(raw)):
        if index % 2:
            figure = figures.found[int(part)]
            blocks.append(figure)
            if figure.caption:
                texts.append(figure.caption)
        else:
            clean = _sanitise(part, resolve_link)
            if clean:
                blocks.append(clean)
                texts.append(plain_text(clean))
    return Body(blocks=tuple(blocks), text="\n".join(texts))


def _sanitise(fragment: str, resolve_link: Callable[[str], str] | None) -> str:
    def filter_attribute(tag: str, attribute: str, value: str) -> str | None:
        if tag == "a" and attribute == "href" and resolve_link is not None:
            return resolve_link(value)
        return value

    clean = nh3.clean(
        fragment,
        tags=set(_INLINE_TAGS | _BLOCK_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=filter_attribute,
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )
    # An entity may have stood for a character that no page should hold.
    return _EMPTY.sub("", _CONTROL.sub("", clean)).strip()


def plain_text(fragment: str) -> str:
    """Return the visible text of sanitised HTML: a line a block, without empty lines."""

    def replace(match: re.Match[str]) -> str:
        return "" if match[2] in _INLINE_TAGS else "\n"

    # A line break in the source is a space on the page; a block or <br> begins a line.
    lines = html.unescape(_TAG.sub(replace, " ".join(fragment.split()))).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def escape(text: str) -> str:
    """Return Markdown whose visible text is exactly this plain text, as one paragraph.

    Only what Markdown would take for markup gets a backslash, so that people can go on editing
    the result. Line breaks are kept; other white space is folded, as HTML does.
    """
    lines = (" ".join(line.split()) for line in _CONTROL.sub("", text).split("\n"))
    return "  \n".join(escape_start(escape_part(line)) for line in lines if line)


def escape_part(text: str) -> str:
    """Return Markdown for a part of a line: what means something wherever it stands."""
    special = _SPECIAL.sub(r"\\\g<0>", _CONTROL.sub("", text))
    return _ENTITY.sub(_escape_entity, special).replace("<", "&lt;")


def escape_heading(text: str) -> str:
    """Return Markdown for the text of a heading: hashes at its end are no closing mark."""
    hashes = len(text) - len(text.rstrip("#"))
    before = escape(text)[:-hashes] if 0 < hashes < len(text) else escape(text.rstrip("#"))
    return before + "\\#" * hashes


def escape_start(line: str) -> str:
    """Return a line of Markdown that begins no heading, list, quotation or rule."""
    found = _LINE_START.match(line)
    return line if found is None else _escape_start(found) + line[found.end() :]


def _escape_entity(match: re.Match[str]) -> str:
    # HTML knows some names without their semicolon as well; R&D is none of them.
    found = match.group()
    return found if html.unescape(found) == found else f"&amp;{found[1:]}"


def _escape_start(match: re.Match[str]) -> str:
    found = match.group()
    if found[0] == "=":  # the one mark of Markdown that takes no backslash
        return "&#61;" + found[1:]
    return f"{found}\\" if found.isdigit() else f"\\{found}"


class _FigureProcessor(Treeprocessor):
    """Takes the pictures out of the tree: see ``render_markdown``."""

    def __init__(self, parser: markdown.Markdown) -> None:
        super().__init__(parser)
        self.found: list[Figure] = []

    def run(self, root: Element) -> None:
        for index in range(len(root) - 1, -1, -1):
            block = root[index]
            pictures = list(block.iter("img"))
            if not pictures:
                continue
            only_pictures = block.tag == "p" and not "".join(block.itertext()).strip()
            if only_pictures:
                root.remove(block)
                self._insert(root, index, [pictures])
            else:
                _remove_pictures(block)
                self._insert(root, index + 1, [[picture] for picture in pictures])

    def _insert(self, root: Element, index: int, groups: list[list[Element]]) -> None:
        for offset, group in enumerate(groups):
            mark = Element("p")
            mark.text = f"\x02figure:{len(self.found)}\x03"
            root.insert(index + offset, mark)
            self.found.append(_figure(group))


def _figure(pictures: list[Element]) -> Figure:
    texts = [_words(picture.get("title", "") or picture.get("alt", "")) for picture in pictures]
    return Figure(
        sources=tuple(picture.get("src", "") for picture in pictures),
        alts=tuple(_words(picture.get("alt", "")) for picture in pictures),
        caption=next((text for text in reversed(texts) if text), ""),
    )


def _words(text: str) -> str:
    return " ".join(html.unescape(text).split())


def _remove_pictures(block: Element) -> None:
    for parent in block.iter():
        previous: Element | None = None
        for child in list(parent):
            if child.tag != "img":
                previous = child
                continue
            tail = child.tail or ""
            if previous is None:
                parent.text = (parent.text or "") + tail
            else:
                previous.tail = (previous.tail or "") + tail
            parent.remove(child)


class _Figures(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the library's name
        # Last of all: after backslash escapes have been resolved (0), in captions as well.
        self.processor = _FigureProcessor(md)
        md.treeprocessors.register(self.processor, "figures", -1)


@cache
def _parser() -> tuple[markdown.Markdown, _FigureProcessor]:
    extension = _Figures()
    parser = markdown.Markdown(extensions=["sane_lists", "tables", extension], output_format="html")
    return parser, extension.processor


def link_resolver(
    path: str, base_path: str, url_of: Callable[[str], str], found: dict[str, None]
) -> Callable[[str], str]:
    """Return how links in the content file at ``path`` (relative to content/) are published.

    A link to a content file (``../10/cho-noi.md#x``) becomes that article's URL; a link from the
    root (``/2021/``) gets the base path; all others stay. The files, and the addresses from the
    root, are ``found``.
    """

    def resolve(address: str) -> str:
        if address.startswith("/") and not address.startswith("//"):
            found[unquote(address.partition("#")[0])] = None
            return base_path + address
        linked = linked_file(path, address)
        if linked is None:
            return address
        found[linked] = None
        if linked.startswith(".."):
            return address
        _, mark, anchor = address.partition("#")
        return base_path + url_of(linked) + mark + anchor

    return resolve


def linked_file(path: str, address: str) -> str | None:
    """Return the content file that an address in the one at ``path`` means; None if it means none.

    Both are relative to ``content/``; one that begins with ``..`` lies outside.
    """
    target = unquote(address.partition("#")[0])
    if not target.endswith(".md") or re.match(r"[a-z][a-z0-9+.-]*:|/", target, re.IGNORECASE):
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
