"""The program as a library: the way of the data, one function for each step.

>>> from aiplans_cli import compare, count, read, tokenize
>>> plans = [count(tokenize(read(f"{id}-2025-digest"))) for id in ("us", "cn")]
>>> compare(*plans).tables[0].records()[0]["rank"]
1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli import language
from aiplans_cli.concepts import add_concepts, dictionary_terms, load_concepts
from aiplans_cli.counting import count as count_terms
from aiplans_cli.sources.library import read

if TYPE_CHECKING:
    from aiplans_cli.concepts import ConceptList
    from aiplans_cli.language import Settings
    from aiplans_cli.model import Counts, Document, Tokens
    from aiplans_cli.output.report import Report

__all__ = ["compare", "contrast", "count", "read", "tokenize"]


def tokenize(
    document: Document, settings: Settings | None = None, concepts: ConceptList | None = None
) -> Tokens:
    """The words of a document, by default as the commands split it.

    By default Chinese terms of the concept list are kept whole. Raises ``AnalysisError`` where
    the document has no words of its language.
    """
    if settings is None:
        settings = language.Settings(dict_terms=dictionary_terms(concepts or load_concepts()))
    return language.tokenize(document, settings)


def count(tokens: Tokens, concepts: ConceptList | None = None) -> Counts:
    """Terms and concepts of a document, by section, contents pages and notes apart."""
    return add_concepts(count_terms(tokens), tokens, concepts or load_concepts())


def contrast(
    a: Counts, b: Counts, *, by: str = "auto", min_count: int = 1
) -> list[dict[str, object]]:
    """The rows of ``compare`` as dicts, which ``pandas.DataFrame`` takes as they are.

    >>> plans = [count(tokenize(read(f"{id}-2025-digest"))) for id in ("us", "cn")]
    >>> row = contrast(*plans)[0]
    >>> row["concept"], row["count_a"] < row["count_b"]
    ('governance', True)
    """
    return list(map(dict, compare(a, b, by=by, min_count=min_count).tables[0].records()))


def compare(
    a: Counts,
    b: Counts,
    *,
    by: str = "auto",
    min_count: int = 1,
    concepts: ConceptList | None = None,
) -> Report:
    """What stands out in A against B: the report that ``aiplans compare`` prints.

    Sections other than body text are left out, as the command leaves them out.
    """
    from aiplans_cli.cli.compare.report import compare_report
    from aiplans_cli.counting import select

    left, right = (select(counts, lambda section: section.kind == "body") for counts in (a, b))
    return compare_report(left, right, concepts or load_concepts(), by=by, min_count=min_count)
