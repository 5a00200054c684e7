"""The workers of a Dask cluster: other machines that read, clean and make pages.

Nothing is shared with them, neither a folder nor the build's memory. Batches of records go out as
bytes, and what was made of them comes back as bytes; this machine plans, remembers and publishes.
A batch whose worker is lost is done again by another. https://distributed.dask.org/

Pickles travel both ways, so a cluster must be trusted as this machine is (docs/cluster.md).
"""

from __future__ import annotations

import contextlib
import logging
import pickle
import platform
import re
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from generator import __version__
from generator.digest import engine_digest
from generator.errors import Location, Problem, UsageError, WorkersError
from generator.workers import AHEAD, Steps

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["Cluster", "cluster_at", "engine"]

BATCH = 500
"""Records that are handed over at once: a task of Dask costs about as much as one of them."""

LARGEST = 8_000_000
"""Bytes of a batch, if one record is not larger: so that memory stays small everywhere."""

PATIENCE = 30.0
"""Seconds after which a scheduler that does not answer, or has no worker, is given up."""

_ADDRESS = re.compile(r"(?:tcp|tls)://[^\s/]+:\d+")
_LIBRARIES = ("dateparser", "htmldate", "lxml", "rensa")
"""Libraries that change what is imported; those that change pages are in the engine's digest."""

Item = TypeVar("Item")
Loaded = TypeVar("Loaded")
Made = TypeVar("Made")
Result = TypeVar("Result")
T = TypeVar("T")


def cluster_at(address: str, processes: int) -> Cluster:
    """Return the cluster whose scheduler has this address; it is called when there is work for it.

    ``processes`` is how many of this machine may be used for what is not done elsewhere.

    Raises:
        UsageError: this is no address, or Dask is not installed.
    """
    if not _ADDRESS.fullmatch(address):
        message = f"“{address}” is not the address of a scheduler"
        raise UsageError(_problem("--cluster", message, "Write it so: tcp://192.168.0.7:8786"))
    if find_spec("distributed") is None:
        remedy = 'Install it: pip install "backissue[cluster]"'
        raise UsageError(_problem("--cluster", "Dask is not installed", remedy))
    return Cluster(address=address, processes=processes, batch=BATCH, patience=PATIENCE)


@dataclass(slots=True, kw_only=True)
class Cluster:
    """A Dask scheduler with its workers, for ``map_batches``; to be closed at the end.

    It gets up to ``batch`` records at a time, and ``patience`` seconds to answer or find a worker.
    """

    address: str
    processes: int
    batch: int
    patience: float
    _client: Client | None = field(default=None, init=False, repr=False)

    def close(self) -> None:
        """Take leave of the scheduler, if it was ever called."""
        if self._client is not None:
            with contextlib.suppress(OSError, CancelledError):
                self._client.close()
            self._client = None

    def map(
        self, steps: Steps[Item, Loaded, Made, Result], items: Iterable[Item]
    ) -> Iterator[Result]:
        """Yield the results of the steps on consecutive batches of the items, in their order.

        Raises:
            WorkersError: the cluster cannot be reached, has no workers (any more), or one that is
                not as this machine is.
        """
        with self._told("cannot be reached"):
            client = self._connected()
        running: deque[Future[bytes | _Other]] = deque()

        def result() -> Result:
            with self._told("was lost"):
                data = self._result(client, running.popleft())
            return steps.keep(iter(pickle.loads(data)))  # noqa: S301 - the cluster is trusted

        with self._told("was lost"):
            # Not a value that is kept somewhere, but a task: it, too, can be done again.
            make: Future[bytes] = client.submit(bytes, pickle.dumps(steps.make), pure=False)
        for parcel in _parcels(steps.load(items), self.batch):
            with self._told("was lost"):
                running.append(client.submit(_make, engine(), make, parcel, pure=False))
                ahead = AHEAD * self._hands(client)
            while len(running) >= ahead:
                yield result()
        while running:
            yield result()

    def _connected(self) -> Client:
        """Return the connection; when it is made, all workers must be as this machine is."""
        if self._client is None:
            # An optional library, and large.
            import dask  # noqa: PLC0415
            from distributed import Client, Security  # noqa: PLC0415

            for name in ("distributed", "distributed.client"):
                # What goes wrong is told once, in our words.
                logging.getLogger(name).setLevel(logging.CRITICAL)
            # What all batches need may be large, and is sent once to each worker.
            dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"})
            security = Security()  # as Dask is configured
            certified = security.get_connection_args("client").get("ssl_context") is not None
            if self.address.startswith("tls:") and not certified:
                message = "nobody has told Dask of this machine's certificate"
                remedy = "Name it in Dask's configuration: distributed.comm.tls.client.cert"
                raise WorkersError(_problem(self.address, message, remedy))
            self._client = Client(
                self.address, timeout=self.patience, set_as_default=False, security=security
            )
            self._hands(self._client)
            self._accept(("the scheduler", _answer(self._client.run_on_scheduler, _engine_there)))
            for worker, found in self._client.run(_engine_there, on_error="return").items():
                if not isinstance(found, OSError):  # else it is lost already
                    self._accept((f"the worker {worker}", found))
        return self._client

    def _hands(self, client: Client) -> int:
        """Return how many batches can be worked on at one time; wait if there is no worker."""
        hands: int = sum(client.nthreads().values())
        if not hands:
            try:
                client.wait_for_workers(1, self.patience)
            except TimeoutError:
                message = "the cluster has no workers"
                remedy = f"Start some: dask worker --nthreads 1 {self.address}"
                raise WorkersError(_problem(self.address, message, remedy)) from None
            hands = max(1, sum(client.nthreads().values()))
        return hands

    def _result(self, client: Client, future: Future[bytes | _Other]) -> bytes:
        while True:
            try:
                found = future.result(self.patience)
            except TimeoutError:
                self._hands(client)  # it takes its time, as long as there is anybody
            else:
                return found if isinstance(found, bytes) else self._accept(found)

    def _accept(self, other: _Other) -> bytes:
        """Refuse who would perhaps make something else of the same records."""
        name, found = other
        here = engine()
        if found == here:
            return b""
        if isinstance(found, Mapping):
            differing = [part for part in here if found.get(part) != here[part]]
            there = ", ".join(f"{part} {found.get(part, 'none')}" for part in differing)
            ours = ", ".join(f"{part} {here[part]}" for part in differing)
            message = f"{name} has {there}; this machine has {ours}"
        else:
            message = f"{name} has no Backissue that can be used: {found}"
        remedy = "Install the same Backissue, with the same libraries and Python, on all machines."
        raise WorkersError(_problem(self.address, message, remedy))

    @contextlib.contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Tell whatever Dask has to say as one problem with a remedy."""
        from distributed import KilledWorker  # noqa: PLC0415 - an optional library

        try:
            yield
        except KilledWorker:
            message = "one batch killed every worker that tried it, perhaps for want of memory"
            remedy = "Give each worker more memory, or fewer threads: dask worker --nthreads 1 …"
            raise WorkersError(_problem(self.address, message, remedy)) from None
        except ImportError as error:  # of one that has come later
            self._accept(("a worker", error))
        except (OSError, CancelledError) as error:
            message = f"the cluster {what}: {error}"
            remedy = "Is the scheduler running (dask scheduler), and may this machine speak to it?"
            raise WorkersError(_problem(self.address, message, remedy)) from None


_Other = tuple[str, object]
"""One of the cluster, and the engine that it has, or why it has none."""


@cache
def engine() -> Mapping[str, str]:
    """Return all that must be the same on two machines for them to make the same."""
    return {
        "Backissue": f"{__version__} ({engine_digest().hex()[:10]})",
        "Python": platform.python_version(),
        "system": sys.platform,
        **{name: version(name) for name in _LIBRARIES},
    }


def _engine_there() -> Mapping[str, str]:
    return engine()


def _answer(ask: Callable[[Callable[[], T]], T], question: Callable[[], T]) -> T | Exception:
    """Return the answer, or why there is none: Dask raises what goes wrong elsewhere as it is."""
    try:
        return ask(question)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever keeps it from answering
        return error


def _parcels(records: Iterable[object], most: int) -> Iterator[bytes]:
    """Yield the records in batches, as bytes."""
    parcel: list[bytes] = []
    size = 0
    for record in records:
        data = pickle.dumps(record)
        if parcel and (len(parcel) == most or size + len(data) > LARGEST):
            yield pickle.dumps(parcel)
            parcel, size = [], 0
        parcel.append(data)
        size += len(data)
    if parcel:
        yield pickle.dumps(parcel)


_TURN = threading.Lock()
"""Our libraries are not made for threads, and Python would not run two at a time anyway."""


def _make(asked: Mapping[str, str], make: bytes, parcel: bytes) -> bytes | _Other:
    """Return, on a worker, what is made of a batch; or who this is, if it is somebody else."""
    if engine() != asked:
        from distributed import get_worker  # noqa: PLC0415 - an optional library

        return f"the worker {get_worker().address}", engine()
    with _TURN:
        records = map(pickle.loads, pickle.loads(parcel))  # noqa: S301 - of whom it works for
        return pickle.dumps(list(_ready(make)(records)))


@lru_cache(maxsize=2)
def _ready(make: bytes) -> Callable[[Iterable[Any]], Iterator[object]]:
    """Return the step that was handed over: unpacked once in every worker."""
    found: Callable[[Iterable[Any]], Iterator[object]] = pickle.loads(make)  # noqa: S301
    return found


def _problem(file: str, message: str, remedy: str) -> Problem:
    return Problem(location=Location(file=file), message=message, remedy=remedy)
