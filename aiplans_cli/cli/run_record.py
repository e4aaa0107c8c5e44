"""One run of a command: what it reads and writes, noted as it happens: the stuff of ``--manifest``.

A run that repeats a recorded one writes nothing and takes from the record what its surroundings
decided the first time.
"""

from __future__ import annotations

import os
import select
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field
from typing import TYPE_CHECKING, Any

import typer

from aiplans_cli.cli.overwrite_guard import OverwriteGuard
from aiplans_cli.cli.screen import Screen, screen_of
from aiplans_cli.errors import AnalysisError, say
from aiplans_cli.records import dataclass
from aiplans_cli.storage.bounded import MOST_MEGABYTES

if TYPE_CHECKING:
    from aiplans_cli.evidence.provenance import Manifest
    from aiplans_cli.output.report import Cell, Report
    from aiplans_cli.sources.journal import Journal
    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.settings import SourceSettings

_SILENCE_SECONDS = 1.0
"""After which somebody who waits is told that standard input is read."""

_UNTOLD = ("format", "output", "quiet")
"""Options that shape no number; ``format`` is told with the screen."""


@dataclass(slots=True)
class Repetition:
    """A second run of a recorded command, and what came of it."""

    recorded: Manifest
    """The record."""
    guard: OverwriteGuard = field(default_factory=OverwriteGuard)
    """What the command that repeats it will write."""
    manifest: Manifest | None = None
    """The record of the second run; ``None`` where it wrote nothing."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """What the program was called with."""

    arguments: tuple[str, ...] = ()
    """The words after its name."""
    repetition: Repetition | None = None
    """The repetition that it is called for; ``None`` for none."""


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
    quiet: bool = False
    """Whether nothing is said beside the answer."""
    guard: OverwriteGuard = field(default_factory=OverwriteGuard)
    """What it will write."""
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

    def note(self, text: str) -> None:
        """Tell the user something beside the result, in one line on standard error."""
        if not self.quiet and self.again is None:
            say(f"aiplans: note: {' '.join(text.split())}")

    def stdin(self, wanted: str = "a document", megabytes: float = MOST_MEGABYTES) -> bytes:
        """All bytes of standard input. Raises what ``read_stream`` raises."""
        from aiplans_cli.sources.journal import read_stream

        with suppress(OSError, ValueError, AttributeError):  # a stream that is no file
            self.guard.will_read(sys.stdin.fileno())
        return read_stream(wanted, megabytes)

    def stdin_is_piped(self) -> bool:
        """Whether a pipe or a file is on standard input, and no terminal or device."""
        if self.again is not None:
            return "-" in self.again.inputs
        with suppress(AttributeError, OSError, ValueError):
            mode = os.fstat(sys.stdin.fileno()).st_mode
            return stat.S_ISFIFO(mode) or stat.S_ISREG(mode) or stat.S_ISSOCK(mode)
        return False

    def piped(self) -> bytes:
        """What was piped in, nothing where nothing was; who waits long is told for what."""
        from aiplans_cli.errors import SourceError

        if not self.stdin_is_piped():
            return b""
        with suppress(OSError, ValueError, AttributeError):
            if not select.select([sys.stdin], [], [], _SILENCE_SECONDS)[0]:
                self.note("waiting for a text on standard input; </dev/null says that none comes")
        with suppress(SourceError):  # an empty pipe is none
            return self.stdin()
        return b""

    def journal(self) -> Journal:
        """Where its session notes what it reads and says."""
        from aiplans_cli.cli.progress import progress
        from aiplans_cli.sources.journal import Journal

        return Journal(
            self.note,
            self.inputs.__setitem__,
            self.lists.__setitem__,
            self.guard.will_read,
            self.stdin,
            self.piped,
            lambda what: progress(what, self.quiet),
            self.recorded,
        )

    def session(self, settings: SourceSettings) -> Session:
        """The session of the command."""
        from aiplans_cli.sources.session import Session

        return Session(settings, self.journal())

    def once_only(self, command: str) -> None:
        """Raise ``AnalysisError`` where a command that does more than answer is being repeated."""
        if self.again is not None:
            raise AnalysisError(
                f"aiplans {command}", "it is not repeated from a record", "run it yourself"
            )

    def takes(self, data: bytes) -> bool:
        """Note bytes that go out; whether they should really be written."""
        self.written = (self.written or b"") + data
        return self.again is None


@contextmanager
def recording(
    invocation: Invocation, values: Mapping[str, Any], guard: OverwriteGuard, path: str | None
) -> Iterator[Run]:
    """A run that notes what it reads and writes; its manifest is written to ``path`` at its end.

    ``values`` are its options. Nothing is written where the command fails or writes nothing.
    Raises ``AiplansError`` before it begins where ``path`` cannot be written.
    """
    repetition = invocation.repetition
    if path is not None and repetition is None:
        from aiplans_cli.storage.files import check_writable

        check_writable(path)
    again = repetition.recorded if repetition else None
    run = Run(
        _without_manifest(invocation.arguments),
        screen_of(again),
        again,
        path is not None or repetition is not None,
        bool(values.get("quiet")),
        guard.beside(repetition.guard) if repetition else guard,
        _cells(values),
    )
    ended: typer.Exit | None = None
    try:
        yield run
    except typer.Exit as exit_:  # a check that failed has an answer all the same
        ended = exit_
    if repetition is not None:
        repetition.manifest = _manifest(run)
    elif path is not None and (made := _manifest(run)) is not None:
        from aiplans_cli.evidence.provenance import render_manifest
        from aiplans_cli.storage.files import encode, write_atomically

        write_atomically(path, encode(render_manifest(made)))
    if ended is not None:
        raise ended


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
    from hashlib import sha256

    from aiplans_cli import __version__
    from aiplans_cli.evidence.provenance import Manifest

    if run.written is None:
        return None
    inputs = dict(run.inputs)
    for each in run.report.inputs if run.report else ():
        if each.sha256 not in inputs.values():
            inputs[each.id] = each.sha256
    told = run.report.parameters if run.report else {}
    seen = {f"screen.{name}": getattr(run.screen, name) for name in Screen.__slots__}
    return Manifest(
        __version__,
        run.arguments,
        inputs,
        {**run.options, **told, **seen},
        {**run.lists, **_stop_word_lists(), **_installed()},
        sha256(run.written).hexdigest(),
        {each.id: dict(each.ledger) for each in run.report.inputs if each.ledger}
        if run.report
        else {},
    )


def _stop_word_lists() -> dict[str, str]:
    """Our own lists of stop words → their digests."""
    from hashlib import sha256

    from aiplans_cli.language import LANGUAGES, stop_words

    lists = {f"stop words {code}": " ".join(sorted(stop_words(code))) for code in LANGUAGES}
    return {name: sha256(words.encode()).hexdigest() for name, words in lists.items()}


def _installed() -> dict[str, str]:
    """Python and each library that the program needs → its version."""
    import platform
    import re
    from importlib import metadata

    versions = {"python": platform.python_version()}
    with suppress(metadata.PackageNotFoundError):  # a checkout that is not installed
        for line in metadata.requires("aiplans") or ():
            name = re.split(r"[^\w.-]", line)[0]
            versions[name] = metadata.version(name)
    return versions
