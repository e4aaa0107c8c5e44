"""What is large or many: fifty starts at once, a hundred thousand files, 2 GB, a line of 200 MB.

    python -m benchmarks.extremes [--only starts] [--scale 1]

Prints seconds of computing (of all processes together), seconds that passed, and the most memory of
one process. ``--scale 0.01`` makes all that much smaller. The exit code is 1 where a run fails, or
where runs that should agree do not.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

PAIRS = Path(__file__).resolve().parents[1] / "tests" / "cases" / "pairs"
_STEP = 1_000_000


def _start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "aiplans_cli", *words],
        cwd=folder,
        env=os.environ | {"AIPLANS_CACHE": str(folder / "cache")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _ended(process: subprocess.Popen[bytes]) -> bytes:
    """What a run printed. Raises ``RuntimeError`` where it failed or complained."""
    printed, said = process.communicate()
    if process.returncode or b"Traceback" in said:
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}: {said[-500:]!r}")
    return printed


def starts(folder: Path, scale: float) -> str:
    """Fifty first starts at once, with one cache that is empty: all print the same."""
    text = "\n\n".join(path.read_text("utf-8") for path in sorted(PAIRS.glob("*.md")))
    (folder / "a.md").write_text(text, encoding="utf-8")
    words = ("compare", "a.md", "cn-2025-digest", "-q")
    runs = [_start(folder, *words) for _ in range(max(2, round(50 * scale)))]
    printed = {_ended(run) for run in runs}
    printed.add(_ended(_start(folder, *words)))  # from the cache that they left
    if len(printed) != 1:
        raise RuntimeError(f"{len(printed)} different answers")
    left = list((folder / "cache").rglob("*.tmp"))
    return f"{len(runs)} equal answers, {len(left)} temporary files left"


def files(folder: Path, scale: float) -> str:
    """A hundred thousand files in one folder."""
    (folder / "texts").mkdir()
    number = round(100_000 * scale)
    for at in range(number):
        line = f"Plan {at}. The agency governs data {at % 97} times.\n"
        (folder / "texts" / f"{at}.txt").write_text(line, encoding="utf-8")
    _ended(_start(folder, "count", "texts", "-o", "out.parquet", "-q"))
    return f"{number:,} files, {(folder / 'out.parquet').stat().st_size / 1e6:.1f} MB of counts"


def _written(path: Path, size: int, end: bytes) -> str:
    """Write that many bytes of prose, each sentence ended so."""
    block = b"".join(
        b"The agency governs data and trade of kind %d.%b" % (at, end) for at in range(20_000)
    )
    with path.open("wb") as stream:
        while stream.tell() < size:
            stream.write(block)
    return f"{path.stat().st_size / 1e6:,.0f} MB"


def large(folder: Path, scale: float) -> str:
    """A file of 2 GB."""
    told = _written(folder / "large.txt", round(2_000 * _STEP * scale), b"\n\n")
    _ended(_start(folder, "count", "large.txt", "-o", "out.tsv", "-q"))
    return told


def words(folder: Path, scale: float) -> str:
    """The word list of a file of 2 GB."""
    told = _written(folder / "large.txt", round(2_000 * _STEP * scale), b"\n\n")
    _ended(_start(folder, "count", "large.txt", "-o", "out.tsv", "--wordlist", "-q"))
    return told


def line(folder: Path, scale: float) -> str:
    """A line of 200 MB."""
    told = _written(folder / "line.txt", round(200 * _STEP * scale), b" ")
    digest = sha256(_ended(_start(folder, "freq", "governance", "-s", "line.txt", "-q")))
    return f"{told}, answer {digest.hexdigest()[:8]}"


CASES: Mapping[str, Callable[[Path, float], str]] = {
    "starts": starts,
    "files": files,
    "line": line,
    "large": large,
    "words": words,
}
"""What is tried."""


def measured(names: list[str], scale: float) -> Iterator[tuple[str, float, float, float, str]]:
    """Name, CPU seconds, seconds that passed, MB of the largest process, and what came of it.

    The memory is that of the largest process so far, since no system tells it for each.
    """
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
            try:
                told = CASES[name](Path(folder), scale)
            except RuntimeError as error:
                told = f"FAILED: {error}"
            passed, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            yield name, spent, passed, after.ru_maxrss / 1024, told


def main() -> int:
    """Measure what is asked for; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=tuple(CASES), action="append")
    parser.add_argument("--scale", type=float, default=1.0)
    asked = parser.parse_args()
    failed = False
    print("case", "computing (s)", "passed (s)", "memory (MB)", "what came of it", sep="\t")
    for name, spent, passed, memory, told in measured(asked.only or list(CASES), asked.scale):
        failed |= told.startswith("FAILED")
        print(name, f"{spent:.1f}", f"{passed:.1f}", f"{memory:.0f}", told, sep="\t", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
