"""What the archive says to its readers: one file a language, ``vi.toml`` and so on.

Numbers, dates and the plain words of dates are formatted here too, so that everything that
depends on the language stands in one place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from generator.dates import parse_date, weekday
from generator.model import ArchiveDate

__all__ = ["Language", "available_languages", "load_language"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The strings of one language, and the formats that follow from them."""

    code: str
    strings: Mapping[str, str]
    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    months: tuple[str, ...]
    decimal: str
    group: str

    def text(self, key: str, **values: object) -> str:
        """Return the string of this name with its ``{placeholders}`` filled.

        Raises:
            KeyError: the language file has no such string.
        """
        return self.strings[key].format(**values)

    def group_of(self, prefix: str) -> dict[str, str]:
        """Return the strings whose names begin with this prefix, by the rest of their names."""
        return {
            key.removeprefix(prefix): text
            for key, text in self.strings.items()
            if key.startswith(prefix)
        }

    def count(self, key: str, number: int) -> str:
        """Return "1 article", "1.234 bài": ``key_one`` where the language has it and n is 1."""
        if number == 1 and f"{key}_one" in self.strings:
            key = f"{key}_one"
        return self.strings[key].format(n=self.number(number))

    def number(self, value: int) -> str:
        """Return a whole number with the language's own separator of thousands."""
        return f"{value:,}".replace(",", self.group)

    def day(self, when: ArchiveDate) -> str:
        """Return the date as a listing shows it: short, as exact as it is known."""
        if when.until is not None:
            ends = (when.edtf.partition("/")[0], when.until)
            return " – ".join(self.day(parse_date(end)) for end in ends)
        if when.year is None:
            return self._yearless(when)
        return self._hedged(when, self._calendar(when, short=True))

    def date(self, when: ArchiveDate) -> str:
        """Return the date in full words, with weekday and time where they are known."""
        if when.until is not None or when.year is None:
            return self.day(when)
        words = self._calendar(when, short=False)
        day = weekday(when)
        if day is not None and not when.uncertain and not when.approximate:
            words = self.text("date_with_weekday", weekday=self.weekdays[day], date=words)
        if when.time is not None:
            words = f"{words} {self._clock(when.time)}"
        return self._hedged(when, words)

    def year(self, year: int | None) -> str:
        """Return a year as a heading: "Năm 2021"; None is the year of what has no date."""
        return self.text("undated") if year is None else self.text("year", year=year)

    def month(self, year: int, month: int) -> str:
        """Return a month of a year as a heading: "Tháng 12 năm 2021"; 0 is an unknown month."""
        if month == 0:
            return self.text("month_unknown", year=year)
        words = self.text("date_month", month=self.months[month - 1], year=year)
        return words[:1].upper() + words[1:]

    def month_name(self, month: int) -> str:
        """Return a month of any year as a heading: "Tháng 12"."""
        return self.months[month - 1][:1].upper() + self.months[month - 1][1:]

    def month_day(self, month: int, day: int) -> str:
        """Return a day of any year: "2 tháng 12"."""
        return self.text("date_month_day", day=day, month=self.months[month - 1])

    @property
    def week(self) -> tuple[tuple[str, str], ...]:
        """Return the days of the week, short and in full, from Monday on."""
        return tuple(zip(self.weekdays_short, self.weekdays, strict=True))

    def _yearless(self, when: ArchiveDate) -> str:
        if when.month is not None and when.day is not None:
            words = self.text("date_day_month", day=when.day, month=self.months[when.month - 1])
            return self._hedged(when, words)
        known = when.edtf[:4].rstrip("X")
        if len(known) == 3:
            return self._hedged(when, self.text("date_decade", first=f"{known}0"))
        if len(known) == 2:
            return self._hedged(
                when, self.text("date_century", first=f"{known}00", last=f"{known}99")
            )
        return self.text("date_unknown")

    def _calendar(self, when: ArchiveDate, *, short: bool) -> str:
        if when.month is None:
            return self.text("date_year", year=when.year)
        if when.day is None:
            return self.text("date_month", month=self.months[when.month - 1], year=when.year)
        return self.text(
            "date_short" if short else "date_long",
            day=when.day,
            dd=f"{when.day:02}",
            mm=f"{when.month:02}",
            month=self.months[when.month - 1],
            year=when.year,
        )

    def _hedged(self, when: ArchiveDate, words: str) -> str:
        if when.approximate:
            words = self.text("date_approximate", date=words)
        if when.uncertain:
            words = self.text("date_uncertain", date=words)
        return words

    @staticmethod
    def _clock(time: str) -> str:
        clock, offset = time[:5], time[5:]
        if not offset:
            return clock
        if offset in {"Z", "+00:00"}:
            return f"{clock} GMT"
        sign, hours, minutes = offset[0], int(offset[1:3]), offset[4:6]
        return f"{clock} GMT{sign}{hours}" + ("" if minutes == "00" else f":{minutes}")


def available_languages() -> tuple[str, ...]:
    """Return the codes of the languages that the interface speaks, sorted."""
    folder = resources.files(__package__)
    return tuple(
        sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml"))
    )


@cache
def load_language(code: str) -> Language:
    """Return a language by its code (``vi``, ``en``).

    Raises:
        KeyError: there is no such language.
    """
    if code not in available_languages():
        raise KeyError(code)
    text = resources.files(__package__).joinpath(f"{code}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    formats = data["formats"]
    return Language(
        code=code,
        strings=data["strings"],
        weekdays=tuple(formats["weekdays"]),
        weekdays_short=tuple(formats["weekdays_short"]),
        months=tuple(formats["months"]),
        decimal=formats["decimal"],
        group=formats["group"],
    )
