"""``python -m generator`` is the command ``backissue``."""

import signal
from typing import NoReturn

__all__ = ["run"]


def run() -> NoReturn:
    """Run the command; Ctrl-C while its modules are loaded ends it, and says nothing."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # nobody has it ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from generator.cli import run as run_command  # noqa: PLC0415 - see above

    run_command()


if __name__ == "__main__":
    run()
