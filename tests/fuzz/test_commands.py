"""Whatever is typed, the command ends in an exit code of its own, and in words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.cli import main
from tests.conftest import TemporaryArchive

INPUTS = int(os.environ.get("BACKISSUE_FUZZ", "60"))

COMMANDS = "import build new check list permalinks deploy tags schema init".split()
"""All but ``serve``, which goes on until it is stopped."""

OPTIONS = (
    "-s", "--site", "-o", "--output", "--json", "--list", "--strict", "--all", "--ignore",
    "--clock", "--date", "--dry-run", "--report", "--jobs", "--no-search", "--profile",
    "--permalinks", "--target", "--language", "--help", "--version", "--", "-", "-x", "--=",
    "--jobs=0",
)  # fmt: skip
VALUES = (
    ".", "..", "raw", "content", "archive.toml", "nowhere/x", "", " ", "0", "-1", "1", "vi",
    "netlify", "2021-12-02", "2021-13-45", "9999-12-31T23:59-12:00", "0001-01-01T00:00+14:00",
    "undated", "drafts", "merge", "gốm", "lúa", "rsync", "host:/srv", "Chợ nổi", "🙂", "\udcff",
    "\n", "a\tb", "/dev/null", "x" * 300, "--no-search", "{}", "%s", "$HOME", "../../etc",
)  # fmt: skip
# No NUL: the system ends arguments with it.
TEXTS = st.text(st.characters(exclude_characters="\0/", exclude_categories=["Cs"]), max_size=8)
ARGUMENTS = st.lists(st.sampled_from(OPTIONS) | st.sampled_from(VALUES) | TEXTS, max_size=6)


@settings(
    max_examples=INPUTS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(command=st.sampled_from(COMMANDS) | TEXTS, arguments=ARGUMENTS)
def test_any_arguments_are_answered(
    newspaper: TemporaryArchive,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    arguments: list[str],
) -> None:
    monkeypatch.chdir(newspaper.root)
    (newspaper.root / "raw").mkdir(exist_ok=True)
    if command == "serve":
        return
    if command == "build":
        arguments = ["--no-search", *arguments]
    try:
        code: object = main([command, *arguments])
    except SystemExit as ending:
        code = ending.code
    told = capsys.readouterr()
    assert code in {0, 1, 2}, told.err
    assert code == 0 or told.err.strip() or told.out.strip()
    assert "Traceback" not in told.err
    assert Path.cwd() == newspaper.root
