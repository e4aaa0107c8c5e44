"""Counting on a cluster: a real scheduler and real workers, one of which is killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from aiplans_cli.analyses.counting.cluster import TASK_BYTES, TASK_FILES, Merged, add_merged
from aiplans_cli.analyses.counting.pieces import Piece
from aiplans_cli.analyses.counting.work import tasks_of
from aiplans_cli.cli.app import run
from aiplans_cli.counting.cluster import steps_of, sum_on_cluster
from aiplans_cli.errors import AiplansError, SourceError
from aiplans_cli.sources.corpus.content import read_text
from aiplans_cli.sources.corpus.texts import corpus_of, named_texts

pytest.importorskip("distributed")
ROOT = Path(__file__).resolve().parents[1]
SENTENCE = "Governance of artificial intelligence is law number {}. Data centers need power.\n"


class Cluster:
    """A scheduler and workers, each a process of its own, talking over TCP."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"
        )
        _until(lambda: _answers(port))
        self.workers = [self.worker(), self.worker()]

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=self._folder,
            env=_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        """Start another worker."""
        return self._start(
            *("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"),
            *("--host", "127.0.0.1", "--local-directory", str(self._folder)),
        )

    def end(self) -> None:
        """End all of it."""
        for process in self._processes:
            process.kill()
            process.wait()


def _environment() -> dict[str, str]:
    """What lets a process import our package and this module."""
    return os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(holds: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    own = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        yield own
    finally:
        own.end()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Texts of two years, a broken one and a large one among them."""
    root = tmp_path / "texts"
    for number in range(12):
        path = root / str(2024 + number % 2) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SENTENCE.format(number) * (number + 1), encoding="utf-8")
    (root / "2024" / "zh.txt").write_text("全球治理需要合作。\n", encoding="utf-8")  # governance
    (root / "2025" / "bad.txt").write_bytes(b"\0\1\2")
    (root / "2025" / "large.txt").write_text(SENTENCE.format(0) * 200_000, encoding="utf-8")
    return root


@pytest.mark.parametrize("options", [[], ["--by", "folder", "--totals"]], ids=" ".join)
def test_a_cluster_counts_as_one_machine_does(
    cluster: Cluster, folder: Path, tmp_path: Path, options: list[str]
) -> None:
    here, there = tmp_path / "here.parquet", tmp_path / "there.parquet"
    assert run(["count", str(folder), "-r", "-o", str(here), *options]) == 0
    arguments = ["count", str(folder), "-r", "-o", str(there), "--cluster", cluster.address]
    assert run([*arguments, *options]) == 0
    assert there.read_bytes() == here.read_bytes()


def test_workers_find_texts_by_relative_paths(
    cluster: Cluster, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (folder / "2025" / "0.txt").write_text(SENTENCE.format(0), encoding="utf-8")
    arguments = ["count", "texts/2024", "texts/2025", "-o"]  # both have a 0: ids are whole paths
    assert run([*arguments, "here.parquet"]) == 0
    assert run([*arguments, "there.parquet", "--cluster", cluster.address]) == 0
    assert Path("there.parquet").read_bytes() == Path("here.parquet").read_bytes()


def _slow(path: str) -> dict[str, int]:
    """Leaves a mark that it has run, then takes its time."""
    place = Path(path)
    with place.open("a", encoding="utf-8") as stream:
        stream.write(f"{os.getpid()}\n")
    time.sleep(0.15)
    return {place.name: 1}


def _together(parts: list[dict[str, int]]) -> dict[str, int]:
    names = {name for part in parts for name in part}
    return {name: sum(part.get(name, 0) for part in parts) for name in names}


def test_a_worker_that_is_killed_costs_nothing_but_time(cluster: Cluster, tmp_path: Path) -> None:
    tasks = [str(tmp_path / f"{number}.ran") for number in range(60)]
    cluster.worker()
    killed: list[int] = []

    def step() -> None:
        if not killed and len(list(tmp_path.glob("*.ran"))) > 15:
            victim = cluster.workers[0]
            killed.append(victim.pid)
            victim.kill()

    result = sum_on_cluster(cluster.address, _slow, _together, tasks, step)
    assert killed
    ran = {path: Path(path).read_text(encoding="utf-8").split() for path in tasks}
    assert str(killed[0]) in {pid for pids in ran.values() for pid in pids}
    assert any(len(pids) > 1 for pids in ran.values())  # what it held was made again
    assert result == {Path(path).name: 1 for path in tasks}


def test_counts_are_the_same_though_a_worker_is_killed(
    cluster: Cluster, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aiplans_cli.analyses.counting import cluster as module

    (folder / "2025" / "large.txt").unlink()
    monkeypatch.setattr(module, "TASK_BYTES", 100)  # a task for each text
    doomed = [cluster.worker()]
    time.sleep(3)

    def step(done: int, of: int) -> None:
        while doomed:
            doomed.pop().kill()

    monkeypatch.setattr("aiplans_cli.cli.progress.progress", lambda *_: nullcontext(step))
    here, there = tmp_path / "here.parquet", tmp_path / "there.parquet"
    arguments = ["count", str(folder), "-r", "--by", "folder", "-o"]
    assert run([*arguments, str(there), "--cluster", cluster.address]) == 0
    assert not doomed
    assert run([*arguments, str(here)]) == 0
    assert there.read_bytes() == here.read_bytes()


def _total(parts: list[int]) -> int:
    return sum(parts)


def _broken(_: object) -> int:
    raise ZeroDivisionError("no such number")


def test_what_fails_on_a_worker_is_told(cluster: Cluster) -> None:
    with pytest.raises(AiplansError, match="no such number"):
        sum_on_cluster(cluster.address, _broken, _total, [1, 2], lambda: None)


def test_nothing_to_count_is_told(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\0\1")
    with pytest.raises(AiplansError, match="is binary"):
        run(["count", str(tmp_path), "-o", str(tmp_path / "x.parquet"),
             "--cluster", cluster.address])  # fmt: skip


def test_a_scheduler_without_workers_is_told_in_time(tmp_path: Path) -> None:
    own = Cluster(tmp_path)
    try:
        for worker in own.workers:
            worker.kill()
            worker.wait()
        with pytest.raises(SourceError, match="no worker for 2 seconds"):
            sum_on_cluster(own.address, len, _total, ["a"], lambda: None, patience=2)
    finally:
        own.end()


_TELLING = """
import sys
from test_cluster import AiplansError, _slow, _together, sum_on_cluster

try:
    sum_on_cluster(sys.argv[1], _slow, _together, sys.argv[2:], lambda: None)
except AiplansError as error:
    print(error)
"""


def test_a_lost_scheduler_is_told_in_one_line(tmp_path: Path) -> None:
    own = Cluster(tmp_path)
    tasks = [str(tmp_path / f"{number}.ran") for number in range(500)]
    process = subprocess.Popen(  # Dask's own lines go round what pytest captures
        [sys.executable, "-c", _TELLING, own.address, *tasks],
        env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        _until(lambda: list(tmp_path.glob("*.ran")))
        own.scheduler.kill()
        told, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        own.end()
    assert told == (
        f"{own.address}: the scheduler was lost before all was counted; "
        "start it and its workers again, and repeat the command\n"
    )


_COUNTING = """
import os, signal, sys
from contextlib import nullcontext
from functools import partial
from aiplans_cli.__main__ import main
from aiplans_cli.analyses.counting import cluster as tasks
from aiplans_cli.cli import progress
from aiplans_cli.counting import cluster

address, source, output, *doomed = sys.argv[1:]
tasks.TASK_FILES = 1
cluster.sum_on_cluster = partial(cluster.sum_on_cluster, patience=3)

def shown(what, *_):
    def step(done, of):
        while doomed and what == "tasks and sums":
            os.kill(int(doomed.pop()), signal.SIGKILL)
    return nullcontext(step)

progress.progress = shown
sys.argv[1:] = ["count", source, "-o", output, "--cluster", address]
main()
"""


@pytest.mark.parametrize(
    ("lost", "fact"),
    [
        ("scheduler", "the scheduler was lost before all was counted; start it and its workers"),
        ("workers", "its scheduler has had no worker for 3 seconds; start some: 'dask worker"),
    ],
)
def test_a_cluster_lost_under_work_is_one_line_and_leaves_nothing(
    tmp_path: Path, lost: str, fact: str
) -> None:
    texts, output = tmp_path / "texts", tmp_path / "out" / "x.parquet"
    texts.mkdir()
    output.parent.mkdir()
    for number in range(300):
        (texts / f"{number}.txt").write_text(SENTENCE.format(number), encoding="utf-8")
    (tmp_path / "dask").mkdir()
    own = Cluster(tmp_path / "dask")
    doomed = [own.scheduler] if lost == "scheduler" else own.workers
    try:
        ran = subprocess.run(
            [sys.executable, "-c", _COUNTING, own.address, str(texts), str(output),
             *(str(one.pid) for one in doomed)],
            env=_environment(), capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    finally:
        own.end()
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"aiplans: {own.address}: {fact}")
    assert ran.stderr.count("\n") == 1
    assert list(output.parent.iterdir()) == []


def test_additions_are_steps_too(cluster: Cluster) -> None:
    steps: list[None] = []
    found = sum_on_cluster(cluster.address, len, _total, ["ab"] * 20, lambda: steps.append(None))
    assert found == 40
    assert steps_of(20) == 20 + 3 + 1
    _until(lambda: len(steps) == steps_of(20))


@pytest.mark.parametrize("listens", [True, False])
def test_a_scheduler_that_does_not_answer_is_told_in_time(listens: bool) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if listens:
            silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        start = time.monotonic()
        with pytest.raises(SourceError, match="no Dask scheduler answers"):
            sum_on_cluster(address, len, _total, ["a"], lambda: None, patience=1)
        assert time.monotonic() - start < 20


@pytest.mark.parametrize("address", ["", "nonsense", "foo:bar", "what://host:1"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(SourceError, match="no Dask scheduler answers"):
        sum_on_cluster(address, len, _total, ["a"], lambda: None, patience=1)


@pytest.mark.parametrize(("module", "needed"), [("distributed", "needs Dask"), ("fsspec", "need")])
def test_a_missing_extra_is_told_in_one_line(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, needed: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    source = str(folder) if module == "distributed" else "memory://x/*.txt"
    arguments = ["count", source, "-r", "-o", str(tmp_path / "x.parquet")]
    with pytest.raises(SourceError, match=needed) as caught:
        run([*arguments, "--cluster", "tcp://127.0.0.1:1"])
    assert "pip install 'aiplans[cluster]'" in str(caught.value)


def test_texts_may_be_in_a_store(tmp_path: Path) -> None:
    import fsspec

    system: Any = fsspec.filesystem("memory")
    for number in range(3):
        system.pipe(f"/laws/{2023 + number}/act.txt", SENTENCE.format(number).encode())
    corpus = corpus_of(["memory://laws/**/*.txt"])
    assert [text.name for text in corpus.texts] == ["2023/act", "2024/act", "2025/act"]
    assert read_text(corpus.texts[0]) == SENTENCE.format(0).encode()
    for source in ("memory://laws/**/*.txt", tmp_path.as_uri() + "/**/*.txt"):
        for number in range(3):
            path = tmp_path / str(2023 + number) / "act.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(SENTENCE.format(number), encoding="utf-8")
        output = tmp_path / "x.parquet"
        assert run(["count", source, "-o", str(output), "--by", "folder", "-j", "1"]) == 0
        assert output.stat().st_size > 1000


def test_small_texts_share_tasks_and_blocks_have_their_own() -> None:
    found = [(str(at), str(at), size, "") for at, size in enumerate([10, 20, 1 << 27, 30])]
    texts = named_texts(found)
    half = 1 << 26
    pieces = [Piece(0, texts[0]), Piece(1, texts[1]), Piece(2, texts[2], 0, half),
              Piece(2, texts[2], half, 2 * half), Piece(3, texts[3])]  # fmt: skip
    tasks = tasks_of(pieces, TASK_BYTES, TASK_FILES)
    assert [[own.number for own in task] for task in tasks] == [[0, 1], [2], [2], [3]]


def test_tasks_have_few_small_texts() -> None:
    """A hundred thousand texts of a kilobyte were two tasks, and a lost worker lost half of all."""
    texts = named_texts([(f"{at:06}", f"{at:06}", 1_000, "") for at in range(2_200)])
    pieces = (Piece(at, text) for at, text in enumerate(texts))
    tasks = list(tasks_of(pieces, TASK_BYTES, TASK_FILES))
    assert [len(task) for task in tasks] == [500, 500, 500, 500, 200]


def test_only_the_first_lines_are_kept() -> None:
    parts = [Merged(None, ((number, "x"),), 1, ((number, "y"),), 1) for number in range(30)]
    merged = add_merged([add_merged(parts[15:]), add_merged(parts[:15])])
    assert (merged.table, merged.problem_count, merged.note_count) == (None, 30, 30)
    assert [number for number, _ in merged.problems] == list(range(10))
