"""A new archive is published by GitHub and GitLab from its first push on."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import venv
from email.message import Message
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from generator import __version__
from generator.cli import main
from generator.requirement import requirement
from generator.scaffold import WORKFLOWS, daily
from tests.conftest import TemporaryArchive, published
from tests.runner import Runner, git

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs of a Python that has nothing but pip."""
    folder = tmp_path_factory.mktemp("python")
    venv.create(folder, with_pip=True)
    return folder / "bin"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "-w", str(folder), str(ROOT)], check=True)
    [found] = folder.glob("*.whl")
    return found


@pytest.fixture
def archive(tmp_path: Path, wheel: Path) -> TemporaryArchive:
    """Return a new archive in a repository with an origin, as an editor has it."""
    folder = tmp_path / "my-archive"
    assert main(["init", str(folder)]) == 0
    (folder / "wheels").mkdir()
    (folder / "requirements.txt").write_text(f"./wheels/{wheel.name}\n", encoding="utf-8")
    shutil.copy(wheel, folder / "wheels")
    settings = (folder / "archive.toml").read_text(encoding="utf-8")
    address = ("http://127.0.0.1:8000/", "https://an.example.org/kho-bao/")
    (folder / "archive.toml").write_text(settings.replace(*address), encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "origin.git")
    git(folder, "remote", "add", "origin", str(tmp_path / "origin.git"))
    found = TemporaryArchive(folder)
    found.write("static/.well-known/security.txt", "Contact: mailto:a@example.org\n")
    for number in range(5):
        found.article(f"2021/{number}.md", f"Bài {number}", date=f"2021-03-0{number + 1}")
    return found


@pytest.fixture
def runner(tmp_path: Path, programs: Path) -> Runner:
    return Runner(origin=tmp_path / "origin.git", folder=tmp_path / "runner", programs=programs)


def push(archive: TemporaryArchive) -> None:
    git(archive.root, "add", ".")
    git(archive.root, "commit", "--quiet", "--message", "Edit")
    git(archive.root, "pull", "--quiet", "--rebase", "origin", "main") if git(
        archive.root, "ls-remote", "origin", "main"
    ) else None
    git(archive.root, "push", "--quiet", "origin", "main")


def built(told: str) -> str:
    """Return what a build said: articles, files, what was written, removed, left alone."""
    [found] = re.findall(r"^(\d+ articles, .*), in ", told, re.MULTILINE)
    return str(found)


@pytest.mark.skipif(sys.platform == "win32", reason="a workflow for Linux")
def test_the_github_workflow_publishes_rebuilds_what_changed_and_refuses_to_lose_an_address(
    archive: TemporaryArchive, runner: Runner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build = ["build", "-s", str(archive.root), "-o", str(tmp_path / "public")]
    push(archive)
    assert runner.run(), runner.told
    assert main(build) == 0
    assert runner.deployed is not None
    first = published(runner.deployed)
    assert first == published(tmp_path / "public")
    assert ".well-known/security.txt" in first, "hidden files survive the upload"
    assert not (runner.deployed / ".backissue").exists(), "the builder's notes are nobody's affair"
    assert "/2021/3/\tcontent/2021/3.md" in git(runner.origin, "show", "main:permalinks.txt")

    # An edit on a fresh machine makes the same few files as one on the editor's.
    archive.article("2021/3.md", "Bài 3", "Đã sửa.", date="2021-03-04")
    push(archive)
    assert runner.run(), runner.told
    capsys.readouterr()
    assert main(build) == 0
    assert built(runner.told) == built(capsys.readouterr().out)
    written = re.search(r"(\d+) written", built(runner.told))
    assert written is not None
    assert 0 < int(written[1]) < len(first) / 2
    assert published(runner.deployed) == published(tmp_path / "public")

    # Every night: nothing has changed, nothing is made, nothing is committed.
    before = git(runner.origin, "rev-parse", "main")
    assert runner.run("schedule"), runner.told
    assert ": 0 written, 0 removed" in built(runner.told)
    assert git(runner.origin, "rev-parse", "main") == before

    # An address that would vanish is not published away.
    deployed = runner.deployed
    (archive.root / "content/2021/4.md").rename(archive.root / "content/2021/bon.md")
    push(archive)
    assert not runner.run()
    assert "/2021/4/ was published, and would vanish; it was content/2021/4.md" in runner.told
    assert runner.deployed is deployed

    # A pull request that repairs it is looked at, and not published.
    archive.article("2021/bon.md", "Bài 4", date="2021-03-05", aliases="[/2021/4/]")
    push(archive)
    before = git(runner.origin, "rev-parse", "main")
    assert runner.run("pull_request"), runner.told
    assert set(runner.artifacts) == {"preview"}
    preview = published(runner.artifacts["preview"])
    assert {"2021/bon/index.html", "2021/4/index.html", ".well-known/security.txt"} <= set(preview)
    assert runner.deployed is deployed
    assert git(runner.origin, "rev-parse", "main") == before
    assert runner.run(), runner.told
    assert published(runner.deployed) == preview

    # What was embargoed is published one night, though nobody has pushed anything.
    archive.article("2021/sau.md", "Bài sau", publish="2030-02-01")
    push(archive)
    runner.clock = "1895702400"  # 2030-01-27
    assert runner.run(), runner.told
    assert "2021/sau/index.html" not in published(runner.deployed)
    runner.clock = "1896134400"  # 2030-02-01
    assert runner.run("schedule"), runner.told
    assert "2021/sau/index.html" in published(runner.deployed)
    assert "/2021/sau/" in git(runner.origin, "show", "main:permalinks.txt")


@pytest.mark.skipif(sys.platform == "win32", reason="a workflow for Linux")
def test_the_gitlab_workflow_publishes_and_writes_the_addresses_down(
    archive: TemporaryArchive, runner: Runner
) -> None:
    push(archive)
    text = (archive.root / WORKFLOWS[1]).read_text(encoding="utf-8")
    pipeline = yaml.load(text, GitLab)  # noqa: S506 - it knows one tag more than the safe loader
    common, pages = pipeline[".archive"], pipeline["pages"]
    reference, *own = pages["script"]
    assert reference == [".archive", "script"]
    remote = "https://backissue:secret@gitlab.example.org/an/archive.git"
    variables = {
        "CI_SERVER_HOST": "gitlab.example.org",
        "CI_PROJECT_PATH": "an/archive",
        "CI_COMMIT_BRANCH": "main",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{runner.origin}.insteadOf",
        "GIT_CONFIG_VALUE_0": remote,
    }
    git(runner.origin, "config", "receive.advertisePushOptions", "true")
    for token in ("", "secret"):
        work = runner.folder / f"gitlab{token}"
        git(archive.root, "clone", "--quiet", "--depth=20", f"file://{runner.origin}", str(work))
        for command in (*common["script"], *own):
            runner.command(command, work, PERMALINKS_TOKEN=token, **variables)
        assert ".well-known/security.txt" in published(work / "public")
        written = "permalinks.txt" in git(runner.origin, "ls-tree", "--name-only", "main")
        assert written == bool(token)
    assert common["artifacts"]["paths"] == ["public"]
    hidden = common["artifacts"]["exclude"]
    assert hidden == ["public/.backissue/*", "public/.backissue/**/*"], "the builder's notes"


class GitLab(yaml.SafeLoader):
    """YAML with GitLab's own ``!reference``."""


GitLab.add_constructor(
    "!reference",
    lambda loader, node: loader.construct_sequence(node),  # type: ignore[arg-type]
)


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        (WORKFLOWS[0], ["vendor.github-workflows"]),
        (WORKFLOWS[1], ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"]),
    ],
)
def test_the_workflows_are_what_their_schemas_ask_for(
    archive: TemporaryArchive, path: str, schema: list[str]
) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *schema]
    done = subprocess.run(
        [*command, str(archive.root / path)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_every_action_is_pinned_to_a_commit_whose_version_is_told(
    archive: TemporaryArchive,
) -> None:
    text = (archive.root / WORKFLOWS[0]).read_text(encoding="utf-8")
    used = re.findall(r"uses: (.*)", text)
    assert used
    assert [line for line in used if not re.fullmatch(
        r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line
    )] == []  # fmt: skip
    assert re.search(r"image: python:\d+\.\d+\.\d+-", (archive.root / WORKFLOWS[1]).read_text())


def test_both_workflows_run_the_same_commands(archive: TemporaryArchive) -> None:
    commands = [
        re.findall(r"(?:- |run: )(backissue \w+[^\n]*)", (archive.root / path).read_text("utf-8"))
        for path in WORKFLOWS
    ]
    targets = ("github-pages", "gitlab-pages")
    assert commands == [
        ["backissue build", f"backissue check --permalinks --target {t}", "backissue permalinks"]
        for t in targets
    ]


@pytest.mark.parametrize(
    ("zone", "pattern"),
    [
        ("Asia/Ho_Chi_Minh", "7 17 * * *"),
        ("UTC", "7 0 * * *"),
        ("Europe/London", "7 0 * * *"),
        ("Europe/Paris", "7 23 * * *"),
        ("America/St_Johns", "37 3 * * *"),
        ("Pacific/Auckland", "7 12 * * *"),
    ],
)
def test_the_daily_run_is_after_midnight_of_the_newspaper_all_year(zone: str, pattern: str) -> None:
    assert daily(ZoneInfo(zone)) == pattern


class Installed(Distribution):
    """Backissue as it was installed from somewhere."""

    def __init__(self, origin: object) -> None:
        self.origin = origin

    def read_text(self, filename: str) -> str | None:
        assert filename == "direct_url.json"
        return None if self.origin is None else json.dumps(self.origin)

    def locate_file(self, path: object) -> Path:
        raise NotImplementedError

    @property
    def metadata(self) -> Message:  # type: ignore[override]
        raise NotImplementedError


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (None, f"backissue=={__version__}"),
        (
            {
                "url": "https://git.example.org/backissue.git",
                "vcs_info": {"vcs": "git", "commit_id": "abc123"},
            },
            "backissue @ git+https://git.example.org/backissue.git@abc123",
        ),
        (
            {"url": "https://example.org/backissue.whl", "archive_info": {}},
            "backissue @ https://example.org/backissue.whl",
        ),
        (
            {"url": "file:///home/an/backissue", "dir_info": {"editable": True}},
            f"./wheels/backissue-{__version__}-py3-none-any.whl",
        ),
    ],
)
def test_a_new_archive_asks_for_the_very_backissue_that_made_it(origin: object, line: str) -> None:
    assert requirement(Installed(origin)) == line


def test_init_says_what_ci_needs_where_only_this_machine_has_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["init", str(tmp_path / "a")]) == 0
    assert "pip wheel --no-deps" in capsys.readouterr().out
    empty = PathDistribution(tmp_path)
    monkeypatch.setattr("generator.requirement.distribution", lambda _name: empty)
    assert main(["init", str(tmp_path / "b")]) == 0
    assert "pip wheel" not in capsys.readouterr().out
