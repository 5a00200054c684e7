"""The built sample archive, served under a base path, and a browser to read it with."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from generator.build import build
from generator.config import load_config

ROOT = Path(__file__).parents[2]
BASE = "/kho/luu-tru/"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    """The served archive: its address, with the base path, and its folder."""

    address: str
    output: Path

    def pages(self) -> list[str]:
        """Return every page's URL below the base path, sorted; redirects are no pages."""
        found = [
            path
            for path in sorted(self.output.rglob("*.html"))
            if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8")
        ]
        paths = [path.relative_to(self.output).as_posix() for path in found]
        return [path.removesuffix("index.html") for path in paths]


class _Handler(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(BASE.rstrip("/"))
        return super().translate_path(inside if inside != path else "/outside-of-the-archive")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the sample archive, built for a base URL with a path and served there."""
    root = tmp_path_factory.mktemp("sample")

    def make(address: str) -> None:
        settings = (ROOT / "archive.toml").read_text(encoding="utf-8")
        lines = [
            f'base_url = "{address}"' if line.startswith("base_url") else line
            for line in settings.split("\n")
        ]
        (root / "archive.toml").write_text("\n".join(lines), encoding="utf-8")
        shutil.copytree(ROOT / "content", root / "content")
        build(load_config(root), root / "public")

    with served(root / "public", make) as found:
        yield found


@contextlib.contextmanager
def served(output: Path, make: Callable[[str], None]) -> Iterator[Site]:
    """Serve a folder below the base path until the block ends.

    ``make`` is given the address, and makes what is served: before there is a thread, for a
    build forks.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(output)))
    address = f"http://127.0.0.1:{server.server_port}{BASE}"
    make(address)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Site(address=address, output=output)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def find_chromium() -> str:
    """Return Chromium's program; without one these tests fail, for they may not be skipped."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("BACKISSUE_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    if not found:
        pytest.fail(
            "There is no Chromium. Install it (apt-get install chromium), or name its program in "
            "the environment variable BACKISSUE_CHROMIUM."
        )
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Reader:
    """A reader's browser window, and what went wrong in it."""

    page: Page
    complaints: list[str]


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Return a browser as one reader has it: a desktop's window, light colours."""
    found = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield found
    found.close()


@pytest.fixture
def reader(context: BrowserContext) -> Iterator[Reader]:
    """Return a window that must not complain: no script error, no refused or lost file."""
    found = watch(context.new_page())
    yield found
    assert found.complaints == []


def watch(page: Page) -> Reader:
    """Return a window whose complaints are written down."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on(
        "requestfailed",
        lambda request: (
            None
            if request.failure == "net::ERR_ABORTED"  # the reader went on before it came
            else complaints.append(f"failed: {request.url}")
        ),
    )
    page.on(
        "response",
        lambda response: (
            complaints.append(f"{response.status}: {response.url}")
            if response.status >= 400
            else None
        ),
    )
    return Reader(page=page, complaints=complaints)
