"""Changes to files, gathered until it is quiet: the only use of watchdog."""

from __future__ import annotations

import contextlib
import stat
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

__all__ = ["Watcher"]

QUIET = 0.05
"""Seconds without a further change before a build starts: editors save in several steps."""

PATIENCE = 1.0
"""Seconds after which a build starts though there is no quiet: something may never stop saving."""

_CHANGES = frozenset({"created", "modified", "moved", "deleted"})


@dataclass(slots=True)
class _Watched:
    """A folder: whether its subfolders count, and which one it was when it was last looked for.

    A folder that is replaced by another of its name is another one, by its number on the disk.
    """

    recursive: bool
    number: tuple[int, int] | None = None
    watch: ObservedWatch | None = None


class Watcher(FileSystemEventHandler):
    """Gathers changes until it is quiet, then rebuilds: one build at a time, in one thread."""

    def __init__(
        self, rebuild: Callable[[Collection[Path]], None], watched: Mapping[Path, bool]
    ) -> None:
        """Take what is to be told, and the folders: each with whether its subfolders count."""
        self._rebuild = rebuild
        self._files: set[Path] = set()
        self._lock = threading.Lock()
        self._watched = {folder: _Watched(recursive) for folder, recursive in watched.items()}
        self._observer = Observer()
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take down a change (watchdog calls this)."""
        # Editors save into a hidden file and rename it: one visible name is enough.
        files = [Path(str(path)) for path in (event.src_path, event.dest_path) if path]
        if event.event_type in _CHANGES and not all(file.name.startswith(".") for file in files):
            with self._lock:
                self._files.update(files)
            self._changed.set()

    def start(self) -> None:
        """Begin to watch."""
        self._watch()
        self._observer.start()
        self._thread.start()

    def _watch(self) -> None:
        """Watch the folders that have come into being, or in the place of others."""
        for folder, known in self._watched.items():
            number = _number(folder)
            if number == known.number:
                continue
            if known.watch is not None:
                with contextlib.suppress(KeyError):  # it has noticed that the folder is gone
                    self._observer.unschedule(known.watch)
            known.number = known.watch = None
            if number is not None:
                with contextlib.suppress(OSError):  # gone again, or not to be read: later
                    known.watch = self._observer.schedule(
                        self, str(folder), recursive=known.recursive
                    )
                    known.number = number

    def stop(self) -> None:
        """End, once a build that runs has ended."""
        self._stopped.set()
        self._changed.set()
        self._thread.join()
        self._observer.stop()
        self._observer.join()

    def _run(self) -> None:
        while True:
            self._changed.wait()
            until = time.monotonic() + PATIENCE
            while (
                not self._stopped.is_set() and self._changed.is_set() and time.monotonic() < until
            ):
                self._changed.clear()
                self._stopped.wait(QUIET)
            if self._stopped.is_set():
                return
            # What is saved from here on is another change: the build may have read it or not.
            self._changed.clear()
            self._watch()
            with self._lock:
                files, self._files = self._files, set()
            self._rebuild(files)


def _number(folder: Path) -> tuple[int, int] | None:
    """Return which folder this is, None where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None
