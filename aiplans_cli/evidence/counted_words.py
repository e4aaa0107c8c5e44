"""Adding up the terms of counts that hold or are a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from aiplans_cli.language import LANGUAGES, Settings
from aiplans_cli.model import Occurrences

if TYPE_CHECKING:
    from aiplans_cli.model import Counts

Stands = tuple[Occurrences, ...]
UNTOLD: tuple[None, dict[str, int], bool] = (None, {}, True)
"""What is said where only the text could tell."""


def holding(typed: str) -> Callable[[str], bool]:
    """Whether a term holds a word in some language."""
    parts = {record.fold(typed).strip() for record in LANGUAGES.values()}
    return lambda item: any(part in item for part in parts)


def counted_words(
    counts: Counts, typed: str, settings: Settings
) -> tuple[Stands | None, dict[str, int], bool]:
    """What ``in_counts`` says of words alone."""
    language = LANGUAGES[counts.language]
    folded = language.fold(typed.strip())
    if not language.spaced:
        if not folded.isalnum():
            return UNTOLD
        return summed_items(counts.terms, {term: term.count(folded) for term in counts.terms})
    match language.splitter(settings)(typed.strip()):
        case [(word, 0, end)] if end == len(typed.strip()):
            return counts.terms.get(word, ()), {}, True
    return UNTOLD


def summed_items(
    items: Mapping[str, Stands], times: Mapping[str, int]
) -> tuple[Stands, dict[str, int], bool]:
    """The sum over terms or concepts, each as many times as it matches.

    The sentences of several of them in one section may be the same ones.
    """
    matched = {item: int(number) for item, number in times.items() if number}
    per_section: dict[int, list[Occurrences]] = {}
    for item, number in matched.items():
        for o in items[item]:
            scaled = Occurrences(o.section, number * o.count, o.sentences)
            per_section.setdefault(o.section, []).append(scaled)
    stands = tuple(
        Occurrences(index, sum(o.count for o in several), max(o.sentences for o in several))
        for index, several in sorted(per_section.items())
    )
    sizes = {item: sum(o.count for o in items[item]) for item in matched}
    return stands, sizes, all(len(several) == 1 for several in per_section.values())
