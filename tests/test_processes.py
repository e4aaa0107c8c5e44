"""Processes that count beside the command: they end with it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROC = Path("/proc")
LINE = "Governance of artificial intelligence matters. We govern data centers, item {}.\n"

pytestmark = pytest.mark.skipif(not PROC.is_dir(), reason="processes are looked for in /proc")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two texts of 40 MB, either of which takes a while."""
    root = tmp_path_factory.mktemp("texts")
    text = "".join(map(LINE.format, range(500_000)))
    for number in range(2):
        (root / f"{number}.txt").write_text(text + LINE.format("x" * number), encoding="utf-8")
    return root


def _status(process: int) -> list[str]:
    """What the system tells of a process: state, parent and so on; nothing where it is gone."""
    try:
        told = (PROC / str(process) / "stat").read_text(encoding="utf-8")
    except OSError:
        return []
    status = told.rpartition(")")[2].split()
    return [] if status[0] == "Z" else status


def _children(parent: int) -> set[int]:
    numbers = [int(path.name) for path in PROC.glob("[0-9]*")]
    return {number for number in numbers if _status(number)[1:2] == [str(parent)]}


def _ticks(process: int) -> int:
    """Hundredths of a second that a process has worked."""
    return int(_status(process)[11])


def _are_gone(processes: set[int]) -> bool:
    for _ in range(200):
        if not any(map(_status, processes)):
            return True
        time.sleep(0.05)
    return False


class _Run:
    """A run of ``aiplans count`` whose two processes are at work."""

    def __init__(self, *arguments: str | Path) -> None:
        command = [sys.executable, "-m", "aiplans_cli", "count", *map(str, arguments), "-j", "2"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        self.workers: set[int] = set()
        for _ in range(3000):
            self.workers = _children(self.process.pid)
            if len(self.workers) == 2:
                break
            time.sleep(0.01)
        for _ in range(3000):
            if all(_ticks(number) > 2 for number in self.workers):  # they have begun
                break
            time.sleep(0.01)
        self.send_workers(signal.SIGSTOP)  # and cannot be done before the test begins

    def send_workers(self, what: signal.Signals) -> None:
        """Send both processes a signal."""
        for number in self.workers:
            os.kill(number, what)

    def end(self) -> str:
        """What it said at its end."""
        return self.process.communicate(timeout=30)[1]


WAYS = [["x.parquet"], ["x.tsv"], ["x.tsv", "--wordlist"]]


@pytest.fixture(params=WAYS, ids=" ".join)
def counting(request: pytest.FixtureRequest, texts: Path, tmp_path: Path) -> Iterator[_Run]:
    name, *more = request.param
    started = _Run(texts / "*.txt", *more, "-o", tmp_path / name)
    assert len(started.workers) == 2
    yield started
    for number in (started.process.pid, *started.workers):
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue


def test_a_second_ctrl_c_ends_it_as_the_first_does(counting: _Run, tmp_path: Path) -> None:
    for _ in range(2):
        os.killpg(counting.process.pid, signal.SIGINT)
        time.sleep(0.1)
    complaint = counting.end()
    assert counting.process.returncode in (130, -signal.SIGINT)  # the second came too late, or not
    assert "Traceback" not in complaint
    assert _are_gone(counting.workers)
    assert not [path.name for path in tmp_path.iterdir() if not path.name.endswith(".parts")]


@pytest.mark.parametrize("killed", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_command(counting: _Run, killed: signal.Signals) -> None:
    counting.process.send_signal(killed)
    counting.process.wait(timeout=30)
    counting.send_workers(signal.SIGCONT)
    counting.end()
    assert _are_gone(counting.workers)


def test_a_process_that_is_killed_is_told(counting: _Run, tmp_path: Path) -> None:
    os.kill(min(counting.workers), signal.SIGKILL)
    complaint = counting.end()
    assert counting.process.returncode == 1
    *_, last = complaint.splitlines()
    assert last.startswith("aiplans: aiplans count: a process was ended from outside, perhaps for")
    assert "repeat it with fewer --jobs" in last
    assert "Traceback" not in complaint
    assert _are_gone(counting.workers)
    assert not [path.name for path in tmp_path.iterdir() if not path.name.endswith(".parts")]
