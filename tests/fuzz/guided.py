"""Fuzzing that is guided by what the program does with each input, for as long as one likes.

It needs atheris (https://pypi.org/project/atheris/), which the suite does not:

    pip install atheris
    python -m tests.fuzz.guided TARGET --seconds 600 --folder FOLDER
    python -m tests.fuzz.guided all --seconds 3600 --folder FOLDER

The folder keeps the inputs that led somewhere new (``corpus/``, the next run goes on from there)
and what was found (``found/``: one file for each place in the program that failed). A finding
that is mended is moved to ``tests/fuzz/cases/TARGET/``, where the suite tries it for ever.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

__all__ = ["main"]

_SLOW = 2.0
"""Seconds after which an input of at most ``_LONGEST`` bytes is a finding itself."""

_LONGEST = 4096
_MEMORY = 2048


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz one target, or one after the other; return 1 if something was found."""
    parser = argparse.ArgumentParser(description="Fuzz one target, or all.")
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=600, help="for all targets together")
    parser.add_argument("--folder", type=Path, default=Path("fuzzing"))
    options = parser.parse_args(arguments)
    if options.target != "all":
        return _fuzz(options.target, options.seconds, options.folder)
    from tests.fuzz.seeds import SEEDS  # noqa: PLC0415 - atheris must come before what it watches

    found = 0
    for target in SEEDS:
        # libFuzzer ends its process; and no target is to suffer from what another has left.
        each = [target, "--seconds", str(options.seconds // len(SEEDS))]
        command = [sys.executable, "-m", "tests.fuzz.guided", *each, "--folder"]
        found |= subprocess.run([*command, str(options.folder)], check=False).returncode
    return int(found != 0)


def _fuzz(name: str, seconds: int, folder: Path) -> int:
    import atheris  # noqa: PLC0415 - not needed by the suite

    with atheris.instrument_imports(include=["generator", "markdown", "slugify", "warcio"]):
        from tests.fuzz.seeds import SEEDS, TOKENS  # noqa: PLC0415 - see above
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415 - see above
    corpus, found = folder / "corpus" / name, folder / "found" / name
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[name]):
        (corpus / f"seed-{number}").write_bytes(seed)
    words = folder / "tokens.txt"
    escaped = ["".join(f"\\x{byte:02x}" for byte in token.encode()) for token in TOKENS]
    words.write_text("".join(f'"{token}"\n' for token in escaped), encoding="ascii")
    target = TARGETS[name]

    def one(data: bytes) -> None:
        began = time.perf_counter()
        try:
            target(data)
        except Exception as error:  # noqa: BLE001 - that is the point
            _keep(found, data, error)
        if time.perf_counter() - began > _SLOW:
            _keep(found, data, TimeoutError(f"{time.perf_counter() - began:.1f} s"))

    options = [f"-max_total_time={seconds}", f"-max_len={_LONGEST}", f"-dict={words}"]
    options += ["-timeout=60", f"-rss_limit_mb={_MEMORY}", "-print_final_stats=1", "-verbosity=0"]
    print(f"== {name}", flush=True)  # noqa: T201 - a command
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={found}/", str(corpus)], one)
    atheris.Fuzz()
    return 0


def _keep(folder: Path, data: bytes, error: Exception) -> None:
    """Keep the shortest input that fails at this place of the program, and how it failed."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/generator/" in frame.filename] or frames[-1:]
    place = " ".join(f"{frame.filename}:{frame.name}:{frame.line}" for frame in own[-1:])
    key = hashlib.sha256(f"{type(error).__name__} {place}".encode()).hexdigest()[:12]
    kept = folder / key
    if kept.exists() and kept.stat().st_size <= len(data):
        return
    kept.write_bytes(data)
    told = "".join(traceback.format_exception(error))
    kept.with_suffix(".txt").write_text(told, encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
