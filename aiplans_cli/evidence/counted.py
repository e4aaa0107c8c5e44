"""Where words stand as far as counts alone can tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from aiplans_cli.evidence.places import Test, stem_test, word_row
from aiplans_cli.language import LANGUAGES, Settings, english
from aiplans_cli.language.patterns import is_pattern, word_tests
from aiplans_cli.language.query_nodes import Attribute, Either, Named, Node, Pattern, Words
from aiplans_cli.model import Occurrences

if TYPE_CHECKING:
    from aiplans_cli.concepts.listing import ConceptList
    from aiplans_cli.evidence.query import Query
    from aiplans_cli.model import Counts

Stands = tuple[Occurrences, ...]
_UNTOLD: tuple[None, dict[str, int], bool] = (None, {}, True)


def in_counts(
    counts: Counts, wanted: Query, settings: Settings, concepts: ConceptList | None = None
) -> tuple[Stands | None, dict[str, int], bool]:
    """Where a word or query stands, the terms that match, and whether sentences are exact.

    ``None`` where only the text could tell: for several words, for regular expressions, and for
    signs, which are no words. Of Chinese every term counts that holds the characters; a string
    that begins in one term and ends in the next is beyond counts.
    """
    node = wanted.node or Words(wanted.word)
    if isinstance(node, Named):
        if concepts is None or _share_a_form(node.concepts, concepts):
            return _UNTOLD
        return _summed(counts.concepts, dict.fromkeys(node.concepts & set(counts.concepts), 1))
    if isinstance(node, Words):
        return _words(counts, node.text, settings)
    fits = _test(node, counts.language, settings)
    if fits is None:
        return _UNTOLD
    stands, terms, known = _summed(counts.terms, {term: fits(term) for term in counts.terms})
    return stands, terms if wanted.kind else {}, known


def _words(
    counts: Counts, typed: str, settings: Settings
) -> tuple[Stands | None, dict[str, int], bool]:
    language = LANGUAGES[counts.language]
    folded = language.fold(typed.strip())
    if not language.spaced:
        if not folded.isalnum():
            return _UNTOLD
        return _summed(counts.terms, {term: term.count(folded) for term in counts.terms})
    match language.splitter(settings)(typed.strip()):
        case [(word, 0, end)] if end == len(typed.strip()):
            return counts.terms.get(word, ()), {}, True
    return _UNTOLD


def _test(node: Node, language: str, settings: Settings) -> Test | None:
    """Whether a term is an occurrence; ``None`` where terms alone do not tell."""
    tests: list[Test | None] = []
    match node:
        case Either(options=options):
            tests = [_test(option, language, settings) for option in options]
        case Attribute(name="stem", values=values):
            tests = [stem_test(values, language, settings)]
        case Attribute(values=values):
            rows = (word_row(value, language, settings) for value in values)
            tests = [row[0] if len(row) == 1 else None for row in rows]
        case Pattern(text=text):
            tests = list(word_row(text, language, settings))
        case Words(text=text) if LANGUAGES[language].spaced:
            row = word_row(text, language, settings)
            tests = list(row) if len(row) == 1 else []
    told = [test for test in tests if test is not None]
    if not told or len(told) < len(tests):
        return None
    return told[0] if len(told) == 1 else lambda term: any(test(term) for test in told)


def _share_a_form(ids: frozenset[str], concepts: ConceptList) -> bool:
    """Whether a place may count for two of the concepts, so that their counts do not add up."""
    if len(ids) == 1:
        return False
    forms = [form for c in concepts.concepts if c.id in ids for form in c.shared]
    return len(set(forms)) < len(forms)


def items_of(wanted: Query) -> Callable[[str], bool]:
    """Whether a term or concept of counts may be needed to tell where a query stands."""
    if wanted.concept:
        return lambda item: item == wanted.concept
    return _item_test(wanted.node or Words(wanted.word))


def _item_test(node: Node) -> Callable[[str], bool]:
    tests: list[Callable[[str], bool]] = []
    match node:
        case Named(concepts=ids):
            tests = [ids.__contains__]
        case Either(options=options):
            tests = [_item_test(option) for option in options]
        case Attribute(name="stem", values=values):
            tests = [stem_test(values, language, Settings()) for language in LANGUAGES]
        case Attribute(values=values):
            tests = [_item_test(Pattern(v) if is_pattern(v) else Words(v)) for v in values]
        case Words(text=text):
            parts = {record.fold(text).strip() for record in LANGUAGES.values()}
            tests = [partial(_holds, part) for part in parts]
        case Pattern(text=text):
            folds = [record.fold for record in LANGUAGES.values()]
            tests = [test for fold in folds for test in word_tests(text, fold, english.words)]
    return lambda item: any(test(item) for test in tests)


def _holds(part: str, item: str) -> bool:
    return part in item


def _summed(
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
