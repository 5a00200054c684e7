"""What WordPress stores of an article, as the HTML that it would show.

Its editor before 2018 stored paragraphs as blank lines and pictures in shortcodes
(https://codex.wordpress.org/Shortcode_API); the block editor stores HTML with comments around.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from generator.importing.readers.parts import path_in

__all__ = ["Attachment", "Attachments", "shown"]

_CAPTION = re.compile(
    r"\[(?:wp_)?caption(?P<said>[^][]*)\](?P<inside>(?:(?!\[(?:wp_)?caption).)*?)\[/(?:wp_)?caption\]",
    re.DOTALL | re.IGNORECASE,
)
_SAID_CAPTION = re.compile(r"caption=(?P<quote>[\"'])(?P<text>.*?)(?P=quote)", re.DOTALL)
_PICTURE = re.compile(r"\s*(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)
_GALLERY = re.compile(r"\[gallery(?P<said>[^][]*)\]", re.IGNORECASE)
_IDS = re.compile(r"\b(?:ids|include)=[\"']?(?P<ids>[\d, ]+)")
_OTHERS = re.compile(
    r"\[/?(?:embed|audio|video|playlist|(?:vc|et_pb|fusion|fl|su)_\w+)\b[^][]*\]", re.IGNORECASE
)
"""Shortcodes of players and page builders; their text stays. Other brackets may be the text's."""

_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_IMAGE_ID = re.compile(r"\bwp-image-(\d+)")
_IMAGE_SOURCE = re.compile(r"\bsrc=(?P<quote>[\"'])(?P<url>.+?)(?P=quote)", re.IGNORECASE)
_SIZE = re.compile(r"-\d+x\d+(?=\.\w+$)")

_BLANK = re.compile(r"\n[ \t\r]*\n\s*")
_BLOCK = re.compile(
    r"\s*</?(?:p|div|figure|h[1-6]|ul|ol|li|table|blockquote|pre|hr|section|article|iframe)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A picture of the library: its file's name, its caption, the article it was added to."""

    name: str
    caption: str
    parent: str


@dataclass(frozen=True, slots=True)
class Attachments:
    """The library of an export, by the numbers of its pictures."""

    by_id: Mapping[str, Attachment] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    def of(self, ids: Iterable[str]) -> list[Attachment]:
        """Return the pictures with these numbers, as far as they are known."""
        return [self.by_id[each] for each in ids if each in self.by_id]

    def added_to(self, post: str) -> list[Attachment]:
        """Return the pictures that were added to an article."""
        return [each for each in self.by_id.values() if each.parent == post]


def shown(content: str, post: str, featured: str | None, library: Attachments) -> str:
    """Return the HTML of an article from what is stored of it.

    ``post`` is the number of the article, ``featured`` that of the picture above it.
    """
    if not content.strip():
        return ""
    text = _CAPTION.sub(_figure, content)
    text = _GALLERY.sub(lambda found: _gallery(found["said"], post, library), text)
    text = _OTHERS.sub("", text)
    text = _IMAGE.sub(lambda found: _original(found[0], library), text)
    if "<!-- wp:" not in content:
        text = _paragraphs(text)
    above = [each for each in library.of([featured or ""]) if each.name not in text]
    return "".join(map(_shown_picture, above)) + text


def _figure(found: re.Match[str]) -> str:
    """Return the figure of a caption's shortcode; the caption is in it or, of old, said by it."""
    picture = _PICTURE.match(found["inside"])
    said = _SAID_CAPTION.search(found["said"])
    end = picture.end() if picture else 0
    caption = said["text"] if said else found["inside"][end:].strip()
    image = picture[0] if picture else ""
    return f"\n\n<figure>{image}<figcaption>{caption}</figcaption></figure>\n\n"


def _gallery(said: str, post: str, library: Attachments) -> str:
    ids = _IDS.search(said)
    found = library.of(re.findall(r"\d+", ids["ids"])) if ids else library.added_to(post)
    return f"\n\n{''.join(map(_shown_picture, found))}\n\n"


def _shown_picture(picture: Attachment) -> str:
    image = f'<img src="{escape(picture.name)}">'
    caption = f"<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
    return f"<figure>{image}{caption}</figure>"


def _original(image: str, library: Attachments) -> str:
    """Return an image that names the file as it was uploaded, not the size that was shown."""
    source = _IMAGE_SOURCE.search(image)
    if source is None:
        return image
    shown_name = posixpath.basename(path_in(source["url"]) or "")
    number = _IMAGE_ID.search(image)
    known = [each.name for each in library.of([number[1]] if number else [])]
    full = _SIZE.sub("", shown_name)
    name = known[0] if known else full if full in library.names else shown_name
    return image[: source.start("url")] + escape(name) + image[source.end("url") :]


def _paragraphs(text: str) -> str:
    """Return a text with elements where it has blank lines and line ends (``wpautop``)."""
    chunks = filter(None, map(str.strip, _BLANK.split(text)))
    return "\n".join(
        chunk if _BLOCK.match(chunk) else f"<p>{chunk.replace(chr(10), '<br>')}</p>"
        for chunk in chunks
    )
