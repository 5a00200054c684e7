"""The look of a site, as far as settings change it: colours, typefaces, the masthead.

The stylesheet speaks of colours and typefaces by the names of custom properties; this module
says what they are, and that everything set in them can be read.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

__all__ = ["FONT_FILE", "STACKS", "ThemeSettings", "colour_problems", "custom_properties"]

LIGHT: Mapping[str, str] = {
    "paper": "#faf8f3",
    "raised": "#f1ede3",
    "ink": "#1c1a17",
    "muted": "#5c564d",
    "rule": "#d8d1c3",
    "edge": "#8a8172",
    "link": "#1f4e79",
    "visited": "#5b3a76",
    "accent": "#9b2d1f",
    "mark": "#f6e3a1",
    "focus": "#1f4e79",
}
DARK: Mapping[str, str] = {
    "paper": "#171613",
    "raised": "#211f1b",
    "ink": "#e9e4da",
    "muted": "#a9a193",
    "rule": "#3a362f",
    "edge": "#7d7567",
    "link": "#8fbce6",
    "visited": "#c3a6de",
    "accent": "#f0907f",
    "mark": "#5a4a12",
    "focus": "#8fbce6",
}

STACKS: Mapping[str, str] = {
    "serif": '"Noto Serif", "Source Serif 4", Charter, Cambria, "Times New Roman", serif',
    "sans": 'system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif',
    "times": '"Times New Roman", Tinos, "Liberation Serif", "Noto Serif", serif',
}
"""Typefaces that readers have, by name; all of them know Vietnamese."""

FONT_FILE = ".woff2"

_TEXT, _SHAPE = 4.5, 3.0
"""The contrasts that WCAG 2.2 wants of text (1.4.3), and of edges and focus rings (1.4.11)."""

_PAIRS = (
    *((name, ground, _TEXT) for name in ("ink", "muted", "link", "visited", "accent")
      for ground in ("paper", "raised")),
    ("ink", "mark", _TEXT),
    ("edge", "paper", _SHAPE),
    ("focus", "paper", _SHAPE),
)  # fmt: skip

_HEAT = 0.45
"""How much of the links' colour lies under the number of a calendar's fullest day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeSettings:
    """What the table ``[theme]`` of ``archive.toml`` may say."""

    text: str = "serif"
    """The typeface of what the newspaper said: the name of a stack, or a file in ``static/``."""

    interface: str = "sans"
    """The typeface of what the archive says."""

    headlines: str = ""
    """The typeface of headlines; that of the text where it is left out."""

    masthead: str = ""
    """The name in the masthead; the archive's title where it is left out."""

    logo: str = ""
    """A picture in ``static/`` that stands for the name in the masthead."""

    light: Mapping[str, str] = field(default_factory=dict)
    """``[theme.light]``: colours by name, ``#rrggbb``."""

    dark: Mapping[str, str] = field(default_factory=dict)
    """``[theme.dark]``: the same for readers who prefer dark pages."""

    @property
    def typefaces(self) -> dict[str, str]:
        """Return the typefaces by the names of their keys."""
        return {"text": self.text, "interface": self.interface, "headlines": self.headlines}


def colour_problems(name: str, colours: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the colours of ``light`` or ``dark``, and the remedy.

    Contrast is the ratio that WCAG 2.2 defines.
    """
    known = {"light": LIGHT, "dark": DARK}[name]
    wrong = False
    for key, value in colours.items():
        if key not in known:
            wrong = True
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"Did you mean “{close[0]}”?" if close else f"There are: {', '.join(known)}."
            yield f"there is no colour “{key}”", hint
        elif not isinstance(value, str) or not re.fullmatch("#[0-9a-fA-F]{6}", value):
            wrong = True
            yield f"“{key}” is not a colour", f'Write six digits: {key} = "{known[key]}"'
    if wrong:
        return
    light = {key: _channels(str(colours.get(key, known[key]))) for key in known}
    for one, other, needed in _PAIRS:
        yield from _faint(f"“{one}” on “{other}”", light[one], light[other], needed)
    fullest = tuple(
        _HEAT * link + (1 - _HEAT) * paper
        for link, paper in zip(light["link"], light["paper"], strict=True)
    )
    yield from _faint(f"“ink” on {_HEAT:.0%} of “link”", light["ink"], fullest, _TEXT)


def _faint(
    pair: str, one: tuple[float, ...], other: tuple[float, ...], needed: float
) -> Iterator[tuple[str, str]]:
    dark, light = sorted((_luminance(one), _luminance(other)))
    contrast = (light + 0.05) / (dark + 0.05)
    if contrast < needed:
        yield (
            f"{pair} has a contrast of {contrast:.2f} : 1",
            f"At least {needed} : 1 is needed: make one of them darker, or the other lighter.",
        )


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))


def _luminance(channels: tuple[float, ...]) -> float:
    """Return the relative luminance (WCAG 2.2) of a colour in sRGB."""
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def custom_properties(settings: ThemeSettings) -> str:
    """Return the head of the stylesheet: its colours and typefaces as custom properties."""
    headlines = settings.headlines
    fonts = {
        "serif": _family("text", settings.text),
        "sans": _family("interface", settings.interface),
        "headlines": _family("headlines", headlines) if headlines else "var(--serif)",
    }
    faces = [
        f'@font-face {{ font-family: "{name}"; src: url("../{quote(font)}") format("woff2"); '
        "font-display: swap; font-weight: 100 900 }\n"
        for name, font in settings.typefaces.items()
        if font.endswith(FONT_FILE)
    ]
    light = _declarations({**fonts, **LIGHT, **settings.light})
    dark = _declarations({**DARK, **settings.dark})
    return (
        f"{''.join(faces)}:root {{ color-scheme: light dark; {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
    )


def _family(name: str, font: str) -> str:
    """Return a stack by its name; a file has the stack of its use behind it."""
    if not font.endswith(FONT_FILE):
        return STACKS[font]
    return f'"{name}", {STACKS["sans" if name == "interface" else "serif"]}'


def _declarations(properties: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in properties.items())
