"""Answers to browsers: files of the site, the events that reload them, and nothing else."""

from __future__ import annotations

import ipaddress
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from mimetypes import guess_type
from urllib.parse import unquote, urlsplit

from generator.serve.overlay import RELOAD, SCRIPT, STYLE, for_editors, style
from generator.serve.site import Site

__all__ = ["Handler", "is_own_name"]

_HEARTBEAT = 15.0


def is_own_name(host: str, bound: str) -> bool:
    """Return whether a request's ``Host`` is a name of this machine, bound to this address.

    Another site's page must not read this one by pointing its own name here (DNS rebinding), so
    only this machine's names are answered. Who asks for an address by its numbers has no name to
    point elsewhere.

    >>> is_own_name("localhost:8000", "127.0.0.1"), is_own_name("evil.example", "0.0.0.0")
    (True, False)
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name in {"localhost", "127.0.0.1", "::1"}:
        return True
    if ipaddress.ip_address(bound).is_loopback:
        return name == bound
    try:
        ipaddress.ip_address(name)
    except ValueError:
        own = socket.gethostname().lower()
        return name in {own, f"{own}.local"}
    return True


class Handler(BaseHTTPRequestHandler):
    """Answers one request after the other of one connection."""

    protocol_version = "HTTP/1.1"
    timeout = 30.0
    """Seconds within which a request must be there, and the answer be taken."""
    server_version = "Backissue"
    sys_version = ""

    def __init__(self, *arguments: object, site: Site, bound: str) -> None:
        """Take the site, and the address that the server is bound to."""
        self.site = site
        self.bound = bound
        super().__init__(*arguments)  # type: ignore[arg-type]  # the server's own arguments

    def do_GET(self) -> None:
        """Answer a request; HEAD is answered likewise."""
        try:
            asked = urlsplit(self.path)
        except ValueError:
            self._send(HTTPStatus.BAD_REQUEST, b"This is no address.\n")
            return
        # An address that is given whole counts, and not the header (RFC 9112, section 3.2.2).
        if not is_own_name(asked.netloc or self.headers.get("Host", ""), self.bound):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"This server has another name.\n")
            return
        if not self._is_asked_from_here():
            self._send(HTTPStatus.FORBIDDEN, b"This server answers its own pages only.\n")
            return
        path = asked.path
        if path == RELOAD:
            self._send_events(unquote(asked.query))
        elif path == RELOAD + ".js":
            self._send(HTTPStatus.OK, SCRIPT.encode(), "text/javascript")
        elif path == STYLE:
            self._send(HTTPStatus.OK, style(self.site).encode(), "text/css")
        else:
            self._send_file(path)

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def _is_asked_from_here(self) -> bool:
        """Return whether no page of another site asks, as far as a browser tells."""
        origin = self.headers.get("Origin")
        return origin is None or is_own_name(origin.partition("://")[2], self.bound)

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
        if file is None and site.problems:  # there has never been a site
            data, status, kind = b"", HTTPStatus.SERVICE_UNAVAILABLE, "text/html"
        if kind == "text/html":
            data = for_editors(data, path, site, site.problems_on(file, data))
        self._send(status, data, kind)

    def _send(self, status: HTTPStatus, data: bytes, kind: str = "text/plain") -> None:
        text = kind.startswith("text/") or kind.endswith(("xml", "json", "javascript"))
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        # No other site may have a draft as a picture, a script or a style of its own.
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
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
