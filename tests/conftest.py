"""What every test runs in: folders of its own, a plain environment, and no network."""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from aiplans_cli.model import Counts

# Machines differ in speed, so no example is failed for being slow; and a check that is run for a
# decision should say the same thing twice.
settings.register_profile("steady", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("steady")

_DROPPED = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PYTHONUTF8", "PYTHONIOENCODING")
"""Variables of the person who runs the tests that would change what the program prints."""

_HERE = ("localhost", "127.0.0.1", "::1", "")
"""Hosts that tests may talk to: their own servers."""

_session_folder = pytest.StashKey[Path]()


class NetworkUsedError(RuntimeError):
    """A test reached for the network. No ``OSError``, which the code under test would handle."""


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else ""  # a string is a local socket
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host is not None and host not in _HERE:
        raise NetworkUsedError(f"{event} to {host!r}: tests may not use the network")


def pytest_configure(config: pytest.Config) -> None:
    """Hold for the whole run, doctests included, so not a fixture."""
    folder = Path(tempfile.mkdtemp(prefix="aiplans-tests-"))
    config.stash[_session_folder] = folder
    for name in list(os.environ):
        if name in _DROPPED or name.lower().endswith("_proxy"):
            del os.environ[name]
    # One cache for all tests, as for one user; what it holds depends on contents only.
    os.environ["AIPLANS_CACHE"] = str(folder / "cache")
    os.environ["AIPLANS_DATA"] = str(folder / "data")
    sys.addaudithook(_refuse_network)
    gc.set_threshold(100_000)  # as in the program; all that tests hold takes long to look through
    # what a shell starts with "&" ignores it, and so would the programs that tests interrupt
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(config.stash[_session_folder], ignore_errors=True)


@pytest.fixture(autouse=True)
def own_library(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that one test fetches or adds are not there for the next."""
    monkeypatch.setenv("AIPLANS_DATA", str(tmp_path_factory.mktemp("library")))


class Cli:
    """Runs commands and keeps what they print."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.capfd = capfd
        self.err = ""

    def __call__(self, *arguments: str, code: int = 0) -> str:
        from aiplans_cli.cli.app import run

        assert run(list(arguments)) == code
        printed = self.capfd.readouterr()
        self.err = printed.err
        return printed.out

    def rows(self, *arguments: str, code: int = 0) -> list[dict[str, str]]:
        out = self(*arguments, "--format", "tsv", code=code)
        return list(csv.DictReader(io.StringIO(out), delimiter="\t", quoting=csv.QUOTE_NONE))

    def json(self, *arguments: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self(*arguments, "--format", "json"))
        return found


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str]) -> Cli:
    """The command line, run in this process."""
    return Cli(capfd)


@pytest.fixture
def counts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No counts file leads back to the text that it was made of."""
    from aiplans_cli.sources.behind import Behind

    monkeypatch.setattr(Behind, "reader", lambda *_, **__: None)


def text_formats() -> list[str]:
    """The formats whose output is text; the others have tests of their own."""
    from aiplans_cli.output.formats import FORMATS

    return [key for key, item in FORMATS.items() if not item.binary]


def count_corpus(*arguments: str | Path) -> int:
    """The exit code of a count in one process."""
    from aiplans_cli.cli.app import run

    return run(["count", *map(str, arguments), "-j", "1"])


def read_corpus(path: Path) -> list[Counts]:
    """The documents of a counts file in Parquet."""
    from aiplans_cli.counting.parquet import parse_parquet

    return parse_parquet(path.read_bytes(), str(path))
