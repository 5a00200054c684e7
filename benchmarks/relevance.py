"""How well the search finds, beside stock Pagefind: ``python benchmarks/relevance.py``.

Builds the sample archive, puts the judged queries of ``tests/browser/relevance.toml`` to its search
page in headless Chromium, and to Pagefind as it comes: over the same article pages, their ``main``
element, with default options. Prints a table by kind of query, and with ``--failures`` each query
that is not answered as it should be.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pagefind_bin
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from generator.build import build
from generator.config import load_config
from tests.browser.conftest import FLAGS, ROOT, find_chromium
from tests.browser.relevance import Answers, JudgedSet, ask, load_judged, show

STOCK = "stock"
ASK_STOCK = """async (text) => {
    const pagefind = await import("./pagefind.js");
    const { results } = await pagefind.search(text);
    const found = await Promise.all(results.map((result) => result.data()));
    return found.map(({ url }) => url);
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve a folder, and yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def _build_archive(root: Path) -> Path:
    """Build the sample archive for the top of a site, and return its output folder."""
    shutil.copy(ROOT / "archive.toml", root)
    shutil.copytree(ROOT / "content", root / "content")
    build(load_config(root), root / "public")
    return root / "public"


def _index_stock(output: Path, judged: JudgedSet, articles: Path) -> None:
    """Index copies of the built article pages, and put the index into the output folder."""
    for url in judged.articles.values():
        shutil.copytree(output / url.strip("/"), articles / url.strip("/"))
    binary = Path(pagefind_bin.__file__).parent / "pagefind"
    command = [str(binary), "--site", str(articles), "--output-path", str(output / STOCK)]
    # Pagefind, on what we have just written.
    subprocess.run([*command, "--root-selector", "main", "--silent"], check=True)  # noqa: S603
    (output / STOCK / "index.html").write_text("<!doctype html><title>Pagefind</title>", "utf-8")


def _ask_both(browser: Browser, archive: str, judged: JudgedSet) -> dict[str, Answers]:
    page = browser.new_page()
    ours = ask(page, archive, judged.texts())
    page.goto(f"{archive}{STOCK}/")
    stock = {text: page.evaluate(ASK_STOCK, text) for text in judged.texts()}
    return {"Backissue": ours, "Pagefind": stock}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--failures", action="store_true", help="list the queries that fail")
    arguments = parser.parse_args()
    judged = load_judged()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        (root := Path(folder) / "archive").mkdir()
        output = _build_archive(root)
        _index_stock(output, judged, Path(folder) / "articles")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        with _served(output) as archive:
            searches = _ask_both(browser, archive, judged)
        browser.close()
    print(show(judged, searches))
    if arguments.failures:
        for name, answers in searches.items():
            print(f"\n{name}:", *judged.failures(answers), sep="\n")


if __name__ == "__main__":
    main()
