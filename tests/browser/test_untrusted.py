"""What hostile authors write, from the import to a real browser: nothing of theirs runs.

The pages are opened as they are, and again without their Content-Security-Policy: what keeps
them clean is the cleaning, and the policy stands behind it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import islice
from pathlib import Path
from shutil import copy
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from generator import frontmatter
from generator.build import build
from generator.config import load_config
from generator.importing import import_sources
from generator.markup import render_markdown
from generator.model import Figure
from tests.browser.conftest import Site, served
from tests.browser.test_pages import KINDS
from tests.conftest import PIXEL
from tests.hostile import BODIES, CANARY, VALUES
from tests.serving import Server

pytestmark = pytest.mark.browser

T = TypeVar("T")

WORDS = "Bà con bán rau và cá mỗi sáng ở phiên chợ vùng cao, rồi trở về bản khi trời chưa tối. "
"""An article's own text around each case, so that import takes it for one."""

AUDIT = """(text) => {
  const page = text === undefined ? document : new DOMParser().parseFromString(text, "text/html");
  const found = [];
  const scripts = /^(?:[/]\\S*[/]assets[/]|https:[/][/]unpkg[.]com[/]@sveltia[/])/;
  const active = "iframe object embed applet base frame frameset template portal math".split(" ");
  for (const each of page.querySelectorAll("*")) {
    const name = each.localName;
    const own = name === "template" && /^(result|facet|value)-template$/.test(each.id);
    if (active.includes(name) && !own) found.push(name);
    if (name === "script" && !/json$/.test(each.type) && !scripts.test(each.getAttribute("src")))
      found.push(each.outerHTML);
    for (const attribute of each.attributes) {
      const kind = attribute.name;
      if (/^on|^(srcdoc|ping|style|formaction|background)$/.test(kind)) found.push(kind);
      if (!/^(href|src|action|xlink:href|srcset|cite|poster|data)$/.test(kind)) continue;
      const { protocol, host } = new URL(attribute.value, "https://site.invalid/");
      const record = (name === "a" && each.hasAttribute("download")) || each.rel === "icon";
      const harmless = /^(https?|mailto|tel):$/.test(protocol) || (record && protocol === "data:");
      if (!harmless || (name !== "a" && host.startsWith("canary")))
        found.push(`${name} ${kind}=${attribute.value}`);
    }
  }
  return found;
}"""
"""What of a page could run or load something, if it is not what our own templates write."""

TOUCH = """() => {
  for (const each of document.querySelectorAll("main *, .backissue-editors *")) {
    for (const name of ["focus", "mouseover", "pointerenter", "animationstart", "toggle", "error"])
      each.dispatchEvent(new Event(name, { bubbles: true }));
    if (each.localName === "a" && /script:/i.test(each.protocol)) each.click();
  }
}"""
"""What a reader may do: whatever has been hung on it runs."""


@dataclass
class Trap:
    """A window that writes down whatever a hostile author could make happen in it."""

    page: Page
    sprung: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    @classmethod
    def set(cls, context: BrowserContext) -> Trap:
        page = context.new_page()
        trap = cls(page)

        def refuse(route: Route) -> None:
            trap.sprung.append(f"{page.url}: asks for {route.request.url}")
            route.abort()

        page.add_init_script("window.alert = () => console.log('sprung')")
        page.on("console", lambda message: trap._note(message.text))
        page.route(f"**://{CANARY}/**", refuse)
        page.route("https://unpkg.com/**", lambda route: route.abort())
        return trap

    def _note(self, text: str) -> None:
        if text == "sprung":
            self.sprung.append(self.page.url)
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.violations.append(f"{self.page.url}: {text}")

    def visit(self, url: str) -> None:
        self.page.goto(url)
        self.page.evaluate(TOUCH)


@pytest.fixture(params=["with the policy", "without it"])
def trap(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Trap]:
    """Return a window, once as readers have it, and once without the pages' policies."""
    context = chromium.new_context(bypass_csp=request.param == "without it")
    yield Trap.set(context)
    context.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site of what hostile authors wrote, and a hostile scraper brought in."""
    root = tmp_path_factory.mktemp("hostile")

    def make(address: str) -> None:
        write_settings(root, address)
        write_articles(root / "content")
        write_sources(root / "raw")
        report = import_sources([root / "raw"], load_config(root))
        assert report.problems == ()
        assert report.actions["written"] == 4 * len(BODIES)
        build(load_config(root), root / "public")

    with served(root / "public", make) as found:
        yield found


def write_settings(root: Path, address: str) -> None:
    said = json.dumps("".join(VALUES[:3]))
    sections = json.dumps(VALUES[:4])
    (root / "archive.toml").write_text(
        f'title = {said}\nbase_url = "{address}"\ndescription = {said}\nlicense = {said}\n'
        f'publisher = {said}\nsections = {sections}\nadmin = "github:x/y"\n'
        f"[theme]\nmasthead = {said}\n[about]\ncontact = {said}\ncorrections = {said}\n",
        encoding="utf-8",
    )


def write_articles(folder: Path) -> None:
    """Write an article for each body, and one for each value, which holds it in all places."""
    folder.mkdir()
    (folder / "x.png").write_bytes(PIXEL)
    for number, value in enumerate(VALUES):
        fields: dict[str, object] = {
            "title": f"{value} {number}",
            "date": f"2021-03-{1 + number % 28:02}",
            **{key: [f"{value} a{number % 3}"] for key in ("authors", "tags")},
            **dict.fromkeys(("kicker", "summary", "agency", "section"), f"{value} k"),
            "corrections": [{"date": "2021-04-01", "text": value}],
            "source": {
                **dict.fromkeys(("file", "sha256", "retrieved", "importer"), value),
                "url": "https://example.org/" + "\"'><script>alert(1)</script>".replace(" ", ""),
            },
            "aliases": ["/cu/'onclick=alert(1)&lt;/"] if number == 0 else [],
            "reason": value,
            "status": "withdrawn" if number % 5 == 4 else "published",
        }
        caption = value.replace("[", "(").replace("]", ")")
        body = f"{value}\n\n![{caption}](x.png)\n\n![{caption}](gone.png)\n\n# {value}"
        path = folder / f"gia-tri-{number}.md"
        path.write_text(frontmatter.write(fields, body), encoding="utf-8")
    for number, case in enumerate(BODIES):
        path = folder / f"bai-{number}.md"
        path.write_text(f"---\ntitle: Bài {number}\n---\n{WORDS}\n\n{case}\n", encoding="utf-8")


def write_sources(folder: Path) -> None:
    """Write every case as a page, as a text, as a row of a table, as a post of WordPress."""
    folder.mkdir()
    rows, items = [], []
    for number, body in enumerate(BODIES):
        case = re.sub("[\x01-\x08]", "", body)  # import takes it for no text otherwise
        said = escape(case)
        inside = f"<p>{WORDS * 3}</p>{case}<p>{WORDS * 2}</p>"
        page = (
            f"<!doctype html><title>{said}</title><meta name=author content='{said}'>"
            f"<meta property=og:url content='javascript:alert(1)'>"
            f"<body><h1>Chợ {number} {said}</h1>{inside}"
        )
        (folder / f"trang-{number}.html").write_text(page, encoding="utf-8")
        text = f"Chợ phiên {number}\n\n{WORDS * 3}\n\n{case}\n\n{WORDS * 2}\n"
        (folder / f"chu-{number}.txt").write_text(text, encoding="utf-8")
        rows.append(
            dict.fromkeys(("title", "author", "section", "summary", "image", "caption"), case)
            | {"tags": [case], "body": inside, "url": f"javascript:alert(1)//{number}"}
        )
        items.append(
            f"<item><title>{said}</title><link>javascript:alert(1)</link>"
            f"<dc:creator>{said}</dc:creator><category domain='post_tag'>{said}"
            f"</category><content:encoded>{escape(inside)}</content:encoded>"
            f"<wp:post_id>{number}</wp:post_id><wp:post_type>post</wp:post_type>"
            f"<wp:status>publish</wp:status></item>"
        )
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "bang.jsonl").write_text(lines, encoding="utf-8")
    (folder / "blog.xml").write_text(
        '<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">'
        f"<channel>{''.join(items)}</channel></rss>",
        encoding="utf-8",
    )


def test_each_case_alone_runs_only_before_it_is_cleaned(chromium: Browser, site: Site) -> None:
    assert sprung(chromium, f"{site.address}frames", BODIES) > 70
    assert sprung(chromium, f"{site.address}frames", list(map(cleaned, BODIES))) == 0


def sprung(chromium: Browser, address: str, cases: Sequence[str]) -> int:
    """Return how often something ran in a page that shows each case in a frame of its own."""
    shown = "".join(f'<iframe srcdoc="{escape(case)}"></iframe>' for case in cases)
    context = chromium.new_context()
    trap = Trap.set(context)
    trap.page.route(
        address, lambda route: route.fulfill(body=shown, content_type="text/html; charset=utf-8")
    )
    trap.page.goto(address)
    context.close()
    return len(trap.sprung)


def cleaned(case: str) -> str:
    blocks = render_markdown(case).blocks
    return "\n".join(block for block in blocks if not isinstance(block, Figure))


def test_no_page_holds_anything_that_could_run(context: BrowserContext, hostile: Site) -> None:
    trap = Trap.set(context)
    trap.page.goto(f"{hostile.address}robots.txt")
    pages = hostile.output.rglob("*.html")
    texts = {p.relative_to(hostile.output).as_posix(): p.read_text(encoding="utf-8") for p in pages}
    assert len(texts) > 5 * len(BODIES)
    for some in batched(texts.items(), 400):
        found = trap.page.evaluate(f"(texts) => texts.map(([path, text]) => ({AUDIT})(text))", some)
        assert [(path, bad) for (path, _), bad in zip(some, found, strict=True) if bad] == []


def test_nothing_runs_on_a_page_of_any_kind(trap: Trap, hostile: Site) -> None:
    kinds = {kind_of(path): path for path in hostile.pages()}
    kinds |= {f"value {n}": f"gia-tri-{n}/" for n in range(len(VALUES))}
    for path in kinds.values():
        trap.visit(hostile.address + path)
        assert trap.page.evaluate(AUDIT) == [], path
    assert len(kinds) > 30
    assert trap.sprung == []
    assert [found for found in trap.violations if "/admin/" not in found] == []


def kind_of(path: str) -> str:
    """Return what kind of page a path is, by its folders: one of each is enough."""
    first, *others = path.split("/")
    return f"{re.sub('[0-9]+', '0', first)} {len(others)}"


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch


def test_nothing_runs_among_search_results(trap: Trap, hostile: Site) -> None:
    trap.visit(f"{hostile.address}tim-kiem/")
    for words in ("script alert", "phiên chợ", "<img src=x onerror=alert(1)>", '"onerror"'):
        trap.page.fill("#q", words)
        trap.page.press("#q", "Enter")
        trap.page.wait_for_selector("#results li, #help:not([hidden])")
        trap.page.evaluate(TOUCH)
        assert trap.page.evaluate(AUDIT) == [], words
    assert trap.page.locator("#results li").count() > 0
    trap.visit(f"{hostile.address}tim-kiem/?q=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E")
    trap.page.wait_for_selector("#results li, #help:not([hidden])")
    assert trap.page.evaluate(AUDIT) == []
    assert trap.sprung == []
    assert trap.violations == []


@pytest.mark.parametrize(
    "path", ["feed.xml", "feed.json", "sitemap.xml", "opensearch.xml", "data/datapackage.json"]
)
def test_nothing_runs_in_what_is_for_machines(trap: Trap, hostile: Site, path: str) -> None:
    trap.page.goto(hostile.address + path)
    assert "alert(1)" in trap.page.content() or path in {"sitemap.xml", "data/datapackage.json"}
    assert trap.sprung == []


def test_nothing_runs_while_an_editor_writes(trap: Trap, hostile: Site, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    (root / "content").mkdir(parents=True)
    for file in (hostile.output.parent / "content").glob("gia-tri-[012].md"):
        copy(file, root / "content")
    settings = (hostile.output.parent / "archive.toml").read_text(encoding="utf-8")
    (root / "archive.toml").write_text(settings, encoding="utf-8")
    server = Server(root)
    address = f"http://127.0.0.1:{server.port}/kho/luu-tru/"
    try:
        trap.visit(f"{address}gia-tri-2/")
        for wrong in ("<img src=x onerror=alert(1)>: x", "title: '</pre><script>alert(1)</script>"):
            hurt = root / "content/<img src=x onerror=alert(1)>.md"
            hurt.write_text(f"---\n{wrong}\n---\n", encoding="utf-8")
            trap.page.wait_for_selector(".backissue-editors li")
            trap.page.wait_for_function(
                "(text) => document.querySelector('.backissue-editors').textContent.includes(text)",
                arg=wrong[:12],
            )
            trap.page.evaluate(TOUCH)
            assert (
                trap.page.locator(".backissue-editors img, .backissue-editors script").count() == 0
            )
        assert trap.sprung == []
    finally:
        server.stop()


def test_every_page_has_a_policy_and_keeps_it(chromium: Browser, site: Site) -> None:
    """A page of each kind works under its policy; redirects have one as well."""
    context = chromium.new_context()
    trap = Trap.set(context)
    for path in site.output.rglob("*.html"):
        head = path.read_text(encoding="utf-8").partition("</head>")[0]
        policy = head.partition('<meta http-equiv="Content-Security-Policy" content="')[2]
        assert policy.startswith("default-src 'none';"), path
        assert "unsafe-inline" not in policy.partition('"')[0], path
        assert "base-uri 'none'" in policy, path
    for kind in KINDS.values():
        trap.page.goto(site.address + kind)
    trap.page.goto(f"{site.address}tim-kiem/?q=ch%E1%BB%A3")
    trap.page.wait_for_selector("#results li")
    context.close()
    assert trap.violations == []
