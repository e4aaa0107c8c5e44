"""Where words stand as far as counts alone can tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aiplans_cli.language import LANGUAGES, Settings
from aiplans_cli.language.patterns import word_tests
from aiplans_cli.model import Occurrences

if TYPE_CHECKING:
    from aiplans_cli.evidence.concordance import Query
    from aiplans_cli.model import Counts

Stands = tuple[Occurrences, ...]


def in_counts(
    counts: Counts, wanted: Query, settings: Settings
) -> tuple[Stands | None, dict[str, int], bool]:
    """Where a word or pattern stands, the terms that match, and whether sentences are exact.

    ``None`` where only the text could tell: for several words, and for signs, which are no words.
    Of Chinese every term counts that holds the characters; a string that begins in one term and
    ends in the next is beyond counts.
    """
    language, typed = LANGUAGES[counts.language], wanted.word.strip()
    split = language.splitter(settings)
    if wanted.pattern:
        tests = word_tests(typed, language.fold, split)
        return _summed(counts, tests[0]) if len(tests) == 1 else (None, {}, True)
    folded = language.fold(typed)
    if not language.spaced:
        return _summed(counts, lambda t: t.count(folded)) if folded.isalnum() else (None, {}, True)
    match split(typed):
        case [(word, 0, end)] if end == len(typed):
            return counts.terms.get(word, ()), {}, True
    return None, {}, True


def _summed(counts: Counts, times: Callable[[str], int]) -> tuple[Stands, dict[str, int], bool]:
    """The sum over terms, each as many times as it matches.

    The sentences of several terms in one section may be the same ones.
    """
    matched = {term: number for term in counts.terms if (number := int(times(term)))}
    per_section: dict[int, list[Occurrences]] = {}
    for term, number in matched.items():
        for o in counts.terms[term]:
            scaled = Occurrences(o.section, number * o.count, o.sentences)
            per_section.setdefault(o.section, []).append(scaled)
    stands = tuple(
        Occurrences(index, sum(o.count for o in several), max(o.sentences for o in several))
        for index, several in sorted(per_section.items())
    )
    sizes = {term: sum(o.count for o in counts.terms[term]) for term in matched}
    return stands, sizes, all(len(several) == 1 for several in per_section.values())
