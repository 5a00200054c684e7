"""Changes to files, gathered until it is quiet: the only use of watchdog."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

__all__ = ["Watcher"]

QUIET = 0.05
"""Seconds without a further change before a build starts: editors save in several steps."""

_CHANGES = frozenset({"created", "modified", "moved", "deleted"})


class Watcher(FileSystemEventHandler):
    """Gathers changes until it is quiet, then rebuilds: one build at a time, in one thread."""

    def __init__(
        self, rebuild: Callable[[Collection[Path]], None], watched: Mapping[Path, bool]
    ) -> None:
        """Take what is to be told, and the folders: each with whether its subfolders count."""
        self._rebuild = rebuild
        self._files: set[Path] = set()
        self._watched = dict(watched)
        self._observer = Observer()
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take down a change (watchdog calls this)."""
        # Editors save into a hidden file and rename it: one visible name is enough.
        files = [Path(str(path)) for path in (event.src_path, event.dest_path) if path]
        if event.event_type in _CHANGES and not all(file.name.startswith(".") for file in files):
            self._files.update(files)
            self._changed.set()

    def start(self) -> None:
        """Begin to watch."""
        self._watch()
        self._observer.start()
        self._thread.start()

    def _watch(self) -> None:
        """Begin to watch the folders that have come into being."""
        for folder in [folder for folder in self._watched if folder.is_dir()]:
            recursive = self._watched.pop(folder)
            self._observer.schedule(self, str(folder), recursive=recursive)

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
            while not self._stopped.is_set() and self._changed.is_set():
                self._changed.clear()
                self._stopped.wait(QUIET)
            if self._stopped.is_set():
                return
            self._watch()
            files, self._files = self._files, set()
            self._rebuild(files)
