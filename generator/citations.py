"""How an article is cited: references as text, and records for reference managers. Pure.

Bylines are taken as they stand: which part of a Vietnamese name is the family's, nobody may
guess. A date is as certain in a citation as the archive knows it. When a page was read, only
its reader knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from generator.dates import parse_date
from generator.elements import Site
from generator.languages import Language, load_language
from generator.model import ArchiveDate
from generator.views import ArticleView

__all__ = ["Citation", "Download", "Reference", "bibtex", "cite", "creators", "csl_json", "ris"]


class Reference(Struct, frozen=True, kw_only=True, gc=False):
    """A reference as text; the name of the newspaper stands in italics between its parts."""

    before: str
    publication: str
    after: str
    url: str


class Download(Struct, frozen=True, kw_only=True, gc=False):
    """A record for reference managers, whole in its ``data:`` URL (RFC 2397)."""

    label: str
    name: str
    url: str


class Citation(Struct, frozen=True, kw_only=True, gc=False):
    """All that the box "Cite this article" shows."""

    vietnamese: Reference
    apa: Reference
    downloads: tuple[Download, ...]


def cite(article: ArticleView, site: Site) -> Citation:
    """Return how to cite an article of this site."""
    records = (
        ("BibTeX", "bib", "application/x-bibtex", bibtex),
        ("RIS", "ris", "application/x-research-info-systems", ris),
        ("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl_json),
    )
    return Citation(
        vietnamese=_vietnamese(article, site),
        apa=_apa(article, site),
        downloads=tuple(
            Download(
                label=label,
                name=f"{_key(article)}.{ending}",
                url=f"data:{kind};charset=utf-8,{_url_text(record(article, site))}",
            )
            for label, ending, kind, record in records
        ),
    )


def creators(article: ArticleView) -> tuple[str, ...]:
    """Return who is named as having written an article: people or else the agency."""
    agency = (article.agency,) if article.agency else ()
    return tuple(author.label for author in article.authors) or agency


def _vietnamese(article: ArticleView, site: Site) -> Reference:
    """Return a reference as Vietnamese universities want it.

    Author (year), "title", newspaper, date, address: Bộ Giáo dục và Đào tạo, guidelines for
    theses, whose authors stand with their full names in the Vietnamese order.
    """
    when, language = article.date, load_language("vi")
    year = f"({_year(when, language)})"
    names = ", ".join(creators(article))
    before = f"{names} {year}, “{article.title}”, " if names else f"“{article.title}” {year}, "
    known = when.until is None and when.month is not None
    after = f", {'ngày ' if when.is_exact else ''}{language.day(when)}, " if known else ", "
    return _reference(before, after, article, site)


def _year(when: ArchiveDate, language: Language) -> str:
    if _is_certain(when):
        return str(when.year)
    return language.day(replace(when, month=None, day=None, time=None))


def _apa(article: ArticleView, site: Site) -> Reference:
    """Return a reference in APA style (7th edition, 10.1: newspaper article).

    Without an author the headline takes the author's place.
    """
    *others, last = creators(article) or ("",)
    names = f"{', '.join(others)}, & {last}" if others else last
    stop = "" if names.endswith(".") else "."
    title = article.title if article.title.endswith(("?", "!", ".", "…")) else f"{article.title}."
    date = f"({_apa_date(article.date)})."
    before = f"{names}{stop} {date} {title} " if names else f"{title} {date} "
    return _reference(before, ". ", article, site)


def _apa_date(when: ArchiveDate) -> str:
    language = load_language("en")
    if when.year is None:
        known = when.edtf[:3].strip("X") and when.month is None
        return f"ca. {language.day(when)}" if known else "n.d."
    words = str(when.year)
    if when.until is not None:
        end = parse_date(when.until).year
        words += f"–{end}" if end not in {None, when.year} else ""
    elif when.month is not None:
        day = f" {when.day}" if when.day is not None else ""
        words += f", {language.months[when.month - 1]}{day}"
    return f"ca. {words}" if when.uncertain or when.approximate else words


def _reference(before: str, after: str, article: ArticleView, site: Site) -> Reference:
    return Reference(
        before=before, publication=site.publisher, after=after, url=site.absolute(article.url)
    )


def bibtex(article: ArticleView, site: Site) -> str:
    r"""Return a BibTeX entry, with the fields of biblatex (manual 3.20) where BibTeX has none.

    A newspaper is an ``article`` of this subtype; names in braces are not taken apart; ``date``
    is in EDTF, ``year`` and ``month`` are there where they are certain.
    """
    when = article.date
    date = _edtf_days(when)
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in creators(article)),
        "title": f"{{{_tex(article.title)}}}",
        "journal": _tex(site.publisher),
        "date": date,
        "year": f"{when.year:04}" if _is_certain(when) else "",
        "note": "" if date else _tex(_date_in_words(when, site)),
        "url": site.absolute(article.url),
        "langid": {"vi": "vietnamese", "en": "english"}.get(site.article_language, ""),
        "entrysubtype": "newspaper",
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    if _is_certain(when) and when.month is not None:
        lines.append(f"  month = {_MONTHS[when.month - 1]},\n")
    return f"@article{{{_key(article)},\n{''.join(lines)}}}\n"


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
"""What every BibTeX style calls them."""

_TEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "$&#%_"},
        "\\": "\\textbackslash{}",
        # A brace counts as one even behind a backslash.
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
    }
)


def _tex(text: str) -> str:
    """Return a text so that TeX sets exactly it."""
    # To translate is slow for letters beyond ASCII, and few texts have a sign that asks for it.
    return text if _TEX.keys().isdisjoint(map(ord, text)) else text.translate(_TEX)


def ris(article: ArticleView, site: Site) -> str:
    """Return a record in RIS (Research Information Systems): a line a field, ended by CR LF."""
    fields = _ris_fields(article, site)
    # A line end in a value would begin another field.
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields)


def _ris_fields(article: ArticleView, site: Site) -> Iterator[tuple[str, str]]:
    when = article.date
    yield "TY", "NEWS"
    for name in creators(article):
        yield "AU", name
    yield "TI", article.title
    yield "T2", site.publisher
    if article.section:
        yield "SE", article.section.label
    if _is_certain(when):
        yield "PY", f"{when.year:04}"
    # Year/month/day/other: what is not certain is said in words.
    words = "" if _is_certain(when) else _date_in_words(when, site)
    if when.year is not None or words:
        known = (when.month, when.day) if when.year is not None else (None, None)
        year = f"{when.year:04}" if when.year is not None else ""
        yield "DA", "/".join([year, *(f"{part:02}" if part else "" for part in known), words])
    for tag in article.tags:
        yield "KW", tag.label
    yield "LA", site.article_language
    yield "UR", site.absolute(article.url)
    yield "ER", ""


def csl_json(article: ArticleView, site: Site) -> str:
    """Return a record in CSL-JSON (Citation Style Language 1.0.2), an array of one item."""
    item: dict[str, object] = {
        "id": _key(article),
        "type": "article-newspaper",
        "title": article.title,
        "container-title": site.publisher,
        "author": [{"literal": name} for name in creators(article)],
        "issued": _csl_date(article.date, site),
        "section": article.section.label if article.section else None,
        "language": site.article_language,
        "URL": site.absolute(article.url),
    }
    known = {name: value for name, value in item.items() if value}
    return json.dumps([known], ensure_ascii=False) + "\n"


def _csl_date(when: ArchiveDate, site: Site) -> dict[str, object] | None:
    ends = [when] if when.until is None else list(map(parse_date, when.edtf.split("/")))
    if any(end.year is None for end in ends):
        words = _date_in_words(when, site)
        return {"literal": words} if words else None
    parts = [[part for part in (end.year, end.month, end.day) if part] for end in ends]
    circa = {"circa": True} if when.uncertain or when.approximate else {}
    return {"date-parts": parts, **circa}


def _is_certain(when: ArchiveDate) -> bool:
    """Return whether the year, and what else is known of the date, is beyond doubt."""
    doubt = when.uncertain or when.approximate or when.until is not None
    return when.year is not None and not doubt


def _date_in_words(when: ArchiveDate, site: Site) -> str:
    """Return a date as the archive's language says it; nothing where nothing is known."""
    return "" if when.edtf == "XXXX" else load_language(site.language).day(when)


def _edtf_days(when: ArchiveDate) -> str:
    """Return a date in EDTF without its time; nothing where no year is known, nor the decade."""
    if when.until is not None:
        return "/".join(_edtf_days(parse_date(end)) for end in when.edtf.split("/"))
    year = when.edtf[:4]
    if year == "XXXX" or (when.year is None and when.month is not None):
        return ""
    parts = (f"-{part:02}" for part in (when.month, when.day) if part is not None)
    doubt = {(True, True): "%", (True, False): "?", (False, True): "~"}
    return year + "".join(parts) + doubt.get((when.uncertain, when.approximate), "")


def _key(article: ArticleView) -> str:
    """Return the article's name among records: its address, which is unique and plain ASCII."""
    return article.url.strip("/").removesuffix(".html").replace("/", "-")


_SAFE = "!$()*+,-./:;=?@_~"
_UNSAFE = {
    char: quote(char) for char in map(chr, range(0xA0)) if not (char.isalnum() or char in _SAFE)
}


def _url_text(text: str) -> str:
    """Return a text for a URL; letters beyond ASCII may stand in one (WHATWG, URL code points)."""
    # Few of them occur in a record. The sign that the others are written with comes first.
    for char in sorted(_UNSAFE.keys() & set(text), key="%".__ne__):
        text = text.replace(char, _UNSAFE[char])
    return text
