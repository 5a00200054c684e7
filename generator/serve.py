"""The site on this machine, rebuilt and reloaded on every change: the only use of watchdog.

There is one build, the same as in CI. The server adds to a page, on its way to the browser, the
script that reloads it; the files on disk stay what will be published.
"""

from __future__ import annotations

import hashlib
import re
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator.errors import Location, Problem, UserError
from generator.search import FOLDER

__all__ = ["Site", "serve"]

HOST = "127.0.0.1"
QUIET = 0.05
"""Seconds without a further change before a build starts: editors save in several steps."""

_HEARTBEAT = 15.0
_RELOAD = "/__backissue/reload"
_TEXTS = (".html", ".xml", ".json", ".jsonl", ".csv")
_CHANGES = frozenset({"created", "modified", "moved", "deleted"})
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")')

_SCRIPT = """\
const version = document.currentScript.dataset.version;
const address = document.currentScript.src.replace(/\\.js$/, "");
const events = new EventSource(`${address}?${encodeURIComponent(location.pathname)}`);
events.onmessage = (event) => { if (event.data !== version) location.reload(); };
addEventListener("pagehide", () => events.close());
"""


@dataclass(slots=True)
class Site:
    """What is served now: the output folder, and proofs of pages that are not built yet.

    ``edition`` changes with every build that changed what pages show without saying so: pictures.
    """

    output: Path
    base_path: str = ""
    edition: int = 0
    proofs: dict[str, bytes] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def update(self, base_path: str, changed: Iterable[str]) -> None:
        """Announce a build to the pages that are open; ``changed`` are the files it changed."""
        with self.changed:
            self.base_path = base_path
            self.edition += not all(map(_tells_of_itself, changed))
            self.proofs.clear()
            self.changed.notify_all()

    def show(self, path: str, data: bytes) -> None:
        """Show a proof of the page at this path in the output folder until the next build."""
        with self.changed:
            self.proofs[path] = data
            self.changed.notify_all()

    def read(self, file: Path) -> bytes:
        """Return what is to be seen of a file now.

        Raises:
            OSError: it cannot be read.
        """
        proof = self.proofs.get(file.relative_to(self.output).as_posix())
        return proof if proof is not None else file.read_bytes()

    def version(self, data: bytes) -> str:
        """Return by what a page that was served can be told from the next one at its place."""
        return f"{self.edition}-{hashlib.sha256(data).hexdigest()[:16]}"

    def version_at(self, path: str) -> str:
        """Return the version of the page that is at a URL's path now."""
        file = self.file(path) or self.file(f"{self.base_path}/404.html")
        try:
            return self.version(self.read(file) if file is not None else b"")
        except OSError:  # replaced at this very moment
            return ""

    def file(self, path: str) -> Path | None:
        """Return the file for a URL's path, or None; nothing outside the site, nothing hidden."""
        if not path.startswith(self.base_path + "/"):
            return None
        parts = unquote(path[len(self.base_path) + 1 :]).split("/")
        if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        if parts[-1] == "":
            parts[-1] = "index.html"
        file = self.output.joinpath(*parts)
        return file if "" not in parts and file.is_file() else None


def serve(
    site: Site,
    port: int,
    rebuild: Callable[[Collection[Path]], None],
    watched: Mapping[Path, bool],
) -> None:
    """Serve the site until interrupted; call ``rebuild`` at first and when watched files change.

    It is given the files that changed.
    ``watched`` names the folders to watch, each with whether its subfolders count; those that
    do not exist yet are watched from when they do.

    Raises:
        UserError: the port is taken.
    """
    handler = partial(_Handler, site=site)
    try:
        server = _Server((HOST, port), handler)
    except OSError as error:
        raise UserError(
            Problem(
                location=Location(file=f"{HOST}:{port}"),
                message=f"this port cannot be used: {error.strerror}",
                remedy=f"Try another: backissue serve --port {port + 1}",
            )
        ) from None
    rebuild(())
    watcher = _Watcher(rebuild, watched)
    watcher.start()
    print(f"http://{HOST}:{server.server_address[1]}{site.base_path}/  (stop with Ctrl+C)")
    sys.stdout.flush()
    try:
        server.serve_forever()
    finally:
        watcher.stop()
        server.server_close()


class _Watcher(FileSystemEventHandler):
    """Gathers changes until it is quiet, then rebuilds: one build at a time, in one thread."""

    def __init__(
        self, rebuild: Callable[[Collection[Path]], None], watched: Mapping[Path, bool]
    ) -> None:
        self._rebuild = rebuild
        self._files: set[Path] = set()
        self._watched = dict(watched)
        self._observer = Observer()
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        # Editors save into a hidden file and rename it: one visible name is enough.
        files = [Path(str(path)) for path in (event.src_path, event.dest_path) if path]
        if event.event_type in _CHANGES and not all(file.name.startswith(".") for file in files):
            self._files.update(files)
            self._changed.set()

    def start(self) -> None:
        self._watch()
        self._observer.start()
        self._thread.start()

    def _watch(self) -> None:
        """Begin to watch the folders that have come into being."""
        for folder in [folder for folder in self._watched if folder.is_dir()]:
            recursive = self._watched.pop(folder)
            self._observer.schedule(self, str(folder), recursive=recursive)

    def stop(self) -> None:
        self._stopped.set()
        self._changed.set()
        self._thread.join()
        self._observer.stop()
        self._observer.join()

    def _run(self) -> None:
        while True:
            self._changed.wait()
            while not self._stopped.is_set() and self._changed.is_set():
                self._changed.clear()
                self._stopped.wait(QUIET)
            if self._stopped.is_set():
                return
            self._watch()
            files, self._files = self._files, set()
            self._rebuild(files)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Backissue"
    sys_version = ""
    names: ClassVar = {HOST, "localhost"}

    def __init__(self, *arguments: object, site: Site) -> None:
        self.site = site
        super().__init__(*arguments)  # type: ignore[arg-type]  # the server's own arguments

    def do_GET(self) -> None:
        # Another site's page must not read this one by pointing its own name here (DNS
        # rebinding), so only this machine's own names are answered.
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if host not in self.names:
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"This server has another name.\n")
            return
        path = urlsplit(self.path).path
        if path == _RELOAD:
            self._send_events(unquote(urlsplit(self.path).query))
        elif path == _RELOAD + ".js":
            self._send(HTTPStatus.OK, _SCRIPT.encode(), "text/javascript")
        else:
            self._send_file(path)

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def _send_file(self, path: str) -> None:
        site = self.site
        if path != site.base_path + "/" and path.rstrip("/") in {"", site.base_path}:
            self._redirect(site.base_path + "/")
            return
        file, status = site.file(path), HTTPStatus.OK
        if file is None and site.file(path + "/") is not None:
            self._redirect(path + "/")
            return
        if file is None:
            file, status = site.file(site.base_path + "/404.html"), HTTPStatus.NOT_FOUND
        try:
            data = site.read(file) if file is not None else b"Not found.\n"
        except OSError:  # replaced at this very moment
            data, status = b"Not found.\n", HTTPStatus.NOT_FOUND
        kind = (guess_type(file.name)[0] if file is not None else None) or "text/plain"
        if kind == "text/html":
            data = self._with_reload(data)
        self._send(status, data, kind)

    def _with_reload(self, data: bytes) -> bytes:
        version = self.site.version(data)
        script = f'<script src="{_RELOAD}.js" data-version="{version}"></script>'
        text = _POLICY.sub(_allow_reload, data.decode(), count=1)
        return text.replace("</body>", f"{script}</body>").encode()

    def _send(self, status: HTTPStatus, data: bytes, kind: str = "text/plain") -> None:
        text = kind.startswith("text/") or kind.endswith(("xml", "json", "javascript"))
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _redirect(self, target: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_events(self, path: str) -> None:
        """Send the page's version now, and each new one (server-sent events, WHATWG HTML)."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        site, sent = self.site, None
        try:
            while True:
                with site.changed:
                    if site.version_at(path) == sent:
                        site.changed.wait(timeout=_HEARTBEAT)
                    version = site.version_at(path)
                message = f"data: {version}\n\n" if version != sent else ":\n\n"
                sent = version
                self.wfile.write(message.encode())
                self.wfile.flush()
        except OSError:  # the page was closed
            return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Keep the terminal for builds and their errors."""


def _tells_of_itself(path: str) -> bool:
    """Return whether a file is a page, whose version tells, or one that no page shows."""
    return path.endswith(_TEXTS) or path.startswith(f"{FOLDER}/")


def _allow_reload(match: re.Match[str]) -> str:
    """Return the page's policy with this server's script and its events allowed."""
    directives = {}
    for directive in filter(None, map(str.strip, match[2].split(";"))):
        name, _, values = directive.partition(" ")
        directives[name] = values
    for name in ("script-src", "connect-src"):
        others = [v for v in directives.get(name, "").split() if v not in {"'none'", "'self'"}]
        directives[name] = " ".join(["'self'", *others])
    policy = "; ".join(f"{name} {values}".strip() for name, values in directives.items())
    return match[1] + policy + match[3]
