"""The judged queries of relevance.toml, and how well a search answers them.

Used by the tests and by ``benchmarks/relevance.py``.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from playwright.sync_api import Page

__all__ = [
    "NOTHING",
    "Answers",
    "Figures",
    "JudgedSet",
    "Order",
    "Query",
    "ask",
    "by_kind",
    "figures",
    "load_judged",
    "show",
]

FILE = Path(__file__).with_suffix(".toml")

NOTHING = "not in the archive"
"""The kind of the texts to which no article is an answer."""

Answers = Mapping[str, Sequence[str]]
"""The addresses of the articles that a search found for each query, the best first."""


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader types, and the addresses of the articles that are a right answer."""

    kind: str
    text: str
    right: frozenset[str]

    def rank(self, found: Sequence[str]) -> int | None:
        """Return the place of the first right answer, from 1, or None if there is none."""
        return next((place for place, url in enumerate(found, 1) if url in self.right), None)


@dataclass(frozen=True, slots=True)
class Order:
    """A query to which one article is a better answer than others."""

    kind: str
    text: str
    better: str
    worse: frozenset[str]

    def holds(self, found: Sequence[str]) -> bool:
        """Return whether the better article is found, and none of the others before it."""
        return next((url for url in found if url in {self.better, *self.worse}), "") == self.better


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """All that is judged; to the texts in ``nothing`` no article is an answer."""

    articles: Mapping[str, str]
    queries: tuple[Query, ...]
    nothing: tuple[str, ...]
    orders: tuple[Order, ...]

    def texts(self) -> list[str]:
        """Return everything to be searched for, each once."""
        queries = (query.text for query in self.queries)
        orders = (order.text for order in self.orders)
        return list(dict.fromkeys([*queries, *orders, *self.nothing]))

    def only(self, kinds: AbstractSet[str]) -> JudgedSet:
        """Return the part of it that is of these kinds."""
        return replace(
            self,
            queries=tuple(query for query in self.queries if query.kind in kinds),
            orders=tuple(order for order in self.orders if order.kind in kinds),
            nothing=self.nothing if NOTHING in kinds else (),
        )

    def name(self, url: str) -> str:
        """Return the short name of the article at an address."""
        return next((name for name, known in self.articles.items() if known == url), url)

    def failures(self, answers: Answers) -> list[str]:
        """Return a line for every query that is not answered as a reader expects."""
        lines = []
        for query in self.queries:
            rank = query.rank(answers[query.text])
            if rank != 1:
                place = "missing" if rank is None else f"at {rank}"
                due = " or ".join(sorted(map(self.name, query.right)))
                lines.append((query.kind, query.text, f"{due} {place}"))
        for order in self.orders:
            if not order.holds(answers[order.text]):
                worse = ", ".join(sorted(map(self.name, order.worse)))
                lines.append((order.kind, order.text, f"{self.name(order.better)} above {worse}"))
        lines += [(NOTHING, text, "nothing") for text in self.nothing if answers[text]]
        return [
            f"{kind}: {text!r}: {due}; found {self._found(answers[text])}"
            for kind, text, due in lines
        ]

    def _found(self, urls: Sequence[str]) -> str:
        return ", ".join(map(self.name, urls[:5])) or "nothing"


def load_judged() -> JudgedSet:
    """Return the judged queries of relevance.toml.

    Raises:
        KeyError: a query names an article that is not listed.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    urls = {name: f"/{path.removesuffix('.md')}/" for name, path in data["articles"].items()}
    return JudgedSet(
        articles=urls,
        queries=tuple(
            Query(kind=kind, text=text, right=frozenset(urls[name] for name in names))
            for kind, queries in data["queries"].items()
            for text, names in queries.items()
        ),
        nothing=tuple(data["nothing"]["queries"]),
        orders=tuple(
            Order(kind, text, urls[better], frozenset(urls[name] for name in worse))
            for kind, orders in data["order"].items()
            for text, (better, *worse) in orders.items()
        ),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """How well some queries are answered: shares from 0 to 1, of ``count`` queries.

    ``first`` is success@1, ``five`` success@5, ``mrr`` the mean of 1/rank of the first right
    answer (Voorhees, TREC-8 question answering track report, 1999).
    """

    count: int
    first: float
    five: float
    mrr: float


def figures(queries: Iterable[Query], answers: Answers) -> Figures:
    """Return how well a search answers these queries; at least one is needed."""
    ranks = [query.rank(answers[query.text]) for query in queries]
    return Figures(
        count=len(ranks),
        first=fmean(rank == 1 for rank in ranks),
        five=fmean(rank is not None and rank <= 5 for rank in ranks),
        mrr=fmean(1 / rank if rank else 0 for rank in ranks),
    )


def by_kind(judged: JudgedSet, answers: Answers) -> dict[str, Figures]:
    """Return the figures of each kind, in the order of the file, and of all queries as "all"."""
    kinds = dict.fromkeys(query.kind for query in judged.queries)
    each = {
        kind: figures((query for query in judged.queries if query.kind == kind), answers)
        for kind in kinds
    }
    return {**each, "all": figures(judged.queries, answers)}


def show(judged: JudgedSet, searches: Mapping[str, Answers]) -> str:
    """Return a Markdown table: a row a kind; success@1, success@5 and MRR of each search."""
    tables = [by_kind(judged, answers) for answers in searches.values()]
    columns = [f"{name}: {figure}" for name in searches for figure in ("@1", "@5", "MRR")]
    rows = [["kind", "queries", *columns], ["---", *["---:"] * (1 + len(columns))]]
    for kind in tables[0]:
        cells = [
            cell
            for found in (table[kind] for table in tables)
            for cell in (f"{found.first:.0%}", f"{found.five:.0%}", f"{found.mrr:.2f}")
        ]
        rows.append([kind, str(tables[0][kind].count), *cells])
    for kind in dict.fromkeys(order.kind for order in judged.orders):
        orders = [order for order in judged.orders if order.kind == kind]
        held = [
            sum(order.holds(answers[order.text]) for order in orders)
            for answers in searches.values()
        ]
        rows.append([kind, str(len(orders)), *_counts(held, len(orders))])
    silent = [sum(not answers[text] for text in judged.nothing) for answers in searches.values()]
    rows.append(
        ["nothing is found", str(len(judged.nothing)), *_counts(silent, len(judged.nothing))]
    )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _counts(right: Iterable[int], count: int) -> list[str]:
    return [cell for each in right for cell in (f"{each / count:.0%}", "", "")]


def ask(page: Page, archive: str, texts: Iterable[str]) -> dict[str, list[str]]:
    """Type each text into the search page, and return what it lists, as paths in the archive.

    ``archive`` is the address of the archive, with its path and a slash at the end.
    """
    page.goto(f"{archive}tim-kiem/")
    return {text: _ask(page, archive, text) for text in texts}


def _ask(page: Page, archive: str, text: str) -> list[str]:
    page.locator("#q").fill(text)
    page.locator("#q").press("Enter")
    searched = json.dumps(text.strip(), ensure_ascii=False)  # is written so in CSS as well
    done = f'#results[aria-busy="false"][data-query={searched}]'
    page.locator(done).wait_for(state="attached")
    links = page.locator("#results h2 a").evaluate_all("links => links.map((link) => link.href)")
    return ["/" + str(link).removeprefix(archive).split("#")[0] for link in links]
