"""Links to other sites, followed politely: the only part of a check that uses the network.

One address at a time at each host, with a pause between them; HEAD first, and GET without its
body where a server does not know HEAD. What is gone for good and what could not be reached are
advice, never a mistake: other people's servers must not stop a newspaper.
"""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import quote, urldefrag, urlsplit, urlunsplit

from generator import __version__
from generator.addresses import addresses_in
from generator.checks.texts import Texts
from generator.config import Config
from generator.embargo import SHOWN
from generator.errors import Problem
from generator.rehearsal import Rehearsal

__all__ = ["dead_links"]

TIMEOUT = 10.0
PAUSE = 1.0
"""Seconds: until a server is given up, and between two questions to the same host."""

HOSTS_AT_ONCE = 8

_TRY_GET = frozenset({400, 403, 404, 405, 406, 500, 501, 503})
"""What servers answer to HEAD where they would answer GET well (RFC 9110, section 9.3.2)."""

_ALIVE = frozenset({401, 403, 407, 429, 451, 999})
"""Answers that say only that programs are not welcome, or not now."""

_AGENT = f"Backissue/{__version__} (checks the links of an archive)"


def dead_links(
    config: Config, found: Rehearsal, *, pause: float = PAUSE, timeout: float = TIMEOUT
) -> Iterator[Problem]:
    """Yield advice for each link of an article to another site that is dead."""
    texts = Texts(config)
    users: defaultdict[str, list[str]] = defaultdict(list)
    for article in found.articles:
        if article.status in SHOWN:
            for _, address in addresses_in(texts.read(article.path)):
                parts = urlsplit(address)
                own = f"{parts.scheme}://{parts.netloc}" == config.origin
                if parts.scheme in {"http", "https"} and parts.netloc and not own:
                    users[urldefrag(address).url].append(article.path)
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for url in users:
        hosts[urlsplit(url).netloc].append(url)
    ask = partial(_ask_host, pause=pause, timeout=timeout)
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        complaints = dict(pair for answers in pool.map(ask, hosts.values()) for pair in answers)
    for url, paths in users.items():
        complaint = complaints[url]
        for path in dict.fromkeys(paths if complaint else ()):
            yield Problem(
                location=texts.place_of_address(path, _means(url)),
                message=f"the link “{url}” is dead: {complaint}",
                remedy="Link to a copy (https://web.archive.org/), or take the link out.",
                kind="external-link",
            )


def _means(url: str) -> Callable[[str], bool]:
    return lambda address: urldefrag(address).url == url


def _ask_host(urls: Sequence[str], *, pause: float, timeout: float) -> list[tuple[str, str | None]]:
    answers = []
    for number, url in enumerate(urls):
        if number:
            time.sleep(pause)
        answers.append((url, _complaint(url, timeout)))
    return answers


def _complaint(url: str, timeout: float) -> str | None:
    """Return what is wrong with an address of another site, or None."""
    try:
        status = _status(url, "HEAD", timeout)
        if status in _TRY_GET:
            status = _status(url, "GET", timeout)
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        return f"{reason}" or type(error).__name__
    if status < 400 or status in _ALIVE:
        return None
    return f"its server answers {status} {http.client.responses.get(status, '')}".rstrip()


def _in_ascii(url: str) -> str:
    """Return an address as it is asked for (RFC 3987, section 3.1): people write letters."""
    parts = urlsplit(url)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    path, query = (quote(part, safe="/%:@!$&'()*+,;=?~") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host, path, query, ""))


def _status(url: str, method: str, timeout: float) -> int:
    """Return the status that an address has in the end, redirects followed."""
    request = urllib.request.Request(  # noqa: S310 - http and https only
        _in_ascii(url), method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"}
    )
    context = ssl.create_default_context()
    try:
        with urllib.request.urlopen(request, timeout=timeout, context=context) as answer:  # noqa: S310 - as above
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
