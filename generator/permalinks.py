"""The ledger of permalinks: every lasting address that the archive has ever published.

An address that somebody has cited is a promise. ``permalinks.txt`` in the archive's folder keeps
them all, in version control, so that every machine knows what was promised. It only grows:
``backissue permalinks`` adds what is new and removes nothing, a build does not touch it, and
``backissue check --permalinks`` says which promise would be broken.

One address a line, sorted, with the file that it came from last behind a tab. Two branches that
add lines are merged by keeping both (``merge=union`` in .gitattributes): what is there twice or
out of order is put right when the ledger is written next.

Lasting are the addresses of articles, of their tombstones and documents, of pages and documents in
``static/``, of redirects, of sections, tags and people, of the pages that there are once, and of
feeds. The parts of lists (a year of a tag, a letter of the index) and the lists by date come and
go with their articles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from generator.config import FILE_NAME as SETTINGS
from generator.config import Config
from generator.errors import Location, Problem
from generator.feeds import FEED, JSON_FEED, term_feed
from generator.model import Archive, Article, Media
from generator.pages import urls_of
from generator.scan import DOCUMENTS, is_picture
from generator.urls import alias_url, media_url, output_path
from generator.vocabulary import VOCABULARY

__all__ = ["LEDGER", "lasting", "lost", "read_ledger", "write_ledger"]

LEDGER = "permalinks.txt"
"""The file's name in the archive's folder."""

NAMED = ("dates", "sections", "tags", "people", "search", "about", "corrections", "health", "data")
"""The pages that there are once, beside the home page."""

_STATIC = DOCUMENTS | {".htm", ".html"}
"""The files of ``static/`` that are worth an address, by suffix: no pictures, no typefaces."""

_HEAD = """\
# Every address that this archive has ever published, and the file that it came from last.
# Written by "backissue permalinks". Keep it in version control, and remove nothing.
"""


def lasting(archive: Archive, config: Config, media: Mapping[str, Media]) -> dict[str, str]:
    """Return the lasting addresses of a site, each with the file it comes from, "" for none.

    Addresses are paths from the archive's root, as in ``aliases``.
    """
    urls = urls_of(config)
    found = dict.fromkeys(["/", FEED, JSON_FEED, *map(urls.named, NAMED)], "")
    for section in archive.sections:
        url = urls.section(section.slug)
        found[url] = ""
        found[term_feed("section", section, url) or url] = ""
    for tag in archive.tags:
        found[urls.tag(tag.slug)] = ""
        found |= dict.fromkeys(map(urls.tag, tag.aliases), f"{VOCABULARY}")
    found |= {urls.person(person.slug): "" for person in archive.people}
    found |= {alias_url(old): SETTINGS for old in config.settings.redirects}
    found |= {_static_url(path): f"static/{path}" for path in _static_pages(config.static)}
    for path in media:
        if not is_picture(path):
            found[media_url(path)] = f"content/{path}"
    for article in (*archive.articles, *archive.withdrawn):
        found |= dict.fromkeys(_addresses(article), f"content/{article.path}")
    return found


def _static_pages(folder: Path) -> Iterator[str]:
    """Yield the pages and documents in ``static/``, by their paths in it."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() in _STATIC and not f"/{name}".count("/."):
            yield name


def _static_url(path: str) -> str:
    return media_url(path).removesuffix("index.html")


def _addresses(article: Article) -> Iterator[str]:
    yield article.url
    yield from map(alias_url, article.aliases)


def read_ledger(path: Path) -> dict[str, str]:
    """Return the addresses of a ledger with the files they came from; none, if there is none.

    Of an address that is there twice the last line counts.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return {}
    found = {}
    for line in lines:
        url, _, file = line.strip().partition("\t")
        if url.startswith("/"):
            found[url] = file
    return found


def write_ledger(path: Path, ledger: Mapping[str, str]) -> bool:
    """Write a ledger, sorted, and return whether that changed the file."""
    lines = (f"{url}\t{file}".rstrip("\t") for url, file in sorted(ledger.items()))
    data = (_HEAD + "".join(f"{line}\n" for line in lines)).encode()
    if path.exists() and path.read_bytes() == data:
        return False
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.write_bytes(data)
    unfinished.replace(path)
    return True


def lost(
    ledger: Mapping[str, str], files: frozenset[str], hidden: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield a problem for each address of the ledger that none of these published files has.

    ``hidden`` are the paths of pictures and documents that are not published because their article
    is withdrawn or embargoed: its own address says what became of them.
    """
    for url, file in sorted(ledger.items()):
        path = unquote(url)
        # What leads on from an address that is no page, such as a feed's, is a page in a folder.
        here = output_path(path), output_path(alias_url(path))
        if files.isdisjoint(here) and path.lstrip("/") not in hidden:
            yield Problem(
                location=Location(file=LEDGER),
                message=f"{url} was published, and would vanish" + (file and f"; it was {file}"),
                remedy=_remedy(url, file),
            )


def _remedy(url: str, file: str) -> str:
    redirect = f'or in {SETTINGS}, below [redirects]: "{url}" = "/new/address/"'
    if file.startswith("content/") and file.endswith(".md"):
        return (
            f"If it has moved, write in the article that it is now: aliases: [{url}], {redirect}. "
            "If it is to be gone, bring the file back with: status: withdrawn"
        )
    return f"Write in the article that takes its place: aliases: [{url}], {redirect}"
