"""The concept matcher in the form in which large texts are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.concepts.matching import matcher
from aiplans_cli.concepts.tallying import add_concepts
from aiplans_cli.concepts.word_codes import joins
from aiplans_cli.language import LANGUAGES

if TYPE_CHECKING:
    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.counting.bulk import BulkMatcher
    from aiplans_cli.model import Counts, Tokens


def matcher_of(concepts: ConceptList, stops: frozenset[str] | None, language: str) -> BulkMatcher:
    """How ``counting.bulk`` finds the concepts of a list in texts of a language.

    ``stops`` are the words that are no content words, ``None`` for the language's own.
    """
    from aiplans_cli.counting.bulk import BulkMatcher

    forms = matcher(concepts, language)

    def complete(counts: Counts, tokens: Tokens) -> Counts:
        return add_concepts(counts, tokens, concepts, stops)

    return BulkMatcher(
        encode=forms.encode,
        in_codes=forms.spans_in_codes,
        fold=forms.folded,
        in_folded=forms.spans,
        alphabet=forms.alphabet,
        pairs=forms.pairs,
        latin=not LANGUAGES[language].spaced,
        gap=joins,
        complete=complete,
    )
