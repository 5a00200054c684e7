"""Addresses: the one place that decides where a page of the archive lives.

URLs are paths from the archive's root, lower-case ASCII, and follow from the content file's
path, so that correcting a date or a headline never moves a page.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import quote

from generator.languages import Language
from generator.model import ArchiveDate
from generator.vietnamese import slug

__all__ = [
    "Urls",
    "alias_url",
    "canonical_name",
    "content_folder",
    "is_address",
    "is_web_address",
    "letter_segment",
    "media_url",
    "output_path",
    "wrong_name",
]


_WEB = re.compile(r"https?://[^\s/?#\\][^\s\\]*", re.IGNORECASE)
"""RFC 3986 with the letters of any language, as browsers take them."""


_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?![^.])", re.IGNORECASE
)
"""What Windows keeps for devices, with whatever suffix.

https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""
_WRONG = re.compile('[\x00-\x1f\x7f"*:<>?\\\\|\ud800-\udfff]|[. ](?:/|$)')
_SUSPECT = re.compile(r"(?:^|/)(?:con|prn|aux|nul|com|lpt)", re.IGNORECASE)

LONGEST_NAME = 255
"""Bytes of a file's name, or a folder's, that file systems allow."""

_HOSTS = frozenset({"_headers", "_redirects", "_routes.json", "_worker.js", "cname"})
"""What hosts take for their settings or programs: no old address may become one."""


def content_folder(when: ArchiveDate, language: Language) -> str:
    """Return the folder in ``content/`` for an article of this date: ``2021/10``, ``2021``.

    An article without a year goes into a folder that is called so in the archive's language.
    """
    if when.year is None:
        return language.text("url_undated")
    return f"{when.year:04}" + (f"/{when.month:02}" if when.month is not None else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """The addresses of one archive, in its language and its style (``dir`` or ``html``)."""

    language: Language
    style: str

    def page(self, *parts: str) -> str:
        """Return the URL of the page with these path segments; the home page has none."""
        if not parts:
            return "/"
        path = "/" + "/".join(map(self._free, parts))
        return path + ("/" if self.style == "dir" else ".html")

    @staticmethod
    def _free(part: str) -> str:
        """Return a part of an address; a name of Windows' gets a mark that no slug has."""
        return f"{part}_" if _RESERVED.match(part) else part

    def article(self, path: str) -> str:
        """Return the URL of the content file at this path, relative to ``content/``.

        ``index.md`` stands for its folder. The URL is "/" where no letter is left.
        """
        parts = path.rpartition(".")[0].split("/")
        if parts[-1] == "index" and len(parts) > 1:
            parts.pop()
        return self.page(*filter(None, map(slug, parts)))

    def year_segment(self, year: int | None) -> str:
        """Return a year as a part of an address; None is the year of what has no date."""
        return self.language.text("url_undated") if year is None else f"{year:04}"

    def month_segment(self, month: int) -> str:
        """Return a month as a part of an address; 0 is the month of what has only a year."""
        return f"{month:02}" if month else self.language.text("url_month_unknown")

    def day_segment(self, day: int) -> str:
        """Return a day as a part of an address; 0 is the day of what has only a month."""
        return f"{day:02}" if day else self.language.text("url_undated")

    def day_of_years(self, month: int, day: int) -> str:
        """Return the URL of the page of this day in all years."""
        return self.page(self.language.text("url_days"), f"{month:02}-{day:02}")

    def section(self, name: str, *parts: str) -> str:
        """Return the URL of the listing of a section (its slug), or of a part (year, month)."""
        return self.page(self.language.text("url_sections"), name, *parts)

    def tag(self, name: str, *parts: str) -> str:
        """Return the URL of the listing of a tag (its slug), or of a part of it."""
        return self.page(self.language.text("url_tags"), name, *parts)

    def person(self, name: str, *parts: str) -> str:
        """Return the URL of the listing of a person (the slug), or of a part of it."""
        return self.page(self.language.text("url_people"), name, *parts)

    def named(self, name: str) -> str:
        """Return the URL of a page that there is once: sections, tags, people, search, dates."""
        return self.page(self.language.text(f"url_{name}"))


def is_address(path: str) -> bool:
    """Return whether an address that somebody wrote can be a file below the output folder."""
    return (
        path.startswith("/")
        and not path.startswith("//")
        and path.isprintable()
        and "#" not in path
        and wrong_name(path[1:]) is None
        and not any(part[:1] in {".", " "} and part != ".well-known" for part in path.split("/"))
        and path.split("/")[1].casefold() not in _HOSTS
    )


def wrong_name(path: str) -> str | None:
    """Return what is wrong with the name of a published file, if it cannot lie on every disk.

    >>> wrong_name("2021/chợ.jpg"), wrong_name("2021/aux.jpg")
    (None, 'Windows keeps the name “aux.jpg” for itself')
    """
    if _WRONG.search(path):
        return (
            'no name may have a control character, one of " * : < > ? \\ |, or a dot or space last'
        )
    for part in path.split("/") if _SUSPECT.search(path) else ():
        if _RESERVED.match(part):
            return f"Windows keeps the name “{part}” for itself"
    if len(path) > LONGEST_NAME // 4:  # few are, and no letter has more than four bytes
        longest = max(len(part.encode()) for part in path.split("/"))
        if longest > LONGEST_NAME:
            return f"a name of {longest} bytes; file systems allow {LONGEST_NAME}"
    return None


def canonical_name(path: str) -> str:
    """Return one name for all that are one on some disk.

    Windows and macOS do not tell capitals apart, macOS no forms of Unicode either.
    """
    return path.lower() if path.isascii() else normalize("NFC", normalize("NFC", path).casefold())


def is_web_address(text: str) -> bool:
    """Return whether a text is a whole address of the web, and so one that a page may link to.

    >>> is_web_address("https://example.org/1"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    return _WEB.fullmatch(text) is not None


def alias_url(alias: str) -> str:
    """Return the URL of the redirect page for an old address.

    Hosts serve a page by its file's name; an old address that is no .html becomes a folder.
    """
    return alias if alias.endswith(("/", ".html", ".htm")) else alias + "/"


def output_path(url: str) -> str:
    """Return the file, relative to the output folder, that a host serves for this URL.

    >>> output_path("/2021/10/")
    '2021/10/index.html'
    """
    path = url.lstrip("/")
    return path + "index.html" if path == "" or path.endswith("/") else path


def letter_segment(heading: str) -> str:
    """Return the heading of an A–Z as a part of an address: a letter, or words.

    Letters with marks stand apart from those without, so they are told by their number.

    >>> letter_segment("D"), letter_segment("Đ")
    ('d', '111')
    """
    if len(heading) == 1 and not (heading.isascii() and heading.isalpha()):
        return f"{ord(heading.lower()):x}"
    return slug(heading)


def media_url(path: str) -> str:
    """Return the URL of a picture or document at this path, relative to ``content/``."""
    return "/" + quote(posixpath.normpath(path))
