"""Workers of other machines make the same bytes, and may be lost at any time."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from distributed import Client

from generator import cluster as cluster_module
from generator.build import build
from generator.cli import main
from generator.cluster import Cluster, cluster_at, engine
from generator.errors import UsageError, WorkersError
from generator.importing import import_sources
from generator.rehearsal import survey
from generator.workers import Steps, map_batches
from tests.conftest import TemporaryArchive, published

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are killed by signals")

ROOT = Path(__file__).parent.parent
BATCH = 8
DASK = ("dask", "distributed", "tornado")


class Crew:
    """A scheduler and its workers, each a process of its own, that may be killed one by one."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._environment |= {f"DASK_DISTRIBUTED__{key}": each for key, each in settings.items()}
        self._processes: list[subprocess.Popen[bytes]] = []
        noted = folder / "scheduler.json"
        self._start("scheduler", "--host=127.0.0.1", "--port=0", f"--scheduler-file={noted}")
        while not noted.exists() or not noted.read_text("utf-8").endswith("}"):
            assert self._processes[0].poll() is None, "the scheduler has ended"
            time.sleep(0.05)
        self.address: str = json.loads(noted.read_text("utf-8"))["address"]
        self._asking = Client(self.address, set_as_default=False)

    def hire(self, number: int = 1, before: str = "") -> None:
        """Start workers that first do this; wait until they are there."""
        there = len(self._asking.nthreads())
        for _ in range(number):
            self._start("worker", self.address, "--no-nanny", "--nthreads=1", before=before)
        self._asking.wait_for_workers(there + number)

    def kill_a_busy_one(self) -> None:
        """Kill a worker that has something to do, or to hand over."""
        doing, holding = self._asking.processing(), self._asking.has_what()
        busy = {worker: [*doing[worker], *holding.get(worker, ())] for worker in doing}
        found = max(busy, key=lambda worker: len(busy[worker]))
        assert busy[found]
        pids = self._asking.run(os.getpid, workers=[found])
        os.kill(pids[found], signal.SIGKILL)
        while found in self._asking.nthreads():
            time.sleep(0.05)

    def close(self) -> None:
        self._asking.close()
        for process in self._processes:
            process.kill()
            process.wait()

    def _start(self, what: str, *arguments: str, before: str = "") -> None:
        program = f"{before}\nfrom distributed.cli.dask_{what} import main\nmain()"
        command = [sys.executable, "-c", program, "--no-dashboard", *arguments]
        quiet = subprocess.DEVNULL
        self._processes.append(
            subprocess.Popen(command, env=self._environment, stdout=quiet, stderr=quiet)
        )


@pytest.fixture(scope="module")
def crew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crew]:
    """Return a cluster of two workers."""
    found = Crew(tmp_path_factory.mktemp("crew"))
    found.hire(2)
    yield found
    found.close()


@pytest.fixture
def cluster(crew: Crew) -> Iterator[Cluster]:
    with contextlib.closing(of(crew)) as found:
        yield found


def of(crew: Crew, patience: float = 30.0) -> Cluster:
    return Cluster(address=crew.address, processes=1, batch=BATCH, patience=patience)


@pytest.fixture
def newspapers(tmp_path: Path) -> tuple[TemporaryArchive, TemporaryArchive]:
    """Return one archive twice: of many articles, some with pictures, all with lists."""
    pair = (TemporaryArchive(tmp_path / "here"), TemporaryArchive(tmp_path / "there"))
    for archive in pair:
        archive.write("archive.toml", 'title = "Báo"\nbase_url = "https://example.org/kho/"\n')
        for number in range(40):
            archive.article(
                f"{2000 + number % 7}/bai-{number}.md",
                f"Bài số {number}",
                f"Đoạn **{number}** với [một bài](bai-{number}.md).\n\n> Trích\n\n"
                * (number % 9 + 1),
                date=f"{2000 + number % 7}-03-{number % 28 + 1:02}",
                section="Kinh tế" if number % 3 else "Văn hóa",
                tags=f"[thẻ {number % 5}, chung]",
                authors=f"Tác giả {number % 4}",
            )
    return pair


def test_a_build_whose_workers_are_killed_makes_what_one_machine_makes(
    newspapers: tuple[TemporaryArchive, TemporaryArchive], crew: Crew, cluster: Cluster
) -> None:
    here, there = newspapers
    killed = []

    def kill_once(stage: str, _done: int, _total: int | None) -> None:
        if stage not in killed:  # its first results have come in
            killed.append(stage)
            crew.kill_a_busy_one()
            crew.hire()

    report = build(there.config, there.output, jobs=cluster, progress=kill_once)
    assert killed == ["parsing", "rendering"]
    assert report.rendered == report.planned
    here.build(search=True)
    assert published(there.output) == published(here.output)
    assert remembered(there) == remembered(here)
    again = there.build(search=True)
    assert (again.rendered, again.written, again.removed) == (0, 0, 0)


def remembered(archive: TemporaryArchive) -> dict[str, list[tuple[object, ...]]]:
    """Return what the build's memory holds, but for the times of files."""
    with contextlib.closing(sqlite3.connect(archive.root / ".backissue/cache.sqlite")) as memory:
        return {
            table: sorted(memory.execute(f"SELECT * FROM {table}"))  # noqa: S608 - our own names
            for table in ("articles", "bodies", "gatherings", "media")
        }


def test_an_import_whose_workers_are_killed_writes_what_one_machine_writes(
    tmp_path: Path, crew: Crew, cluster: Cluster
) -> None:
    sources = raw_articles(tmp_path / "raw")
    here, there = TemporaryArchive(tmp_path / "a"), TemporaryArchive(tmp_path / "b")
    killed = []

    def kill_once(stage: str, _done: int, _total: int | None) -> None:
        if stage not in killed:
            killed.append(stage)
            crew.kill_a_busy_one()
            crew.hire()

    found = []
    for archive, jobs in ((here, 1), (there, cluster)):
        archive.write("archive.toml", 'title = "Báo"\nbase_url = "https://example.org/"\n')
        entries: list[object] = []
        report = import_sources(
            [sources],
            archive.config,
            jobs=jobs,
            tell=entries.append,
            progress=kill_once if jobs is cluster else lambda _stage, _done, _total: None,
        )
        found.append((report, entries, files(archive.root)))
    assert killed == ["reading", "cleaning"]
    assert found[1] == found[0]
    assert found[0][0].actions["written"] > 4 * BATCH
    assert len(found[0][0].problems) == 2


def raw_articles(folder: Path) -> Path:
    """Write raw articles of several kinds, and two that cannot be imported."""
    folder.mkdir()
    for number in range(30):
        text = f"Tiêu đề của bài số {number}\n{number % 28 + 1}/3/2009\nTrang chủ\n" + "".join(
            f"Đoạn {part} của bài {number} kể chuyện làng quê bên sông.\n"
            for part in range(number % 12)
        )
        (folder / f"bai-{number:02}.txt").write_text(text, encoding="utf-8")
    page = "<html><head><title>Trang {0}</title></head><body><h1>Trang {0}</h1>{1}</body></html>"
    for number in range(8):
        said = "".join(f"<p>Câu {part} trên trang {number}.</p>" for part in range(9))
        name = f"trang-{number}"
        (folder / f"{name}.html").write_text(page.format(number, said), encoding="utf-8")
        noted = {"url": f"https://example.org/{name}"}
        (folder / f"{name}.meta.json").write_text(json.dumps(noted), encoding="utf-8")
    rows = "".join(
        f'Bảng {number},2010-01-{number + 1:02},"Chữ {number}."\n' for number in range(20)
    )
    (folder / "bang.csv").write_text(f"title,date,body\n{rows}", encoding="utf-8")
    (folder / "rong.txt").write_bytes(b"")
    (folder / "hong.html").write_text("<p>Hỏng</p>", encoding="utf-8")
    (folder / "hong.meta.json").write_text("[1]", encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_check_on_a_cluster_finds_what_one_on_this_machine_finds(
    newspapers: tuple[TemporaryArchive, TemporaryArchive], cluster: Cluster
) -> None:
    for archive in newspapers:
        archive.article("2001/bai-1.md", "Hỏng", "[Đi đâu?](khong-co.md)", date="2001-02-30")
        archive.article("2001/bai-8.md", "Hỏng", "![Chữ](bai-8.md)", status="không")
    here, there = newspapers
    found, expected = survey(there.config, jobs=cluster), survey(here.config, jobs=1)
    assert len(found.problems) > 2
    assert found.problems == expected.problems
    assert found.links.uses == expected.links.uses
    assert found.files == expected.files


def test_the_commands_take_a_cluster(
    newspapers: tuple[TemporaryArchive, TemporaryArchive],
    crew: Crew,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here, there = newspapers
    monkeypatch.setattr(cluster_module, "BATCH", BATCH)
    sources = str(raw_articles(tmp_path / "raw"))
    for archive, option in ((here, ()), (there, ("--cluster", crew.address))):
        for command in (["import", sources], ["build", "--no-search"], ["check"]):
            main([*command, "-s", str(archive.root), *option])
    assert published(there.output) == published(here.output)


def die_once(marker: Path, numbers: Iterable[int]) -> Iterator[int]:
    for number in numbers:
        if number == 2 * BATCH + 3 and not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        yield number * number


def as_they_are(numbers: Iterable[int]) -> Iterator[int]:
    yield from numbers


def work(marker: Path) -> Steps[int, int, int, Sequence[int]]:
    return Steps(load=as_they_are, make=partial(die_once, marker), keep=list)


def test_a_batch_in_which_a_worker_dies_is_done_again_by_another(
    crew: Crew, cluster: Cluster, tmp_path: Path
) -> None:
    results = list(map_batches(work(tmp_path / "died"), range(10 * BATCH), cluster))
    assert (tmp_path / "died").exists()
    assert [list(batch) for batch in results] == [
        [number * number for number in range(start, start + BATCH)]
        for start in range(0, 10 * BATCH, BATCH)
    ]
    crew.hire()


def test_one_batch_is_done_here(tmp_path: Path) -> None:
    nobody = Cluster(address="tcp://127.0.0.1:1", processes=1, batch=BATCH, patience=0.1)
    found = map_batches(work(tmp_path), range(BATCH), nobody)
    assert list(found) == [[number * number for number in range(BATCH)]]


def test_a_large_record_goes_alone(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "LARGEST", 10)
    steps = Steps(load=as_they_are, make=as_they_are, keep=list)
    large = [2**100, 2**101]
    assert list(map_batches(steps, [*large, *range(BATCH)], cluster))[:2] == [[n] for n in large]


@pytest.fixture
def published_before(
    newspapers: tuple[TemporaryArchive, TemporaryArchive],
) -> tuple[TemporaryArchive, dict[str, bytes]]:
    """Return an archive that was published, and in which everything is different now."""
    archive, _ = newspapers
    archive.build(search=True)
    before = published(archive.output)
    archive.write("archive.toml", 'title = "Báo mới"\nbase_url = "https://example.org/moi/"\n')
    return archive, before


def test_a_cluster_that_is_not_there_publishes_nothing(
    published_before: tuple[TemporaryArchive, dict[str, bytes]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive, before = published_before
    monkeypatch.setattr(cluster_module, "BATCH", BATCH)
    monkeypatch.setattr(cluster_module, "PATIENCE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
    assert main(["build", "-s", str(archive.root), "--cluster", address]) == 1
    told = capsys.readouterr().err
    assert f"{address}: the cluster cannot be reached" in told
    assert "dask scheduler" in told
    assert "Nothing was published." in told
    assert published(archive.output) == before


def test_a_cluster_that_loses_its_workers_publishes_nothing(
    published_before: tuple[TemporaryArchive, dict[str, bytes]], tmp_path: Path
) -> None:
    archive, before = published_before
    with (
        contextlib.closing(Crew(tmp_path, SCHEDULER__ALLOWED_FAILURES="0")) as crew,
        contextlib.closing(of(crew, patience=6)) as cluster,
    ):
        with pytest.raises(WorkersError, match="has no workers") as none:
            build(archive.config, archive.output, jobs=cluster)
        assert f"dask worker --nthreads 1 {crew.address}" in str(none.value)
        crew.hire(2)
        with pytest.raises(WorkersError, match="one batch killed every worker that tried it"):
            list(map_batches(work(tmp_path / "died"), range(10 * BATCH), cluster))

        def end_all(stage: str, _done: int, _total: int | None) -> None:
            if stage == "rendering":
                crew.close()

        with pytest.raises(WorkersError, match="the cluster was lost"):
            build(archive.config, archive.output, jobs=cluster, progress=end_all)
    assert published(archive.output) == before
    assert archive.build(search=True).rendered > 0


def test_an_import_that_loses_its_cluster_can_be_done_again(tmp_path: Path) -> None:
    sources = raw_articles(tmp_path / "raw")
    whole, broken = TemporaryArchive(tmp_path / "a"), TemporaryArchive(tmp_path / "b")
    for archive in (whole, broken):
        archive.write("archive.toml", 'title = "Báo"\nbase_url = "https://example.org/"\n')
    with (
        contextlib.closing(Crew(tmp_path)) as crew,
        contextlib.closing(of(crew, patience=6)) as cluster,
    ):
        crew.hire()

        def end_all(stage: str, done: int, _total: int | None) -> None:
            if stage == "cleaning" and done > BATCH:
                crew.close()

        with pytest.raises(WorkersError):
            import_sources([sources], broken.config, jobs=cluster, progress=end_all)
    import_sources([sources], broken.config)
    import_sources([sources], whole.config)
    assert files(broken.root) == files(whole.root)


ANOTHER = """\
from generator import cluster
other = {**cluster.engine(), "Python": "3.99.1", "lxml": "9.9"}
cluster.engine = lambda: other
"""


@pytest.mark.parametrize("came", ["before", "later"])
def test_a_worker_that_may_make_something_else_is_refused(
    tmp_path: Path, came: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with contextlib.closing(Crew(tmp_path)) as crew, contextlib.closing(of(crew)) as cluster:
        crew.hire(before=ANOTHER)
        if came == "later":
            monkeypatch.setattr(Client, "run", lambda *_arguments, **_options: {})
        with pytest.raises(WorkersError) as found:
            list(map_batches(work(tmp_path), range(10 * BATCH), cluster))
    here = engine()
    told = str(found.value)
    assert "the worker tcp://127.0.0.1:" in told
    assert "has Python 3.99.1, lxml 9.9; " in told
    assert f"this machine has Python {here['Python']}, lxml {here['lxml']}" in told
    assert "Install the same Backissue" in told


@pytest.mark.parametrize("address", ["here", "tcp://", "http://10.0.0.1:8786", "tcp://10.0.0.1"])
def test_an_address_is_one(address: str) -> None:
    with pytest.raises(UsageError, match="is not the address of a scheduler"):
        cluster_at(address, 1)


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.1:8786", "tls://dask.example.org:1", "tcp://[::1]:8"]
)
def test_addresses_are_those_of_dask(address: str) -> None:
    assert cluster_at(address, 1).address == address


def test_an_encrypted_cluster_needs_a_certificate() -> None:
    nobody = Cluster(address="tls://127.0.0.1:1", processes=1, batch=BATCH, patience=0.1)
    with pytest.raises(WorkersError, match="certificate") as found:
        list(map_batches(work(Path()), range(10 * BATCH), nobody))
    assert "distributed.comm.tls.client.cert" in str(found.value)


def test_without_dask_it_is_told_how_to_install_it(
    archive: TemporaryArchive, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    command = ["build", "-s", str(archive.root), "--cluster", "tcp://127.0.0.1:8786"]
    assert main(command) == 2
    assert 'pip install "backissue[cluster]"' in capsys.readouterr().err


ALL_HERE = f"""\
import sys
from generator.cli import main
for command in (["import", sys.argv[2]], ["build"], ["build"], ["check"]):
    assert main([*command, "-s", sys.argv[1]]) in (0, 1)
found = sorted(name for name in sys.modules if name.split(".")[0] in {DASK})
assert not found, found
assert "generator.cluster" not in sys.modules
"""


def test_without_a_cluster_nothing_of_dask_is_imported(
    newspapers: tuple[TemporaryArchive, TemporaryArchive], tmp_path: Path
) -> None:
    sources = raw_articles(tmp_path / "raw")
    command = [sys.executable, "-c", ALL_HERE, str(newspapers[0].root), str(sources)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
