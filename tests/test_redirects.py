"""Old addresses lead on: by a page everywhere, and by the host itself where it can."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from generator.errors import UserError
from tests.conftest import SETTINGS, TemporaryArchive, published

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def settle(archive: TemporaryArchive, host: str, redirects: str = "") -> None:
    table = f"[redirects]\n{redirects}\n" if redirects else ""
    archive.write("archive.toml", f'{SETTINGS}host = "{host}"\n{table}')
    archive.build()


def test_settings_lead_on_from_addresses_that_belong_to_no_article(
    newspaper: TemporaryArchive,
) -> None:
    settle(newspaper, "", '"/category/van-hoa" = "/chuyen-muc/van-hoa/"')
    page = newspaper.page("category/van-hoa/index.html")
    assert "https://example.org/archive/chuyen-muc/van-hoa/" in page


@pytest.mark.parametrize(
    ("host", "file", "text"),
    [
        ("netlify", "_redirects", "/archive/cu/g%E1%BB%91m/ /archive/2019/05/gom/ 301!\n"),
        ("cloudflare-pages", "_redirects", "/archive/cu/g%E1%BB%91m/ /archive/2019/05/gom/ 301\n"),
        ("nginx", "redirects.map", '"/archive/cu/gốm/" "/archive/2019/05/gom/";\n'),
    ],
)
def test_a_host_that_reads_redirects_is_given_them_in_its_form(
    newspaper: TemporaryArchive, host: str, file: str, text: str
) -> None:
    settle(newspaper, host, '"/cu/gốm" = "/2019/05/gom/"')
    written = newspaper.page(file)
    assert text in written
    assert len(written.splitlines()) == 2, "one for the alias of the article"
    assert "cu/gom.html" in published(newspaper.output), "the pages are there as well"


@pytest.mark.parametrize("host", ["", "github-pages", "gitlab-pages", "s3"])
def test_no_other_host_gets_a_file_that_it_does_not_read(
    newspaper: TemporaryArchive, host: str
) -> None:
    settle(newspaper, host)
    assert not {"_redirects", "redirects.map"} & published(newspaper.output).keys()


def test_an_old_address_that_is_the_new_one_needs_no_page(newspaper: TemporaryArchive) -> None:
    aliases = "[/2021/cho/, /2021/cho, /cu/cho, /cu/cho/]"
    newspaper.article("2021/cho.md", "Chợ", date="2021-03-02", aliases=aliases)
    settle(newspaper, "netlify")
    assert "Chợ" in newspaper.page("2021/cho/index.html")
    assert newspaper.page("_redirects").count("/2021/cho/") == 1


def test_without_old_addresses_there_is_no_file(archive: TemporaryArchive) -> None:
    archive.article("a.md", "A")
    settle(archive, "netlify")
    assert "_redirects" not in published(archive.output)


def test_an_old_address_more_changes_its_page_and_the_hosts_file_only(
    newspaper: TemporaryArchive,
) -> None:
    settle(newspaper, "netlify")
    settings = (newspaper.root / "archive.toml").read_text(encoding="utf-8")
    newspaper.write("archive.toml", f'{settings}[redirects]\n"/cu/a.html" = "/2021/cho/"\n')
    changes = newspaper.build().changes
    assert (changes.added, changes.changed) == (("cu/a.html",), ("_redirects",))


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ('host = "geocities"', "there is no host “geocities”"),
        ('redirects = "/a"', "“redirects” is no table"),
        ('[redirects]\n"old" = "/2021/cho/"', "“old” = '/2021/cho/' does not lead from one"),
        ('[redirects]\n"/a/" = "https://b.example/"', "does not lead from one address to another"),
        ('[redirects]\n"/../a/" = "/"', "does not lead from one address to another"),
        ('[redirects]\n"/2021/cho/" = "/"', "has the same address"),
    ],
)
def test_what_cannot_be_is_told(newspaper: TemporaryArchive, settings: str, complaint: str) -> None:
    newspaper.write("archive.toml", f"{SETTINGS}{settings}\n")
    with pytest.raises(UserError, match=complaint):
        newspaper.build()


@pytest.mark.skipif(NGINX is None, reason="needs nginx")
def test_nginx_leads_on_as_docs_ci_md_tells_to_configure_it(
    newspaper: TemporaryArchive, tmp_path: Path
) -> None:
    old = "/cu/một bài $rất $uri {dài}; " + "a" * 90 + ".html"
    settings = 'title = "Báo"\nbase_url = "https://example.org/"\nhost = "nginx"\n'
    newspaper.write("archive.toml", f'{settings}[redirects]\n"{old}" = "/2019/05/gom/"\n')
    report = newspaper.build()
    [style] = [path for path in report.changes.added if path.startswith("assets/style.")]
    with nginx(tmp_path, newspaper.output) as port:
        origin = f"http://127.0.0.1:{port}"
        for path in ("/cu/gom.html", old):
            assert ask(origin + quote(path)) == (301, f"{origin}/2019/05/gom/", None)
        assert ask(f"{origin}/2019/05/gom/") == (200, None, None)
        immutable = "public, max-age=31536000, immutable"
        assert ask(f"{origin}/{style}") == (200, None, immutable)
        assert ask(f"{origin}/.backissue/manifest.sqlite") == (404, None, None)


def ask(address: str) -> tuple[int, str | None, str | None]:
    """Return the status of an answer, where it leads, and how long it may be kept."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    try:
        with urllib.request.build_opener(Stay).open(address) as answer:
            return answer.status, None, answer.headers.get("Cache-Control")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("Location"), None


def documented() -> str:
    """Return the configuration of nginx that docs/ci.md gives."""
    text = (Path(__file__).parent.parent / "docs/ci.md").read_text(encoding="utf-8")
    start = text.index("    map_hash_bucket_size")
    return text[start : text.index("\n\n", start)]


@contextlib.contextmanager
def nginx(folder: Path, site: Path) -> Iterator[int]:
    """Run nginx with a site, and give its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    configuration = documented().replace("/srv/kho-bao", str(site))
    configuration = configuration.replace("server {", f"server {{ listen 127.0.0.1:{port};")
    # The site lies in a folder that only its owner can look into: nginx runs as that.
    (folder / "nginx.conf").write_text(
        f"""\
daemon off; user root; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {configuration}
}}
""",
        encoding="utf-8",
    )
    assert NGINX is not None
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()
