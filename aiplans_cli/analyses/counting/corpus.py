"""Many texts to one counts file in Parquet, on this machine: resumable, and flat in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiplans_cli.analyses.counting.settings import check_whole
from aiplans_cli.analyses.counting.tables import Sizes, totalled
from aiplans_cli.errors import AnalysisError, DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aiplans_cli.analyses.counting.pieces import PieceCounter
    from aiplans_cli.analyses.counting.settings import CorpusSettings
    from aiplans_cli.sources.corpus.parts import Parts
    from aiplans_cli.sources.corpus.texts import Corpus
    from aiplans_cli.sources.journal import Journal, Step
    from aiplans_cli.sources.session import Session

_MOST_TOLD = 10
"""Lines that are told of many."""


def count_corpus(
    named: Sequence[str], output: str, session: Session, chosen: CorpusSettings, jobs: int
) -> None:
    """Count the texts of what is named into the file ``output``.

    Raises ``AiplansError`` where nothing can be counted, or with ``strict`` not everything.
    """
    from aiplans_cli.analyses.counting.pieces import piece_counter
    from aiplans_cli.counting.corpus import Grouping
    from aiplans_cli.sources.corpus.parts import Parts
    from aiplans_cli.sources.corpus.texts import corpus_of

    check_whole(session.settings)
    grouping, pattern = (
        Grouping(chosen.by or "", chosen.totals),
        chosen.compiled(session.settings.pattern),
    )
    counter = piece_counter(session.rules, session.settings, grouping, pattern, output)
    journal = session.journal
    corpus = corpus_of(named, session.resolve, journal.meter)
    for text in corpus.texts:
        journal.will_read(text.path)
    parts = Parts(output)
    sizes = Sizes()
    with parts.held():
        if chosen.cluster is not None:
            problems = _count_there(corpus, parts, counter, chosen, sizes, journal)
        else:
            problems = _count_here(corpus, parts, counter, chosen, jobs, sizes, journal)
    told = [f"{output}: {sizes.documents:,} documents, {sizes.tokens:,} tokens"]
    told += [f"{corpus.others:,} files in other formats"] if corpus.others else []
    told += [f"{problems:,} not counted"] if problems else []
    journal.note("; ".join(told))


def _count_here(
    corpus: Corpus,
    parts: Parts,
    counter: PieceCounter,
    chosen: CorpusSettings,
    jobs: int,
    sizes: Sizes,
    journal: Journal,
) -> int:
    from aiplans_cli.analyses.counting.tables import digests_of_files, distinct, tables
    from aiplans_cli.analyses.counting.work import counted

    seen: set[bytes] | None = set() if chosen.dedupe else None
    done, problems, total, notes = counted(corpus, counter, parts, jobs, journal, seen)
    problems, total = [*corpus.problems, *problems], len(corpus.problems) + total
    _tell(journal, notes, len(notes), "notes on texts")
    _tell(journal, problems, total, "texts that were not counted")
    _check(any(item.rows for item in done), problems, total, chosen.strict, parts.output)
    if chosen.dedupe:
        before = len({item.number for item in done})
        done = distinct(done)
        gone = before - len({item.number for item in done})
        journal.note(f"{_texts(gone)} left out, since another has the same bytes")
    done = [item for item in done if item.rows]
    if journal.keeps_digests:
        for path, digest in digests_of_files(done).items():
            journal.read(path, digest)
    with journal.meter("rows") as step:
        found = _metered(tables(done, parts, counter.grouping), sum(d.rows for d in done), step)
        _finish(parts, found, sizes)
    return total


def _metered(found: Iterable[Any], rows: int, step: Step) -> Iterator[Any]:
    """The same tables, with a word on how many of all rows have gone by."""
    gone = 0
    for table in found:
        gone += table.num_rows
        step(min(gone, rows), rows)
        yield table


def _count_there(
    corpus: Corpus,
    parts: Parts,
    counter: PieceCounter,
    chosen: CorpusSettings,
    sizes: Sizes,
    journal: Journal,
) -> int:
    from aiplans_cli.analyses.counting.cluster import count_on_cluster
    from aiplans_cli.counting.corpus import finished, head_rows, in_two_languages

    pieces, address = counter.pieces(corpus.texts, journal.note), chosen.cluster or ""
    merged = count_on_cluster(counter, pieces, address, journal.meter)
    problems = [*corpus.problems, *(line for _, line in merged.problems)]
    total = len(corpus.problems) + merged.problem_count
    _tell(journal, [line for _, line in merged.notes], merged.note_count, "notes on texts")
    _tell(journal, problems, total, "texts that were not counted")
    _check(merged.table is not None, problems, total, chosen.strict, parts.output)
    known = head_rows(merged.table)
    several = in_two_languages(known, counter.grouping)
    _finish(parts, [finished(merged.table, known, counter.grouping, {}, several)], sizes)
    return total


def _finish(parts: Parts, found: Iterable[Any], sizes: Sizes) -> None:
    from aiplans_cli.counting.parquet import write_parquet

    parts.finish(lambda stream: write_parquet(totalled(found, sizes), stream))


def _tell(journal: Journal, lines: Sequence[str], total: int, what: str) -> None:
    """Note the first of many lines, and how many more there are."""
    for line in lines[:_MOST_TOLD]:
        journal.note(line)
    if total > _MOST_TOLD:
        journal.note(f"and {total - _MOST_TOLD:,} more {what}")


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
