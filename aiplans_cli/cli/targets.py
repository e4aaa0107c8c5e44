"""The files that a run will write: it may read none of them, and no two may be one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

import typer


@dataclass(frozen=True, slots=True)
class Target:
    """A file that is there and will be written over."""

    option: str
    """The option that names it."""
    path: str
    """Its path as typed."""
    status: os.stat_result
    """Which file it is, by whatever path or link."""


_TARGETS: ContextVar[tuple[Target, ...]] = ContextVar("targets", default=())


@contextmanager
def writing_to(paths: Mapping[str, str | None]) -> Iterator[None]:
    """Let the command inside read none of the files that it will write: option → path.

    Raises ``BadParameter`` for a path that is empty, and where two of them are one file.
    """
    for option, path in paths.items():
        if path == "":
            raise typer.BadParameter(
                "it is empty: name a file, or - for standard output", param_hint=option
            )
    if paths.get("--manifest") == "-" and not paths.get("--output"):
        raise typer.BadParameter(
            "- is standard output, where the answer goes: name a file", param_hint="--manifest"
        )
    named = {option: path for option, path in paths.items() if path}
    targets = tuple(_existing(named))
    _check_twins(named, targets)
    token = _TARGETS.set((*_TARGETS.get(), *targets))
    try:
        yield
    finally:
        _TARGETS.reset(token)


def will_read(file: str | os.PathLike[str] | int) -> None:
    """Raise ``BadParameter`` where a file, or an open stream, is one that will be written over."""
    targets = _TARGETS.get()
    if not targets:
        return
    with suppress(OSError, ValueError):  # whoever reads it says what is wrong
        status = os.fstat(file) if isinstance(file, int) else Path(file).stat()
        for target in targets:
            if os.path.samestat(status, target.status):
                raise typer.BadParameter(
                    f"{target.path} is read too, and would be written over: name another file",
                    param_hint=target.option,
                )


def _existing(named: Mapping[str, str]) -> Iterator[Target]:
    for option, path in named.items():
        with suppress(OSError, ValueError):
            status = Path(path).stat()
            if stat.S_ISREG(status.st_mode):  # a device or a pipe loses nothing
                yield Target(option, path, status)


def _check_twins(named: Mapping[str, str], targets: tuple[Target, ...]) -> None:
    there = {target.option: (target.status.st_dev, target.status.st_ino) for target in targets}
    seen: dict[object, str] = {}
    for option, path in named.items():
        if option not in there and Path(path).exists():
            continue
        own = there.get(option, os.path.realpath(path))
        if own in seen:
            raise typer.BadParameter(
                f"{path} is the file of {seen[own]} too: name another", param_hint=option
            )
        seen[own] = option
