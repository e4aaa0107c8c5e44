"""Lines in which concepts stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.concepts.matching import matcher
from aiplans_cli.counting.tally import counted_sections
from aiplans_cli.language import LANGUAGES, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.model import Document


def mention_lines(
    document: Document,
    concepts: ConceptList,
    wanted: Mapping[str, int | None],
    *,
    all_kinds: bool = False,
) -> dict[str, str]:
    """For each wanted concept a place where it stands, the match in brackets; "" for nowhere.

    The text round it ends with its sentence, and with ``…`` where it was cut.

    ``wanted`` maps a concept's id to the counted section whose lines are preferred, ``None`` for
    no preference; without one there, it is the first of the document.
    """
    forms = matcher(concepts, document.language)
    first: dict[str, str] = {}
    preferred: dict[str, str] = {}
    for index, section in counted_sections(document, all_kinds):
        spans = None
        for hit in forms.match(section.text):
            if hit.concept not in wanted or hit.concept in preferred:
                continue
            here = wanted[hit.concept] == index
            if hit.concept in first and not here:
                continue
            spans = spans or sentences(section.text, document.language)
            start, end = next(span for span in reversed(spans) if span[0] <= hit.start)
            line = _marked(section.text, (start, end), (hit.start, hit.end), document.language)
            first.setdefault(hit.concept, line)
            if here:
                preferred[hit.concept] = line
    return {concept: preferred.get(concept, first.get(concept, "")) for concept in wanted}


def _marked(text: str, sentence: tuple[int, int], match: tuple[int, int], language: str) -> str:
    room = LANGUAGES[language].context
    first, last = max(sentence[0], match[0] - room), min(sentence[1], match[1] + room)
    before, after = text[first : match[0]], text[match[1] : last]
    if first > sentence[0]:
        before = "…" + before
    if last < sentence[1]:
        after += "…"
    return " ".join(f"{before}[{text[match[0] : match[1]]}]{after}".split())
