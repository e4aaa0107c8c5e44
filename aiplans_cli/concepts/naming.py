"""Whether the mentions of a concept say what its name says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from aiplans_cli.concepts.matching import match_sections
from aiplans_cli.concepts.word_codes import CASED, form_key
from aiplans_cli.language import LANGUAGES, language_of, stem_terms
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aiplans_cli.concepts.concept import Concept, ConceptList
    from aiplans_cli.model import Document

LEAST = 10
"""Mentions in a language that the name of a concept is judged by."""


@dataclass(frozen=True, slots=True)
class Naming:
    """How many mentions of a concept in one language say its name."""

    concept: Concept
    """The concept."""
    language: str
    """Code of the language."""
    mentions: int
    """Its mentions in all documents."""
    said: int
    """Those whose form says the name, 0 to ``mentions``."""
    others: tuple[tuple[str, int], ...]
    """The forms that do not, with their mentions, the most frequent first."""


def says_name(form: str, concept: Concept, language: str) -> bool:
    """Whether a form says the name of its concept.

    It does if it holds a synonym, or all words of the id by their stems; in languages without
    spaces, of which no id is written, the first form of the row in place of the id.

    >>> from aiplans_cli.concepts.listing import load_concepts
    >>> [law] = load_concepts("id\\ttheme\\ten\\tzh\\tblocks\\tsynonyms\\tnote\\n"
    ...     "law\\tlaw\\tlaw(|s); statutes; deeds\\t法律\\t\\tstatute(|s)\\t\\n").concepts
    >>> [says_name(form, law, "en") for form in law.forms("en")]
    [True, True, True, False]
    """
    spaced = LANGUAGES[language].spaced
    key = _padded(form, language, spaced)
    names = [word for word in concept.synonyms if language_of(word) == language]
    if not spaced:
        names += concept.forms(language)[:1]
    if any(_padded(name, language, spaced) in key for name in names):
        return True
    if not spaced:
        return False
    wanted = frozenset(concept.id.split("-"))
    found = frozenset(key.replace("-", " ").split())
    stems = stem_terms(wanted | found)
    return {stems[word] for word in wanted} <= {stems[word] for word in found}


def _padded(form: str, language: str, spaced: bool) -> str:
    edge = " " if spaced else ""
    return f"{edge}{form_key(form.removesuffix(CASED), language)}{edge}"


def naming(concepts: ConceptList, documents: Sequence[Document]) -> Iterator[Naming]:
    """Each concept with ``LEAST`` mentions in a language of the documents, in the list's order."""
    met: Counter[tuple[str, str, str]] = Counter(
        (document.language, match.concept, match.form)
        for document in documents
        for matches in match_sections(document, concepts)
        for match in matches
    )
    by_concept: dict[tuple[str, str], Counter[str]] = {}
    for (language, concept, form), count in met.items():
        by_concept.setdefault((language, concept), Counter())[form] = count
    for one in concepts.concepts:
        for language in LANGUAGES:
            forms = by_concept.get((language, one.id), Counter[str]())
            if forms.total() < LEAST:
                continue
            silent = [(f, n) for f, n in forms.items() if not says_name(f, one, language)]
            said = forms.total() - sum(count for _, count in silent)
            ranked = tuple(sorted(silent, key=lambda item: (-item[1], item[0])))
            yield Naming(one, language, forms.total(), said, ranked)
