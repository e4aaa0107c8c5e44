"""The report of one contrast or of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.cli.compare.across import (
    across_languages,
    across_notes,
    across_parameters,
    across_tables,
    robustness_table,
)
from aiplans_cli.cli.compare.analysis import Choices, analyse
from aiplans_cli.cli.compare.columns import fields_of, in_order
from aiplans_cli.cli.compare.notes import notes_of
from aiplans_cli.cli.compare.shift import shift_table
from aiplans_cli.cli.compare.sides import pairs_of, unit_of
from aiplans_cli.cli.tables import documents_table, is_stemmed, row_stops
from aiplans_cli.concepts.themes import general_concepts
from aiplans_cli.model import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.cli.compare.analysis import Contrasted
    from aiplans_cli.cli.compare.sides import Side
    from aiplans_cli.concepts import ConceptList
    from aiplans_cli.counting import Unit
    from aiplans_cli.model import Counts


def compare_report(
    a: Counts,
    b: Counts,
    concept_list: ConceptList,
    *,
    by: str = "auto",
    min_count: int = 1,
) -> Report:
    """The contrast of two counted documents, with the measures of the default.

    Raises ``AnalysisError`` where a side has nothing to compare, or where terms of two languages
    are asked for.
    """
    return contrast_report([a, b], unit_of([a, b], by), concept_list, Choices(min_count=min_count))


def contrast_report(
    documents: Sequence[Counts],
    unit: Unit,
    concept_list: ConceptList,
    choices: Choices,
    *,
    reference: Side | None = None,
    stops: frozenset[str] | None = None,
    resegmented: tuple[Counts, Counts] | None = None,
) -> Report:
    """The contrasts of counted documents: of two, of each with the rest, or with a reference.

    ``stops`` are the terms left out of the rows, by default the language's stop words; they stay
    in the sizes. Concepts of general policy language are left out unless ``stops`` is empty.
    ``resegmented`` are two documents counted with the segmenter's other dictionary. Raises
    ``AnalysisError`` where a side has nothing to compare, or a choice does not fit it.
    """
    left_out = frozenset[str]()
    if unit == "term":
        left_out = row_stops(documents[0].language, stops, is_stemmed(documents[0]))
    elif stops is None or stops:
        left_out = general_concepts(concept_list)
    listed = frozenset[str]()
    if unit == "concept" and choices.min_count == 0:
        listed = frozenset(concept.id for concept in concept_list.concepts)
    pairs = pairs_of(documents, unit, reference, choices.pairwise, choices.denominator)
    done = [analyse(a, b, unit, choices, left_out, listed) for a, b in pairs]
    done = [across_languages(one, unit, concept_list, choices, resegmented) for one in done]
    inputs = [side.source for pair in pairs for side in pair if side.id != "rest"]
    return Report(
        command="compare",
        tables=(
            _first_table(done, unit, concept_list, choices),
            *across_tables(done, concept_list, left_out, choices),
            documents_table(documents, unit == "concept"),
        ),
        inputs=tuple(dict.fromkeys(inputs)),
        parameters=_parameters(done, unit, choices),
        notes=(
            *notes_of(done, unit, choices),
            *across_notes(done, concept_list, left_out, choices),
        ),
    )


def _title(done: Sequence[Contrasted], unit: Unit) -> str:
    if len(done) == 1:
        return f"{done[0].a.id} (A) against {done[0].b.id} (B), by {unit}"
    return f"{len(done)} contrasts, by {unit}"


def _first_table(
    done: Sequence[Contrasted], unit: Unit, concept_list: ConceptList, choices: Choices
) -> Table:
    title = _title(done, unit)
    if choices.explain:
        return shift_table(done, unit, choices.top, title)
    if choices.robustness:
        return robustness_table(done, choices.top, title)
    themes = {concept.id: concept.theme for concept in concept_list.concepts}
    across = any(one.across for one in done)
    fields = fields_of(choices, unit, len(done) > 1, themes, across)
    rows: list[tuple[Cell, ...]] = []
    for one in done:
        ordered = in_order(one, choices.ranking, fields)
        for rank, row in enumerate(ordered[: choices.top] if choices.top else ordered, 1):
            rows.append((rank, *(field.value(one, row) for field in fields)))
    columns = (Column("rank", "integer"), *(field.column for field in fields))
    return Table("contrast", columns, tuple(rows), title=title)


def _parameters(done: Sequence[Contrasted], unit: Unit, choices: Choices) -> dict[str, Cell]:
    result, resampling = done[0].result, choices.resampling
    found: dict[str, Cell] = {
        "by": unit,
        "sort": choices.ranking,
        "top": choices.top,
        "min_count": choices.min_count,
        "measures": ",".join(choices.measures),
        "test": result.test,
        "confidence": result.settings.confidence,
        "correction": result.correction,
        "tests": result.tests if len(done) == 1 else ",".join(str(x.result.tests) for x in done),
        "dispersion": choices.dispersion or "none",
        "section": choices.section,
        "resample": resampling.kind,
    }
    if unit == "concept":
        found |= across_parameters(done, choices)
    if "simple_maths" in choices.measures:
        found["k"] = result.settings.per_million
    if "dirichlet_z" in choices.measures:
        found |= {"prior": choices.prior, "prior_total": result.prior_total}
    if resampling.kind != "none":
        found |= {"resamples": resampling.resamples, "seed": resampling.seed}
    permuted = done[0].resampled.permutation
    if permuted is not None and len(done) == 1:
        found |= {"divergence": permuted.divergence, "divergence_p": permuted.divergence_p}
    return found
