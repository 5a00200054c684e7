"""The wheel works away from the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
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
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", tmp_path, ROOT,
        folder=tmp_path)  # fmt: skip
    [wheel] = tmp_path.glob("backissue-*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", wheel, folder=tmp_path)
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
