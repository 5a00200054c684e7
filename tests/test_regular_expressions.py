"""Every regular expression of the program, held to linear time by texts made against it.

For each repetition in a pattern, a text is made that begins as the pattern wants it, repeats what
may be repeated, and then fails: what backtracks needs the square of its length for that, or worse.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

from re import _constants as constants  # type: ignore[attr-defined]  # isort: skip
from re import _parser as parser  # type: ignore[attr-defined]  # isort: skip

import generator

Parsed = Iterable[tuple[Any, Any]]
"""A pattern as ``re`` has parsed it, which has no types."""

METHODS = ("compile", "match", "fullmatch", "search", "split", "sub", "subn", "findall", "finditer")
SHORT, LONG = 1_000, 8_000
"""Characters: eight times as many take eight times as long, where time is linear."""

GROWTH = 24
"""Eight is linear and 64 the square; what lies between is noise, or a logarithm."""

MEASURABLE = 0.01
"""Seconds that are worth a look: less for a long text cannot be the square."""

GIVE_UP = 0.5

UNKNOWN = {
    "generator/addresses.py": "place_of: patterns of our own modules, each a line",
    "generator/config.py": "_find_key: a key of the settings, escaped",
    "generator/config_tables.py": "the archive's own rules, which its owner writes",
    "generator/frontmatter/__init__.py": "the fences, of which there are two",
    "generator/frontmatter/toml_text.py": "_find: a key of the front matter, escaped",
    "generator/importing/rules.py": "the archive's own rules, which its owner writes",
}
"""Where a pattern is put together when it is used, and from what."""


def modules() -> Iterator[tuple[ModuleType, ast.Module, str]]:
    root = Path(generator.__file__).parent
    for found in pkgutil.walk_packages(generator.__path__, "generator."):
        if found.name == "generator.__main__":
            continue
        module = importlib.import_module(found.name)
        path = Path(str(module.__file__))
        name = f"generator/{path.relative_to(root).as_posix()}"
        yield module, ast.parse(path.read_text(encoding="utf-8")), name


def patterns() -> tuple[dict[str, tuple[re.Pattern[str], set[str]]], set[str]]:
    """Return all patterns by their places, with the methods used, and where there are others."""
    found: dict[str, tuple[re.Pattern[str], set[str]]] = {}
    unknown: set[str] = set()
    for module, tree, name in modules():
        uses: dict[str, set[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(
                node.value, (ast.Name, ast.Subscript)
            ):
                owner = node.value.value if isinstance(node.value, ast.Subscript) else node.value
                if isinstance(owner, ast.Name) and node.attr in METHODS:
                    uses.setdefault(owner.id, set()).add(node.attr)
        for node in ast.walk(tree):
            if not (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in METHODS
            ):
                continue
            try:
                source = evaluated(node.args[0], module)
                flags = 0
                given = [*node.args[1:], *(k.value for k in node.keywords if k.arg == "flags")]
                for each in given if node.func.attr == "compile" else []:
                    flags |= evaluated(each, module)
            except NameError:
                unknown.add(name)
                continue
            if isinstance(source, bytes):
                source = source.decode("latin-1")
            label, methods = named(tree, node, uses)
            methods = {node.func.attr} - {"compile"} or methods
            place = f"{name} {label}"
            number = sum(each.startswith(place) for each in found)
            found[f"{place} {number}" if number else place] = re.compile(source, flags), methods
    return found, unknown


def evaluated(node: ast.expr, module: ModuleType) -> Any:  # noqa: ANN401 - a text, bytes or flags
    code = compile(ast.Expression(node), "<pattern>", "eval")
    return eval(code, dict(vars(module)))  # noqa: S307 - our own source


def named(tree: ast.Module, call: ast.Call, uses: Mapping[str, set[str]]) -> tuple[str, set[str]]:
    """Return the name that a pattern is given, and the methods that are called on it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            inside = any(each is call for each in ast.walk(node.value))
            if inside and isinstance(target, ast.Name):
                return target.id, uses.get(target.id) or {"search"}
    return f"line {call.lineno}", {"search"}


def samples(parsed: Parsed, choose: int = 0) -> str:
    """Return a short text that a pattern takes, as near as that is easy; ``choose`` varies it."""
    return "".join(sample(*each, choose) for each in parsed)


def sample(kind: object, value: Any, choose: int) -> str:  # noqa: ANN401 - as above
    match kind:
        case constants.LITERAL:
            found = chr(value)
        case constants.NOT_LITERAL:
            found = next(char for char in "ax \n" if ord(char) != value)
        case constants.ANY:
            found = "a "[choose % 2]
        case constants.IN:
            found = member(value, choose)
        case constants.BRANCH:
            found = samples(value[1][choose % len(value[1])], choose)
        case constants.SUBPATTERN:
            found = samples(value[3], choose)
        case constants.ATOMIC_GROUP:
            found = samples(value, choose)
        case constants.MAX_REPEAT | constants.MIN_REPEAT | constants.POSSESSIVE_REPEAT:
            low, high, inside = value
            found = samples(inside, choose) * max(low, min(1, high))
        case _:
            found = ""
    return found


def member(items: Parsed, choose: int) -> str:
    """Return a character of a class."""
    candidates = [char for char in PROBES if in_class(items, char)]
    return candidates[choose % len(candidates)] if candidates else "a"


PROBES = "a1 -.\n\tđĐZ_,:;/\"'<>[](){}=*&#%@!?|~^$+\\\u00a0–“…"
CLASSES: Mapping[object, Callable[[str], bool]] = {
    constants.CATEGORY_DIGIT: str.isdigit,
    constants.CATEGORY_NOT_DIGIT: lambda char: not char.isdigit(),
    constants.CATEGORY_SPACE: str.isspace,
    constants.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
    constants.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    constants.CATEGORY_NOT_WORD: lambda char: not (char.isalnum() or char == "_"),
}


def in_class(items: Parsed, char: str) -> bool:
    negated, found = False, False
    for kind, value in items:
        if kind is constants.NEGATE:
            negated = True
        elif kind is constants.LITERAL:
            found |= ord(char) == value
        elif kind is constants.RANGE:
            found |= value[0] <= ord(char) <= value[1]
        elif kind is constants.CATEGORY:
            found |= CLASSES[value](char)
    return found is not negated


REPEATS = frozenset({constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT})


def attacks(parsed: Parsed, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield beginnings, each with what can be repeated behind it."""
    for kind, value in parsed:
        if kind in REPEATS:
            _, high, inside = value
            if high is constants.MAXREPEAT or high > 50:
                yield from ((before, samples(inside, choose)) for choose in range(3))
            yield from attacks(inside, before)
        elif kind is constants.BRANCH:
            for branch in value[1]:
                yield from attacks(branch, before)
        elif kind is constants.SUBPATTERN:
            yield from attacks(value[3], before)
        elif kind is constants.ATOMIC_GROUP:
            yield from attacks(value, before)
        elif kind in {constants.ASSERT, constants.ASSERT_NOT}:
            yield from attacks(value[1], before)
        before += sample(kind, value, 0)


def texts(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Yield beginnings, repeated parts and endings that may take long, each once."""
    parsed = parser.parse(pattern.pattern, pattern.flags)
    whole = samples(parsed)
    seen = set()
    found = list(attacks(parsed))
    again = [("", before) for before, _ in found]
    for before, pump in [*found, *again, ("", whole), *(("", char) for char in whole[:9])]:
        for start in (before, ""):
            for suffix in ("\x01", "\n\x01") if "\\n" in pattern.pattern else ("\x01",):
                if pump and (start, pump, suffix) not in seen:
                    seen.add((start, pump, suffix))
                    yield start, pump, suffix


class TooLongError(Exception):
    """A pattern took more time than anything linear can."""


def seconds(call: Callable[[str], object], text: str) -> float:
    """Return the time that it takes, the best of two."""
    best = GIVE_UP
    for _ in range(2):
        start = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, GIVE_UP)
        try:
            call(text)
        except TooLongError:
            return GIVE_UP
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        best = min(best, time.perf_counter() - start)
        if best < MEASURABLE:
            break
    return best


def is_slow(
    pattern: re.Pattern[str], method: str, attack: tuple[str, str, str], *, is_folded: bool = False
) -> bool:
    before, pump, suffix = attack

    def text(size: int) -> str:
        return before + pump * (size // len(pump)) + suffix

    def call(text: str) -> object:
        return run(pattern, method, text)

    if is_folded and not pump.strip():
        return False
    for _ in range(3):  # what else the machine does may have taken the time
        long = seconds(call, text(LONG))
        if long < MEASURABLE:
            return False
        if long < GIVE_UP and long < GROWTH * seconds(call, text(SHORT)):
            return False
    return True


def run(pattern: re.Pattern[str], method: str, text: str) -> object:
    if method in {"match", "fullmatch", "search"}:
        return getattr(pattern, method)(text)
    return sum(1 for _ in pattern.finditer(text))


@pytest.fixture(scope="module", autouse=True)
def _alarm() -> Iterator[None]:
    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, ring)
    yield
    signal.signal(signal.SIGALRM, before)


def test_every_pattern_is_known() -> None:
    found, unknown = patterns()
    assert unknown == set(UNKNOWN)
    assert len(found) > 200


def test_the_attack_finds_what_backtracks() -> None:
    for bad in (r"(a+)+$", r"\s+$", r"(\w+\s?)*:", r"a.*b.*c"):
        pattern = re.compile(bad)
        assert any(is_slow(pattern, "search", attack) for attack in texts(pattern)), bad
    for good in (r"a+b", r"[^<]*<", r"(?:a|b)*c"):
        pattern = re.compile(good)
        assert not any(is_slow(pattern, "match", attack) for attack in texts(pattern)), good


FOLDED = re.compile(r"generator/(?:importing/(?!readers/)|retagging)")
"""Where there is one space between words: ``importing.lines`` and ``retagging`` see to it."""

SHORT_TEXTS: Mapping[str, str] = {
    "generator/importing/readers/html.py _CHARSET": "the first 4,096 bytes of a page",
    "generator/importing/titles.py _PLACEHOLDER": "lines of at most 260 characters",
}
"""Patterns that take longer, and why the texts that they are given are short."""


def test_no_pattern_takes_more_than_linear_time() -> None:
    slow = {
        place: (method, attack)
        for place, (pattern, methods) in patterns()[0].items()
        if place not in SHORT_TEXTS
        for method in sorted(methods)
        for attack in texts(pattern)
        if is_slow(pattern, method, attack, is_folded=FOLDED.match(place) is not None)
    }
    assert slow == {}
