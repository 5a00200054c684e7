"""A machine that runs the steps of a GitHub workflow, as far as a new archive's needs it.

Commands are run as they stand. Of the actions it does what their documentation says: a checkout is
a clone without history, a cache is restored with new times, hidden files are left out of an
artifact unless they are asked for.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Runner", "git"]


class StepFailedError(Exception):
    """A command of the workflow ended with an error."""


def git(folder: Path, *arguments: str) -> str:
    """Run git and return what it printed."""
    name = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    return subprocess.run(
        ["git", *name, *arguments],  # noqa: S607 - whichever git there is
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


@dataclass
class Runner:
    """What the host keeps between two runs; ``programs`` is the folder of Python's programs.

    ``clock`` is what time it is, in seconds since 1970; the machine's own where it is empty.
    """

    origin: Path
    folder: Path
    programs: Path
    caches: dict[str, Path] = field(default_factory=dict)
    artifacts: dict[str, Path] = field(default_factory=dict)
    deployed: Path | None = None
    clock: str = ""
    told: str = ""
    runs: int = 0

    def run(self, event: str = "push") -> bool:
        """Run the workflow for what is on ``main`` now, and return whether it went well."""
        self.runs += 1
        self.artifacts, self.told = {}, ""
        sha = git(self.origin, "rev-parse", "main")
        text = git(self.origin, "show", "main:.github/workflows/publish.yml")
        done: set[str] = set()
        for name, job in yaml.safe_load(text)["jobs"].items():
            needs = job.get("needs", [])
            needed = {needs} if isinstance(needs, str) else set(needs)
            if not _applies(job, event) or not needed <= done:
                continue
            try:
                self._job(name, job, event, sha)
            except StepFailedError:
                return False
            done.add(name)
        return True

    def _job(self, name: str, job: Mapping[str, Any], event: str, sha: str) -> None:
        work = self.folder / f"{self.runs}-{name}"
        work.mkdir(parents=True)
        kept: list[tuple[str, list[str]]] = []
        for step in job["steps"]:
            if not _applies(step, event):
                continue
            options = {
                key: value.replace("${{ github.sha }}", sha) if isinstance(value, str) else value
                for key, value in step.get("with", {}).items()
            }
            if "run" in step:
                self.command(step["run"], work)
            else:
                kept += self._action(step["uses"].partition("@")[0], options, work, sha)
        for key, paths in kept:
            archive = self.folder / f"{key}-{self.runs}.tar"
            _tar(work, "--create", "--file", str(archive), "--posix", *paths)
            self.caches[key] = archive

    def command(self, command: str, work: Path, **variables: str) -> None:
        """Run a command of a workflow in this folder.

        Raises:
            StepFailedError: it ended with an error.
        """
        # Nothing of the environment of these tests may help.
        found = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        found |= {"PATH": path, "CI": "true", "SOURCE_DATE_EPOCH": self.clock}
        found |= variables or {"GITHUB_REF_NAME": "main", "GITHUB_ACTIONS": "true"}
        bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command]
        done = subprocess.run(
            bash, cwd=work, env=found, check=False, capture_output=True, text=True
        )
        self.told += done.stdout + done.stderr
        if done.returncode:
            raise StepFailedError(command)

    def _action(
        self, action: str, options: Mapping[str, Any], work: Path, sha: str
    ) -> list[tuple[str, list[str]]]:
        """Do what an action does; return the key and the paths of a cache to be kept."""
        match action:
            case "actions/checkout":
                git(work, "clone", "--quiet", "--depth=1", f"file://{self.origin}", ".")
                git(work, "checkout", "--quiet", "-B", "main", sha)
            case "actions/setup-python":
                pass
            case "actions/cache":
                return self._cache(options, work)
            case "actions/upload-artifact" | "actions/upload-pages-artifact":
                name = options.get("name", "github-pages")
                hidden = options.get("include-hidden-files", False)
                self.artifacts[name] = self._kept(work / options["path"], hidden=hidden)
            case "actions/download-artifact":
                shutil.copytree(self.artifacts[options["name"]], work, dirs_exist_ok=True)
            case "actions/deploy-pages":
                self.deployed = self.artifacts["github-pages"]
            case _:
                raise AssertionError(action)
        return []

    def _cache(self, options: Mapping[str, Any], work: Path) -> list[tuple[str, list[str]]]:
        key, prefix = options["key"], options["restore-keys"].strip()
        exact = self.caches.get(key)
        fitting = [path for name, path in self.caches.items() if name.startswith(prefix)]
        if exact or fitting:
            _tar(work, "--extract", "--touch", "--file", str(exact or fitting[-1]))
        return [] if exact else [(key, options["path"].split())]

    def _kept(self, path: Path, *, hidden: bool) -> Path:
        assert path.exists(), path
        kept = self.folder / f"{self.runs}-artifact-{len(self.artifacts)}"
        if path.is_file():
            kept.mkdir()
            shutil.copy(path, kept)
        else:
            ignored = shutil.ignore_patterns(*((".git", ".github") if hidden else (".*",)))
            shutil.copytree(path, kept, ignore=ignored)
        return kept


def _applies(part: Mapping[str, Any], event: str) -> bool:
    condition = part.get("if")
    if condition is None:
        return True
    found = re.fullmatch(r"github\.event_name (==|!=) 'pull_request'", condition)
    assert found is not None, condition
    return (event == "pull_request") == (found[1] == "==")


def _tar(folder: Path, *arguments: str) -> None:
    subprocess.run(["tar", *arguments], cwd=folder, check=True)  # noqa: S607 - whichever tar
