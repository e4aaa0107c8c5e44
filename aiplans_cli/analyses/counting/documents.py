"""Documents to counts, and to a list of words: large texts by the way that is meant for them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiplans_cli.analyses.counting.settings import check_whole
from aiplans_cli.errors import AnalysisError, SourceError
from aiplans_cli.model import Counts, Tokens
from aiplans_cli.setting_values import records_from
from aiplans_cli.sources.behind import recorded_path
from aiplans_cli.sources.journal import STDIN
from aiplans_cli.sources.large import count_large, is_large, large_table, list_large, table_words
from aiplans_cli.sources.library.resolution import PART
from aiplans_cli.sources.selection import record
from aiplans_cli.sources.session import Session
from aiplans_cli.sources.settings import SourceSettings
from aiplans_cli.sources.source import Source, named_apart
from aiplans_cli.sources.wordless import each_with_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.counting.bulk import Frequencies
    from aiplans_cli.sources.library.resolution import Resolved
    from aiplans_cli.sources.session import Named


def count(named: Named | Tokens, concepts: ConceptList | None = None, **keywords: Any) -> Counts:
    """Terms and concepts of one document by section, contents pages and notes apart.

    It may be named, read, or split into words; keywords are those of ``SourceSettings``. Raises
    ``AiplansError`` for what cannot be read or counted, and for what names several documents.

    >>> count("us-2025-digest").language
    'en'
    """
    if isinstance(named, Tokens):
        rules = Session().rules
        return replace(rules, concept_list=concepts or rules.concept_list).count_tokens(named)
    [reading] = records_from({"all_kinds": True, **keywords}, SourceSettings)
    sources = Session(reading).sources([named])
    if len(sources) != 1:
        raise SourceError(str(named), f"stands for {len(sources)} documents", "count one of them")
    return sources[0].counts


def counted_documents(
    named: Sequence[str], session: Session, jobs: int, output: str | None = None
) -> list[Counts]:
    """The counts of documents, each under a name of its own; ``jobs`` processes for large ones.

    ``output`` is the file that they will stand in, from which their texts are found again. Raises
    ``AiplansError`` for what cannot be read, and for a document that is named twice.
    """
    session.counter = replace(session.counter, keeps_fields=True)
    sources: list[Source] = []
    for found in _found(named, session):
        if isinstance(found, Path):
            sources.append(Source(count_large(found, session, jobs), None, str(found)))
        else:
            sources += found
    documents = [_recorded(source, output) for source in named_apart(sources)]
    seen: set[str] = set()
    for counts in documents:
        if counts.id in seen:
            raise SourceError(counts.id, "it is named twice", "leave one out")
        seen.add(counts.id)
    return documents


def _recorded(source: Source, output: str | None) -> Counts:
    """The counts of a source with what a counts file keeps beside them."""
    file = source.file
    if source.find is not None:  # counts that stood in another file
        file = source.counts.file and os.path.join(os.path.dirname(file), source.counts.file)  # noqa: PTH118, PTH120
    settings = {**source.counts.settings, **record(source.fields)}
    return replace(source.counts, settings=settings, file=recorded_path(file, output))


def word_list(named: Sequence[str], session: Session, jobs: int) -> Frequencies:
    """The words of all documents, added up. Raises ``AiplansError`` for two languages."""
    from aiplans_cli.counting.bulk import Frequencies
    from aiplans_cli.counting.occurrences import totals

    languages: dict[str, str] = {}
    total = Frequencies()
    for found in _found(named, session, by_row=True):
        if isinstance(found, Path):
            language, words = list_large(found, session, jobs)
            total.add_all(words)
            languages.setdefault(language, str(found))
            continue
        for source in found:
            total.add(totals(source.counts.terms))
            languages.setdefault(source.language, source.id)
    if len(languages) > 1:
        first, second = languages.values()
        fact = f"its words are of another language than those of {first}"
        raise AnalysisError(second, fact, "list each language by itself")
    return total


def _found(
    named: Sequence[str], session: Session, *, by_row: bool = False
) -> Iterator[Path | list[Source]]:
    """What names stand for: large texts by their path, all else counted.

    Of a large table each row is a list of its own ``by_row``, so that no more is held.
    """
    check_whole(session.settings)
    items: list[Resolved | str] = []
    for name in named:
        piped = name == STDIN or name.startswith(STDIN + PART)
        items += [name] if piped else session.resolve(name)

    def make(item: Resolved | str) -> Iterator[Path | list[Source]]:
        if isinstance(item, str):
            return iter([session.sources([item])])
        if item.entry is None and item.form == "text":
            if is_large(item.path, session.settings):
                return iter([item.path])
            if key := large_table(item.path, session.settings):
                if by_row:
                    return ([Source(one)] for one in table_words(item.path, key, session))
                more = "all its counts are held in memory; -o FILE.parquet holds a part of them"
                session.tell(f"{item.path}: {more}")
        return iter([session.sources_at([item])])

    for _, several in each_with_words(items, make, session.tell):
        yield from several
