"""What only editors see of a page: its problems, its marks, and the script that reloads it.

All of it is added to a page on its way to the browser; the files on disk stay what they are.
"""

from __future__ import annotations

import json
import re
from html import escape

from generator.errors import Problem
from generator.languages import Language, load_language
from generator.serve.site import Site

__all__ = ["RELOAD", "SCRIPT", "STYLE", "for_editors", "style"]

RELOAD = "/__backissue/reload"
STYLE = "/__backissue/serve.css"

_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")')

SCRIPT = """\
const version = document.currentScript.dataset.version;
const address = document.currentScript.src.replace(/\\.js$/, "");
const events = new EventSource(`${address}?${encodeURIComponent(location.pathname)}`);
events.onmessage = (event) => { if (event.data !== version) location.reload(); };
addEventListener("pagehide", () => events.close());
"""

_STYLE = """\
.backissue-editors { position: fixed; inset: auto 0 0; z-index: 2147483647; margin: 0;
  color-scheme: light dark; background: Canvas; color: CanvasText; border-top: 3px solid #9b2d1f;
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; text-align: left }
.backissue-editors summary, .backissue-editors > p { margin: 0; padding: .75rem 1rem;
  font-weight: 600 }
.backissue-editors > p + details { border-top: 1px solid GrayText }
.backissue-editors summary { cursor: pointer; min-height: 1.5rem }
.backissue-editors summary:focus-visible { outline: 3px solid; outline-offset: -3px }
.backissue-editors ol { margin: 0; padding: 0 1rem; max-height: 45vh; overflow: auto;
  list-style: none }
.backissue-editors li { margin: 0; padding: .75rem 0; border-top: 1px solid GrayText }
.backissue-editors p { margin: 0; max-width: none }
.backissue-editors code, .backissue-editors pre { font: .875rem/1.5 ui-monospace, "Cascadia Mono",
  Menlo, Consolas, "Noto Sans Mono", monospace; background: none; border: 0; padding: 0;
  overflow-wrap: anywhere }
.backissue-editors pre { margin: .25rem 0; overflow-x: auto; white-space: pre }
.backissue-editors .place { font-weight: 400 }
body:has(.backissue-editors) { padding-bottom: 4rem }
@media print { .backissue-editors { display: none } }
"""

_MARK = """\
 {{ content: " {label}"; display: inline-block; white-space: nowrap;
  margin-inline-start: .4em; padding: 0 .4em;
  border: 1px solid; font: 600 .8125rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  letter-spacing: 0; text-transform: none; text-decoration: none; color: #9b2d1f;
  background: #fff }}
"""


def style(site: Site) -> str:
    """Return the stylesheet of what is added to pages; it marks links to what is unpublished."""
    language = load_language(site.language)
    rules = [_STYLE]
    for status in sorted(set(site.unpublished.values())):
        links = [
            f"a[href={json.dumps(site.base_path + url)}]::after"
            for url, found in sorted(site.unpublished.items())
            if found == status
        ]
        rules.append(",\n".join(links) + _MARK.format(label=language.text(f"serve_{status}")))
    return "".join(rules)


def for_editors(data: bytes, path: str, site: Site, problems: tuple[Problem, ...] = ()) -> bytes:
    """Return the page at a URL's path as editors see it, with the problems of its own."""
    language = load_language(site.language)
    text = data.decode("utf-8", errors="replace")
    if not text:
        text = f'<!doctype html><html lang="{language.code}"><title>Backissue</title><body></body>'
    told = []
    if status := site.unpublished.get(path.removeprefix(site.base_path)):
        told.append(f"<p>{escape(language.text(f'serve_{status}_help'))}</p>")
    if site.problems:
        told.append(_problems("serve_problems", site.problems, language))
    elif problems:
        told.append(_problems("serve_page_problems", problems, language))
    parts = [f'<link rel="stylesheet" href="{STYLE}">']
    if told:
        inside = "".join(told)
        parts.append(f'<aside class="backissue-editors" lang="{language.code}">{inside}</aside>')
    version = site.version(data, problems)
    parts.append(f'<script src="{RELOAD}.js" data-version="{version}"></script>')
    text = _POLICY.sub(_with_our_own, text, count=1)
    before, body, after = text.rpartition("</body>")
    if not body:
        before, after = text, ""
    return f"{before}{''.join(parts)}{body}{after}".encode()


def _problems(heading: str, problems: tuple[Problem, ...], language: Language) -> str:
    """Return problems as HTML, to be folded away; mere advice is folded to begin with."""
    said = escape(language.count(heading, len(problems)))
    items = "".join(map(_problem, problems))
    is_open = " open" if any(problem.kind is None for problem in problems) else ""
    return f'<details{is_open}><summary>{said}</summary><ol lang="en">{items}</ol></details>'


def _problem(problem: Problem) -> str:
    place, *rest = str(problem).split("\n")
    shown = rest[: len(rest) - (problem.remedy is not None)]
    where = str(problem.location)
    parts = [
        f'<p><code class="place">{escape(where)}</code></p>',
        f"<p>{escape(place.removeprefix(f'{where}: '))}</p>",
    ]
    if shown:
        parts.append(f'<pre tabindex="0">{escape(chr(10).join(shown))}</pre>')
    if problem.remedy is not None:
        parts.append(f"<p>{escape(problem.remedy)}</p>")
    return f"<li>{''.join(parts)}</li>"


def _with_our_own(match: re.Match[str]) -> str:
    """Return the page's policy with this server's script, style and events allowed."""
    directives = {}
    for directive in filter(None, map(str.strip, match[2].split(";"))):
        name, _, values = directive.partition(" ")
        directives[name] = values
    for name in ("script-src", "style-src", "connect-src"):
        values = directives.get(name, directives.get("default-src", ""))
        others = [value for value in values.split() if value not in {"'none'", "'self'"}]
        directives[name] = " ".join(["'self'", *others])
    policy = "; ".join(f"{name} {values}".strip() for name, values in directives.items())
    return match[1] + policy + match[3]
