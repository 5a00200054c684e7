"""Export files of WordPress: WXR 1.0 to 1.2, an extension of RSS 2.0.

There is no specification; what is here is what ``wp-admin/includes/export.php`` of WordPress
writes. Posts and pages are articles. Attachments tell the names of their pictures; menus,
revisions, the types that plug-ins add and what has no text are passed over.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from generator.errors import Problem
from generator.importing.readers.fields import is_name, tidy
from generator.importing.readers.parts import Names, Part, path_in, problem
from generator.importing.readers.wordpress_content import Attachment, Attachments, shown
from generator.importing.records import Declared
from generator.vietnamese import slug

__all__ = ["wordpress_parts"]

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_EXCERPT = "/excerpt/}encoded"
_ARTICLES = frozenset({"post", "page"})
_THROWN_AWAY = frozenset({"trash", "auto-draft", "inherit"})
_ADDRESS = re.compile(r"https?://[^\s?#]+$")
_ALIAS = re.compile(r"/[^/?#:*\"<>|\\][^?#:*\"<>|\\]*")
_NO_CATEGORY = frozenset({"uncategorized", "chua-phan-loai", "chua-duoc-phan-loai"})

_FORBIDDEN = bytes(code for code in range(32) if code not in b"\t\n\r")
"""What XML 1.0 has no place for, and what editors paste from their word processors."""


def wordpress_parts(path: Path, file: str) -> Iterator[Part | Problem]:
    """Yield the posts and pages of an export file.

    It is read twice, for a picture may stand behind the article that shows it, and an article
    at a time, for it may be larger than memory.
    """
    library = _library(path, file)
    names = Names(file)
    people: dict[str, str] = {}
    for element in _elements(path, file):
        if isinstance(element, Problem):
            yield element
        elif element.tag != "item":
            people[_said(element, "author_login")] = _said(element, "author_display_name")
        elif (
            _said(element, "post_type") in _ARTICLES
            and _said(element, "status") not in _THROWN_AWAY
        ):
            yield from _parts(element, path, names, people, library)


def _elements(path: Path, file: str) -> Iterator[etree._Element | Problem]:
    """Yield the authors and the items of an export, and what broke them off, if something did."""
    with path.open("rb") as stream:
        # Neither DTD nor entities: nothing is loaded, and nothing multiplies.
        events = etree.iterparse(
            _Allowed(stream), tag=("item", "{*}author"), resolve_entities=False, no_network=True
        )
        try:
            for _, element in events:
                if element.getroottree().docinfo.internalDTD is not None:
                    yield problem(file, "the file declares a DTD", "No export of WordPress does.")
                    return
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            line = error.lineno or None
            message = f"the export is damaged or breaks off: {error.msg}"
            yield problem(file, message, "Export it again: what follows was not read.", line)


class _Allowed:
    """A stream without the characters that XML forbids."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        while data := self._stream.read(size):
            if allowed := data.translate(None, _FORBIDDEN):
                return allowed
        return b""


def _library(path: Path, file: str) -> Attachments:
    found: dict[str, Attachment] = {}
    for element in _elements(path, file):
        if isinstance(element, Problem) or element.tag != "item":
            continue
        address = _said(element, "attachment_url")
        if address:
            name = posixpath.basename(path_in(address) or "")
            found[_said(element, "post_id")] = Attachment(
                name=name, caption=tidy(_excerpt(element)), parent=_said(element, "post_parent")
            )
    return Attachments(found, frozenset(each.name for each in found.values()))


def _parts(
    item: etree._Element,
    path: Path,
    names: Names,
    people: dict[str, str],
    library: Attachments,
) -> Iterator[Part]:
    """Yield the article of an item, if there is a text in it."""
    post = _said(item, "post_id")
    content = item.findtext(_CONTENT) or ""
    html = shown(content, post, _featured(item), library)
    if not html:
        return
    link = _said(item, "link")
    login = item.findtext(_CREATOR) or ""
    author = tidy(people.get(login) or login)
    comments = sum(
        _said(each, "comment_approved") == "1" and _said(each, "comment_type") in {"", "comment"}
        for each in item.iterfind("{*}comment")
    )
    is_public = _said(item, "status") == "publish" and not _said(item, "post_password")
    yield Part(
        file=names.give(post),
        path=path,
        content=html,
        sha256=_digest(item),
        url=link if _ADDRESS.match(link) else None,
        declared=Declared(
            title=tidy(_said(item, "title")) or None,
            authors=(author,) if is_name(author) else (),
            date=_moment(item, "post_date"),
            updated=_moment(item, "post_modified"),
            summary=tidy(_excerpt(item)) or None,
            categories=tuple(
                name for name in _terms(item, "category") if slug(name) not in _NO_CATEGORY
            ),
            tags=_terms(item, "post_tag"),
            aliases=_aliases(link, _said(item, "guid")),
            draft=not is_public,
            comments=comments or None,
        ),
    )


def _digest(item: etree._Element) -> str:
    """Return the SHA-256 of an item, in the form that depends on nothing but what it says."""
    try:
        data = etree.tostring(item, method="c14n", with_tail=False)
    except etree.C14NError:  # the name of a namespace is no address, for one
        data = etree.tostring(item, encoding="utf-8", with_tail=False)
    return sha256(data).hexdigest()


def _said(element: etree._Element, name: str) -> str:
    """Return the text of a child, whatever version of WXR it is a name of."""
    return (element.findtext(f"{{*}}{name}") or "").strip()


def _excerpt(item: etree._Element) -> str:
    found = (child.text for child in item.iter("{*}encoded") if str(child.tag).endswith(_EXCERPT))
    return next(found, None) or ""


def _featured(item: etree._Element) -> str | None:
    """Return the number of the picture that stands above the article."""
    metas = (
        _said(meta, "meta_value")
        for meta in item.iterfind("{*}postmeta")
        if _said(meta, "meta_key") == "_thumbnail_id"
    )
    return next(metas, None)


def _terms(item: etree._Element, domain: str) -> tuple[str, ...]:
    found = (tidy(each.text or "") for each in item.iterfind(f"category[@domain='{domain}']"))
    return tuple(dict.fromkeys(filter(None, found)))


def _moment(item: etree._Element, name: str) -> str | None:
    """Return a moment with the offset that the local time has from the universal one."""
    try:
        local = datetime.fromisoformat(_said(item, name))
    except ValueError:
        return None  # "0000-00-00 00:00:00": not yet
    try:
        offset = local - datetime.fromisoformat(_said(item, f"{name}_gmt"))
        return local.replace(tzinfo=timezone(offset)).isoformat()
    except (TypeError, ValueError):  # one of them has an offset of its own
        return local.isoformat()


def _aliases(*addresses: str) -> tuple[str, ...]:
    """Return the paths at which the article was; ``?p=17`` is none of a static site."""
    paths = (path_in(each) or "" for each in addresses if _ADDRESS.match(each))
    return tuple(dict.fromkeys(filter(_can_be_file, paths)))


def _can_be_file(path: str) -> bool:
    """Return whether the front matter takes a path for an alias."""
    is_plain = path.isprintable() and _ALIAS.fullmatch(path) is not None
    return is_plain and {".", ".."}.isdisjoint(path.split("/"))
