"""What a run reads and writes, noted as it happens: the stuff of ``--manifest``.

Every command notes through the same few doors (sources, files of settings, reports, bytes out),
so that none of them needs to know of manifests. A run that repeats a recorded one writes nothing
and takes from the record what its surroundings decided the first time.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import typer

from aiplans_cli.cli.targets import will_read
from aiplans_cli.errors import AnalysisError, SourceError

if TYPE_CHECKING:
    from aiplans_cli.evidence import Manifest
    from aiplans_cli.model import Cell, Report

STDIN = "-"
"""The name of standard input among the inputs."""

_UNTOLD = ("format", "output", "quiet")
"""Options that shape no number; ``format`` is told with the screen."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Who is listening on standard output."""

    terminal: bool
    """Whether it is a terminal."""
    width: int
    """Columns of that terminal; 0 where it is none."""
    columns: int
    """Columns that COLUMNS asks for elsewhere; 0 for no limit."""
    color: bool
    """Whether colours may be used."""


@dataclass(slots=True)
class Run:
    """What one run has read and written so far."""

    arguments: tuple[str, ...]
    """The words after the program's name, without ``--manifest FILE``."""
    screen: Screen
    """Who is listening."""
    again: Manifest | None = None
    """The record of the run that this one repeats; ``None`` for a run of its own."""
    recorded: bool = False
    """Whether a record of it is made."""
    options: dict[str, Cell] = field(default_factory=dict)
    """Options of the command, the defaults included."""
    inputs: dict[str, str] = field(default_factory=dict)
    """Name of each source → sha256 of its bytes."""
    lists: dict[str, str] = field(default_factory=dict)
    """Name of each list and dictionary → its sha256."""
    report: Report | None = None
    """The report that was written, where it was one."""
    written: bytes | None = None
    """What was written; ``None`` while there is nothing."""


_RUN: ContextVar[Run | None] = ContextVar("run", default=None)
_ARGUMENTS: ContextVar[tuple[str, ...]] = ContextVar("arguments", default=())


@contextmanager
def arguments_are(words: Sequence[str]) -> Iterator[None]:
    """Tell the commands that run inside what was typed."""
    token = _ARGUMENTS.set(tuple(words))
    try:
        yield
    finally:
        _ARGUMENTS.reset(token)


@dataclass(slots=True)
class Repetition:
    """A second run of a recorded command, and what came of it."""

    recorded: Manifest
    """The record."""
    manifest: Manifest | None = None
    """The record of the second run; ``None`` where it wrote nothing."""


_REPETITION: ContextVar[Repetition | None] = ContextVar("repetition", default=None)


@contextmanager
def repeating(recorded: Manifest) -> Iterator[Repetition]:
    """The command that runs inside repeats ``recorded`` and writes nothing.

    Raises ``AnalysisError`` inside another repetition, which could go on for ever.
    """
    once_only("reproduce")
    repetition = Repetition(recorded)
    token = _REPETITION.set(repetition)
    try:
        yield repetition
    finally:
        _REPETITION.reset(token)


@contextmanager
def recording(values: Mapping[str, Any], path: str | None) -> Iterator[None]:
    """Note what the command inside reads and writes; write the manifest to ``path`` at its end.

    ``values`` are its options. Nothing is written where the command fails or writes nothing.
    Raises ``AiplansError`` before it begins where ``path`` cannot be written.
    """
    repetition = _REPETITION.get()
    if path is not None and repetition is None:
        from aiplans_cli.storage import check_writable

        check_writable(path)
    again = repetition.recorded if repetition else None
    recorded = path is not None or repetition is not None
    run = Run(_without_manifest(_ARGUMENTS.get()), _screen(again), again, recorded, _cells(values))
    token = _RUN.set(run)
    ended: typer.Exit | None = None
    try:
        try:
            yield
        except typer.Exit as exit_:  # a check that failed has an answer all the same
            ended = exit_
    finally:
        _RUN.reset(token)
    if repetition is not None:
        repetition.manifest = _manifest(run)
    elif path is not None and (made := _manifest(run)) is not None:
        from aiplans_cli.evidence import render_manifest
        from aiplans_cli.storage import encode, write_atomically

        write_atomically(path, encode(render_manifest(made)))
    if ended is not None:
        raise ended


def current() -> Run | None:
    """The run in progress; ``None`` outside of a command."""
    return _RUN.get()


def screen() -> Screen:
    """Who is listening to the run in progress."""
    run = _RUN.get()
    return run.screen if run else _screen(None)


def once_only(command: str) -> None:
    """Raise ``AnalysisError`` where a command that does more than answer is being repeated."""
    if _REPETITION.get() is not None:
        raise AnalysisError(
            f"aiplans {command}", "it is not repeated from a record", "run it yourself"
        )


def note_input(name: str, data: bytes) -> None:
    """Note that a source was read."""
    if run := _RUN.get():
        run.inputs[name] = _sha256(data)


def note_list(name: str, sha256: str) -> None:
    """Note that a list, such as the concept list, shaped the numbers."""
    if run := _RUN.get():
        run.lists[name] = sha256


def note_report(report: Report) -> None:
    """Note a report that is about to be written."""
    if run := _RUN.get():
        run.report = report


def note_output(data: bytes) -> bool:
    """Note bytes that go out; whether they should really be written."""
    run = _RUN.get()
    if run is None:
        return True
    run.written = (run.written or b"") + data
    return run.again is None


def read_settings(path: str, name: str = "", *, option: str = "") -> str:
    """A small file of text that shapes the answer, noted as an input under ``name`` or its path.

    Raises ``SourceError`` where it cannot be read, naming the ``option`` that it was given to.
    """
    from aiplans_cli.library import read_small_text

    will_read(path)
    try:
        text = read_small_text(path)
    except SourceError as error:
        subject = f"{option} {path}" if option else path
        raise SourceError(subject, error.fact, error.remedy) from None
    note_input(name or path, text.encode())
    return text


def _screen(again: Manifest | None) -> Screen:
    if again is not None:
        told = [again.parameters.get(f"screen.{name}") for name in Screen.__slots__]
        width, columns = (value if type(value) is int else 0 for value in told[1:3])
        return Screen(told[0] is True, width, columns, told[3] is True)
    terminal = sys.stdout is not None and sys.stdout.isatty()  # None: closed by the shell
    asked = os.environ.get("COLUMNS", "")
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Screen(
        terminal,
        shutil.get_terminal_size().columns if terminal else 0,
        int(asked) if asked.isdigit() else 0,
        terminal and not plain,
    )


def _without_manifest(words: Sequence[str]) -> tuple[str, ...]:
    kept: list[str] = []
    skip = False
    for index, word in enumerate(words):
        if word == "--":
            return (*kept, *words[index:])
        if skip or word == "--manifest" or word.startswith("--manifest="):
            skip = word == "--manifest" and not skip
            continue
        kept.append(word)
    return tuple(kept)


def _cells(values: Mapping[str, Any]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for name, value in values.items():
        if name in _UNTOLD or value is None:
            continue
        several = isinstance(value, list | tuple)
        cells[name.rstrip("_")] = " ".join(map(str, value)) if several else value
    return cells


def _manifest(run: Run) -> Manifest | None:
    """The record of a run, ``None`` where nothing was written."""
    from aiplans_cli import __version__
    from aiplans_cli.cli.versions import installed, own_stop_words
    from aiplans_cli.evidence import Manifest

    if run.written is None:
        return None
    inputs = dict(run.inputs)
    of_report = run.report.inputs if run.report else ()
    for each in of_report:
        if each.sha256 not in inputs.values():
            inputs[each.id] = each.sha256
    told = run.report.parameters if run.report else {}
    seen = {f"screen.{name}": getattr(run.screen, name) for name in Screen.__slots__}
    return Manifest(
        __version__,
        run.arguments,
        inputs,
        {**run.options, **told, **seen},
        {**run.lists, **own_stop_words(), **installed()},
        _sha256(run.written),
    )


def _sha256(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()
