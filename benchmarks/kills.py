"""Random kills: no output is left half written, and a rerun equals an undisturbed run.

    python -m benchmarks.kills [--kills 1000] [--seed 1] [--only count-tsv]

Each kill sends INT (to the whole group, as a terminal does), TERM or KILL at a random moment of a
command that writes. Afterwards the output is whole or not there, a file that is not ours is as it
was, and no process lives on; after INT the exit code is 130 (or 0, where all was done), no
traceback is told and nothing temporary is left. Then the command runs once more, and what it leaves
must equal what an undisturbed run leaves. The exit code is 1 where that fails.

Before Python has come to our first line it answers INT by itself; how often that was is told too.
The last column is the seconds of an undisturbed run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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
    in_a_row: int = 1
    """Kills before it runs undisturbed: what goes on where it was ended is ended again."""
    needs: str = ""
    """What must run beside it: ``site`` or ``cluster``."""


SCENARIOS: Mapping[str, Scenario] = {
    "count-tsv": Scenario("count texts -o out.tsv -j 2", "out.tsv", 3),
    "count-parquet": Scenario("count texts -o out.parquet -j 2", "out.parquet", 3),
    "count-wordlist": Scenario("count texts/en-*.md -o out.tsv --wordlist -j 2", "out.tsv", 2),
    "resume": Scenario("count texts -o out.parquet -j 2", "out.parquet", 3, in_a_row=3),
    "replace": Scenario("count a.md -o a.tsv", "a.tsv", 3),
    "add": Scenario("texts add a.md --id plan --title Plan", "data/texts", 3),
    "cache": Scenario("freq governance -s a.md -s b.md -o out.tsv", "out.tsv", 3),
    "report": Scenario("report a.md b.md -n 3 -o out.html", "out.html"),
    "fetch": Scenario("texts fetch plan", "data/texts/plan.txt", 3, needs="site"),
    "cluster": Scenario(
        "count texts -o out.parquet --cluster {address}", "out.parquet", 1, needs="cluster"
    ),
}
_HERE = """
from aiplans_cli import __main__ as started
run = started._run
def changed():
    from aiplans_cli.sources.library import fetching
    from aiplans_cli.sources.library.entries import Entry
    plan = Entry(id="plan", title="Text 0", language="en", kind="official", format="text",
                 url={address!r})
    fetching._official = lambda *_: plan
    fetching.fetch_entry.__defaults__ = (True,)  # addresses of this machine are admitted
    return run()
started._run = changed
started.program()
"""
"""What is run for ``texts fetch``, so that it asks a site of ours."""


class _Site(BaseHTTPRequestHandler):
    """Sends the text slowly, so that many kills come while it is on its way."""

    def do_GET(self) -> None:
        body = Path(self.server.text).read_bytes()  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):  # nobody listens any longer
            for at in range(0, len(body), len(body) // 20):
                self.wfile.write(body[at : at + len(body) // 20])
                time.sleep(0.02)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def _beside(needs: str, root: Path, text: Path) -> Iterator[str]:
    """The address of what must run beside a scenario; "" for nothing."""
    if needs == "site":
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
        server.text = text  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/plan.txt"
        return
    if needs != "cluster":
        yield ""
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, nothing = f"tcp://127.0.0.1:{port}", subprocess.DEVNULL
    dask = [sys.executable, "-m", "dask"]
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = ["worker", address, "--nthreads", "2", "--no-nanny", "--no-dashboard"]
    running = [
        subprocess.Popen([*dask, *words], cwd=root, stdout=nothing, stderr=nothing)
        for words in (scheduler, worker)
    ]
    try:
        time.sleep(8)
        yield address
    finally:
        for process in running:
            process.kill()


def _prepare(folder: Path) -> None:
    """A folder with texts, and a file that no command may touch."""
    (folder / "texts").mkdir(parents=True)
    for side, name in (("en", "a.md"), ("zh", "b.md")):
        pairs = [path.read_text(encoding="utf-8") for path in sorted(PAIRS.glob(f"*.{side}.md"))]
        for number in range(TEXTS):
            text = f"# Text {number}\n\n{pairs[number % len(pairs)]}"
            (folder / "texts" / f"{side}-{number:02}.md").write_text(text, encoding="utf-8")
        (folder / name).write_text(f"# Text 0\n\n{pairs[0]}", encoding="utf-8")
    for name in ("foreign.txt", "data/texts/foreign.txt", "cache/foreign.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(FOREIGN)


def _start(one: Scenario, folder: Path, address: str) -> subprocess.Popen[bytes]:
    folders = {"AIPLANS_DATA": str(folder / "data"), "AIPLANS_CACHE": str(folder / "cache")}
    program = ["-m", "aiplans_cli"]
    if one.needs == "site":
        program = ["-c", _HERE.format(address=address)]
    return subprocess.Popen(
        [sys.executable, *program, *one.words.format(address=address).split(), "-q"],
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


def _kill(
    one: Scenario,
    folder: Path,
    what: signal.Signals,
    whole: dict[str, bytes],
    delay: float,
    address: str,
) -> tuple[list[str], str]:
    """Kill a run after a delay: what is wrong then, and what became of it."""
    process = _start(one, folder, address)
    time.sleep(delay)
    running = process.poll() is None
    if running and what == signal.SIGINT:
        os.killpg(process.pid, what)
    elif running:
        process.send_signal(what)
    said = process.communicate(timeout=120)[1]
    faults = ["a process lives on"] if not _group_is_gone(process.pid) else []
    became = what.name if running else "ended before"
    if running and what == signal.SIGINT and process.returncode not in (0, 130):
        if b"aiplans_cli" in said:
            faults.append(f"{process.returncode}: {said.decode(errors='replace')[-2000:]}")
        else:
            became = "INT before our first line"
    elif b"Traceback" in said:
        faults.append(f"a traceback: {said.decode(errors='replace')[-2000:]}")
    found = _left(folder, one.output)
    faults += [f"{name} is half written" for name in found if found[name] != whole.get(name)]
    temporary = [str(path.relative_to(folder)) for path in folder.rglob(".aiplans-*.tmp")]
    if temporary and what == signal.SIGINT and one.in_a_row == 1:
        faults.append(f"left behind: {temporary}")
    return faults, became


def _rerun_faults(one: Scenario, folder: Path, whole: dict[str, bytes], address: str) -> list[str]:
    """What is wrong with what an undisturbed run leaves, after one that was killed."""
    again = _start(one, folder, address)
    said = again.communicate(timeout=300)[1].decode(errors="replace")
    faults = [f"the rerun ends with {again.returncode}: {said}"] if again.returncode else []
    if _left(folder, one.output) != whole:
        faults.append("the rerun gives something else")
    foreign = [path for path in folder.rglob("foreign.txt") if path.read_bytes() == FOREIGN]
    if len(foreign) != 3:
        faults.append("a file that is not ours was touched")
    return faults


def _seconds(one: Scenario, folder: Path, address: str) -> float:
    """How long an undisturbed run takes."""
    begun = time.monotonic()
    said = (process := _start(one, folder, address)).communicate()[1]
    if process.returncode:
        sys.exit(f"{one.words}: {said.decode()}")
    return time.monotonic() - begun


def kill(name: str, kills: int, rng: Random, root: Path) -> int:
    """Kill a scenario so many times; how many times something was wrong."""
    one = SCENARIOS[name]
    template = root / f"{name}-template"
    _prepare(template)
    undisturbed = root / f"{name}-undisturbed"
    shutil.copytree(template, undisturbed)
    came: Counter[str] = Counter()
    wrong = 0
    with _beside(one.needs, root, template / "a.md") as address:
        took = _seconds(one, undisturbed, address)
        whole = _left(undisturbed, one.output)
        assert whole
        for again in ("second", "third"):  # of the first, much is reading the program itself
            shutil.copytree(template, root / f"{name}-{again}")
            took = min(took, _seconds(one, root / f"{name}-{again}", address))
        for number in range(0, kills, one.in_a_row):
            folder = root / f"{name}-{number}"
            shutil.copytree(template, folder)
            faults: list[str] = []
            for which in range(number, number + one.in_a_row):
                what = SIGNALS[which % len(SIGNALS)]
                more, became = _kill(one, folder, what, whole, rng.uniform(0.05, took), address)
                came[became] += 1
                faults += more
            faults += _rerun_faults(one, folder, whole, address)
            wrong += bool(faults)
            for fault in faults:
                print(f"#\t{name} {number}: {fault}", flush=True)
            shutil.rmtree(folder)
    told = ", ".join(f"{number} {what}" for what, number in sorted(came.items()))
    print(name, came.total(), told, f"{wrong} wrong", f"{took:.1f}", sep="\t", flush=True)
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
