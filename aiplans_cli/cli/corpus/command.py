"""Many texts to one counts file in Parquet, on this machine: resumable, and flat in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiplans_cli.cli.corpus.tables import Sizes, totalled
from aiplans_cli.cli.record import current, once_only
from aiplans_cli.cli.streams import note
from aiplans_cli.cli.targets import will_read
from aiplans_cli.errors import AnalysisError, DataError
from aiplans_cli.storage import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aiplans_cli.cli.corpus.options import CorpusOptions
    from aiplans_cli.cli.corpus.pieces import PieceCounter
    from aiplans_cli.sources.session import Loader
    from aiplans_cli.sources.corpus.texts import Corpus
    from aiplans_cli.sources.corpus.parts import Parts


_MOST_TOLD = 10
"""Lines that are told of many."""


def count_corpus(
    sources: Sequence[str], output: str, own: Loader, chosen: CorpusOptions, jobs: int
) -> None:
    """Count the texts of ``sources`` into the file ``output``.

    Raises ``AiplansError`` where nothing can be counted, or with ``--strict`` not everything.
    """
    from aiplans_cli.cli.corpus.pieces import piece_counter
    from aiplans_cli.counting.corpus import Grouping
    from aiplans_cli.sources.corpus.texts import corpus_of
    from aiplans_cli.sources.corpus.parts import Parts, mapped

    once_only("count")
    counter = piece_counter(own, Grouping(chosen.by or "", chosen.totals), chosen.compiled())
    corpus = corpus_of(sources, chosen.recursive, data_dir())
    for text in corpus.texts:
        will_read(text.path)
    parts = Parts(output)
    sizes = Sizes()
    with parts.held():
        if chosen.cluster is not None:
            problems = _count_there(corpus, parts, counter, chosen, sizes)
        else:
            problems = _count_here(corpus, parts, counter, chosen, jobs, sizes)
    if run := current():
        run.written = mapped(output)
    told = [f"{output}: {sizes.documents:,} documents, {sizes.tokens:,} tokens"]
    told += [f"{corpus.others:,} files in other formats"] if corpus.others else []
    told += [f"{problems:,} not counted"] if problems else []
    note("; ".join(told), own.options.quiet)


def _count_here(
    corpus: Corpus,
    parts: Parts,
    counter: PieceCounter,
    chosen: CorpusOptions,
    jobs: int,
    sizes: Sizes,
) -> int:
    from aiplans_cli.cli.corpus.tables import digests, distinct, tables
    from aiplans_cli.cli.corpus.work import counted

    quiet = counter.own.options.quiet
    done, problems, notes = counted(corpus, counter, parts, jobs)
    problems = [*corpus.problems, *problems]
    _tell(notes, len(notes), "notes on texts", quiet)
    _tell(problems, len(problems), "texts that were not counted", quiet)
    _check(any(item.rows for item in done), problems, len(problems), chosen.strict, parts.output)
    if chosen.dedupe:
        before = len({item.piece.number for item in done})
        done = distinct(done)
        gone = before - len({item.piece.number for item in done})
        note(f"{_texts(gone)} left out, since another has the same bytes", quiet)
    done = [item for item in done if item.rows]
    if run := current():
        run.inputs |= digests(done, lambda item: item.piece.text.path)
    _finish(parts, tables(done, parts, counter.grouping), sizes)
    return len(problems)


def _count_there(
    corpus: Corpus, parts: Parts, counter: PieceCounter, chosen: CorpusOptions, sizes: Sizes
) -> int:
    from aiplans_cli.cli.corpus.cluster import count_on_cluster
    from aiplans_cli.counting.corpus import finished, head_rows, in_two_languages

    quiet = counter.own.options.quiet
    merged = count_on_cluster(counter, counter.pieces(corpus.texts), chosen.cluster or "")
    problems = [*corpus.problems, *(line for _, line in merged.problems)]
    total = len(corpus.problems) + merged.problem_count
    _tell([line for _, line in merged.notes], merged.note_count, "notes on texts", quiet)
    _tell(problems, total, "texts that were not counted", quiet)
    _check(merged.table is not None, problems, total, chosen.strict, parts.output)
    known = head_rows(merged.table)
    several = in_two_languages(known, counter.grouping)
    _finish(parts, [finished(merged.table, known, counter.grouping, {}, several)], sizes)
    return total


def _finish(parts: Parts, found: Iterable[Any], sizes: Sizes) -> None:
    from aiplans_cli.counting.parquet import write_parquet

    parts.finish(lambda stream: write_parquet(totalled(found, sizes), stream))


def _tell(lines: Sequence[str], total: int, what: str, quiet: bool) -> None:
    """Note the first of many lines, and how many more there are."""
    for line in lines[:_MOST_TOLD]:
        note(line, quiet)
    if total > _MOST_TOLD:
        note(f"and {total - _MOST_TOLD:,} more {what}", quiet)


def _check(any_done: bool, problems: Sequence[str], total: int, strict: bool, output: str) -> None:
    """Raise where nothing was counted, or with ``strict`` not everything."""
    if not any_done:
        if not problems:
            raise AnalysisError(output, "no text has a word in it", "name other texts")
        told, _, remedy = problems[0].rpartition("; ")
        subject, _, fact = told.partition(": ")
        if total > 1:
            others = "1 other" if total == 2 else f"{total - 1:,} others"
            fact += f", nor could {others} be counted"
        raise AnalysisError(subject, fact, remedy)
    if strict and total:
        fact = f"{_texts(total)} could not be counted"
        raise DataError(output, fact, "mend them, or leave --strict out")


def _texts(number: int) -> str:
    return "1 text" if number == 1 else f"{number:,} texts"
