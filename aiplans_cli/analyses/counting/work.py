"""The pieces of a corpus counted in as many processes as wanted, and kept as they are done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from aiplans_cli.analyses.counting.pieces import Outcome, Piece, PieceCounter
    from aiplans_cli.sources.corpus.parts import Parts
    from aiplans_cli.sources.corpus.texts import Corpus
    from aiplans_cli.sources.journal import Journal


@dataclass(frozen=True, slots=True)
class Done:
    """A piece that has been counted."""

    piece: Piece
    """The piece."""
    key: str
    """Under which its counts are kept."""
    document: str
    """Id of the document it belongs to, before that is named; "" where it has no words."""
    rows: int
    """Rows of its counts; 0 where it has no words."""
    sha256: str
    """Digest of its bytes."""


def counted(
    corpus: Corpus, counter: PieceCounter, parts: Parts, jobs: int, journal: Journal
) -> tuple[list[Done], list[str], list[str]]:
    """Count what has not been counted before: what is done, what went wrong, what to note."""
    done: list[Done] = []
    problems: list[tuple[int, str]] = []
    notes: list[tuple[int, str]] = []
    left: list[Piece] = []

    def take(piece: Piece, line: str) -> None:
        record = json.loads(line)
        if problem := record["problem"]:
            problems.append((piece.number, problem))
            return
        notes.extend((piece.number, told) for told in record["notes"])
        key = counter.key(piece)
        done.append(Done(piece, key, record["document"], record["rows"], record["sha256"]))

    for piece in counter.pieces(corpus.texts):
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
    return done, [told for _, told in sorted(problems)], [told for _, told in sorted(notes)]


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
            data = _parquet([outcome.table]) if outcome.table is not None else b""
            self.parts.put(self.counter.key(piece), line, data)
        return line


def _line(outcome: Outcome) -> str:
    table = outcome.table
    record = {
        "problem": outcome.problem,
        "document": table["document"][0].as_py() if table is not None else "",
        "rows": table.num_rows if table is not None else 0,
        "sha256": outcome.sha256,
        "notes": outcome.notes,
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
