"""A site that a host would refuse is refused before the deploy."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from generator.hosts import LIMITS, SiteSize, exceeded, measure
from generator.settings import HOSTS
from tests.conftest import SETTINGS, TemporaryArchive


def complaints(host: str, **facts: object) -> list[str]:
    values: dict[str, object] = {
        "files": 10,
        "folders": 10,
        "total": 10,
        "largest": (10, "a.mp4"),
        "longest_path": "a.html",
        "redirects": (),
    }
    size = SiteSize(**(values | facts))  # type: ignore[arg-type]
    return [str(problem) for problem in exceeded(host, size, Path("public"))]


def test_every_host_of_the_settings_has_its_limits_and_where_they_are_written() -> None:
    assert tuple(LIMITS) == HOSTS
    assert all(limits.source for limits in LIMITS.values())


@pytest.mark.parametrize("host", HOSTS)
def test_a_small_site_may_go_everywhere(host: str) -> None:
    assert complaints(host) == []


@pytest.mark.parametrize(
    ("host", "facts", "complaint"),
    [
        ("cloudflare-pages", {"files": 20_001}, "public: 20,001 files, and cloudflare-pages"),
        ("cloudflare-pages", {"largest": (26_214_401, "2021/phim.mp4")},
         "public/2021/phim.mp4: 26.2 MB in one file, and cloudflare-pages allows 26.2 MB"),
        ("cloudflare-pages", {"redirects": ("/a /b 301",) * 2_001}, "public/_redirects: 2,001"),
        ("cloudflare-pages", {"redirects": ("/a /" + "b" * 1_000,)}, "letters in one redirect"),
        ("github-pages", {"total": 1_000_000_001}, "public: 1.0 GB in all"),
        ("github-pages", {"largest": (104_857_601, "a.pdf")}, "public/a.pdf: 104.9 MB in one"),
        ("gitlab-pages", {"files": 120_000, "folders": 80_001}, "200,001 files and folders"),
        ("gitlab-pages", {"total": 1_000_000_001}, "1.0 GB in all"),
        ("gitlab-pages", {"redirects": ("/a /b",) * 1_001}, "1,001 redirects"),
        ("gitlab-pages", {"redirects": ("/" + "a" * 200 + " /b",) * 400}, "of redirects"),
        ("netlify", {"redirects": ("/a /b 301!",) * 10_001}, "10,001 redirects"),
        ("s3", {"longest_path": "ố" * 342}, "1,026 bytes in its name"),
    ],
)  # fmt: skip
def test_too_much_is_told_with_the_number_the_limit_and_where_it_is_written(
    host: str, facts: dict[str, object], complaint: str
) -> None:
    [found] = complaints(host, **facts)
    assert complaint in found
    assert LIMITS[host].source in found


def test_what_a_site_has_is_counted_without_the_builders_notes(
    newspaper: TemporaryArchive,
) -> None:
    newspaper.write("static/.well-known/security.txt", "Contact: mailto:a@example.org\n")
    newspaper.write("static/phim.mp4", b"x" * 400_000)
    newspaper.write("archive.toml", f'{SETTINGS}host = "netlify"\n')
    report = newspaper.build()
    size = measure(newspaper.output)
    found = [path for path in newspaper.output.rglob("*") if ".backissue" not in path.parts]
    assert size.files == report.planned == sum(path.is_file() for path in found)
    assert size.folders == sum(path.is_dir() for path in found)
    assert size.total == sum(path.stat().st_size for path in found if path.is_file())
    assert size.largest == (400_000, "phim.mp4")
    assert size.redirects == ("/archive/cu/gom.html /archive/2019/05/gom/ 301!",)


def test_a_site_whose_links_lead_to_this_machine_is_not_published(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    newspaper.write("archive.toml", 'title = "Báo"\n')
    newspaper.build()
    assert main(["check", "-s", str(newspaper.root)]) == 0
    assert main(["check", "-s", str(newspaper.root), "--target", "github-pages"]) == 1
    assert "archive.toml: base_url is still the address of this machine" in capsys.readouterr().err


def test_check_counts_for_the_host_that_is_asked_for_or_that_the_settings_name(
    newspaper: TemporaryArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    check = ["check", "-s", str(newspaper.root)]
    assert main([*check, "--target", "s3"]) == 1
    assert "is not built: its size is not known" in capsys.readouterr().err
    newspaper.build()
    assert main([*check, "--target", "s3"]) == 0
    assert "For s3: " in capsys.readouterr().out
    newspaper.write("archive.toml", f'{SETTINGS}host = "cloudflare-pages"\n')
    newspaper.write("static/phim.mp4", b"x" * (25 * 1024 * 1024 + 1))
    assert main(check) == 0, "the site that is built is small still"
    newspaper.build()
    assert main(check) == 1
    assert "public/phim.mp4: 26.2 MB in one file" in capsys.readouterr().err
    assert main([*check, "--target", "netlify"]) == 0
