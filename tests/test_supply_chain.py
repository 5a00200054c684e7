"""What is installed is pinned by hash, what runs in CI by commit, and both are what they say."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
REMEDY = "write the locks anew: make lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS: Mapping[str, list[str]] = PROJECT["dependency-groups"]
NEEDED: Mapping[str, list[str]] = PROJECT["project"]["dependencies"]
ASKED = {
    "build": [*GROUPS["build"], *PROJECT["build-system"]["requires"]],
    "release": GROUPS["release"],
    "runtime": NEEDED,
    "test": [
        *NEEDED,
        *PROJECT["project"]["optional-dependencies"]["cluster"],
        *GROUPS["build"],
        *GROUPS["dev"],
    ],
}
"""What each lock is made from."""

PINNED = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\\n]+?))?"
    r"(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n"
    r"(?P<why>(?:    # .*\n)+)"
)
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
SYSTEMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}


@cache
def locked(name: str) -> list[re.Match[str]]:
    """Return the entries of a lock, which consists of nothing else."""
    text = (ROOT / f"locks/{name}.txt").read_text("utf-8")
    head, rest = re.match(r"((?:#.*\n)*)((?:.*\n)*)", text).groups()  # type: ignore[union-attr]
    found = list(PINNED.finditer(rest))
    assert "make lock" in head
    assert "".join(each[0] for each in found) == rest, "entries without a hash, or options"
    return found


def chosen(name: str, python: str, system: str) -> dict[str, Version]:
    """Return the versions that a lock has for a Python on a system."""
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "sys_platform": system,
        "platform_system": SYSTEMS[system],
        "os_name": "nt" if system == "win32" else "posix",
    }
    found: dict[str, Version] = {}
    for each in locked(name):
        if each["marker"] is None or Marker(each["marker"]).evaluate(environment):
            assert each["name"] not in found, f"two versions of {each['name']}"
            found[each["name"]] = Version(each["version"])
    return found


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", ASKED)
def test_a_lock_has_what_the_project_asks_for(name: str, python: str, system: str) -> None:
    found = chosen(name, python, system)
    environment = {"platform_system": SYSTEMS[system], "sys_platform": system, "extra": ""}
    for asked in map(Requirement, ASKED[name]):
        if asked.marker is None or asked.marker.evaluate(environment):
            version = found.get(canonicalize_name(asked.name))
            assert version in asked.specifier if version else False, f"{asked}: {REMEDY}"


@pytest.mark.parametrize("name", ASKED)
def test_a_lock_has_nothing_that_the_project_does_not_ask_for(name: str) -> None:
    asked = {canonicalize_name(Requirement(each).name) for each in ASKED[name]}
    there = {each["name"] for each in locked(name) if "backissue (pyproject.toml" in each["why"]}
    assert there == asked, REMEDY


@pytest.mark.parametrize("name", ["runtime", "build"])
def test_tests_run_with_the_versions_that_others_get(name: str) -> None:
    pins = {(each["name"], each["version"], each["hashes"]) for each in locked("test")}
    for each in locked(name):
        assert (each["name"], each["version"], each["hashes"]) in pins, REMEDY


def test_every_dependency_for_users_is_in_the_lock_of_tests() -> None:
    assert (ROOT / "pyproject.toml").read_text("utf-8").count(
        "[project.optional-dependencies]"
    ) == 1
    assert set(PROJECT["project"]["optional-dependencies"]) == {"cluster"}, "also in make lock"


def test_make_installs_nothing_but_what_is_locked() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    assert "LOCKED := --require-hashes --requirement locks" in text
    installs = [line for line in text.splitlines() if line.startswith("\t") and (
        "$(INSTALL)" in line or "pip install" in line
    )]  # fmt: skip
    assert len(installs) > 3
    for line in installs:
        assert "$(LOCKED)/" in line or line.endswith("$(INSTALL) --no-deps --editable ."), line
    assert "pip install" not in (ROOT / ".ci/run").read_text("utf-8")


def steps(workflow: Path) -> Iterator[Mapping[str, Any]]:
    for job in yaml.safe_load(workflow.read_text("utf-8"))["jobs"].values():
        yield job
        yield from job.get("steps", [])


def test_there_is_a_workflow_for_every_change_and_one_for_releases() -> None:
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "release.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_whose_version_is_told(path: Path) -> None:
    used = re.findall(r"uses: (.*)", path.read_text("utf-8"))
    assert used
    for each in used:
        assert re.fullmatch(
            r"\./\.github/workflows/ci\.yml|[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each
        ), each


def test_one_action_has_one_version() -> None:
    starter = ROOT / "generator/starter/common/dot-github/workflows/publish.yml"
    versions: dict[str, set[str]] = {}
    for path in (*WORKFLOWS, starter):
        for action, version in re.findall(r"uses: ([^@\s]+)@(.*)", path.read_text("utf-8")):
            versions.setdefault(action, set()).add(version)
    assert {action: found for action, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nobody_may_do_more_than_needed(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] in ({}, {"contents": "read"})
    rights = {
        name: job["permissions"]
        for name, job in workflow["jobs"].items()
        if "write" in job.get("permissions", {}).values()
    }
    assert (
        rights
        == {
            "ci.yml": {},
            "release.yml": {
                "build": {"contents": "read", "id-token": "write", "attestations": "write"},
                "pypi": {"id-token": "write"},
                "github": {"contents": "write"},
            },
        }[path.name]
    )
    assert "secrets." not in path.read_text("utf-8")
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"] == {"persist-credentials": False}
        # What a stranger can name (a branch, a title) is no program.
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        *((path, "vendor.github-workflows") for path in WORKFLOWS),
        (ROOT / ".github/dependabot.yml", "vendor.dependabot"),
    ],
    ids=lambda each: Path(each).name,
)
def test_they_are_what_their_schemas_ask_for(path: Path, schema: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_a_release_is_tested_attested_and_then_published() -> None:
    jobs = yaml.safe_load(WORKFLOWS[1].read_text("utf-8"))["jobs"]
    assert jobs["ci"]["uses"] == "./.github/workflows/ci.yml"
    assert [jobs[name]["needs"] for name in ("build", "pypi", "github")] == ["ci", "build", "pypi"]
    uses = [
        step.get("uses", step.get("run", "")).partition("@")[0] for step in jobs["build"]["steps"]
    ]
    assert uses.index("make dist") < uses.index("actions/attest-build-provenance")
    assert uses.index("actions/attest-build-provenance") < uses.index("actions/upload-artifact")


def test_ci_tests_every_python_that_is_supported_and_audits_the_locks() -> None:
    jobs = yaml.safe_load(WORKFLOWS[0].read_text("utf-8"))["jobs"]
    assert jobs["test"]["strategy"]["matrix"]["python"] == PYTHONS
    assert {"run": "make test"} in jobs["test"]["steps"]
    assert {"run": "make audit"} in jobs["audit"]["steps"]


@pytest.mark.parametrize(("version", "is_good"), [("0.1.0", True), ("0.2.0", False)])
def test_a_tag_that_does_not_name_the_version_releases_nothing(
    tmp_path: Path,
    version: str,
    is_good: bool,  # noqa: FBT001 - a case
) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/backissue-0.1.0.tar.gz").touch()
    [command] = [s["run"] for s in steps(WORKFLOWS[1]) if s.get("name", "").startswith("The tag")]
    done = subprocess.run(
        ["bash", "-c", command],  # noqa: S607 - whichever bash there is
        cwd=tmp_path,
        env={"GITHUB_REF_NAME": f"v{version}"},
        check=False,
    )
    assert (done.returncode == 0) == is_good


def test_the_list_of_components_is_valid_and_whole(tmp_path: Path) -> None:
    text = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", "")
    [command] = re.findall(r"-m (cyclonedx_py .*)", text)
    lists = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        words = command.replace("$(DIST)", str(tmp_path / name)).split()
        # It looks itself whether what it has made is what the schema asks for.
        subprocess.run(
            [sys.executable, "-W", "ignore", "-m", *words],
            cwd=ROOT,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"},
            check=True,
        )
        lists.append((tmp_path / name / "backissue.cdx.json").read_bytes())
    assert lists[0] == lists[1]
    listed = json.loads(lists[0])
    assert (listed["bomFormat"], listed["metadata"]["component"]["name"]) == (
        "CycloneDX",
        "backissue",
    )
    found = {(each["name"], each["version"]) for each in listed["components"]}
    assert found == {(each["name"], each["version"]) for each in locked("runtime")}
