"""The bilingual concept list: what stands for one idea in English and in Chinese.

The list is a TSV file with the columns ``id theme en zh blocks note``, one concept a row. Forms
are separated by ``; ``. English forms may abbreviate their inflections, ``regulat(e|es|ion)``,
and a space in them also matches a hyphen. ``blocks`` are longer strings inside which the
concept's own forms do not count. A form that belongs to two concepts bears the mark ``&`` in
both, as ``安全&`` (safety, security), and each of its occurrences then counts for both.
"""

from typing import TYPE_CHECKING

from aiplans_cli.lean_imports import on_demand

if TYPE_CHECKING:
    from aiplans_cli.concepts.checking import CHECKS, TEXT_CHECKS, Finding, check
    from aiplans_cli.concepts.compiled import dictionary_terms
    from aiplans_cli.concepts.coverage import Coverage, Line, Suggestion, measured_coverage, suggest
    from aiplans_cli.concepts.importing import (
        IMPORTERS,
        Translation,
        cedict_translations,
        import_concepts,
        render_concepts,
    )
    from aiplans_cli.concepts.listing import COLUMNS, Concept, ConceptList, find, load_concepts
    from aiplans_cli.concepts.matching import Match, match, match_sections
    from aiplans_cli.concepts.shared_forms import shared_notes, sharers
    from aiplans_cli.concepts.tallying import add_concepts
else:
    __getattr__ = on_demand(
        __name__,
        checking="CHECKS TEXT_CHECKS Finding check",
        coverage="Coverage Line Suggestion measured_coverage suggest",
        importing="IMPORTERS Translation cedict_translations import_concepts render_concepts",
        listing="COLUMNS Concept ConceptList find load_concepts",
        matching="Match match match_sections",
        shared_forms="shared_notes sharers",
        tallying="add_concepts",
        compiled="dictionary_terms",
    )

__all__ = [
    "CHECKS",
    "COLUMNS",
    "IMPORTERS",
    "TEXT_CHECKS",
    "Concept",
    "ConceptList",
    "Coverage",
    "Finding",
    "Line",
    "Match",
    "Suggestion",
    "Translation",
    "add_concepts",
    "cedict_translations",
    "check",
    "dictionary_terms",
    "find",
    "import_concepts",
    "load_concepts",
    "match",
    "match_sections",
    "measured_coverage",
    "render_concepts",
    "shared_notes",
    "sharers",
    "suggest",
]
