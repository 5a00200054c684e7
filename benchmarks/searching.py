"""Measure the search: ``python benchmarks/searching.py --articles 1000 10000 [--stock]``.

On archives of ``corpus.py``: what a search costs its reader in headless Chromium, with a cold cache
(bytes and requests until the first result, milliseconds from the form's submission on a loaded
page, and from an address with the query in it), at a desk and on a phone (4 Mbit/s, 80 ms round
trip, a processor 4 times slower); and what the index costs: seconds, memory, bytes, and what one
article that is edited, added, removed or withdrawn makes of them.

With ``--stock`` beside Pagefind as it comes: its program over the same articles' pages, and its own
script showing five results. Milliseconds are the median and, in brackets, the least; compare only
within one run. Needs Linux and Chromium.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from importlib.metadata import version
from itertools import product
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pagefind_bin
from playwright.sync_api import sync_playwright

from benchmarks.corpus import article, lexicon, make
from benchmarks.measuring import MEGABYTE, Sample, files_in, machine, row, watch
from generator.build import BuildReport, build
from generator.config import load_config
from generator.search import FOLDER
from tests.browser.conftest import FLAGS, find_chromium
from tests.browser.cost import DESK, PHONE, Cost, Question, host, measure

WAYS = {
    "submitted": (DESK, False),
    "by address": (DESK, True),
    "phone, submitted": (PHONE, False),
    "phone, by address": (PHONE, True),
}
"""How a question is asked: with what, and whether the reader arrives with it in the address."""

SEARCH_PAGE = "tim-kiem/"
STOCK_PAGE = """<!doctype html>
<html lang="vi"><meta charset="utf-8"><title>Pagefind</title>
<link rel="icon" href="data:,">
<form id="search"><input id="q" name="q"><input name="tu"><input name="den"><input name="sap-xep">
</form>
<p id="status"></p>
<ol id="results"></ol>
<script type="module">
const pagefind = await import("/pagefind/pagefind.js");
const form = document.getElementById("search");
const list = document.getElementById("results");
// A worker's processor cannot be slowed down, that of the page can.
if (window.device === "phone") await pagefind.options({ noWorker: true });
async function search(query) {
  const options = {};
  if (query.get("tu")) options.filters = { year: query.get("tu") };
  if (query.get("sap-xep")) options.sort = { date: "desc" };
  const { results } = await pagefind.search(query.get("q"), options);
  await Promise.all(results.slice(0, 5).map(async (result) => {
    const { url, meta, excerpt } = await result.data();
    const item = document.createElement("li");
    item.innerHTML = `<h2><a href="${url}">${meta.title}</a></h2><p>${excerpt}</p>`;
    list.append(item);
  }));
  document.getElementById("status").textContent = String(results.length);
}
form.elements.q.addEventListener("focus", () => pagefind.init());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search(new FormData(form));
});
const asked = new URLSearchParams(location.search);
if (asked.get("q")) search(asked);
</script>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a piece of work took: seconds; bytes of memory at its height, and before it.

    ``largest`` is the largest process, ``together`` all of them, what they share counted once.
    """

    seconds: float
    cpu: float
    largest: int
    together: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexing:
    """What one build made of the index: files that are new, different or gone, and new bytes."""

    name: str
    work: Work
    build_seconds: float
    added: int
    changed: int
    removed: int
    written_bytes: int
    files: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Searching:
    """What one question to one engine cost by how it was asked (``WAYS``), the quickest first."""

    engine: str
    question: str
    costs: Mapping[str, Sequence[Cost]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All that was measured at one size."""

    articles: int
    indexing: Sequence[Indexing]
    searching: Sequence[Searching]


# The archive and its index


def build_watched(root: Path, name: str) -> Indexing:
    """Build an archive in a process of its own, and return what its index took."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_build, args=(root, sender))
    process.start()
    sender.close()
    samples = watch(process.pid or 0, receiver.poll)
    answer: tuple[BuildReport, float] = receiver.recv()
    process.join()
    report, ended = answer
    end = ended - report.seconds["publish"]
    start = end - report.seconds["index"]
    public = root / "public"
    changes = report.changes
    files = list(files_in(public / FOLDER))
    inside = {
        kind: [path for path in getattr(changes, kind) if path.startswith(f"{FOLDER}/")]
        for kind in ("added", "changed", "removed")
    }
    written = inside["added"] + inside["changed"]
    _tell(f"{name}: {end - start:.1f} s")
    return Indexing(
        name=name,
        work=_work(samples, start, end),
        build_seconds=sum(report.seconds.values()),
        added=len(inside["added"]),
        changed=len(inside["changed"]),
        removed=len(inside["removed"]),
        written_bytes=sum((public / path).stat().st_size for path in written),
        files=len(files),
        bytes=sum(file.stat().st_size for file in files),
    )


def _build(root: Path, sender: Connection) -> None:
    report = build(load_config(root), root / "public")
    sender.send((report, time.perf_counter()))


def _work(samples: Iterable[Sample], start: float, end: float) -> Work:
    before = [sample for sample in samples if sample.at <= start]
    during = [sample for sample in samples if start <= sample.at <= end] or before[-1:]
    return Work(
        seconds=end - start,
        cpu=during[-1].cpu - during[0].cpu,
        largest=max(sample.largest for sample in during),
        together=max(sample.together for sample in during),
        before=before[-1].together if before else 0,
    )


def edits(root: Path, count: int) -> Iterator[str]:
    """Change one article after the other, and yield what was done to each."""
    content = root / "content"

    def file_of(number: int) -> Path:
        return content / article(number, count)[0]

    old = file_of(count // 10)
    text = old.read_text(encoding="utf-8")
    old.write_text(f"{text}\nMột câu nữa về làng gốm.\n", encoding="utf-8")
    yield "one old article edited"
    newest = file_of(count - 1)
    head = newest.read_text(encoding="utf-8").split("\n\n")[0].rpartition("---")[0]
    body = article(count, count)[1].partition("\n---\n")[2]
    title = re.sub("^title: ", "title: Thêm ", head, flags=re.MULTILINE)
    newest.with_name("bai-them.md").write_text(f"{title}---\n{body}", encoding="utf-8")
    yield "one new article added"
    file_of(count // 2).unlink()
    yield "one article removed"
    withdrawn = file_of(count // 5)
    text = withdrawn.read_text(encoding="utf-8").removeprefix("---\n")
    withdrawn.write_text(f"---\nstatus: withdrawn\n{text}", encoding="utf-8")
    yield "one article withdrawn"


def index_stock(root: Path, copy: Path) -> Indexing:
    """Copy the articles' pages, index them with Pagefind as it comes, and return what it took."""
    for page in sorted((root / "public").glob("[0-9]*/[0-9]*/bai-*/index.html")):
        year, month, name, _ = page.relative_to(root / "public").parts
        # What a theme would say: the year to narrow by, and the order.
        order = f"{year}-{month}-{name[4:]:0>9}"
        facts = f'<p data-pagefind-filter="year:{year}" data-pagefind-sort="date:{order}" hidden>'
        html = page.read_text(encoding="utf-8")
        target = copy / year / month / name / "index.html"
        target.parent.mkdir(parents=True)
        target.write_text(re.sub("(<main[^>]*>)", rf"\1{facts}</p>", html), encoding="utf-8")
    [program] = [
        path for path in Path(pagefind_bin.__file__).parent.iterdir() if path.stem == "pagefind"
    ]
    command = [str(program), "--site", str(copy), "--root-selector", "main", "--silent"]
    start = time.perf_counter()
    process = subprocess.Popen(command)  # noqa: S603 - Pagefind, on what we have just written
    samples = watch(process.pid, lambda: process.poll() is not None)
    end = time.perf_counter()
    _tell(f"stock: {end - start:.1f} s")
    if process.returncode:
        raise SystemExit(f"Pagefind ended with code {process.returncode}")
    (copy / SEARCH_PAGE).mkdir()
    (copy / SEARCH_PAGE / "index.html").write_text(STOCK_PAGE, encoding="utf-8")
    # Its ready-made search boxes are no part of the index.
    files = [path for path in files_in(copy / "pagefind") if not re.search("-ui|highl", path.name)]
    total = sum(file.stat().st_size for file in files)
    return Indexing(
        name="all articles, stock Pagefind",
        work=_work(samples, start, end),
        build_seconds=end - start,
        added=len(files),
        changed=0,
        removed=0,
        written_bytes=total,
        files=len(files),
        bytes=total,
    )


# The reader


def questions(count: int) -> list[Question]:
    """Return what is asked of the archive of so many articles."""
    words: Counter[str] = Counter()
    for number in range(count):
        words.update(set(re.findall(r"[^\W\d_]+", article(number, count)[1].lower())))
    rare = min(words, key=lambda word: (words[word], word))
    texts = ["đảng viên", "dang vien", "uong bi", '"lào cai"', "dang xuan phong 2021", rare]
    common = " ".join(lexicon()[0][:6])
    return [
        *(Question(name=text, text=text) for text in texts),
        Question(name="xyzkhông (unknown)", text="xyzkhông"),
        Question(name=f"{common} (in all)", text=common),
        Question(name="đảng viên, of 2021", text="đảng viên", chosen={"tu": "2021", "den": "2021"}),
        Question(name="đảng viên, newest first", text="đảng viên", chosen={"sap-xep": "moi"}),
    ]


def ask(engines: Mapping[str, Path], asked: Sequence[Question], repeat: int) -> list[Searching]:
    """Return what all questions cost with all engines, by their folders; asked in turn."""
    costs: dict[tuple[str, str, str], list[Cost]] = {}
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        hosts = {name: stack.enter_context(host(folder)) for name, folder in engines.items()}
        for turn, question, engine, way in product(range(repeat), asked, engines, WAYS):
            device, arrive = WAYS[way]
            cost = measure(browser, hosts[engine], SEARCH_PAGE, question, device, arrive=arrive)
            costs.setdefault((engine, question.name, way), []).append(cost)
            _tell(f"{turn + 1}/{repeat} {engine} {question.name}, {way}: {_waited(cost):,.0f} ms")
        browser.close()
    return [
        Searching(
            engine=engine,
            question=question.name,
            costs={way: sorted(costs[engine, question.name, way], key=_waited) for way in WAYS},
        )
        for question, engine in product(asked, engines)
    ]


def _waited(cost: Cost) -> float:
    """Return the milliseconds until the first result, or until it was clear that there is none."""
    return cost.complete if cost.first is None else cost.first


def _median(costs: Sequence[Cost]) -> Cost:
    return costs[len(costs) // 2]


def run(folder: Path, count: int, repeat: int, *, stock: bool) -> Result:
    """Measure at one size, in a folder that is empty."""
    root = folder / "archive"
    make(root, count)
    indexing = [build_watched(root, "all articles")]
    engines = {"ours": root / "public"}
    if stock:
        engines["stock"] = folder / "stock"
        indexing.append(index_stock(root, engines["stock"]))
    searching = ask(engines, questions(count), repeat) if repeat else []
    indexing += [build_watched(root, done) for done in edits(root, count)]
    return Result(articles=count, indexing=indexing, searching=searching)


# What is printed


def tables(results: Sequence[Result]) -> Iterator[str]:
    """Yield the lines of the tables, in Markdown."""
    yield row(
        *("articles", "search", "index", "requests", "page kB", "search kB", "complete kB"),
        *(f"ms {way}" for way in WAYS),
    )
    yield "| ---: | --- | --- |" + " ---: |" * (4 + len(WAYS))
    for result in results:
        for found in result.searching:
            cost = _median(found.costs["by address"])
            yield row(
                f"{result.articles:,}",
                found.question,
                found.engine,
                cost.requests,
                *(f"{n / 1000:,.0f}" for n in (cost.page_bytes, cost.search_bytes)),
                f"{cost.complete_bytes / 1000:,.0f}",
                *(_times(found.costs[way]) for way in WAYS),
            )
    yield ""
    yield row(
        *("articles", "index of", "seconds", "CPU s", "largest process MB", "all together MB"),
        *(
            "before it MB",
            "build s",
            "files added",
            "changed",
            "removed",
            "written MB",
            "files",
            "MB",
        ),
    )
    yield "| ---: | --- |" + " ---: |" * 12
    for result in results:
        for made in result.indexing:
            work = made.work
            yield row(
                f"{result.articles:,}",
                made.name,
                *(f"{work.seconds:.2f}", f"{work.cpu:.2f}"),
                *(f"{n / MEGABYTE:,.0f}" for n in (work.largest, work.together, work.before)),
                f"{made.build_seconds:.1f}",
                *(made.added, made.changed, made.removed),
                f"{made.written_bytes / MEGABYTE:.2f}",
                made.files,
                f"{made.bytes / MEGABYTE:.1f}",
            )


def versions() -> list[str]:
    """Return what was measured with."""
    command = [find_chromium(), "--version"]
    # The Chromium that the tests find.
    chromium = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return [
        f"Backissue {version('backissue')}",
        f"Pagefind {version('pagefind-bin')}",
        chromium.stdout.partition(" built")[0].strip(),
        *machine(),
    ]


def _times(costs: Sequence[Cost]) -> str:
    least = f" ({_waited(costs[0]):,.0f})" if len(costs) > 1 else ""
    return f"{_waited(_median(costs)):,.0f}{least}"


def _tell(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--stock", action="store_true", help="Pagefind as it comes as well")
    parser.add_argument("--repeat", type=int, default=3, help="times each question is asked, or 0")
    parser.add_argument("--folder", type=Path, help="where to build (a memory disk steadies times)")
    parser.add_argument("--json", type=Path, help="write all figures into this file")
    options = parser.parse_args()
    results = []
    for count in options.articles:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            results.append(run(Path(folder), count, options.repeat, stock=options.stock))
    print("\n".join([*tables(results), "", ", ".join(versions())]))
    if options.json:
        figures = {"versions": versions(), "results": [asdict(result) for result in results]}
        text = json.dumps(figures, ensure_ascii=False, indent=1)
        options.json.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
