"""Who does the work of a command."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator

from generator.workers import Jobs, default_jobs

__all__ = ["workforce"]


@contextlib.contextmanager
def workforce(options: argparse.Namespace) -> Iterator[Jobs]:
    """Yield who is to do the work: processes of this machine, or also those of a cluster.

    Raises:
        UsageError: that is no address of a cluster, or Dask is not installed.
    """
    processes: int = getattr(options, "jobs", None) or default_jobs()
    if options.cluster is None:
        yield processes
        return
    from generator.cluster import cluster_at  # noqa: PLC0415 - most never need it

    with contextlib.closing(cluster_at(options.cluster, processes)) as cluster:
        yield cluster
