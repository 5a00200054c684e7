"""Old addresses for hosts that can lead on by themselves, without the page that does it.

Every old address has a page that leads on, which works everywhere. Some hosts answer with a true
redirect (301) if a file says so, each in its own form:

    netlify           /old/page.html /2021/10/cho-noi/ 301!
    cloudflare-pages  /old/page.html /2021/10/cho-noi/ 301
    nginx             "/old/page.html" "/2021/10/cho-noi/";

Netlify shows a page in place of a redirect unless it is forced with an exclamation mark
(https://docs.netlify.com/manage/routing/redirects/rewrites-proxies/#shadowing); Cloudflare Pages
follows redirects always, and knows no mark
(https://developers.cloudflare.com/pages/configuration/redirects/). GitLab Pages reads the same
file, but shows the page that is there all the same
(https://docs.gitlab.com/user/project/pages/redirects/), so it gets none.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from generator.documents import RedirectsView
from generator.elements import Site
from generator.model import Bodies
from generator.views import RedirectView

__all__ = ["MAP", "NETLIFY_FILE", "redirects", "redirects_view"]

NETLIFY_FILE = "/_redirects"

MAP = "/redirects.map"
"""For nginx: ``map $uri $moved { include /srv/site/redirects.map; }``."""

_FORMS = {
    "cloudflare-pages": (NETLIFY_FILE, "{} {} 301"),
    "netlify": (NETLIFY_FILE, "{} {} 301!"),
    "nginx": (MAP, '"{}" "{}";'),
}
"""By host: where the file is, and how a line of it says it."""


def redirects_view(host: str, moved: Iterable[RedirectView]) -> RedirectsView | None:
    """Return what the host's file of redirects says; None where it reads none, or there is none."""
    pairs = tuple(sorted((view.url, view.target) for view in moved))
    if host not in _FORMS or not pairs:
        return None
    url, form = _FORMS[host]
    return RedirectsView(url=url, form=form, pairs=pairs)


def redirects(view: RedirectsView, site: Site, _bodies: Bodies = ()) -> bytes:
    """Return the file: a line an old address."""
    plain = view.url == MAP  # nginx compares what it has decoded
    lines = (
        view.form.format(
            site.base_path + (old if plain else quote(old)), site.base_path + quote(new)
        )
        for old, new in view.pairs
    )
    return "".join(f"{line}\n" for line in lines).encode()
