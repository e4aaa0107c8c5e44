"""Random kills: no output is left half written, and a rerun equals an undisturbed run.

    python -m benchmarks.kills [--kills 1000] [--seed 1] [--only count-tsv]

Each kill sends INT (to the whole group, as a terminal does), TERM or KILL at a random moment of a
command that writes. Afterwards the output is whole or not there, a file that is not ours is as it
was, after INT nothing temporary is left, and no process lives on. Then the command runs once more,
and what it leaves must equal what an undisturbed run leaves. The exit code is 1 where that fails.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

PAIRS = Path(__file__).resolve().parents[1] / "tests" / "cases" / "pairs"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
TEXTS = 5
"""Texts of each language that are counted."""

FOREIGN = b"Not ours.\n"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A command that writes."""

    words: str
    """What is typed, in a folder with ``texts`` and ``a.md``."""
    output: str
    """What it writes, below that folder; the folder ``data`` is that of added texts."""
    share: int = 1
    """How often it is killed, against the others."""


SCENARIOS: Mapping[str, Scenario] = {
    "count-tsv": Scenario("count texts -o out.tsv -j 2", "out.tsv", 3),
    "count-parquet": Scenario("count texts -o out.parquet -j 2", "out.parquet", 3),
    "count-wordlist": Scenario("count texts/en-*.md -o out.tsv --wordlist -j 2", "out.tsv", 2),
    "replace": Scenario("count a.md -o a.tsv", "a.tsv", 2),
    "add": Scenario("texts add a.md --id plan --title Plan", "data/texts", 2),
    "cache": Scenario("freq governance -s a.md -s b.md -o out.tsv", "out.tsv", 2),
    "report": Scenario("report a.md b.md -n 3 -o out.html", "out.html"),
}


def _prepare(folder: Path) -> None:
    """A folder with texts, and a file that no command may touch."""
    (folder / "texts").mkdir(parents=True)
    for side, name in (("en", "a.md"), ("zh", "b.md")):
        pairs = [path.read_text(encoding="utf-8") for path in sorted(PAIRS.glob(f"*.{side}.md"))]
        for number in range(TEXTS):
            text = f"# Text {number}\n\n{pairs[number % len(pairs)]}"
            (folder / "texts" / f"{side}-{number:02}.md").write_text(text, encoding="utf-8")
        (folder / name).write_text(pairs[0], encoding="utf-8")
    for name in ("foreign.txt", "data/texts/foreign.txt", "cache/foreign.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(FOREIGN)


def _start(words: str, folder: Path) -> subprocess.Popen[bytes]:
    folders = {"AIPLANS_DATA": str(folder / "data"), "AIPLANS_CACHE": str(folder / "cache")}
    return subprocess.Popen(
        [sys.executable, "-m", "aiplans_cli", *words.split(), "-q"],
        cwd=folder,
        env=os.environ | folders,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _left(folder: Path, output: str) -> dict[str, bytes]:
    """The files of an output, by name; nothing where it is not there."""
    path = folder / output
    files = [path] if path.is_file() else sorted(path.rglob("*")) if path.is_dir() else []
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in files
        if file.is_file() and file.name != "foreign.txt" and not file.name.startswith(".aiplans-")
    }


def _group_is_gone(group: int) -> bool:
    for _ in range(400):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def _faults(
    one: Scenario, folder: Path, what: signal.Signals, whole: dict[str, bytes], delay: float
) -> tuple[list[str], bool]:
    """Kill a run after a delay: what is wrong then, and whether it was still running."""
    process = _start(one.words, folder)
    time.sleep(delay)
    running = process.poll() is None
    if running and what == signal.SIGINT:
        os.killpg(process.pid, what)
    elif running:
        process.send_signal(what)
    said = process.communicate(timeout=120)[1]
    faults = ["a process lives on"] if not _group_is_gone(process.pid) else []
    if b"Traceback" in said and what == signal.SIGINT and b"aiplans_cli" in said:
        faults.append(f"a traceback: {said.decode(errors='replace').splitlines()[-1]}")
    found = _left(folder, one.output)
    faults += [f"{name} is half written" for name in found if found[name] != whole.get(name)]
    temporary = [str(path.relative_to(folder)) for path in folder.rglob(".aiplans-*.tmp")]
    if temporary and what == signal.SIGINT:
        faults.append(f"left behind: {temporary}")
    again = _start(one.words, folder)
    said = again.communicate(timeout=300)[1]
    # a text that was added by the run that was killed is told to be there already
    if again.returncode:
        faults.append(f"the rerun ends with {again.returncode}: {said.decode(errors='replace')}")
    if _left(folder, one.output) != whole:
        faults.append("the rerun gives something else")
    foreign = [path for path in folder.rglob("foreign.txt") if path.read_bytes() == FOREIGN]
    if len(foreign) != 3:
        faults.append("a file that is not ours was touched")
    return faults, running


def kill(name: str, kills: int, rng: Random, root: Path) -> int:
    """Kill a scenario so many times; how many times something was wrong."""
    one = SCENARIOS[name]
    template = root / f"{name}-template"
    _prepare(template)
    undisturbed = root / f"{name}-undisturbed"
    shutil.copytree(template, undisturbed)
    begun = time.monotonic()
    said = (process := _start(one.words, undisturbed)).communicate()[1]
    if process.returncode:
        sys.exit(f"{name}: {said.decode()}")
    took, whole = time.monotonic() - begun, _left(undisturbed, one.output)
    assert whole
    sent: Counter[str] = Counter()
    wrong = 0
    for number in range(kills):
        folder = root / f"{name}-{number}"
        shutil.copytree(template, folder)
        what = SIGNALS[number % len(SIGNALS)]
        faults, running = _faults(one, folder, what, whole, rng.uniform(0.05, took))
        sent[what.name] += running
        wrong += bool(faults)
        for fault in faults:
            print(f"#\t{name} {what.name}: {fault}", flush=True)
        shutil.rmtree(folder)
    told = ", ".join(f"{number} {what}" for what, number in sorted(sent.items()))
    print(name, f"{took:.1f} s", kills, told, f"{wrong} wrong", sep="\t", flush=True)
    return wrong


def main() -> int:
    """Kill all that is asked for; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=tuple(SCENARIOS), action="append")
    asked = parser.parse_args()
    # a shell's background passes on that INT is ignored; what is started here must not
    signal.signal(signal.SIGINT, signal.default_int_handler)
    names = asked.only or list(SCENARIOS)
    shares = sum(SCENARIOS[name].share for name in names)
    rng, wrong = Random(asked.seed), 0
    with tempfile.TemporaryDirectory() as root:
        for name in names:
            kills = round(asked.kills * SCENARIOS[name].share / shares)
            wrong += kill(name, kills, rng, Path(root))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
