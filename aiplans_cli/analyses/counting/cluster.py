"""The pieces of a corpus counted on a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from heapq import nsmallest
from itertools import count
from pathlib import Path
from typing import Any

from aiplans_cli.analyses.counting.pieces import Piece, PieceCounter
from aiplans_cli.analyses.counting.work import tasks_of
from aiplans_cli.records import dataclass
from aiplans_cli.sources.journal import Meter, unmetered
from aiplans_cli.storage.stores import is_address

TASK_BYTES = 1 << 26
"""Bytes of small texts that are counted as one task."""

TASK_FILES = 500
"""Small texts that are one task at most: of a hundred thousand that were one by their bytes, a
worker that was lost lost all."""

MOST_TOLD = 10
"""Lines that are kept of what went wrong, and of what should be known."""

_Lines = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of some pieces together."""

    table: Any
    """Their counts as ``counting.corpus.merge`` gives them; ``None`` where there are none."""
    problems: _Lines = ()
    """The first of those that were not counted: number of the text, and why."""
    problem_count: int = 0
    """How many were not counted."""
    notes: _Lines = ()
    """The first of the notes on texts."""
    note_count: int = 0
    """How many notes there are."""


def add_merged(results: Sequence[Merged]) -> Merged:
    """The sum of results; associative and commutative."""
    from aiplans_cli.counting.corpus import merge

    tables = [result.table for result in results if result.table is not None]
    return Merged(
        merge(tables) if tables else None,
        _first(line for result in results for line in result.problems),
        sum(result.problem_count for result in results),
        _first(line for result in results for line in result.notes),
        sum(result.note_count for result in results),
    )


def _first(lines: Iterable[tuple[int, str]]) -> _Lines:
    return tuple(nsmallest(MOST_TOLD, lines))


@dataclass(frozen=True, slots=True)
class TaskCounter:
    """Counts some pieces; it is sent to the workers."""

    counter: PieceCounter
    """Counts one."""

    def __call__(self, pieces: Sequence[Piece]) -> Merged:
        """The counts of the pieces together."""
        return add_merged([self._one(piece) for piece in pieces])

    def _one(self, piece: Piece) -> Merged:
        from aiplans_cli.counting.corpus import merge, of_text

        outcome = self.counter(piece)
        if outcome.problem:
            return Merged(None, ((piece.number, outcome.problem),), 1)
        tables = [
            of_text(one.table, piece.number, self.counter.grouping) for one in outcome.counted
        ]
        return Merged(
            merge(tables) if tables else None,
            tuple((piece.number, line) for line in outcome.faults),
            outcome.fault_count,
            tuple((piece.number, line) for line in outcome.notes),
            len(outcome.notes),
        )


def _absolute(piece: Piece) -> Piece:
    """The piece with the path of its text in full: a worker may run in another folder."""
    if is_address(piece.text.path):
        return piece
    path = str(Path(piece.text.path).absolute())
    return replace(piece, text=replace(piece.text, path=path))


def count_on_cluster(
    counter: PieceCounter,
    pieces: Iterable[Piece],
    address: str,
    meter: Meter = unmetered,
) -> Merged:
    """The counts of pieces, made by the workers of the scheduler at ``address``.

    ``meter`` shows how far that has come. Raises ``AiplansError`` where Dask is not installed,
    nobody answers, or the cluster gives up.
    """
    from aiplans_cli.counting.cluster import steps_of, sum_on_cluster

    words = replace(counter.rules.words, cache_dir=None)  # a folder of this machine
    there = replace(counter, rules=replace(counter.rules, words=words))
    tasks = list(tasks_of(map(_absolute, pieces), TASK_BYTES, TASK_FILES))
    steps = count(1)
    every = steps_of(len(tasks))
    with meter("tasks and sums") as progress:
        done = lambda: progress(min(next(steps), every), every)  # noqa: E731
        return sum_on_cluster(address, TaskCounter(there), add_merged, tasks, done)
