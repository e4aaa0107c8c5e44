"""Break every tuned constant in turn: does a test notice? Run it by hand.

    python -m benchmarks.constants [--list] [--words N] [--tests TEST ...] -- [PATH ...]

PATH is a module or folder below ``aiplans_cli``, by default every room of ``TESTS``. A constant is
a number at the head of a module; a fraction, or a number that is compared, in a function; or a word
list at the head of a module. One at a time is changed: a number clearly up and clearly down, a list
by taking out a word (``--words`` of each, spread over it; 0 for all). Then the tests of its room
run, the examples of its own module first, and a line says what failed, or ``SURVIVED``. Patterns
are not changed. The exit code is 1 where one survived that ``EXEMPT`` does not name.

Package and tests are copied, so that what is interrupted leaves nothing changed. One process loads
the libraries, and each mutant runs in a fork of it, so this needs POSIX.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import re
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "aiplans_cli"
LIBRARIES = "numpy scipy.stats pandas lxml.html pypdfium2 docx jieba hypothesis rapidfuzz.distance"
TESTS = {
    "reading/pdf": "reading_pdf_sizes reading_pdf_layout reading_pdf_order reading_pdf_headings"
    " reading_pdf",
    "reading/web": "reading_web",
    "reading/word": "reading_word",
    "reading/tables": "tables",
    "reading": "ledger replacing reading reading_web",
    "language": "language query_language engine profile",
    "concepts": "alignment dictionaries similar concepts calibration",
    "sources/bilingual": "bilingual",
    "sources": "selection bilingual corpus_sources library",
    "evidence": "evidence_kwic evidence_quotes evidence_explain",
    "analyses/quotations": "evidence_quotes",
    "analyses": "first_lines topics cli_output cli_statistics cli_concepts",
    "counting": "counting inference",
}
"""Test modules by the beginning of a module's path, the first that fits, the quick ones first."""

EXEMPT = dict(
    line.split("\t")
    for line in (ROOT / "benchmarks" / "constants_exempt.tsv").read_text("utf-8").splitlines()
)
"""Constants, by module and name (and number), whose change changes no answer, and why."""

BESIDE = ("range", "chr", "itemgetter", "Column", "Option", "frozenset")
"""Calls whose numbers are not tuned: places, codes, digits of a column."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one constant, at bytes ``start`` to ``stop`` of a module."""

    path: str
    line: int
    name: str
    start: int
    stop: int
    old: str
    new: str


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value != 0


def _in(tree: ast.AST, *kinds: type[ast.AST]) -> set[ast.AST]:
    """All that is in nodes of such kinds."""
    return {below for node in ast.walk(tree) if isinstance(node, kinds) for below in ast.walk(node)}


def _constants(source: str) -> Iterator[tuple[str, ast.Constant]]:
    """The constants of a module with the names of what they stand in."""
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            name = ast.unparse(target).strip("()")
            cut = re.search(rf"\b{re.escape(name)}\.split\(", source) or ".split(" in ast.unparse(
                statement.value
            )
            beside = _in(statement.value, ast.comprehension, ast.BinOp)
            for call in ast.walk(statement.value):
                if isinstance(call, ast.Call) and ast.unparse(call.func) in BESIDE:
                    beside |= {node for node in ast.walk(call) if _is_number(node)}
            for node in ast.walk(statement.value):
                if isinstance(node, ast.Constant) and (
                    (_is_number(node) and node not in beside)
                    or (cut and isinstance(node.value, str) and len(node.value.split()) > 4)
                ):
                    yield name, node
        for function in ast.walk(statement):
            if isinstance(function, ast.FunctionDef):
                places = {
                    below
                    for node in ast.walk(function)
                    if isinstance(node, ast.Subscript)
                    for below in ast.walk(node.slice)
                }
                compared = _in(function, ast.Compare) - places
                for node in ast.walk(function):
                    if isinstance(node, ast.Constant) and (
                        (type(node.value) is float and node.value not in (0.0, 1.0))
                        or (node in compared and type(node.value) is int and 2 < node.value < 9999)
                    ):
                        yield function.name, node


def mutants(path: Path, words: int) -> Iterator[Mutant]:
    """The changes of the constants of a module."""
    source = path.read_bytes()
    lines = source.splitlines(keepends=True)
    for name, node in _constants(source.decode()):
        start = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
        stop = sum(map(len, lines[: (node.end_lineno or 0) - 1])) + (node.end_col_offset or 0)
        where = (path.relative_to(PACKAGE).as_posix(), node.lineno, name, start, stop)
        value = node.value
        if isinstance(value, float):
            up = min(value * 1.5, (1 + value) / 2) if value < 1 else value * 1.5  # shares stay so
            for new in (up, value / 1.5):
                yield Mutant(*where, source[start:stop].decode(), repr(round(new, 6)))
        elif isinstance(value, int):
            for step in (1, -1) if value < 8 else (value // 2, -(value // 2)):
                yield Mutant(*where, source[start:stop].decode(), str(value + step))
        else:
            entries = str(value).split()
            step = max(1, len(entries) // words) if words else 1
            for at in range(step // 2, len(entries), step):
                left = " ".join([*entries[:at], *entries[at + 1 :]])
                yield Mutant(*where, entries[at], repr(f" {left} "))


def _failed(tests: list[str], timeout: float) -> str:
    """What fails first of tests that run in a fork; "" for nothing, ``time-out`` after that."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        signal.alarm(int(timeout))
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        import pytest

        class Told:
            def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
                if report.failed:
                    os.write(write, report.nodeid.encode() + b"\n")

            def pytest_collectreport(self, report: pytest.CollectReport) -> None:
                if report.failed:
                    os.write(write, report.nodeid.encode() + b" (collecting)\n")

        with suppress(BaseException):
            pytest.main([*tests, "-x", "-q", "-n0", "-p", "no:cacheprovider"], [Told()])
        os._exit(0)
    os.close(write)
    _, status = os.waitpid(child, 0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what its tests left running
    os.set_blocking(read, False)
    with os.fdopen(read, "rb") as told:
        first = (told.read() or b"").decode().partition("\n")[0]
    return first or ("time-out" if os.WIFSIGNALED(status) else "")


def _broken(one: Mutant, copy: Path, number: int, tests: list[str], timeout: float) -> str:
    """What fails where a constant is changed; see ``_failed``."""
    path = copy / "aiplans_cli" / one.path
    source, times = path.read_bytes(), path.stat()
    path.write_bytes(source[: one.start] + one.new.encode() + source[one.stop :])
    os.utime(path, (number, number))  # no compiled file is taken for that of another mutant
    failed = _failed(tests, timeout)
    path.write_bytes(source)
    os.utime(path, (times.st_atime, times.st_mtime))
    return failed


def main() -> int:
    """Break the constants of what is asked for; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", default=list(TESTS), metavar="PATH")
    parser.add_argument("--list", action="store_true", help="only tell what would be changed")
    parser.add_argument("--words", type=int, default=3)
    parser.add_argument("--tests", nargs="+", default=[], help="what pytest runs, for TESTS")
    parser.add_argument("--timeout", type=float, default=120.0, help="seconds of a mutant")
    asked = parser.parse_args()
    rooms = [PACKAGE / path for path in asked.paths]
    files = [f for r in rooms for f in (sorted(r.rglob("*.py")) or [r.with_suffix(".py")])]
    todo = [mutant for path in dict.fromkeys(files) for mutant in mutants(path, asked.words)]
    for library in () if asked.list else LIBRARIES.split():
        with suppress(ImportError):
            importlib.import_module(library)
    fates: Counter[str] = Counter()
    sound: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("aiplans_cli", "tests", "texts"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        shutil.copy(ROOT / "pyproject.toml", folder)
        os.chdir(folder)
        os.environ["PYTHONPATH"] = folder  # for the processes that tests start
        sys.path[:] = [folder, *(entry for entry in sys.path if entry not in ("", str(ROOT)))]
        for number, one in enumerate(todo, start=1):
            if not asked.list and one.path not in sound:
                names = next((n for room, n in TESTS.items() if one.path.startswith(room)), "")
                modules = [f"tests/test_{name}.py" for name in names.split()]
                all_ = asked.tests or [f"aiplans_cli/{one.path}", *modules]
                sound[one.path] = [test for test in all_ if not _failed([test], 900)]
            named = f"{one.path}:{one.name}"
            exempt = EXEMPT.get(named) or EXEMPT.get(f"{named} {one.old}")
            fate = "listed" if asked.list else f"exempt: {exempt}" if exempt else ""
            fate = fate or _broken(one, Path(folder), number, sound[one.path], asked.timeout)
            word = one.new if one.new[0] not in "' \"" else "taken out"
            told = (f"{one.path}:{one.line}", one.name, one.old, word, fate or "SURVIVED")
            print(*told, sep="\t", flush=True)
            kind = fate.split(":")[0]
            fates[kind if kind in ("exempt", "listed", "time-out", "") else "caught"] += 1
    print(
        len(todo), *(f"{number} {fate or 'SURVIVED'}" for fate, number in fates.items()), sep="\t"
    )
    return 1 if fates[""] else 0


if __name__ == "__main__":
    sys.exit(main())
