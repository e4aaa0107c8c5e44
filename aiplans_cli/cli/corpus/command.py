"""Many texts to one counts file in Parquet, on this machine: resumable, and flat in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from aiplans_cli.cli.record import current, once_only
from aiplans_cli.cli.streams import note
from aiplans_cli.errors import AnalysisError, DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.cli.corpus.options import CorpusOptions
    from aiplans_cli.cli.corpus.pieces import PieceCounter
    from aiplans_cli.cli.loading import Loader
    from aiplans_cli.library.corpus import Corpus

_MOST_TOLD = 10


def count_corpus(
    sources: Sequence[str], output: str, own: Loader, chosen: CorpusOptions, jobs: int
) -> None:
    """Count the texts of ``sources`` into the file ``output``.

    Raises ``AiplansError`` where nothing can be counted, or with ``--strict`` not everything.
    """
    from aiplans_cli.cli.corpus.pieces import piece_counter
    from aiplans_cli.counting.corpus import Grouping
    from aiplans_cli.library.corpus import corpus_of
    from aiplans_cli.library.corpus_parts import mapped

    once_only("count")
    quiet = own.options.quiet
    counter = piece_counter(own, Grouping(chosen.by or "", chosen.totals), chosen.compiled())
    corpus = corpus_of(sources, chosen.recursive)
    if chosen.cluster is not None:
        from aiplans_cli.cli.corpus.cluster import count_on_cluster

        documents, tokens, problems = count_on_cluster(corpus, output, counter, chosen)
    else:
        documents, tokens, problems = _count_here(corpus, output, counter, chosen, jobs)
    if run := current():
        run.written = mapped(output)
    told = [f"{output}: {documents:,} documents, {tokens:,} tokens"]
    told += [f"{corpus.others:,} files in other formats"] if corpus.others else []
    told += [f"{len(problems):,} not counted"] if problems else []
    note("; ".join(told), quiet)


def _count_here(
    corpus: Corpus, output: str, counter: PieceCounter, chosen: CorpusOptions, jobs: int
) -> tuple[int, int, list[str]]:
    from aiplans_cli.cli.corpus.tables import distinct, tables, totalled
    from aiplans_cli.cli.corpus.work import counted
    from aiplans_cli.library.corpus_parts import Parts

    quiet = counter.own.options.quiet
    parts = Parts(output)
    done, problems, notes = counted(corpus, counter, parts, jobs)
    problems = [*corpus.problems, *problems]
    tell(notes, "texts with notes", quiet)
    tell(problems, "texts that were not counted", quiet)
    check(bool(done), problems, chosen.strict, output)
    if chosen.dedupe:
        before = len({item.piece.number for item in done})
        done = distinct(done)
        gone = before - len({item.piece.number for item in done})
        note(f"{gone:,} texts have the bytes of another and are counted once", quiet)
    if run := current():
        run.inputs |= {item.piece.text.path: item.sha256 for item in done}
    sizes = [0, 0]

    def write(stream: BinaryIO) -> None:
        from aiplans_cli.counting.parquet import write_parquet

        write_parquet(totalled(tables(done, parts, counter.grouping), sizes), stream)

    parts.finish(write)
    return sizes[0], sizes[1], problems


def tell(lines: Sequence[str], what: str, quiet: bool) -> None:
    """Note the first lines of many, and how many more there are."""
    for line in lines[:_MOST_TOLD]:
        note(line, quiet)
    if len(lines) > _MOST_TOLD:
        note(f"and {len(lines) - _MOST_TOLD:,} more {what}", quiet)


def check(any_done: bool, problems: Sequence[str], strict: bool, output: str) -> None:
    """Raise where nothing was counted, or with ``strict`` not everything."""
    if not any_done:
        if not problems:
            raise AnalysisError(output, "no text has a word in it", "name other texts")
        told, _, remedy = problems[0].rpartition("; ")
        subject, _, fact = told.partition(": ")
        if problems[1:]:
            fact += f", nor could {len(problems) - 1:,} others be counted"
        raise AnalysisError(subject, fact, remedy)
    if strict and problems:
        fact = f"{len(problems):,} texts could not be counted"
        raise DataError(output, fact, "mend them, or leave --strict out")
