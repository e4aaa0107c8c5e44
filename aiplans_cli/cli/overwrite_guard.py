"""The files that a run will write: it may read none of them, and no two may be one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import typer

from aiplans_cli.records import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A file that is there and will be written over."""

    option: str
    """The option that names it."""
    path: str
    """Its path as typed."""
    status: os.stat_result
    """Which file it is, by whatever path or link."""


@dataclass(frozen=True, slots=True)
class OverwriteGuard:
    """Keeps a run from reading what it will write."""

    targets: tuple[Target, ...] = ()
    """The files."""

    def will_read(self, file: str | os.PathLike[str] | int) -> None:
        """Raise ``BadParameter`` where a file, or open stream, is one that will be written over."""
        if not self.targets:
            return
        with suppress(OSError, ValueError):  # whoever reads it says what is wrong
            status = os.fstat(file) if isinstance(file, int) else Path(file).stat()
            for target in self.targets:
                if os.path.samestat(status, target.status):
                    raise typer.BadParameter(
                        f"{target.path} is read too, and would be written over: name another file",
                        param_hint=target.option,
                    )

    def beside(self, outer: OverwriteGuard) -> OverwriteGuard:
        """This guard with the targets of the run that this one is part of."""
        return OverwriteGuard((*outer.targets, *self.targets))


def guard_of(paths: Mapping[str, str | None]) -> OverwriteGuard:
    """The guard of a run that writes to these paths: option → path.

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
    return OverwriteGuard(targets)


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
        file = there.get(option, os.path.realpath(path))
        if file in seen:
            raise typer.BadParameter(
                f"{path} is the file of {seen[file]} too: name another", param_hint=option
            )
        seen[file] = option
