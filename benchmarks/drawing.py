"""Charts as SVG text, for documents: they say what they show, and are read in light and dark."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Bar", "Panel", "bars", "lines"]

WIDTH, MARGIN = 760, 12
LINE = 22
"""The height of a line of text with the space around it, in pixels."""

_STYLE = """
text { font: 13px system-ui, sans-serif; fill: currentColor }
.heading { font-weight: 600 }
.muted { opacity: .75 }
.other { fill: currentColor; opacity: .35 }
.paper { fill: var(--paper) }
.range, .axis { stroke: currentColor; fill: none }
.axis { opacity: .25 }
.line { fill: none; stroke-width: 2 }
svg { color: #1f2328; --paper: #fff; --a: #9b2d1f; --b: #1a6e8e; --c: #6f5a00; --d: #5b4b9a }
@media (prefers-color-scheme: dark) {
svg { color: #e6edf3; --paper: #0d1117; --a: #ff9d8a; --b: #7cc7e8; --c: #e0c65a; --d: #bfb0ff }
}
"""
_COLOURS = "abcd"
_DASHES = ("none", "7 3", "2 3", "10 3 2 3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar of a chart: its value, and the least and the most that were measured."""

    label: str
    value: float
    least: float
    most: float
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One of the charts beside each other: the points of its lines, by the lines' names."""

    heading: str
    series: Mapping[str, Sequence[tuple[float, float]]]


def bars(title: str, unit: str, groups: Mapping[str, Sequence[Bar]]) -> str:
    """Return a chart of horizontal bars under headings, all of one scale that begins at 0."""
    left, right = 190, 96
    scale = (WIDTH - left - right) / max(bar.most for group in groups.values() for bar in group)
    parts, said, y = [], [], 0
    for heading, group in groups.items():
        y += LINE
        parts.append(_text(0, y, heading, kind="heading"))
        for bar in group:
            y += LINE
            middle, end = y - 4, left + bar.most * scale
            box = f'x="{left}" y="{y - 13}" width="{bar.value * scale:.1f}" height="17"'
            kind = 'fill="var(--a)"' if bar.ours else 'class="other"'
            parts += [
                _text(left - 8, y, bar.label, anchor="end"),
                f"<rect {kind} {box}/>",
                f'<path class="range" d="M{left + bar.least * scale:.1f} {middle}H{end:.1f}"/>',
                _text(end + 6, y, f"{_short(bar.value)} {unit}"),
            ]
            said.append(f"{heading}, {bar.label}: {_short(bar.value)} {unit}")
        y += LINE // 2
    return _svg(title, said, y, parts)


def lines(title: str, across: str, panels: Sequence[Panel]) -> str:
    """Return charts beside each other, their scales logarithmic on both axes."""
    names = list(dict.fromkeys(name for panel in panels for name in panel.series))
    width = WIDTH / len(panels)
    height = 280
    parts: list[str] = []
    said = []
    for number, panel in enumerate(panels):
        box = (number * width + 52, LINE + 12, (number + 1) * width - 22, height - 2 * LINE)
        parts.append(_text(number * width + 52, LINE - 6, panel.heading, kind="heading"))
        parts += _panel(panel, names, box)
        parts.append(_text((box[0] + box[2]) / 2, height - 6, across, "middle", "muted"))
        for name, points in panel.series.items():
            values = ", ".join(f"{_short(y)} at {_short(x)}" for x, y in points)
            said.append(f"{panel.heading}, {name}: {values}")
    for number, name in enumerate(names):
        x, y = 52 + number % 3 * 230, height + LINE * (1 + number // 3)
        parts += [
            f'<path class="line" {_stroke(number)} d="M{x} {y - 4}h28"/>',
            _text(x + 36, y, name),
        ]
    return _svg(title, said, height + LINE * (1 + len(names) // 3) + 8, parts)


def _panel(
    panel: Panel, names: Sequence[str], box: tuple[float, float, float, float]
) -> Iterator[str]:
    left, top, right, bottom = box
    points = [point for line in panel.series.values() for point in line]
    columns = sorted({x for x, _ in points})
    x_of = _scale(columns[0], columns[-1], left, right)
    ticks = _ticks(min(y for _, y in points), max(y for _, y in points))
    y_of = _scale(ticks[0], ticks[-1], bottom, top)
    for tick in ticks:
        yield f'<path class="axis" d="M{left:.1f} {y_of(tick):.1f}H{right:.1f}"/>'
        yield _text(left - 6, y_of(tick) + 4, _short(tick), "end", "muted")
    for column in columns:
        yield _text(x_of(column), bottom + LINE - 4, _short(column), "middle", "muted")
    for name, line in panel.series.items():
        number = names.index(name)
        path = "L".join(f"{x_of(x):.1f} {y_of(y):.1f}" for x, y in line)
        yield f'<path class="line" {_stroke(number)} d="M{path}"/>'
        for x, y in line:
            colour = f"var(--{_COLOURS[number % 4]})"
            yield f'<circle cx="{x_of(x):.1f}" cy="{y_of(y):.1f}" r="3.5" fill="{colour}"/>'


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Return where between ``start`` and ``end`` a value between ``low`` and ``high`` stands."""
    factor = (end - start) / (math.log(high / low) or 1)
    return lambda value: start + math.log(value / low) * factor


def _ticks(low: float, high: float) -> list[float]:
    """Return 1, 3, 10, 30, … from the last that is not above ``low`` to the first not below."""
    steps = [m * 10.0**power for power in range(-3, 9) for m in (1, 3)]
    first = max(step for step in steps if step <= low)
    last = min(step for step in steps if step >= high and step > first)
    return [step for step in steps if first <= step <= last]


def _stroke(number: int) -> str:
    colour, dash = _COLOURS[number % 4], _DASHES[number % 4]
    return f'stroke="var(--{colour})" stroke-dasharray="{dash}"'


def _text(x: float, y: float, text: str, anchor: str = "start", kind: str = "") -> str:
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {where}>{escape(text)}</text>'


def _short(value: float) -> str:
    """Return a number with two figures at least, and with its thousands apart."""
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.2g}"


def _svg(title: str, said: Sequence[str], height: float, parts: Sequence[str]) -> str:
    wide, high = WIDTH + 2 * MARGIN, height + 2 * MARGIN
    box = f"{-MARGIN} {-MARGIN} {wide} {high:.0f}"
    size = f'viewBox="{box}" width="{wide}" height="{high:.0f}"'
    named = 'role="img" aria-labelledby="title desc"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {named}>',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(". ".join(said))}.</desc>',
            f"<style>{_STYLE}</style>",
            # Who prefers dark pages may read a light one.
            f'<rect class="paper" x="{-MARGIN}" y="{-MARGIN}" width="100%" height="100%"/>',
            *parts,
            "</svg>\n",
        ]
    )
