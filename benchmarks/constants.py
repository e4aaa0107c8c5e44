"""Break every tuned constant in turn: does a test notice? Run it by hand.

    python -m benchmarks.constants [PATH ...] [--list] [--words N] [--tests TEST ...]

PATH is a module or folder below ``aiplans_cli``, by default every room of ``TESTS``. A constant is
a number at the head of a module; a fraction, or a number that is compared, in a function; or a word
list at the head of a module. One at a time is changed: a number clearly up and clearly down, a list
by taking out a word (``--words`` of each, spread over it; 0 for all). Then those
tests of its room run that reach a function in which its name stands, the quick ones first, and a
line says what failed, or ``SURVIVED``. Patterns are not changed. The exit code is 1 where one
survived that ``EXEMPT`` does not name.

Package and tests are copied, so that what is interrupted leaves nothing changed. One process loads
the libraries, and each mutant runs in a fork of it, so this needs POSIX.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "aiplans_cli"
LIBRARIES = "numpy scipy.stats pandas lxml.html pypdfium2 docx jieba hypothesis rapidfuzz.distance"
TESTS = {
    "reading/pdf": "reading_pdf_sizes reading_pdf_layout reading_pdf_order reading_pdf_headings",
    "reading/web": "reading_web",
    "reading/word": "reading_word",
    "reading/tables": "tables reading corpus_sources spreadsheets_written",
    "reading": "ledger replacing reading reading_web contained",
    "language": "language query_language engine profile sentences queries",
    "concepts": "alignment dictionaries similar concepts calibration cli_concepts rarity",
    "sources/bilingual": "bilingual",
    "sources": "selection bilingual corpus_sources library library_fetch corpus tables",
    "evidence": "evidence_kwic evidence_quotes evidence_explain cli_evidence",
    "analyses/quotations": "evidence_quotes",
    "analyses": "first_lines topics cli_output cli_statistics cli_concepts cli_evidence "
    "publication distance ngrams sentences evidence_claims evidence_explain similar queries",
    "counting/bulk": "wordlist streaming",
    "counting": "counting inference dispersion counts_integrity hostile",
}
"""Test modules by the beginning of a module's path, the first that fits."""

_ROWS = (ROOT / "benchmarks" / "constants_exempt.tsv").read_text("utf-8").splitlines()
EXEMPT: dict[str, str] = dict(row.split("\t") for row in _ROWS)
"""Constants, by module and name (and number), whose change changes no answer, and why."""

BESIDE = ("range", "chr", "itemgetter", "Column", "Option", "frozenset")
"""Calls whose numbers are not tuned: places, codes, digits of a column."""


class Mutant(NamedTuple):
    """A change of one constant, at bytes ``start`` to ``stop`` of a module."""

    path: str
    line: int
    name: str
    start: int
    stop: int
    old: str
    new: str


def _below(*nodes: ast.AST) -> set[ast.AST]:
    return {below for node in nodes for below in ast.walk(node)}


def _kinds(tree: ast.AST, *kinds: type[ast.AST]) -> list[ast.AST]:
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def _constants(source: str) -> Iterator[tuple[str, ast.Constant]]:
    """The constants of a module with the names of what they stand in."""
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and (value := statement.value):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            name, written = ast.unparse(target).strip("()"), ast.unparse(value)
            cut = ".split(" in written or re.search(rf"\b{re.escape(name)}\.split\(", source)
            beside = _below(*_kinds(value, ast.comprehension, ast.BinOp))
            for call in _kinds(value, ast.Call):
                if ast.unparse(call.func) in BESIDE:  # type: ignore[attr-defined]
                    beside |= {x for x in ast.walk(call) if not _is_words(x)}
            for node in ast.walk(value):
                if isinstance(node, ast.Constant) and node not in beside:
                    is_number = type(node.value) in (int, float) and node.value != 0
                    if is_number or (cut and _is_words(node)):
                        yield name, node
        for function in _kinds(statement, ast.FunctionDef):
            places = _below(*(x.slice for x in _kinds(function, ast.Subscript)))  # type: ignore[attr-defined]
            compared = _below(*_kinds(function, ast.Compare)) - places
            for node in ast.walk(function):
                if isinstance(node, ast.Constant) and (
                    (type(node.value) is float and node.value not in (0.0, 1.0))
                    or (node in compared and type(node.value) is int and 2 < node.value < 9999)
                ):
                    yield function.name, node  # type: ignore[attr-defined]


def _is_words(node: ast.AST) -> bool:
    value = node.value if isinstance(node, ast.Constant) else None
    return isinstance(value, str) and len(value.split()) > 4


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
            step = 1 if value < 8 else value // 2
            for number in (value + step, value - step):
                yield Mutant(*where, source[start:stop].decode(), str(number))
        else:
            entries = str(value).split()
            step = max(1, len(entries) // words) if words else 1
            for at in range(step // 2, len(entries), step):
                left = " ".join([*entries[:at], *entries[at + 1 :]])
                yield Mutant(*where, entries[at], repr(f" {left} "))


class _Told:
    """Tells another process what failed, or of every test how long it took and whether it did."""

    def __init__(self, write: int, all_of_them: bool = False) -> None:
        self._write = write
        self._all = all_of_them

    def pytest_runtest_logreport(self, report: object) -> None:
        failed, test = report.failed, report.nodeid  # type: ignore[attr-defined]
        if self._all:
            took = "inf" if failed else report.duration  # type: ignore[attr-defined]
            os.write(self._write, f"{test}\t{took}\n".encode())
        elif failed:
            os.write(self._write, f"{test}\n".encode())

    def pytest_collectreport(self, report: object) -> None:
        if report.failed:  # type: ignore[attr-defined]
            self.pytest_runtest_logreport(report)


def _told(tests: list[str], timeout: float, *options: str) -> tuple[list[str], bool]:
    """What is told of tests that run in a fork, and whether it was ended for its time.

    That is the first that fails; with ``options`` of pytest, all of them and their times.
    """
    with tempfile.TemporaryFile() as told:
        child = os.fork()
        if child == 0:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (int(timeout), int(timeout) + 5))
            signal.alarm(int(20 * timeout))
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            import pytest

            asked = ["-q", "-n0", "-p", "no:cacheprovider", *(options or ("-x", "-p", "no:cov"))]
            with suppress(BaseException):
                pytest.main([*tests, *asked], [_Told(told.fileno(), bool(options))])
            os._exit(0)
        _, status = os.waitpid(child, 0)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # what its tests left running
        told.seek(0)
        return told.read().decode().splitlines(), os.WIFSIGNALED(status)


class Reached:
    """Which tests of some modules reach which lines of the package; those that hold unchanged."""

    def __init__(self, tests: list[str]) -> None:
        from coverage import CoverageData

        with tempfile.TemporaryDirectory() as folder:
            os.environ["COVERAGE_FILE"] = f"{folder}/data"
            options = ("--cov=aiplans_cli", "--cov-context=test", "--cov-report=")
            told, _ = _told(tests, 3600, *options, "--cov-fail-under=0")
            data = CoverageData(f"{folder}/data")
            data.read()
            self.by_line = {x: data.contexts_by_lineno(x) for x in data.measured_files()}
        self.times: Counter[str] = Counter()
        for line in told:
            test, _, took = line.rpartition("\t")
            self.times[test] += float(took)  # type: ignore[assignment]

    def tests(self, one: Mutant) -> list[str]:
        """The tests that reach a function in which a constant stands or its name is used."""
        found: set[str] = set()
        for path, lines in _uses(one):
            by_line = self.by_line.get(str(path.resolve()), {})
            for context in {c for line in lines for c in by_line.get(line, ())} - {""}:
                test, _, phase = context.rpartition("|")
                # What a fixture reaches holds for all that use it, so for its module.
                module = test.partition("::")[0] + "::"
                found |= {test} if phase == "run" else {t for t in self.times if module in t}
        return sorted((t for t in found if self.times[t] < 900), key=lambda t: self.times[t])


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes())


def _uses(one: Mutant) -> Iterator[tuple[Path, set[int]]]:
    """Lines of functions in which a constant stands, or a name that is made of it."""
    own = Path("aiplans_cli", one.path)
    for function in _kinds(_tree(own), ast.FunctionDef):
        if one.line in (body := _lines(function)):
            yield own, body
            return
    names = {name.strip() for name in one.name.split(",")}
    for path in [own, *sorted(p for p in Path("aiplans_cli").rglob("*.py") if p != own)]:
        if path != own and not any(re.search(rf"\b{n}\b", path.read_text("utf-8")) for n in names):
            continue
        lines: set[int] = set()
        inside = {x: _lines(f) for f in _kinds(_tree(path), ast.FunctionDef) for x in _below(f)}
        every = set[int]().union(*inside.values())
        known = 0
        while known != len(names):
            known = len(names)
            for statement in _tree(path).body:
                for node in ast.walk(statement):
                    if names & {getattr(node, "id", ""), getattr(node, "attr", "")}:
                        lines |= inside.get(node, every)
                        if isinstance(statement, ast.Assign | ast.AnnAssign) and path == own:
                            names |= {x.id for x in ast.walk(statement) if _is_made(x)}  # type: ignore[attr-defined]
        yield path, lines


def _is_made(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _lines(function: ast.AST) -> set[int]:
    return set(range(function.body[0].lineno, function.end_lineno + 1))  # type: ignore[attr-defined]


def _broken(one: Mutant, number: int, tests: list[str], timeout: float) -> str:
    """What fails where a constant of the copy is changed; see ``_told``."""
    path = Path("aiplans_cli", one.path)
    source, times = path.read_bytes(), path.stat()
    path.write_bytes(source[: one.start] + one.new.encode() + source[one.stop :])
    os.utime(path, (number, number))  # no compiled file is taken for that of another mutant
    failed, ended = _told(tests, timeout) if tests else ([], False)
    path.write_bytes(source)
    os.utime(path, (times.st_atime, times.st_mtime))
    return failed[0] if failed else "time-out" if ended else ""


def _all(todo: list[Mutant], tests: list[str], timeout: float) -> Counter[tuple[str, str]]:
    """Break each in the copy that is the working folder; how many of a room had which fate."""
    fates: Counter[tuple[str, str]] = Counter()
    room_of = {m.path: next((r for r in TESTS if m.path.startswith(r)), "") for m in todo}
    reached: dict[str, Reached] = {}
    for number, one in enumerate(todo, start=1):
        if (room := room_of[one.path]) not in reached:
            modules = tests or [f"tests/test_{name}.py" for name in TESTS[room].split()]
            reached[room] = Reached(
                [*(f"aiplans_cli/{path}" for path in room_of if room_of[path] == room), *modules]
            )
        exempt = EXEMPT.get(key := f"{one.path}:{one.name}") or EXEMPT.get(f"{key} {one.old}")
        fate = _broken(one, number, reached[room].tests(one), timeout)
        fate = fate or (f"exempt: {exempt}" if exempt else "SURVIVED")
        new = one.new if one.new[0] not in "' \"" else "taken out"
        print(f"{one.path}:{one.line}", one.name, one.old, new, fate, sep="\t", flush=True)
        kind = fate.split(":")[0]
        fates[room, kind if kind in ("SURVIVED", "time-out", "exempt") else "caught"] += 1
    return fates


def main() -> int:
    """Break the constants of what is asked for; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", default=list(TESTS), metavar="PATH")
    parser.add_argument("--list", action="store_true", help="only tell what would be changed")
    parser.add_argument("--words", type=int, default=3)
    parser.add_argument("--tests", nargs="+", default=[], help="what pytest runs, for TESTS")
    parser.add_argument(
        "--timeout", type=float, default=120.0, help="seconds of computing of a mutant"
    )
    asked = parser.parse_args()
    rooms = [PACKAGE / path for path in asked.paths]
    files = [f for r in rooms for f in (sorted(r.rglob("*.py")) or [r.with_suffix(".py")])]
    todo = [mutant for path in dict.fromkeys(files) for mutant in mutants(path, asked.words)]
    if asked.list:
        print(*(f"{m.path}:{m.line}\t{m.name}\t{m.old}" for m in todo), len(todo), sep="\n")
        return 0
    for library in LIBRARIES.split():
        with suppress(ImportError):
            importlib.import_module(library)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("aiplans_cli", "tests", "texts"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        shutil.copy(ROOT / "pyproject.toml", folder)
        os.chdir(folder)
        os.environ["PYTHONPATH"] = folder  # for the processes that tests start
        sys.path[:] = [folder, *(entry for entry in sys.path if entry not in ("", str(ROOT)))]
        fates = _all(todo, asked.tests, asked.timeout)
    for room in TESTS:
        found = [(number, fate) for (where, fate), number in fates.items() if where == room]
        if found:
            print(room, sum(n for n, _ in found), *(f"{n} {f}" for n, f in found), sep="\t")
    return 1 if any(fate == "SURVIVED" for _, fate in fates) else 0


if __name__ == "__main__":
    sys.exit(main())
