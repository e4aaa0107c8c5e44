"""Reading in a process of its own, which may neither end ours nor take all time and memory.

The parsers of PDF, Word, pages and Markdown are others' code, and files may be made to harm them.
Where a process can be forked, each document is read in a fork, with limits of the system on its
computing and its memory; elsewhere in a new Python, with a limit on its time alone.
"""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import AiplansError, SourceError

if TYPE_CHECKING:
    from aiplans_cli.model import Document

_MODULES = {
    "pdf": ("aiplans_cli.reading.pdf", "pypdfium2.raw"),
    "docx": ("aiplans_cli.reading.word", "lxml.etree"),
    "html": ("aiplans_cli.reading.web", "lxml.html", "trafilatura"),
    "markdown": ("aiplans_cli.reading.markdown", "markdown_it", "lxml.etree"),
}
"""What each reader loads. It is loaded here while the first process reads, for those after it."""

_HARMLESS = 1 << 15
"""Bytes of Markdown that are read here: its parser is Python and can take no more than time, of
such a text three seconds at worst; a process for each of ten thousand notes takes six minutes."""

_SECONDS, _PER_MEGABYTE = 7.0, 7.0
"""Seconds of computing for a document of no size, and for each megabyte. The slowest of 300 real
ones, the AI Act of the EU, takes 2.6 a megabyte; a bomb of a megabyte must end within 15."""

_MEMORY, _PER_BYTE = 1_500_000_000, 20
"""Bytes of memory for a document of no size, and for each byte. Real ones take 0.1 GB at most."""

_PATIENCE = 4.0
"""Seconds to wait for each second of computing: many may compute at once."""

_MAY_FORK = hasattr(os, "fork") and sys.platform != "darwin"
"""On macOS the system's own libraries do not stand being forked."""


def read_contained(
    data: bytes,
    *,
    name: str,
    format: str | None = None,
    encoding: str | None = None,
    seconds: float | None = None,
    meanwhile: Iterable[object] = (),
) -> Document:
    """The same as ``read_bytes``, contained where the format needs it.

    ``seconds`` of computing are allowed, by default 7 and 7 more for each megabyte. As much of
    ``meanwhile`` is gone through as another process leaves time for while it reads. Raises
    ``SourceError`` also for a document that takes more, that takes too much memory, and that its
    reader stumbles over.

    >>> read_contained(b"# AI\\n\\nIt governs.", name="plan.md").title
    'AI'
    """
    from aiplans_cli.reading.registry import read_bytes, sniff

    key = format or sniff(data, name)
    if key not in _MODULES:
        return read_bytes(data, name=name, format=format, encoding=encoding)
    request = {"data": data, "name": name, "format": format, "encoding": encoding}
    limit = _limit_of(data, seconds)
    answer: Any
    if _is_harmless(data, key, seconds):
        answer = _answer(request, limit)
    elif _MAY_FORK:
        fork = _begun.pop((name, format, encoding, seconds), None)
        if fork is None or fork.data is not data:
            fork = _Fork(request, limit)
        answer = fork.answer(chain(meanwhile, map(import_module, _MODULES[key])))
    else:
        answer = _spawned(request, limit)
    if isinstance(answer, AiplansError):
        raise answer
    if isinstance(answer, str):
        more = ", or allow more by --timeout" if answer == limit.too_long else ""
        raise SourceError(name, answer, f"give its text in another format{more}")
    document: Document = answer
    return document


@contextmanager
def begun_reading(
    named: Iterable[tuple[str, bytes]],
    *,
    format: str | None = None,
    encoding: str | None = None,
    seconds: float | None = None,
) -> Iterator[None]:
    """Within the block, ``read_contained`` finds that these files are being read already.

    All at once, each in a process of its own, but those that need none, and where none can fork.
    """
    from aiplans_cli.reading.registry import sniff

    begun: list[tuple[object, ...]] = []
    try:
        for name, data in named:
            key, asked = format or sniff(data, name), (name, format, encoding, seconds)
            needed = key in _MODULES and not _is_harmless(data, key, seconds)
            if _MAY_FORK and needed and asked not in _begun:
                request = {"data": data, "name": name, "format": format, "encoding": encoding}
                _begun[asked] = _Fork(request, _limit_of(data, seconds))
                begun.append(asked)
        yield
    finally:
        for one in begun:
            if fork := _begun.pop(one, None):
                fork.end(unheard=True)


def _is_harmless(data: bytes, key: str, seconds: float | None) -> bool:
    return key == "markdown" and len(data) <= _HARMLESS and seconds is None


def _limit_of(data: bytes, seconds: float | None) -> _Limit:
    if seconds is None:
        seconds = _SECONDS + _PER_MEGABYTE * len(data) / 1e6
    return _Limit(seconds, _MEMORY + _PER_BYTE * len(data))


class _Limit:
    """What reading a document may take."""

    def __init__(self, seconds: float, memory: int) -> None:
        self.seconds, self.memory = seconds, memory

    @property
    def too_long(self) -> str:
        """What is said of a document that takes more time."""
        return f"takes more than {self.seconds:.0f} seconds to read"

    @property
    def too_much(self) -> str:
        """What is said of a document that takes more memory."""
        return f"takes more than {self.memory / 1e9:.1f} GB of memory to read"

    def hold(self) -> None:
        """Hold this process to it, as far as the system can."""
        with suppress(ImportError, OSError, ValueError):
            import resource

            most = max(1, round(self.seconds + 0.5))
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            if hard == resource.RLIM_INFINITY or hard > most:
                resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            mapped = int(Path("/proc/self/statm").read_text("ascii").split()[0])
            most = mapped * resource.getpagesize() + self.memory
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            if hard == resource.RLIM_INFINITY or hard > most:
                resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _answer(request: dict[str, Any], limit: _Limit) -> object:
    """The document, the error that reading it raises, or what else is wrong with it."""
    from aiplans_cli.reading.registry import read_bytes

    try:
        return read_bytes(**request)
    except AiplansError as error:
        return error
    except MemoryError:
        return limit.too_much
    except RecursionError:
        return "is nested too deeply to be read"
    except Exception as error:  # a parser that stumbles must not end a run of a thousand
        return f"is damaged, or its reader is ({type(error).__name__}: {error})"


class _Fork:
    """A fork of this process that reads a document."""

    def __init__(self, request: dict[str, Any], limit: _Limit) -> None:
        self.data, self._limit = request["data"], limit
        self._pipe, theirs = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # threads may run; no lock is ours
            self._child = os.fork()
        if not self._child:
            _work(lambda: _answer(request, limit), theirs, limit)
        os.close(theirs)

    def answer(self, meanwhile: Iterable[object]) -> Any:
        """What it says; until it does, what is to be done meanwhile is done step by step."""
        said = None
        try:
            patience = _PATIENCE * self._limit.seconds + 1
            said = _heard(self._pipe, time.monotonic() + patience, meanwhile)
        finally:
            code = self.end(unheard=said is None)
        return pickle.loads(said) if said else _ending(code, self._limit)

    def end(self, *, unheard: bool) -> int:
        """Wait for it, or kill it where it was not heard; its exit code."""
        os.close(self._pipe)
        if unheard:
            os.kill(self._child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])


_begun: dict[tuple[object, ...], _Fork] = {}
"""Forks that have begun before their answer was asked for, by what they were given."""


def _work(work: Callable[[], object], pipe: int, limit: _Limit) -> None:
    """What the fork does, without ever coming back."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):  # a reader of our output must not wait for this process
            os.dup2(nothing, standard)
        limit.hold()
        said = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
        with open(pipe, "wb") as stream:
            stream.write(said)
        code = 0
    except MemoryError:
        code = _NO_MEMORY
    finally:
        os._exit(code)


_NO_MEMORY = 77
"""The exit code of a fork that has no memory left to say so."""


def _heard(pipe: int, deadline: float, meanwhile: Iterable[object]) -> bytes | None:
    """All that a process says; None where it says nothing more, and does not end, in time."""
    pieces: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        for _ in meanwhile:
            if selector.select(0):
                break
        while True:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                return None
            piece = os.read(pipe, 1 << 20)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)


def _ending(code: int, limit: _Limit) -> str:
    """What is told of a document whose reader ended without an answer."""
    if code in (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0)):
        return limit.too_long
    if code in (_NO_MEMORY, -getattr(signal, "SIGABRT", 0), -getattr(signal, "SIGTRAP", 0)):
        return limit.too_much  # what the parsers do that find none
    how = signal.Signals(-code).name if code < 0 else f"code {code}"
    return f"is damaged, or made to do harm: what reads it ended by {how}"


def _spawned(request: dict[str, Any], limit: _Limit) -> Any:
    command = "from aiplans_cli.reading.contained import serve; serve()"
    try:
        ran = subprocess.run(
            [sys.executable, "-c", command],
            input=pickle.dumps((request, limit.seconds, limit.memory)),
            capture_output=True,
            timeout=_PATIENCE * limit.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return limit.too_long
    return _ending(ran.returncode, limit) if ran.returncode else pickle.loads(ran.stdout)


def serve() -> None:
    """Read the document that is asked for on standard input, as a process of its own."""
    request, seconds, memory = pickle.load(sys.stdin.buffer)
    limit = _Limit(seconds, memory)
    limit.hold()
    sys.stdout.buffer.write(pickle.dumps(_answer(request, limit)))
