"""Where a query with signs stands as far as counts alone can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.evidence.counted_words import UNTOLD, Stands, counted_words, holding, summed_items
from aiplans_cli.evidence.reader import Test, stem_test, word_row
from aiplans_cli.language import LANGUAGES, Settings, english
from aiplans_cli.language.patterns import is_pattern, word_tests
from aiplans_cli.language.query_nodes import Attribute, Either, Named, Node, Pattern, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.evidence.wanted import Query
    from aiplans_cli.model import Counts


def in_counts(
    counts: Counts, wanted: Query, settings: Settings, concepts: ConceptList | None
) -> tuple[Stands | None, dict[str, int], bool]:
    """What ``counted.in_counts`` says of a query with signs."""
    node = wanted.node
    if isinstance(node, Named):
        if concepts is None or _share_a_form(node.concepts, concepts, counts.language):
            return UNTOLD
        return summed_items(
            counts.concepts, dict.fromkeys(sorted(node.concepts & set(counts.concepts)), 1)
        )
    if isinstance(node, Words):
        return counted_words(counts, node.text, settings)
    fits = _test(node, counts.language, settings) if node is not None else None
    if fits is None:
        return UNTOLD
    found = {term: fits(term) for term in counts.terms}
    stands, terms, known = summed_items(counts.terms, found)
    return stands, terms if wanted.kind else {}, known


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


def _share_a_form(ids: frozenset[str], concepts: ConceptList, language: str) -> bool:
    """Whether a place may count for two of the concepts, so that their counts do not add up."""
    if len(ids) == 1:
        return False
    named = [concept for concept in concepts.concepts if concept.id in ids]
    forms = [form for c in named for form in c.shared if form in c.forms(language)]
    return len(set(forms)) < len(forms)


def item_test(node: Node) -> Callable[[str], bool]:
    """Whether a term or concept of counts may be needed to tell where a query stands."""
    tests: list[Callable[[str], bool]] = []
    match node:
        case Named(concepts=ids):
            tests = [ids.__contains__]
        case Either(options=options):
            tests = [item_test(option) for option in options]
        case Attribute(name="stem", values=values):
            tests = [stem_test(values, language, Settings()) for language in LANGUAGES]
        case Attribute(values=values):
            tests = [item_test(Pattern(v) if is_pattern(v) else Words(v)) for v in values]
        case Words(text=text):
            tests = [holding(text)]
        case Pattern(text=text):
            folds = [record.fold for record in LANGUAGES.values()]
            tests = [test for fold in folds for test in word_tests(text, fold, english.words)]
    return lambda item: any(test(item) for test in tests)
