"""The house style: what an archive's own settings say about its raw articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.config import Config
from generator.errors import Location, Problem, UserError
from generator.importing.rules import Rule, site_rules
from generator.vietnamese import fold, slug
from generator.vocabulary import Vocabulary, load_vocabulary

__all__ = ["COLUMNS", "House", "column_key", "house_of"]

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        field: tuple(names.split())
        for field, names in {
            "title": "title headline name tieude tenbai tit",
            "body": "body content noidung html text articlebody contenthtml bodyhtml fulltext",
            "date": "date published datepublished publisheddate publishedat publishdate pubdate"
            " ngay ngaydang ngayxuatban thoigian createdat created timestamp",
            "updated": "updated updatedat modified datemodified modifiedat ngaycapnhat capnhat",
            "authors": "authors author byline tacgia creator",
            "url": "url link permalink canonicalurl sourceurl address lienket duongdan",
            "retrieved": "retrieved retrievedat scraped scrapedat crawled crawledat fetchedat"
            " ngaylay",
            "section": "section category categories chuyenmuc theloai muc",
            "tags": "tags tag keywords tukhoa",
            "summary": "summary sapo description excerpt lead lede tomtat mota",
            "image": "image images imageurl picture thumbnail anh hinhanh hinh",
            "caption": "caption imagecaption chuthich chuthichanh",
            "publisher": "publisher newspaper nguon bao",
            "id": "id postid articleid guid maso",
        }.items()
    }
)
"""The parts of an article, and what tables call them: in the form of ``column_key``, the
likeliest first."""


def column_key(name: str) -> str:
    """Return the name of a column or key for comparison.

    >>> column_key("Tiêu đề"), column_key("date_published")
    ('tieude', 'datepublished')
    """
    return re.sub(r"[\W_]", "", fold(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What reading and cleaning need to know of the newspaper.

    ``zone`` is its time zone, for times of day; ``sections`` maps slugs to the labels of its
    sections; ``rules`` are its own furniture, ``columns`` what its tables call the parts of an
    article; ``vocabulary`` is that of ``content/tags.yaml``.
    """

    zone: ZoneInfo
    sections: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(COLUMNS))
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


def house_of(config: Config) -> House:
    """Return the house style of an archive.

    Raises:
        UserError: its vocabulary or ``[import.fields]`` is wrong; all mistakes at once.
    """
    settings = config.settings.importing
    unknown = [name for name in settings.fields if name not in COLUMNS]
    if unknown:
        raise UserError(
            Problem(
                location=Location(file="archive.toml"),
                message=f"[import.fields]: an article has no “{name}”",
                remedy=f"Known: {', '.join(COLUMNS)}.",
            )
            for name in unknown
        )
    named = {name: (column_key(column),) for name, column in settings.fields.items()}
    return House(
        zone=config.zone,
        sections={slug(label): label for label in config.sections},
        rules=site_rules(settings.furniture),
        columns={name: named.get(name, ()) + names for name, names in COLUMNS.items()},
        vocabulary=load_vocabulary(config.content / "tags.yaml", "content/tags.yaml"),
    )
