"""Break every tuned constant in turn: does a test notice? Run it by hand.

    python -m benchmarks.constants [--list] [--timeout 90] [--words 3] [PATH ...]

PATH is a module or a folder below ``aiplans_cli``; without one, all rooms of ``TESTS`` are gone
through. A constant is a number at the head of a module (by itself, or in a tuple, list or dict), a
number of a function that is a fraction or that something is compared with, or a word list at the
head of a module. One at a time is changed, a number clearly up and clearly down, a word list by
taking out an entry (``--words`` of each list, spread over it; 0 for all), and the tests of its
room run, with the examples of its own module first. A line for each mutant says where it is, what
was changed, and the test that failed, ``time-out`` or ``SURVIVED``; a last line adds up. The exit
code is 1 where one survived that ``EXEMPT`` does not name.

The package and its tests are copied, so that what is interrupted leaves nothing changed. One
process loads the libraries; each mutant runs in a fork of it, so this needs POSIX.
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
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "aiplans_cli"
LIBRARIES = (
    "numpy scipy.stats pandas pyarrow.parquet lxml.html pypdfium2 docx jieba rjieba opencc nltk"
    " rapidfuzz.distance trafilatura hypothesis sklearn.feature_extraction.text typer rich yaml"
).split()
TESTS = {
    "reading/pdf": "reading_pdf reading_pdf_order reading_pdf_headings reading_pdf_layout"
    " reading_pdf_sizes",
    "reading/web": "reading_web",
    "reading/word": "reading_word",
    "reading/tables": "tables",
    "reading/bibliography": "reading reading_pdf",
    "reading/joining": "reading reading_pdf reading_pdf_layout",
    "reading/ledger": "ledger reading",
    "reading": "reading ledger reading_web replacing",
    "language": "sentences language engine query_language profile",
    "concepts": "concepts alignment dictionaries similar list_quality cli_concepts",
    "sources/bilingual": "bilingual",
    "sources": "bilingual selection corpus_sources library",
    "evidence": "evidence_kwic evidence_quotes evidence_explain",
    "analyses/quotations": "evidence_quotes",
    "analyses": "first_lines cli_statistics cli_evidence cli_concepts",
    "counting/section_blocks": "counting inference",
    "counting": "counting inference",
}
"""Test modules by the beginning of a module's path, the first that fits, the quick ones first."""

EXEMPT: dict[str, str] = {}
"""Constants whose value changes no answer, as ``path:name`` or ``path:name number``, and why."""


BESIDE = ("range", "chr", "itemgetter", "Column", "Option", "frozenset")
"""Calls whose numbers are no tuned ones: places, codes, digits of a column."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one constant."""

    path: str
    """The module, below the package."""
    line: int
    name: str
    """Of the constant, or of the function that has it."""
    start: int
    stop: int
    """Where it stands, in bytes."""
    old: str
    new: str


def _numbers(value: object) -> list[str]:
    """A number clearly above and one clearly below, as they are written."""
    if isinstance(value, float):
        up = min(value * 1.5, (1 + value) / 2) if value < 1 else value * 1.5  # a share stays one
        return [repr(round(up, 6)), repr(round(value / 1.5, 6))]
    assert isinstance(value, int)
    step = 1 if value < 8 else value // 2
    return [str(value + step), str(value - step)]


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value != 0


def _is_word_list(node: ast.AST, name: str, source: str) -> bool:
    """Whether a string is cut into words, where it stands or by its name."""
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return False
    cut = re.search(rf"\b{re.escape(name)}\b[^=\n]*\.split\(|\b{name} = [^=]*?\.split\(\)", source)
    words = node.value.split()
    return bool(cut) and len(words) > 4 and all(re.fullmatch(r"[\w.'&-]+", word) for word in words)


def _constants(tree: ast.Module, source: str) -> Iterator[tuple[str, ast.Constant]]:
    """The constants of a module with their names."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            first = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            name = ast.unparse(first).strip("()")
            beside = {
                id(number)
                for node in ast.walk(statement.value)
                if isinstance(node, ast.comprehension | ast.BinOp)
                or (isinstance(node, ast.Call) and ast.unparse(node.func) in BESIDE)
                for number in ast.walk(node)
            }
            for node in ast.walk(statement.value):
                if (
                    id(node) not in beside
                    and isinstance(node, ast.Constant)
                    and (_is_number(node) or _is_word_list(node, name, source))
                ):
                    yield name, node
        for function in ast.walk(statement):
            if isinstance(function, ast.FunctionDef):
                compared = {
                    id(number)
                    for node in ast.walk(function)
                    if isinstance(node, ast.Compare)
                    for number in ast.walk(node)
                    if _is_number(number)
                }
                places = {
                    id(number)
                    for node in ast.walk(function)
                    if isinstance(node, ast.Subscript)
                    for number in ast.walk(node.slice)
                }
                for node in ast.walk(function):
                    if isinstance(node, ast.Constant) and (
                        (isinstance(node.value, float) and node.value not in (0.0, 1.0))
                        or (
                            id(node) in compared - places
                            and type(node.value) is int
                            and 2 < node.value < 9999
                        )
                    ):
                        yield function.name, node


def mutants(path: Path, words: int) -> Iterator[Mutant]:
    """The changes of the constants of a module."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    where = path.relative_to(PACKAGE).as_posix()
    for name, node in _constants(ast.parse(source), source.decode()):
        start = starts[node.lineno - 1] + node.col_offset
        stop = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        old = source[start:stop].decode()
        if _is_number(node):
            for new in _numbers(node.value):
                yield Mutant(where, node.lineno, name, start, stop, old, new)
            continue
        entries = str(node.value).split()
        step = max(1, len(entries) // words) if words else 1
        for index in range(step // 2, len(entries), step):
            left = " ".join(entries[:index] + entries[index + 1 :])
            new = repr(f" {left} ")
            yield Mutant(where, node.lineno, name, start, stop, entries[index], new)


def _modules(path: str) -> list[str]:
    """The test modules for a module, its own examples first."""
    chosen = next((names for room, names in TESTS.items() if path.startswith(room)), "")
    return [f"aiplans_cli/{path}", *(f"tests/test_{name}.py" for name in chosen.split())]


def _in_fork(arguments: list[str], timeout: float) -> str:
    """What the first failing test is called; "" where none fails, ``time-out`` after that."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        os.close(read)
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        import pytest

        class Told:
            """Tells the parent what failed."""

            def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
                if report.failed:
                    os.write(write, f"{report.nodeid}\n".encode())

            def pytest_collectreport(self, report: pytest.CollectReport) -> None:
                if report.failed:
                    os.write(write, f"{report.nodeid} (collecting)\n".encode())

        with suppress(BaseException):
            pytest.main([*arguments, "-x", "-q", "-n0", "-p", "no:cacheprovider"], [Told()])
        os._exit(0)
    os.close(write)
    end = time.monotonic() + timeout
    late = False
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        time.sleep(0.05)
        if time.monotonic() > end and not late:
            late = True
            os.killpg(child, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what its tests left running
    os.set_blocking(read, False)
    with os.fdopen(read, "rb") as told, suppress(BlockingIOError):
        failed = (told.read() or b"").decode().split("\n")[0]
    return failed or ("time-out" if late else "")


def main() -> int:
    """Break the constants of what is asked for; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", default=list(TESTS), metavar="PATH")
    parser.add_argument("--list", action="store_true", help="only tell what would be changed")
    parser.add_argument("--timeout", type=float, default=90.0)
    parser.add_argument("--words", type=int, default=3)
    parser.add_argument("--tests", nargs="+", default=[], help="what pytest runs, for TESTS")
    asked = parser.parse_args()
    files: dict[Path, None] = {}
    for path in asked.paths:
        found = PACKAGE / path
        files |= dict.fromkeys(
            sorted(found.rglob("*.py")) if found.is_dir() else [found.with_suffix(".py")]
        )
    todo = [mutant for path in files for mutant in mutants(path, asked.words)]
    if asked.list:
        for one in todo:
            print(f"{one.path}:{one.line}", one.name, one.old, one.new[:60], sep="\t")
        print(len(todo))
        return 0
    for library in LIBRARIES:
        with suppress(ImportError):
            importlib.import_module(library)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "aiplans"
        for name in ("aiplans_cli", "tests", "texts", "pyproject.toml"):
            shutil.copytree(ROOT / name, copy / name) if (ROOT / name).is_dir() else shutil.copy(
                ROOT / name, copy / name
            )
        return _break_all(todo, copy, asked.timeout, asked.tests)


def _break_all(todo: list[Mutant], copy: Path, timeout: float, tests: list[str]) -> int:
    os.chdir(copy)
    os.environ["PYTHONPATH"] = str(copy)  # for the processes that tests start
    sys.path[:] = [str(copy), *(entry for entry in sys.path if entry not in ("", str(ROOT)))]
    for name in [name for name in sys.modules if name.split(".")[0] == "aiplans_cli"]:
        del sys.modules[name]
    sound: dict[str, list[str]] = {}
    fates: Counter[str] = Counter()
    for number, one in enumerate(todo, start=1):
        if one.path not in sound:
            sound[one.path] = [
                test for test in tests or _modules(one.path) if not _in_fork([test], 600)
            ]
        path = copy / "aiplans_cli" / one.path
        source, times = path.read_bytes(), path.stat()
        path.write_bytes(source[: one.start] + one.new.encode() + source[one.stop :])
        os.utime(path, (number, number))  # no compiled file is taken for that of another mutant
        failed = _in_fork(sound[one.path], timeout)
        path.write_bytes(source)
        os.utime(path, (times.st_atime, times.st_mtime))
        named = f"{one.path}:{one.name}"
        exempt = EXEMPT.get(named) or EXEMPT.get(f"{named} {one.old}")
        fate = failed or (f"exempt: {exempt}" if exempt else "SURVIVED")
        fates["time-out" if failed == "time-out" else "caught" if failed else fate[:6]] += 1
        new = one.new if one.new[0] not in "' \"" else "taken out"
        print(f"{one.path}:{one.line}", one.name, one.old, new, fate, sep="\t", flush=True)
    print(f"{len(todo)} mutants:", ", ".join(f"{n} {fate}" for fate, n in fates.items()))
    return 1 if fates["SURVIV"] else 0


if __name__ == "__main__":
    sys.exit(main())
