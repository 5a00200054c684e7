"""The archive as data for researchers: a file of JSON Lines and one of CSV a year. Pure.

An article that is added or edited changes the files of its own year. ``datapackage.json`` lists
them all, with their check sums, as Frictionless Data Package wants it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from generator.documents import JsonFeedView, Record, RecordsView, TableView
from generator.elements import Link, Site
from generator.feeds import Feed
from generator.languages import load_language
from generator.lookup import Lookup
from generator.model import Archive, Article, Bodies
from generator.views import DataFiles, DataView

__all__ = [
    "PACKAGE",
    "DataFile",
    "YearData",
    "data_package",
    "data_view",
    "plan_data",
    "records",
    "records_view",
    "table",
    "table_view",
]

PACKAGE = "/data/datapackage.json"

_COLUMNS: Mapping[str, Literal["string", "integer", "array"]] = {
    "url": "string",
    "title": "string",
    "date": "string",
    "date_basis": "string",
    "updated": "string",
    "kicker": "string",
    "summary": "string",
    "authors": "array",
    "agency": "string",
    "section": "string",
    "tags": "array",
    "words": "integer",
    "corrections": "array",
    "reprint_of": "string",
    "source_file": "string",
    "source_sha256": "string",
    "source_url": "string",
    "source_retrieved": "string",
    "text": "string",
}
"""What the data say of an article, and the type of each (Table Schema)."""

_TABLE = tuple(column for column in _COLUMNS if column != "text")

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet would run (OWASP, CSV injection); some fold full-width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A finished file: its path in the output folder, its SHA-256, and its size in bytes."""

    path: str
    sha256: bytes
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearData:
    """The data of a year, or of the undated: its label, its articles, the URLs of its files."""

    label: str
    articles: tuple[Article, ...]
    records: str
    table: str


def plan_data(archive: Archive, lookup: Lookup) -> Iterator[YearData]:
    """Yield the data of each year, newest first, and of the undated; articles by their URL."""
    groups = [(f"{year.number:04}", f"{year.number:04}", year.articles) for year in archive.years]
    if archive.undated:
        groups.append((lookup.language.text("undated"), "undated", archive.undated))
    for label, name, articles in groups:
        yield YearData(
            label=label,
            articles=tuple(sorted(articles, key=lambda article: article.url)),
            records=f"/data/articles-{name}.jsonl",
            table=f"/data/articles-{name}.csv",
        )


def records_view(year: YearData, lookup: Lookup) -> RecordsView:
    """Return the records of a year, to be made into JSON Lines."""
    found = tuple(_record(article, lookup) for article in year.articles)
    return RecordsView(url=year.records, records=found)


def table_view(year: YearData, lookup: Lookup) -> TableView:
    """Return the records of a year, to be made into CSV."""
    return TableView(url=year.table, records=records_view(year, lookup).records)


def _record(article: Article, lookup: Lookup) -> Record:
    section, original = lookup.section(article), lookup.original(article)
    return Record(
        url=article.url,
        title=article.title,
        date=article.date.edtf,
        date_basis=article.date_basis,
        updated=article.updated.edtf if article.updated else None,
        kicker=article.kicker,
        summary=article.summary,
        authors=tuple(link.label for link in lookup.authors(article)),
        agency=article.agency,
        section=section.label if section else None,
        tags=tuple(link.label for link in lookup.tags(article)),
        words=article.words,
        corrections=article.corrections,
        reprint_of=original.url if original else None,
        source=article.source,
    )


def data_view(lookup: Lookup, feeds: Sequence[Feed], years: Sequence[YearData]) -> DataView:
    """Return the page that leads to all feeds and data files."""
    return DataView(
        url=lookup.urls.named("data"),
        title=lookup.language.text("data"),
        feeds=tuple(
            Link(
                label=f"{feed.title} ({'JSON Feed' if feed.kind is JsonFeedView else 'Atom'})",
                url=feed.url,
            )
            for feed in feeds
        ),
        files=tuple(
            DataFiles(
                label=year.label,
                count=len(year.articles),
                records=year.records,
                table=year.table,
            )
            for year in years
        ),
        package=PACKAGE,
        breadcrumb=(lookup.home,),
    )


def records(view: RecordsView, site: Site, bodies: Bodies) -> bytes:
    """Return the articles as JSON Lines (https://jsonlines.org), with their texts."""
    rows = (
        _row(record, site) | {"text": body.text}
        for record, body in zip(view.records, bodies, strict=True)
    )
    return msgspec.json.Encoder().encode_lines(rows)


def table(view: TableView, site: Site, _bodies: Bodies = ()) -> bytes:
    """Return the articles as CSV (RFC 4180). Several values of a cell are divided by " | "."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_TABLE)
    for record in view.records:
        row = _row(record, site)
        writer.writerow([_cell(row[column]) for column in _TABLE])
    return text.getvalue().encode()


def _row(record: Record, site: Site) -> dict[str, object]:
    return {
        "url": site.absolute(record.url),
        "title": record.title,
        "date": record.date,
        "date_basis": record.date_basis,
        "updated": record.updated,
        "kicker": record.kicker,
        "summary": record.summary,
        "authors": list(record.authors),
        "agency": record.agency,
        "section": record.section,
        "tags": list(record.tags),
        "words": record.words,
        "corrections": [{"date": c.date.edtf, "text": c.text} for c in record.corrections],
        "reprint_of": site.absolute(record.reprint_of) if record.reprint_of else None,
        "source_file": record.source.file,
        "source_sha256": record.source.sha256,
        "source_url": record.source.url,
        "source_retrieved": record.source.retrieved,
    }


def _cell(value: object) -> str:
    """Return a value as a cell; what a spreadsheet would run gets an apostrophe before it."""
    if isinstance(value, list):
        parts = (": ".join(p.values()) if isinstance(p, dict) else p for p in value)
        value = " | ".join(parts)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def data_package(files: Sequence[DataFile], site: Site) -> bytes:
    """Return the description of the data files.

    It is a Data Package (https://specs.frictionlessdata.io/data-package/); the licence's path is
    the page of the data, for its terms are in the archive's own words.
    """
    language = load_language(site.language)
    package: dict[str, object] = {
        "profile": "data-package",
        "name": "articles",
        "title": site.title,
        "homepage": site.absolute(site.home),
        "resources": [_resource(file, language.group_of("column_")) for file in files],
    }
    if site.description:
        package["description"] = site.description
    if site.license:
        package["licenses"] = [{"path": site.absolute(site.data), "title": site.license}]
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(file: DataFile, descriptions: Mapping[str, str]) -> dict[str, object]:
    name = file.path.rpartition("/")[2]
    is_table = name.endswith(".csv")
    columns = dict.fromkeys(_TABLE, "string") | {"words": "integer"}
    fields = [
        {"name": column, "type": kind, "description": descriptions[column]}
        for column, kind in (columns if is_table else _COLUMNS).items()
    ]
    return {
        "profile": "tabular-data-resource" if is_table else "data-resource",
        "name": name,
        "path": name,
        "format": "csv" if is_table else "jsonl",
        "mediatype": "text/csv" if is_table else "application/jsonl",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256.hex()}",
        "schema": {"fields": fields, "primaryKey": "url"},
    }
