"""The editor for browsers: one setting, one pinned script, the keys of the front matter."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import tarfile
from pathlib import Path

import pytest
import yaml

from generator.admin import INTEGRITY, SCRIPT, VERSION
from generator.cli import main
from generator.errors import UserError
from generator.keys import KEYS
from generator.vocabulary import KEYS as TERM_KEYS
from tests.conftest import SETTINGS, TemporaryArchive, published

ADMIN = 'admin = "github:bao-van-son/kho@xuat-ban"\n'


@pytest.fixture
def edited(newspaper: TemporaryArchive) -> TemporaryArchive:
    """Return the newspaper with an editor on its site."""
    newspaper.write("archive.toml", SETTINGS + ADMIN)
    newspaper.build()
    return newspaper


def test_without_the_setting_there_is_no_editor(newspaper: TemporaryArchive) -> None:
    newspaper.build()
    assert not [path for path in published(newspaper.output) if path.startswith("admin")]


def test_the_page_runs_one_script_of_one_version_and_nothing_else(
    edited: TemporaryArchive,
) -> None:
    page = edited.page("admin/index.html")
    assert f"@{VERSION}/" in SCRIPT
    assert re.fullmatch(r"sha384-[A-Za-z0-9+/]{64}", INTEGRITY)
    assert re.findall(r"<script[^>]*>", page) == [
        f'<script src="{SCRIPT}" integrity="{INTEGRITY}" crossorigin="anonymous">'
    ]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    directives = dict(part.strip().split(" ", 1) for part in policy[1].split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == f"'{INTEGRITY}' {SCRIPT}"
    assert "https://api.github.com" in directives["connect-src"]
    assert "gitlab" not in directives["connect-src"]
    assert '<meta name="robots" content="noindex">' in page
    assert 'href="/archive/admin/config.yml"' in page


def test_readers_are_not_led_there(edited: TemporaryArchive) -> None:
    pages = {
        path: data
        for path, data in published(edited.output).items()
        if not path.startswith("admin/")
    }
    assert not [path for path, data in pages.items() if b"/admin/" in data]
    assert main(["check", "-s", str(edited.root), "--strict", "--ignore", "undated",
                 "--ignore", "missing-picture"]) == 0  # fmt: skip


def test_the_forms_have_the_keys_of_the_front_matter(edited: TemporaryArchive) -> None:
    text = edited.page("admin/config.yml")
    config = json.loads(text)
    assert yaml.safe_load(text) == config
    assert config["backend"] == {
        "name": "github",
        "repo": "bao-van-son/kho",
        "branch": "xuat-ban",
        "auth_methods": ["token"],
    }
    articles, vocabulary = config["collections"]
    fields = {field["name"]: field for field in articles["fields"]}
    assert fields.keys() == KEYS.keys() | {"body"}
    assert articles["folder"] == "content"
    assert fields["title"]["required"]
    assert not any(field["required"] for name, field in fields.items() if name != "title")
    assert fields["section"]["options"] == ["Kinh tế", "Văn hóa"]
    assert fields["status"]["options"] == list(KEYS["status"].choices)
    assert [part["name"] for part in fields["source"]["fields"]] == list(KEYS["source"].parts)
    assert fields["date"]["label"] == "Ngày đăng"
    [tags] = vocabulary["files"]
    assert tags["file"] == "content/tags.yaml"
    [terms] = tags["fields"]
    assert terms["root"]
    assert [term["name"] for term in terms["fields"]] == list(TERM_KEYS)


@pytest.mark.parametrize(
    "admin",
    ["bao/kho", "github:bao", "github:bao/kho/con", "svn:bao/kho", "github:bao/kho@a b",
     "https://github.com/bao/kho", "github:bao/<kho>"],
)  # fmt: skip
def test_what_is_no_repository_is_refused(archive: TemporaryArchive, admin: str) -> None:
    archive.write("archive.toml", f'{SETTINGS}admin = "{admin}"\n')
    with pytest.raises(UserError, match="is not a repository"):
        archive.build()


def test_repositories_of_gitlab_may_lie_in_groups(archive: TemporaryArchive) -> None:
    archive.write("archive.toml", f'{SETTINGS}admin = "gitlab:bao/phong/kho"\n')
    archive.build()
    assert json.loads(archive.page("admin/config.yml"))["backend"]["repo"] == "bao/phong/kho"
    assert "https://gitlab.com" in archive.page("admin/index.html")


@pytest.mark.npm
def test_the_digest_is_that_of_the_published_script(tmp_path: Path) -> None:
    command = ["npm", "pack", f"@sveltia/cms@{VERSION}"]
    subprocess.run(command, cwd=tmp_path, check=True)
    [package] = tmp_path.glob("*.tgz")
    with tarfile.open(package) as files:
        script = files.extractfile("package/dist/sveltia-cms.js")
        assert script is not None
        digest = hashlib.sha384(script.read()).digest()
    assert f"sha384-{base64.b64encode(digest).decode()}" == INTEGRITY
