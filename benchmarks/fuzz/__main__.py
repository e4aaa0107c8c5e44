"""Coverage-guided fuzzing of all that reads what others wrote: docs/reliability.md.

    python -m pip install --group fuzz
    python -m benchmarks.fuzz [TARGET ...] [--minutes 2] [--executions 1000000] [--into FOLDER]
                              [--timeout 25]

Each target runs in a process of its own until its minutes or executions are used up, whichever
comes first. What ends one (an exception that is no error of ours, a signal, 25 seconds for one
input, 3 GB) is kept in the folder as ``crash-*``, ``timeout-*`` or ``oom-*``; so are, in
``corpus``, the inputs that reached something new, with which the next run begins.
"""

from __future__ import annotations

import argparse
import logging
import re
import subprocess
import sys
import time
import traceback
import warnings
from contextlib import suppress
from pathlib import Path

_STUMBLE = "stumbled over: "
_CHILD = "--child"


def fuzz(name: str, options: list[str]) -> None:
    """Fuzz one target in this process until it ends."""
    import atheris

    warnings.simplefilter("ignore")
    with atheris.instrument_imports(include=["aiplans_cli"]):
        from benchmarks.fuzz.targets import ALLOWED, targets

        target = targets()[name]
        for seed in target.seeds:  # what is imported inside functions is instrumented too
            with suppress(Exception):
                target.take(seed)
    from aiplans_cli.language.patterns import QueryError

    logging.disable()
    seen: set[str] = set()

    def take(data: bytes) -> None:
        try:
            target.take(data)
        except (*ALLOWED, QueryError):
            return
        except Exception as error:
            if not target.contained:
                raise
            frame = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
            if where not in seen:  # its container makes one line of it
                seen.add(where)
                print(f"{_STUMBLE}{where}", file=sys.stderr, flush=True)

    atheris.Setup([sys.argv[0], *options], take)
    atheris.Fuzz()


def _run(name: str, minutes: float, executions: int, folder: Path, timeout: int) -> bool:
    """Fuzz a target in a process of its own, and print what came of it."""
    from benchmarks.fuzz.targets import targets

    corpus = folder / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    seeds = targets()[name].seeds
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [f"-max_total_time={round(minutes * 60)}", f"-runs={executions}"]
    options += [f"-artifact_prefix={folder}/{name}-", f"-timeout={timeout}", "-rss_limit_mb=3000"]
    # Short inputs are many inputs, and time by length has tests of its own.
    options.append(f"-max_len={max(1024, 2 * max(map(len, seeds)))}")
    command = [sys.executable, "-m", "benchmarks.fuzz", _CHILD, name, *options, str(corpus)]
    begun = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    said = done.stderr + done.stdout
    runs = max(map(int, re.findall(r"^(?:Done |#)([0-9]+)", said, re.MULTILINE)), default=0)
    covered = re.findall(r"cov: ([0-9]+)", said)[-1:] or ["0"]
    stumbles = sorted(set(re.findall(f"{_STUMBLE}(.*)", said)))
    verdict = "ok" if done.returncode == 0 else f"FAILED ({done.returncode})"
    spent = (time.monotonic() - begun) / 60
    print(name, f"{runs}", f"{spent:.1f}", covered[0], len(stumbles), verdict, sep="\t", flush=True)
    for line in stumbles:
        print(f"#\t{line}")
    if done.returncode:
        (folder / f"{name}.log").write_text(said[-20_000:], encoding="utf-8")
    return done.returncode == 0


def main() -> int:
    """Fuzz what is asked for; the exit code."""
    if sys.argv[1:2] == [_CHILD]:
        fuzz(sys.argv[2], sys.argv[3:])
        return 0
    from benchmarks.fuzz.targets import targets

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", default=[])
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--executions", type=int, default=1_000_000)
    parser.add_argument("--into", type=Path, default=Path("fuzz-found"))
    parser.add_argument("--timeout", type=int, default=25)
    asked = parser.parse_args()
    asked.into.mkdir(exist_ok=True)
    print("target", "executions", "minutes", "edges", "stumbles", "verdict", sep="\t")
    names = asked.targets or list(targets())
    given = (asked.minutes, asked.executions, asked.into, asked.timeout)
    ran = [_run(name, *given) for name in names]
    return 0 if all(ran) else 1


if __name__ == "__main__":
    sys.exit(main())
