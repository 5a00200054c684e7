"""A deploy hands what has changed to a tool, with headers, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import main
from generator.delivery import ASK, FOREVER, HOUR, headers_of
from tests.conftest import PIXEL, TemporaryArchive, published

AWS = """\
    #!/usr/bin/env python3
    # Amazon's command, as far as a deploy needs it: a bucket is a folder beside this file.
    import json, pathlib, shutil, sys
    here = pathlib.Path(__file__).parent
    arguments = sys.argv[1:]
    (here / "log").open("a").write(json.dumps(arguments) + "\\n")
    if (here / "broken").exists():
        sys.exit("broken")
    if arguments[:3] == ["s3", "cp", "--recursive"]:
        source, target = arguments[-2:]
        bucket = here / target.removeprefix("s3://")
        shutil.copytree(source, bucket, dirs_exist_ok=True)
    elif arguments[:2] == ["s3", "cp"]:
        source, target = (
            here / each.removeprefix("s3://") if each.startswith("s3://") else pathlib.Path(each)
            for each in arguments[-2:]
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    elif arguments[:2] == ["s3api", "delete-objects"]:
        options = dict(zip(arguments[2::2], arguments[3::2]))
        found = pathlib.Path(options["--delete"].removeprefix("file://")).read_text()
        for each in json.loads(found)["Objects"]:
            (here / options["--bucket"] / each["Key"]).unlink(missing_ok=True)
    else:
        sys.exit(f"what is {arguments}?")
"""


class Place:
    """Where a site is deployed to: how the tool names it, and what is there."""

    def __init__(self, tool: str, destination: str, found: Callable[[], dict[str, bytes]]) -> None:
        self.tool = tool
        self.destination = destination
        self.found = found


def amazon(_archive: TemporaryArchive, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    program = folder / "programs" / "aws"
    program.parent.mkdir()
    program.write_text(textwrap.dedent(AWS), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    bucket = program.parent / "bucket" / "kho"
    return Place("aws", "s3://bucket/kho", lambda: published(bucket))


def local(tool: str) -> Callable[[TemporaryArchive, Path, pytest.MonkeyPatch], Place]:
    def make(_archive: TemporaryArchive, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
        if shutil.which(tool) is None:
            pytest.skip(f"needs {tool}")
        place = folder / "nơi đến"
        monkeypatch.setenv("RCLONE_CONFIG", str(folder / "none"))
        return Place(tool, str(place), lambda: published(place))

    return make


def branch(archive: TemporaryArchive, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "A")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "a@example.org")
    remote = folder / "remote.git"
    git(folder, "init", "--quiet", "--bare", str(remote))
    git(archive.root, "init", "--quiet", "--initial-branch=main")
    archive.write(".gitignore", "/public/\n/.backissue/\n")
    git(archive.root, "add", ".")
    git(archive.root, "commit", "--quiet", "--message=Kho")
    git(archive.root, "remote", "add", "origin", str(remote))

    def found() -> dict[str, bytes]:
        tree = folder / "tree"
        shutil.rmtree(tree, ignore_errors=True)
        git(folder, "clone", "--quiet", "--branch=gh-pages", str(remote), str(tree))
        site = {path: data for path, data in published(tree).items() if path[:5] != ".git/"}
        assert site.pop(".nojekyll") == b""
        return site

    return Place("git", "origin gh-pages", found)


def git(folder: Path, *arguments: str) -> str:
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def site(newspaper: TemporaryArchive) -> TemporaryArchive:
    newspaper.write("static/.well-known/security.txt", "Contact: mailto:a@example.org\n")
    newspaper.write("content/2019/tên có dấu cách.png", PIXEL)
    newspaper.write("content/2019/x/y/một [mình].pdf", b"%PDF-1.4")
    newspaper.build(search=True)
    return newspaper


TOOLS = {"aws": amazon, "rclone": local("rclone"), "rsync": local("rsync"), "git": branch}


@pytest.fixture(params=TOOLS)
def place(
    request: pytest.FixtureRequest,
    site: TemporaryArchive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Place:
    return TOOLS[request.param](site, tmp_path, monkeypatch)


def deploy(site: TemporaryArchive, place: Place, *options: str) -> int:
    return main(["deploy", "-s", str(site.root), place.tool, place.destination, *options])


def edit(site: TemporaryArchive) -> None:
    site.article("2021/cho.md", "Chợ phiên", "Đã sửa.", date="2021-03-02", section="Kinh tế")
    site.article("2022/moi.md", "Mới", date="2022-01-01")
    (site.root / "content/khac/xua.md").unlink()
    shutil.rmtree(site.root / "content/2019/x")
    site.build(search=True)


def test_what_is_deployed_is_the_site(site: TemporaryArchive, place: Place) -> None:
    assert deploy(site, place) == 0
    assert place.found() == published(site.output)
    assert ".well-known/security.txt" in place.found()


def test_a_second_deploy_brings_what_changed_and_takes_what_is_gone(
    site: TemporaryArchive, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deploy(site, place) == 0
    before = published(site.output)
    edit(site)
    capsys.readouterr()
    assert deploy(site, place) == 0
    after = published(site.output)
    assert place.found() == after
    added, removed = after.keys() - before.keys(), before.keys() - after.keys()
    changed = {path for path in before.keys() & after.keys() if before[path] != after[path]}
    assert capsys.readouterr().out == difference(before, after, place)
    told = json.loads((site.output / ".backissue/deploy/changes.json").read_bytes())
    assert {upload["path"] for upload in told["added"]} == added
    assert {upload["path"] for upload in told["changed"]} == changed
    assert set(told["removed"]) == removed
    [upload] = [each for each in told["changed"] if each["path"] == "2021/cho/index.html"]
    assert upload.keys() == {"path", "sha256", "size", "content_type", "cache_control"}


def test_where_nothing_has_changed_no_tool_is_run(
    site: TemporaryArchive, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deploy(site, place) == 0
    capsys.readouterr()
    assert deploy(site, place, "--dry-run") == 0
    assert capsys.readouterr().out == "\n"
    assert deploy(site, place, "--all", "--dry-run") == 0
    assert capsys.readouterr().out.count(place.tool) >= 1


def test_another_machine_uploads_no_more_than_what_differs_and_deletes_what_is_gone(
    site: TemporaryArchive, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deploy(site, place) == 0
    before = published(site.output)
    edit(site)
    shutil.rmtree(site.output)
    shutil.rmtree(site.root / ".backissue")
    site.build(search=True)
    capsys.readouterr()
    assert deploy(site, place) == 0
    assert capsys.readouterr().out == difference(before, published(site.output), place)
    assert place.found() == published(site.output)


def difference(before: dict[str, bytes], after: dict[str, bytes], place: Place) -> str:
    """Return what a deploy says that brings one site after another."""
    added, removed = after.keys() - before.keys(), before.keys() - after.keys()
    changed = {path for path in before.keys() & after.keys() if before[path] != after[path]}
    return (
        f"{len(added)} added, {len(changed)} changed, {len(removed)} removed "
        f"→ {place.destination}\n"
    )


def test_what_others_put_there_stays(
    site: TemporaryArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = local("rsync")(site, tmp_path, monkeypatch)
    Path(place.destination).mkdir()
    (Path(place.destination) / "cũ.html").write_text("của người khác", encoding="utf-8")
    assert deploy(site, place) == 0
    edit(site)
    assert deploy(site, place) == 0
    assert place.found().keys() == published(site.output).keys() | {"cũ.html"}


def test_a_dry_run_prints_the_very_commands(
    site: TemporaryArchive, place: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    assert deploy(site, place) == 0
    before = place.found()
    edit(site)
    capfd.readouterr()
    assert deploy(site, place, "--dry-run") == 0
    script = capfd.readouterr().out
    assert place.found() == before, "nothing was done"
    subprocess.run(["sh", "-eu", "-c", script], check=True)  # noqa: S607
    assert place.found() == published(site.output)
    assert deploy(site, place) == 0, "what was done by hand can be done again"
    assert place.found() == published(site.output)


def test_the_archives_own_repository_stays_as_it_is(
    site: TemporaryArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = branch(site, tmp_path, monkeypatch)
    site.write("content/2021/moi.md", "---\ntitle: Mới\n---\n")

    def own() -> tuple[str, str]:
        return git(site.root, "status", "--porcelain"), git(site.root, "branch", "--list", "-v")

    before = own()
    assert deploy(site, place) == 0
    assert own() == before
    edit(site)
    assert deploy(site, place) == 0
    assert git(tmp_path / "remote.git", "rev-list", "--count", "gh-pages") == "2"


def test_each_file_is_uploaded_once_with_its_headers_and_pages_last(
    site: TemporaryArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = amazon(site, tmp_path, monkeypatch)
    assert deploy(site, place) == 0
    log = (tmp_path / "programs/log").read_text(encoding="utf-8").splitlines()
    uploads = [each for each in map(json.loads, log) if each[:3] == ["s3", "cp", "--recursive"]]
    headers = [(each[5], each[7]) for each in uploads]
    assert len(set(headers)) == len(headers)
    kept = [cache_control for _, cache_control in headers]
    assert kept == sorted(kept, key=lambda each: each == ASK)
    assert ("text/css; charset=utf-8", FOREVER) in headers
    (tmp_path / "programs/log").unlink()
    edit(site)
    assert deploy(site, place) == 0
    log = (tmp_path / "programs/log").read_text(encoding="utf-8").splitlines()
    done = [json.loads(line)[:3] for line in log]
    assert done[-2][0] == "s3api", "what is gone is deleted when all that is new is there"
    assert done[-1] == ["s3", "cp", "--only-show-errors"], "the list comes last"


def test_a_deploy_that_failed_is_done_again(
    site: TemporaryArchive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = amazon(site, tmp_path, monkeypatch)
    (tmp_path / "programs/broken").touch()
    assert deploy(site, place) == 1
    assert "aws: failed; see above" in capsys.readouterr().err
    (tmp_path / "programs/broken").unlink()
    assert deploy(site, place) == 0
    assert place.found() == published(site.output)


def test_what_cannot_be_deployed_is_told(
    site: TemporaryArchive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = amazon(site, tmp_path, monkeypatch)
    assert main(["deploy", "-s", str(site.root), "git", "origin"]) == 2
    assert "needs a remote and a branch" in capsys.readouterr().err
    assert deploy(site, place, "-o", str(tmp_path / "nowhere")) == 1
    assert "is not built yet" in capsys.readouterr().err
    monkeypatch.setenv("PATH", "")
    assert deploy(site, place) == 1
    assert "aws: is not installed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "content_type", "cache_control"),
    [
        ("index.html", "text/html; charset=utf-8", ASK),
        ("feed.xml", "application/atom+xml; charset=utf-8", ASK),
        ("chuyen-muc/van-hoa/feed.xml", "application/atom+xml; charset=utf-8", ASK),
        ("sitemap.xml", "application/xml", ASK),
        ("assets/style.318fd6e9ba.css", "text/css; charset=utf-8", FOREVER),
        ("assets/style.css", "text/css; charset=utf-8", ASK),
        ("pagefind/2019/fragment/335df7d535.pf_fragment", "application/octet-stream", FOREVER),
        ("pagefind/2019/cards.ef01ccbc46.pf_cards", "application/octet-stream", FOREVER),
        ("pagefind/pagefind.js", "text/javascript; charset=utf-8", ASK),
        ("pagefind/volumes.json", "application/json", ASK),
        ("pagefind/wasm.search.pagefind", "application/octet-stream", ASK),
        ("2019/05/lo.png", "image/png", HOUR),
        ("2019/05/0123456789.png", "image/png", HOUR),
        (".well-known/security.txt", "text/plain; charset=utf-8", ASK),
        ("_redirects", "application/octet-stream", ASK),
    ],
)
def test_every_file_has_its_headers(path: str, content_type: str, cache_control: str) -> None:
    assert headers_of(path) == (content_type, cache_control)


def test_only_names_that_carry_a_digest_are_kept_for_ever(site: TemporaryArchive) -> None:
    first = published(site.output)
    edit(site)
    site.write("templates/assets/style.css", "body { color: black }")
    site.build(search=True)
    second = published(site.output)
    for path in first.keys() & second.keys():
        if headers_of(path)[1] == FOREVER:
            assert first[path] == second[path], path
