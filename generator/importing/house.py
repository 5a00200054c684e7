"""The house style: what an archive's own settings say about its raw articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from generator.config import Config
from generator.importing.furniture import Rule, site_rules
from generator.vietnamese import slug
from generator.vocabulary import Vocabulary, load_vocabulary

__all__ = ["House", "house_of"]


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
    columns: Mapping[str, str] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


def house_of(config: Config) -> House:
    """Return the house style of an archive.

    Raises:
        UserError: its vocabulary is wrong; all mistakes at once.
    """
    settings = config.settings.importing
    return House(
        zone=config.zone,
        sections={slug(label): label for label in config.sections},
        rules=site_rules(settings.furniture),
        columns=settings.fields,
        vocabulary=load_vocabulary(config.content / "tags.yaml", "content/tags.yaml"),
    )
