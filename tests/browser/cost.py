"""What a search costs a reader: bytes and requests on the wire, and milliseconds of waiting.

Bytes are counted by the server, so that those for a worker count as well: whole answers with their
heads, text compressed as hosts of static sites do. The browser says when results are there, by a
MutationObserver that was there before the page. Every measurement has a cold cache.
"""

from __future__ import annotations

import gzip
import json
import mimetypes
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit

from playwright.sync_api import Browser, Page

__all__ = ["DESK", "PHONE", "Cost", "Device", "Host", "Question", "host", "measure"]

PATIENCE = 300
"""Seconds after which a search counts as failed."""

QUIET = 0.5
"""Seconds without a request after which a page counts as loaded."""

_COMPRESSED = {"text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"}
_ANY_PAGE = ("text/html", "text/css", "image/", "font/")
"""Kinds of files that any page of a site is made of; the others serve the search."""

_OBSERVER = """
window.device = DEVICE;
window.searched = new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error("no answer within PATIENCE seconds")), 1000 * PATIENCE);
  const complain = console.error;
  console.error = (...said) => {
    complain(...said);
    reject(new Error(said.join(" ")));
  };
  let first = null;
  const now = () => ({ clock: performance.now(), wall: Date.now() });
  const look = () => {
    const list = document.getElementById("results");
    if (!list) return;
    if (!first && list.querySelector("h2")) first = now();
    const isComplete = list.hasAttribute("aria-busy")
      ? list.getAttribute("aria-busy") === "false" && list.dataset.query === QUERY
      : document.getElementById("status").textContent !== "";
    if (!isComplete) return;
    observer.disconnect();
    resolve({ first, complete: now() });
  };
  const observer = new MutationObserver(look);
  const all = { subtree: true, childList: true, characterData: true, attributes: true };
  observer.observe(document, all);
});
"""

_SUBMIT = """
async (parameters) => {
  const form = document.getElementById("search");
  for (const [name, value] of Object.entries(parameters)) form.elements[name].value = value;
  const [clock, wall] = [performance.now(), Date.now()];
  form.requestSubmit();
  return { start: { clock, wall }, ...(await window.searched) };
}
"""

_ARRIVE = "async () => ({ start: { clock: 0, wall: 0 }, ...(await window.searched) })"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a reader asks for; ``chosen`` are other fields of the form by their names."""

    name: str
    text: str
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, str]:
        """Return the fields of the form by their names."""
        return {"q": self.text, **self.chosen}


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """How much slower the page's main thread is, and its network: bits a second, ms round trip.

    Chromium cannot slow workers down; a page can read the device's name in ``window.device``.
    """

    name: str
    slowdown: int = 1
    bits: int = 0
    latency: int = 0


DESK = Device(name="desk")
PHONE = Device(name="phone", slowdown=4, bits=4_000_000, latency=80)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one search cost: milliseconds; and requests and bytes until its first result.

    ``page_bytes`` are those of what any page is made of, ``search_bytes`` all others: scripts and
    index. A search that finds nothing has no ``first``, and the rest is counted to its end.
    """

    first: float | None
    complete: float
    requests: int
    page_bytes: int
    search_bytes: int
    complete_requests: int
    complete_bytes: int


@dataclass(frozen=True, slots=True)
class _Sent:
    kind: str
    size: int
    at: float


class Host(ThreadingHTTPServer):
    """A folder served below a base path on loopback, and what was sent of it."""

    def __init__(self, folder: Path, base: str) -> None:
        """Open a port; use ``host``."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.base = base
        self.sent: list[_Sent] = []

    @property
    def address(self) -> str:
        """Return the URL of the folder, with a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}{self.base}"

    @cache  # noqa: B019 - a host lives as long as its measurements
    def answer(self, path: str) -> tuple[str, bytes]:
        """Return the kind of a file and the whole answer to a request for it."""
        found = self.folder / path.removeprefix(self.base)
        found = found / "index.html" if found.is_dir() else found
        if not path.startswith(self.base) or not found.is_file():
            return "", b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        body, encoding = found.read_bytes(), ""
        if kind in _COMPRESSED:
            body, encoding = gzip.compress(body, mtime=0), "Content-Encoding: gzip\r\n"
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{encoding}"
            f"Content-Length: {len(body)}\r\nCache-Control: max-age=600\r\n\r\n"
        )
        return kind, head.encode() + body


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Host

    def do_GET(self) -> None:
        at = time.time()
        kind, data = self.server.answer(unquote(urlsplit(self.path).path))
        self.server.sent.append(_Sent(kind, len(data), at))
        self.wfile.write(data)


@contextmanager
def host(folder: Path, base: str = "/") -> Iterator[Host]:
    """Serve a folder until the block ends."""
    server = Host(folder, base)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def measure(
    browser: Browser, site: Host, path: str, question: Question, device: Device, *, arrive: bool
) -> Cost:
    """Return what a search costs a reader who has nothing of the site yet.

    ``path`` is the search page's below the site. With ``arrive`` the reader comes with the
    question in the address, and time counts from there; otherwise the page was loaded and its
    field focused before, and time and bytes count from the form's submission.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.extend([said.text] * (said.type == "error")))
        page.add_init_script(_observer(question, device))
        if not arrive:
            page.goto(site.address + path)
            page.locator("#q").focus()
            _wait_for_quiet(site)
        _slow_down(page, device)
        site.sent.clear()
        if arrive:
            query = urlencode(question.parameters)
            page.goto(f"{site.address}{path}?{query}", wait_until="commit")
            times = page.evaluate(_ARRIVE)
        else:
            times = page.evaluate(_SUBMIT, question.parameters)
        assert not complaints, f"{question.name}: {'; '.join(complaints)}"
        return _cost(times, list(site.sent))
    finally:
        context.close()


def _observer(question: Question, device: Device) -> str:
    values = {"QUERY": question.text, "DEVICE": device.name, "PATIENCE": PATIENCE}
    return re.sub("[A-Z]{5,}", lambda name: json.dumps(values[name[0]]), _OBSERVER)


def _wait_for_quiet(site: Host) -> None:
    while not site.sent or time.time() - site.sent[-1].at < QUIET:
        time.sleep(QUIET / 10)


def _slow_down(page: Page, device: Device) -> None:
    """Make a page's processor and network those of the device."""
    if device.slowdown == 1 and not device.bits:
        return
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": device.slowdown})
    bytes_a_second = device.bits / 8
    conditions = {
        "offline": False,
        "latency": device.latency,
        "downloadThroughput": bytes_a_second,
        "uploadThroughput": bytes_a_second,
    }
    session.send("Network.emulateNetworkConditions", conditions)


def _cost(times: Mapping[str, Mapping[str, float] | None], sent: list[_Sent]) -> Cost:
    start, first, complete = times["start"], times["first"], times["complete"]
    assert start is not None
    assert complete is not None
    until = [each for each in sent if each.at * 1000 <= (first or complete)["wall"]]
    by_end = [each for each in sent if each.at * 1000 <= complete["wall"]]
    page_bytes = sum(each.size for each in until if each.kind.startswith(_ANY_PAGE))
    return Cost(
        first=first["clock"] - start["clock"] if first else None,
        complete=complete["clock"] - start["clock"],
        requests=len(until),
        page_bytes=page_bytes,
        search_bytes=sum(each.size for each in until) - page_bytes,
        complete_requests=len(by_end),
        complete_bytes=sum(each.size for each in by_end),
    )
