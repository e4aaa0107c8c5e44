"""The pieces of a corpus counted in as many processes as wanted, and kept as they are done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from aiplans_cli.analyses.counting.outcome import Outcome
    from aiplans_cli.analyses.counting.pieces import Piece, PieceCounter
    from aiplans_cli.sources.corpus.parts import Parts
    from aiplans_cli.sources.corpus.texts import Corpus
    from aiplans_cli.sources.journal import Journal


@dataclass(frozen=True, slots=True)
class Done:
    """A piece that has been counted, or what one of its documents has of it."""

    piece: Piece
    """The piece."""
    key: str
    """Under which its counts are kept."""
    document: str
    """Id of the document it belongs to, before that is named, or of the first that are whole in it;
    "" where it has no words."""
    rows: int
    """Rows of its counts; 0 where it has no words."""
    sha256: str
    """Digest of what it has of the document; "" for documents that are whole in it."""
    of_bytes: str
    """Digest of all bytes of the piece, which other documents may share."""


def counted(
    corpus: Corpus,
    counter: PieceCounter,
    parts: Parts,
    jobs: int,
    journal: Journal,
    seen: set[bytes] | None = None,
) -> tuple[list[Done], list[str], int, list[str]]:
    """Count what has not been counted before: what is done, what went wrong, what to note.

    Of what went wrong in rows of tables the first lines are kept, so how often it did is told too.
    Rows with a text that is ``seen`` are left out.
    """
    done: list[Done] = []
    faults = [0]
    problems: list[tuple[int, str]] = []
    notes: list[tuple[int, str]] = []
    left: list[Piece] = []

    def take(piece: Piece, line: str) -> None:
        record = json.loads(line)
        if problem := record["problem"]:
            problems.append((piece.number, problem))
            return
        notes.extend((piece.number, told) for told in record["notes"])
        problems.extend((piece.number, told) for told in record["faults"])
        faults[0] += record["fault_count"] - len(record["faults"])
        key = counter.key(piece)
        of_bytes = record["sha256"]
        found = record["documents"] or [("", 0, of_bytes)]
        for number, (document, rows, digest) in enumerate(found):
            done.append(Done(piece, part_key(key, number), document, rows, digest, of_bytes))

    tables: list[str] = []
    for piece in counter.pieces(corpus.texts, tables.append, seen):
        if (line := parts.line(counter.key(piece))) is None:
            left.append(piece)
        else:
            take(piece, line)
    if done and left:
        journal.note(f"{len(done):,} pieces are done already; {len(left):,} are left")
    work = _PieceWork(counter, parts)
    try:
        with journal.meter("texts") as progress:
            for number, (piece, line) in enumerate(_worked(work, left, jobs), 1):
                take(piece, line)
                progress(number, len(left))
    except KeyboardInterrupt:
        journal.note(f"what is finished is kept in {parts.folder}; the same command goes on")
        raise
    done.sort(key=lambda item: (item.document, item.piece.number, item.piece.start))
    lines = [told for _, told in sorted(problems)]
    told = [*tables, *(told for _, told in sorted(notes))]
    return done, lines, len(lines) + faults[0], told


def part_key(key: str, number: int) -> str:
    """Under which the counts of a document of a piece are kept: the first under the piece's own."""
    return sha256(f"{key} {number}".encode()).hexdigest() if number else key


@dataclass(frozen=True, slots=True)
class _PieceWork:
    """Counts a piece and keeps what came of it."""

    counter: PieceCounter
    """Counts it."""
    parts: Parts
    """Where it is kept."""

    def __call__(self, piece: Piece) -> str:
        """The line that tells what came of a piece; what went wrong is not kept."""
        outcome = self.counter(piece)
        line = _line(outcome)
        if not outcome.problem:
            key = self.counter.key(piece)
            first, *others = [_parquet([one.table]) for one in outcome.counted] or [b""]
            for number, data in enumerate(others, 1):
                self.parts.put(part_key(key, number), "", data)
            self.parts.put(key, line, first)  # last, since it tells that all are there
        return line


def _line(outcome: Outcome) -> str:
    record = {
        "problem": outcome.problem,
        "documents": [(one.document, one.table.num_rows, one.sha256) for one in outcome.counted],
        "sha256": outcome.sha256,
        "notes": outcome.notes,
        "faults": outcome.faults,
        "fault_count": outcome.fault_count,
    }
    return json.dumps(record)


def _parquet(tables: Iterable[Any]) -> bytes:
    import io

    from aiplans_cli.counting.parquet import write_parquet

    stream = io.BytesIO()
    write_parquet(tables, stream)
    return stream.getvalue()


def _worked(work: _PieceWork, left: Sequence[Piece], jobs: int) -> Iterator[tuple[Piece, str]]:
    from aiplans_cli.counting.bulk.processes import cores, processes

    wanted = min(jobs or cores(), len(left))
    if wanted <= 1:
        yield from ((piece, work(piece)) for piece in left)
        return
    from concurrent.futures import FIRST_COMPLETED, Future, wait

    waiting: dict[Future[str], Piece] = {}
    following = iter(left)
    with processes(wanted, _begin, (work,), "repeat it with fewer --jobs; it goes on") as pool:
        while True:
            while len(waiting) < 4 * wanted and (piece := next(following, None)) is not None:
                waiting[pool.submit(_work, piece)] = piece
            if not waiting:
                break
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), future.result()


_worker: list[Callable[[Piece], str]] = []
"""What a worker process does."""


def _begin(work: _PieceWork) -> None:
    _worker[:] = [work]


def _work(piece: Piece) -> str:
    return _worker[0](piece)
