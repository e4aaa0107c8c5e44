"""The pieces of a corpus counted in as many processes as wanted, and kept as they are done."""

from __future__ import annotations

import json
from array import array
from hashlib import sha256
from heapq import merge
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from aiplans_cli.analyses.counting.pieces import Piece
from aiplans_cli.records import dataclass
from aiplans_cli.sources.corpus.content import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aiplans_cli.analyses.counting.outcome import Outcome
    from aiplans_cli.analyses.counting.pieces import PieceCounter
    from aiplans_cli.sources.corpus.content import Text
    from aiplans_cli.sources.corpus.parts import Parts
    from aiplans_cli.sources.corpus.texts import Corpus
    from aiplans_cli.sources.journal import Journal, Step


_SHARE = 1 << 20
"""Bytes that are counted as one share: a second's work or so, which is what a kill loses."""

_TEXTS = 512
"""Texts that are one share at most. Each for itself, 90,000 parts were 640 MB of a 27 MB file."""

_REMEDY = "repeat it with fewer --jobs; it goes on"

_Record = dict[str, Any]
"""What came of a piece, as JSON keeps it."""


@dataclass(frozen=True, slots=True)
class Done:
    """A piece that has been counted, or what one of its documents has of it."""

    number: int
    """Number of its text."""
    begins: int
    """First byte of the piece in it."""
    key: str
    """Of the part in which its counts are kept."""
    start: int
    """The first row of its counts there."""
    document: str
    """Id of the document it belongs to, before that is named, or of the first that are whole in it;
    "" where it has no words."""
    rows: int
    """Rows of its counts; 0 where it has no words."""
    sha256: str
    """Digest of what it has of the document; "" for documents that are whole in it."""
    of_bytes: str
    """Digest of all bytes of the piece, which other documents may share; "" where nobody asks."""
    path: str = ""
    """Where its text is; "" where nobody asks."""


class Left:
    """Pieces that are left to be counted, in order; of those that are texts, the texts packed."""

    def __init__(self) -> None:
        self._numbers, self._texts = array("q"), Texts()
        self._others: list[Piece] = []

    def append(self, piece: Piece) -> None:
        """Take the next piece."""
        if piece == Piece(piece.number, piece.text):
            self._numbers.append(piece.number)
            self._texts.append(piece.text)
        else:
            self._others.append(piece)

    def __len__(self) -> int:
        return len(self._numbers) + len(self._others)

    def __iter__(self) -> Iterator[Piece]:
        whole = map(Piece, self._numbers, self._texts)
        return merge(whole, self._others, key=lambda piece: piece.number)


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
    from aiplans_cli.counting.bulk.processes import cores, worked

    done: list[Done] = []
    faults = [0]
    problems, notes = list[tuple[int, str]](), list[tuple[int, str]]()
    tables, left = list[str](), Left()
    # of a hundred thousand texts what nobody asks for is half of what the run would hold
    listens = seen is not None or journal.keeps_digests

    def take(piece: Piece, kept_in: str, record: _Record) -> None:
        if problem := record["problem"]:
            problems.append((piece.number, problem))
            return
        notes.extend((piece.number, told) for told in record["notes"])
        problems.extend((piece.number, told) for told in record["faults"])
        faults[0] += record["fault_count"] - len(record["faults"])
        in_pieces = piece.end is not None or bool(counter.grouping.field)
        done.extend(_done(piece, kept_in, record, in_pieces=in_pieces, listens=listens))

    before = _before(parts)
    with journal.meter("texts looked at") as progress:
        for piece in counter.pieces(_metered(corpus.texts, progress), tables.append, seen):
            if before and (known := before.pop(counter.key(piece), None)):
                take(piece, *known)
            else:
                left.append(piece)
    if done and left:
        journal.note(f"{len(done):,} pieces are done already; {len(left):,} are left")
    try:
        with journal.meter("texts") as progress:
            number = 0
            shares, wanted = _shares(left, jobs or cores())
            about = (_itself, (_PieceWork(counter, parts),), wanted)
            for pieces, (key, records) in worked(shares, *about, _REMEDY):
                for piece, record in zip(pieces, records, strict=True):
                    take(piece, key, record)
                number += len(pieces)
                progress(number, len(left))
    except KeyboardInterrupt:
        journal.note(f"what is finished is kept in {parts.folder}; the same command goes on")
        raise
    done.sort(key=lambda item: (item.document, item.number, item.begins))
    lines = [told for _, told in sorted(problems)]
    told = [*tables, *(told for _, told in sorted(notes))]
    return done, lines, len(lines) + faults[0], told


def _shares(left: Iterable[Piece], wanted: int) -> tuple[Iterator[tuple[Piece, ...]], int]:
    """What is counted at a time, and by how many processes at most, of which none has nothing."""
    shares = tasks_of(left, _SHARE, _TEXTS)
    first = list(islice(shares, wanted))
    return chain(first, shares), len(first)


def _metered(texts: Sequence[Text], step: Step) -> Iterator[Text]:
    """The same texts, with a word on how many have gone by."""
    for number, text in enumerate(texts):
        step(number, len(texts))
        yield text


def _done(
    piece: Piece, kept_in: str, record: _Record, *, in_pieces: bool, listens: bool
) -> Iterator[Done]:
    """What came of a piece, with the digests that are asked for."""
    told = (record["sha256"], piece.text.path) if listens else ("", "")
    start = record["start"]
    for document, rows, digest in record["documents"] or [("", 0, "")]:
        known = name if (name := piece.text.name) == document else document
        own = digest if in_pieces else ""
        yield Done(piece.number, piece.start, kept_in, start, known, rows, own, *told)
        start += rows


def _before(parts: Parts) -> dict[str, tuple[str, _Record]]:
    """What an earlier run has kept: key of a piece → key of the part, and what came of the piece.

    Parts of another form are as good as none.
    """
    found: dict[str, tuple[str, _Record]] = {}
    for key in parts.kept():
        line = parts.line(key)
        if line and isinstance(kept := json.loads(line), list):
            found.update((piece, (key, record)) for piece, record in kept)
    return found


def tasks_of(
    pieces: Iterable[Piece], most_bytes: int, most_texts: int
) -> Iterator[tuple[Piece, ...]]:
    """Pieces by what one process counts at a time, small ones together."""
    held: list[Piece] = []
    size = 0
    for piece in pieces:
        bytes_of = (piece.text.size if piece.end is None else piece.end) - piece.start
        if held and (size + bytes_of > most_bytes or len(held) == most_texts):
            yield tuple(held)
            held, size = [], 0
        held.append(piece)
        size += bytes_of
    if held:
        yield tuple(held)


@dataclass(frozen=True, slots=True)
class _PieceWork:
    """Counts pieces and keeps what came of them."""

    counter: PieceCounter
    """Counts one."""
    parts: Parts
    """Where it is kept."""

    def __call__(self, pieces: Sequence[Piece]) -> tuple[str, list[_Record]]:
        """The key of the part, and what came of each piece; what went wrong is not kept."""
        records: list[_Record] = []
        tables: list[Any] = []
        rows = 0
        try:
            for piece in pieces:
                outcome = self.counter(piece)
                records.append(_record(outcome, rows))
                tables += [one.table for one in outcome.counted]
                rows += sum(one.table.num_rows for one in outcome.counted)
        finally:  # also what was finished before Ctrl-C
            key = self._keep(pieces, records, tables)
        return key, records

    def _keep(self, pieces: Sequence[Piece], records: list[_Record], tables: list[Any]) -> str:
        keys = [self.counter.key(piece) for piece in pieces]
        kept = [pair for pair in zip(keys, records, strict=False) if not pair[1]["problem"]]
        part = sha256(" ".join(key for key, _ in kept).encode()).hexdigest()
        if kept:
            self.parts.put(part, json.dumps(kept), _parquet(tables) if tables else b"")
        return part


def _record(outcome: Outcome, start: int) -> _Record:
    return {
        "problem": outcome.problem,
        "start": start,
        "documents": [(one.document, one.table.num_rows, one.sha256) for one in outcome.counted],
        "sha256": outcome.sha256,
        "notes": outcome.notes,
        "faults": outcome.faults,
        "fault_count": outcome.fault_count,
    }


def _parquet(tables: Iterable[Any]) -> bytes:
    import io

    from aiplans_cli.counting.parquet import write_parquet

    stream = io.BytesIO()
    write_parquet(tables, stream)
    return stream.getvalue()


def _itself(work: _PieceWork) -> _PieceWork:
    """What a worker process does is what was sent to it."""
    return work
