"""What a rule about page furniture is, the archive's own ones, and furniture inside a line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["INLINE_RULES", "Rule", "rule", "site_rules", "strip_inline"]

Kind = Literal["opens", "line", "section", "imprint", "site"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A named kind of furniture.

    ``kind`` says what a match tells: it ``opens`` a box of links that usually goes on below,
    it is furniture by itself (``line``), it names a ``section`` of the newspaper, it belongs to
    the ``imprint`` at the foot of the page, or the archive's own settings call it furniture
    (``site``). ``pattern`` must match a whole
    line in lower case, without bullets at its edges.
    """

    name: str
    kind: Kind
    why: str
    pattern: re.Pattern[str]


def rule(name: str, kind: Kind, why: str, *phrases: str) -> Rule:
    """Return a rule for the lines that one of these regular expressions matches."""
    return Rule(name=name, kind=kind, why=why, pattern=re.compile("|".join(phrases)))


INLINE_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "visitor counter",
        # In lower case, or with words or a full stop behind it, a sentence is about the number.
        re.compile(
            r"(?:Đang (?:online|trực tuyến|truy cập)|Tổng (?:số )?lượt truy cập)\s*:?\s*\d[\d.,]*"
            r"(?:\s+(?:Hôm|Tất cả|Tổng|Trong)\b\D{0,20}\d[\d.,]*)*(?<!\.)\s*$"
        ),
    ),
    (
        "share buttons",
        re.compile(
            r"(?:Chia sẻ|CHIA SẺ|Share|SHARE)"
            r"(?i:\s+(?:facebook|zalo|twitter|email|qua|lên|copy link|in bài))+\s*$"
        ),
    ),
)
"""Furniture at the end of a paragraph, by the name of its rule."""


def site_rules(furniture: Mapping[str, Sequence[str]]) -> tuple[Rule, ...]:
    """Return the rules that an archive's settings add: regular expressions by name.

    They are compared in lower case, so they are written in any.
    """
    return tuple(
        Rule(
            name=name,
            kind="site",
            why="the settings of the archive say so",
            pattern=re.compile("|".join(f"(?:{each})" for each in lines), re.IGNORECASE),
        )
        for name, lines in furniture.items()
    )


def strip_inline(text: str) -> tuple[str, str | None]:
    """Return a paragraph without furniture that runs on inside it, and the rule's name."""
    if text.endswith("."):
        return text, None  # nearly all, and none of these rules matches a full stop
    for name, pattern in INLINE_RULES:
        match = pattern.search(text)
        if match is not None and match.start() > 40:
            return text[: match.start()].rstrip(" •|"), name
    return text, None
