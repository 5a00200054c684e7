"""The wheel works away from the repository, and the same sources make the same packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import published

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, folder: Path) -> str:
    # Neither the repository nor this environment may help the installed package out.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
    found = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


def test_an_installed_wheel_begins_and_builds_a_styled_searchable_archive(tmp_path: Path) -> None:
    command: list[str | Path] = [
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        tmp_path,
        ROOT,
    ]
    run(sys.executable, "-m", "pip", *command, folder=tmp_path)
    [wheel] = tmp_path.glob("backissue-*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    locked: list[str | Path] = ["--require-hashes", "--requirement", ROOT / "locks/runtime.txt"]
    install: list[str | Path] = [programs / "python", "-m", "pip", "install", "--quiet"]
    run(*install, *locked, folder=tmp_path)
    run(*install, "--no-deps", wheel, folder=tmp_path)
    run(programs / "python", "-m", "pip", "check", folder=tmp_path)  # it asks for nothing else
    run(programs / "backissue", "init", "my-archive", folder=tmp_path)
    archive = tmp_path / "my-archive"
    run(programs / "backissue", "build", folder=archive)
    run(programs / "backissue", "check", folder=archive)
    site = published(archive / "public")
    home = site["index.html"].decode()
    [style] = [path for path in site if path.startswith("assets/style.")]
    assert f'href="/{style}"' in home
    assert len(site[style]) > 1000
    assert any(path.startswith("pagefind/") for path in site)


SOURCES = ("generator", "locks", "templates", "tests")
CLOCK = "1700000000"
"""The time of the commit, as ``make dist`` tells it."""


def sources() -> Iterator[Path]:
    """Yield the files that packages are made from, relative to the root."""
    yield from (path.relative_to(ROOT) for path in ROOT.iterdir() if path.is_file())
    for folder in SOURCES:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and not {"__pycache__", ".hypothesis"} & set(path.parts):
                yield path.relative_to(ROOT)


def packages(folder: Path, *, reverse: bool, mode: int, **environment: str) -> dict[str, bytes]:
    """Return the packages made from a copy of the sources, written in this order and with a mode.

    What time it is, is told: every copy is from another time.
    """
    for number, path in enumerate(sorted(sources(), reverse=reverse)):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target)
        target.chmod(mode | (0o100 if os.access(ROOT / path, os.X_OK) else 0))
        os.utime(target, (10**9 + number, 10**9 + (7 if reverse else 5) * number))
    made = folder.with_name(f"{folder.name}-made")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", str(made)],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": CLOCK, **environment},
        umask=0o777 & ~mode & ~0o300,
        check=True,
        capture_output=True,
    )
    return {path.name: path.read_bytes() for path in made.iterdir()}


def test_packages_are_the_same_wherever_they_are_made(tmp_path: Path) -> None:
    here = packages(
        tmp_path / "a", reverse=False, mode=0o644, TZ="UTC", PYTHONHASHSEED="1", LC_ALL="C.UTF-8"
    )
    there = packages(
        tmp_path / "another" / "folder",
        reverse=True,
        mode=0o600,
        TZ="Asia/Ho_Chi_Minh",
        PYTHONHASHSEED="2",
        LC_ALL="C",
    )
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert sorted(here) == [
        f"backissue-{version}-py3-none-any.whl",
        f"backissue-{version}.tar.gz",
    ]
    assert here == there


def test_the_packages_hold_what_they_should(tmp_path: Path) -> None:
    packages(tmp_path / "a", reverse=False, mode=0o644)
    [wheel], [archive] = (tmp_path / "a-made").glob("*.whl"), (tmp_path / "a-made").glob("*.gz")
    with zipfile.ZipFile(wheel) as file:
        packed = {name for name in file.namelist() if ".dist-info/" not in name}
    expected = {path.as_posix() for path in sources() if path.parts[0] == "generator"}
    expected |= {
        f"generator/{path.as_posix()}" for path in sources() if path.parts[0] == "templates"
    }
    assert packed == expected
    assert {"generator/py.typed", "generator/templates/base.html"} <= packed
    assert any(name.startswith("generator/starter/") for name in packed)

    # The sdist is enough to make the very same wheel.
    with tarfile.open(archive) as file:
        # The first patches of Python 3.11 do not know it, later versions want it named.
        known = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        file.extractall(tmp_path, **known)  # type: ignore[arg-type]  # noqa: S202 - ours
    [unpacked] = (path for path in tmp_path.iterdir() if path.name.startswith("backissue-"))
    again = tmp_path / "again"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "hatchling",
            "build",
            "--target",
            "wheel",
            "--directory",
            str(again),
        ],
        cwd=unpacked,
        env={**os.environ, "SOURCE_DATE_EPOCH": CLOCK},
        check=True,
        capture_output=True,
    )
    assert (again / wheel.name).read_bytes() == wheel.read_bytes()
