"""The last line of defence: a mistake of ours is told so that it can be reported.

Nobody who builds an archive should have to read a traceback. It is written into a file, and what
is said is what happened, in what state that leaves the site, and where that file is.
"""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from collections.abc import Iterable
from pathlib import Path

from generator import __version__
from generator.config import FILE_NAME as SETTINGS
from generator.output_folder import STATE

__all__ = ["EXIT_CODE", "FILE_NAME", "print_fault"]

EXIT_CODE = 70
"""An internal error, as ``sysexits.h`` of BSD counts them."""

FILE_NAME = "fault.txt"
"""Where the details are, in the folder of the build's memory."""


def print_fault(error: BaseException, root: Path, outcome: str = "") -> str:
    """Print what went wrong with the program itself, and return it in one sentence.

    ``root`` is the archive's folder; ``outcome`` says in what state the site is now.
    """
    said = traceback.format_exception_only(error)[-1].strip()
    sentence = f"a mistake in Backissue itself: {said}"
    details = _details(error)
    for folder in _folders(root):
        try:
            file = folder / FILE_NAME
            file.write_text(details, encoding="utf-8", errors="backslashreplace")
        except OSError:
            continue
        remedy = f"Please report it with the details in {file}"
        break
    else:  # nothing can be written anywhere: here they are
        remedy = "Please report it with these details:\n" + _indented(details)
    outcome = " ".join(getattr(error, "__notes__", ())) or outcome
    print(f"backissue: {sentence}\n  {remedy}\n\n1 problem. {outcome}".rstrip(), file=sys.stderr)
    return sentence


def _details(error: BaseException) -> str:
    """Return all that is worth knowing, in the order in which one asks for it."""
    lines = (
        f"Backissue {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"backissue {' '.join(sys.argv[1:])}",
        "".join(traceback.format_exception(error)),
    )
    return "\n".join(lines)


def _folders(root: Path) -> Iterable[Path]:
    """Yield where the details may be written: beside the build's memory, or anywhere."""
    if (root / SETTINGS).is_file():
        yield root / STATE
    try:
        yield Path(tempfile.gettempdir())
    except OSError:  # there is none
        return


def _indented(text: str) -> str:
    return "\n".join(f"  | {line}" for line in text.splitlines())
