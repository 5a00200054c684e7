"""The site on this machine, rebuilt and reloaded on every change.

There is one build, the same as in CI, but for what editors alone may see: drafts, and what is
embargoed. It has an output folder of its own, so that nothing of that is ever published.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
import threading
from collections.abc import Callable, Collection, Mapping
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from generator.errors import Location, Problem, UserError
from generator.serve.handler import Handler
from generator.serve.site import Site
from generator.serve.watching import Watcher

__all__ = ["HOST", "Site", "serve"]

HOST = "127.0.0.1"
"""Where a server is bound without being asked: nobody else can reach it there."""

MOST = 200
"""Connections at a time. A browser has about six for each of its windows."""

_FURTHER = 100
"""How many ports after a busy one are tried, to name a free one."""


def serve(
    site: Site,
    address: tuple[str, int],
    rebuild: Callable[[Collection[Path]], None],
    watched: Mapping[Path, bool],
) -> None:
    """Serve the site until interrupted; call ``rebuild`` at first and when watched files change.

    ``address`` is what to bind to, and the port. ``rebuild`` is given the files that changed.
    ``watched`` names the folders to watch, each with whether its subfolders count; those that
    do not exist yet are watched from when they do.

    Raises:
        UserError: the port is taken, or the address is not this machine's.
    """
    host, _ = address
    try:
        server = _server(address, site)
    except OSError as error:
        raise UserError(_busy(address, site, error)) from None
    rebuild(())
    watcher = Watcher(rebuild, watched)
    watcher.start()
    for name in _names(host):
        print(f"http://{name}:{server.server_address[1]}{site.base_path}/  (stop with Ctrl+C)")
    if not ipaddress.ip_address(host).is_loopback:
        print("Everybody on this network can read it, and the drafts in it.")
    sys.stdout.flush()
    try:
        server.serve_forever()
    finally:
        watcher.stop()
        server.server_close()


def _server(address: tuple[str, int], site: Site) -> ThreadingHTTPServer:
    kind = _Server6 if ":" in address[0] else _Server
    return kind(address, partial(Handler, site=site, bound=address[0]))


def _busy(address: tuple[str, int], site: Site, error: OSError) -> Problem:
    """Return that a port cannot be used, and the next one that can."""
    host, port = address
    remedy = None
    for other in range(port + 1, min(port + _FURTHER, 65536)):
        try:
            _server((host, other), site).server_close()
        except OSError:
            continue
        remedy = f"Try another: backissue serve --port {other}"
        break
    return Problem(
        location=Location(file=f"{_in_url(host)}:{port}"),
        message=f"this port cannot be used: {error.strerror}",
        remedy=remedy,
    )


def _names(host: str) -> list[str]:
    """Return what this machine is called in addresses, by itself and by others."""
    bound = ipaddress.ip_address(host)
    if not bound.is_unspecified:
        return [_in_url(host)]
    found = ["localhost"]
    family, elsewhere = (
        (socket.AF_INET, "192.0.2.1") if bound.version == 4 else (socket.AF_INET6, "2001:db8::1")
    )
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((elsewhere, 9))  # sends nothing: it only looks up the way there
            found.append(_in_url(probe.getsockname()[0]))
        except OSError:  # there is no network
            pass
    return found


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128  # five at once, as usual, make others wait for seconds

    def verify_request(self, *_: object) -> bool:
        """Return whether a connection is taken: each has a thread, and they must not be endless."""
        return threading.active_count() < MOST

    def handle_error(self, *_: object) -> None:
        """Tell what went wrong in one sentence; that somebody has hung up is nothing wrong."""
        error = sys.exception()
        if error is not None and not isinstance(error, (ConnectionError, TimeoutError)):
            print(f"backissue: a request was not answered: {error!r}", file=sys.stderr)


class _Server6(_Server):
    address_family = socket.AF_INET6
