"""The report of one contrast or of several."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aiplans_cli.analyses.cautions import cautioned
from aiplans_cli.analyses.comparison.across import (
    across_cautions,
    across_languages,
    across_notes,
    across_parameters,
    across_tables,
    robustness_table,
)
from aiplans_cli.analyses.comparison.analysis import analyse
from aiplans_cli.analyses.comparison.basis import basis_cautions
from aiplans_cli.analyses.comparison.bounded import bounded
from aiplans_cli.analyses.comparison.columns import fields_of, in_order
from aiplans_cli.analyses.comparison.contrast_sides import REST, pairs_of, unit_of
from aiplans_cli.analyses.comparison.dictionary_check import other_dictionary
from aiplans_cli.analyses.comparison.evidence_lines import with_evidence
from aiplans_cli.analyses.comparison.ngram_terms import ngram_notes, with_ngrams
from aiplans_cli.analyses.comparison.notes import notes_of
from aiplans_cli.analyses.comparison.reference import load_reference, named_beside
from aiplans_cli.analyses.comparison.resampled import floor_notes
from aiplans_cli.analyses.comparison.screen import screen_tables
from aiplans_cli.analyses.comparison.sentences import Telling, contrast_sentences
from aiplans_cli.analyses.comparison.settings import (
    CompareSettings,
    check_languages,
    check_together,
)
from aiplans_cli.analyses.comparison.trust import calibration_of
from aiplans_cli.analyses.comparison.word_shift import shift_table
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.settings import RowSettings
from aiplans_cli.analyses.tables import documents_table, is_stemmed, row_stops
from aiplans_cli.concepts.denominators import DENOMINATORS
from aiplans_cli.concepts.themes import general_concepts
from aiplans_cli.counting.units import is_group
from aiplans_cli.errors import UsageError
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.sources.journal import Meter, unmetered
from aiplans_cli.sources.paragraphs import counts_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.comparison.analysis import Contrasted
    from aiplans_cli.analyses.comparison.contrast_sides import Side
    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.model import Counts
    from aiplans_cli.sources.session import Named, Session


@question
def compare(
    *named: Named, settings: CompareSettings, rows: RowSettings, session: Session
) -> Report:
    """What stands out in one document against another, across languages too: table ``contrast``.

    Two documents in one language are compared term by term, an English and a Chinese one concept
    by concept; more than two each with the rest. Without any, the two plans of 2025 are compared.
    Raises ``AiplansError`` for what cannot be read or compared, and for settings that cannot be.

    >>> report = compare("us-2025-digest", "cn-2025-digest", measures=["log_ratio"])
    >>> [row["concept"] for row in report.rows()][:1]
    ['application-scenario']
    """
    check_together(settings, bool(named))
    sources = session.sources(named or session.default_sources(text=settings.of_text, piped=False))
    documents = counts_by(settings.unit, sources, session)
    if len(documents) < 2 and not settings.reference:
        raise UsageError(f"compare needs two documents, and got {len(documents)}", "SOURCE")
    unit, language = unit_of(documents, settings.by), documents[0].language
    check_languages(settings, unit, {counts.language for counts in documents})
    documents = with_ngrams(documents, sources, settings, session)
    reference = None
    if settings.reference:
        found = load_reference(
            session,
            settings.reference,
            unit,
            language,
            settings.denominator,
            frozenset(counts.sha256 for counts in documents),
        )
        reference = named_beside(sources, found, settings.reference[0])
    if settings.prior_file and "dirichlet_z" in settings.measures:
        prior = load_reference(session, [settings.prior_file], unit, language)
        settings = replace(settings, prior_counts=prior.profile.counts)
    settings = replace(settings, learnt=calibration_of(settings.calibration, session))
    report = contrast_report(
        documents,
        unit,
        session.concept_list,
        settings,
        rows,
        reference=reference,
        stops=session.row_stops,
        other_dictionary=other_dictionary(session, sources, documents, settings, unit),
        meter=session.journal.meter,
    )
    if settings.evidence is None:
        return report
    return with_evidence(report, session, sources, settings.evidence)


def contrast(*named: Named, **keywords: Any) -> list[dict[str, Cell]]:
    """The rows of ``compare``, with its keywords, as dicts.

    >>> row = contrast("us-2025-digest", "cn-2025-digest", sort="g2")[0]
    >>> row["concept"], row["count_a"], row["count_b"]
    ('governance', 2, 11)
    """
    return compare(*named, **keywords).rows()


def contrast_report(
    documents: Sequence[Counts],
    unit: Unit,
    concept_list: ConceptList,
    choices: CompareSettings,
    rows: RowSettings,
    *,
    reference: Side | None = None,
    stops: frozenset[str] | None = None,
    other_dictionary: tuple[Counts, Counts] | None = None,
    meter: Meter = unmetered,
) -> Report:
    """The contrasts of counted documents: of two, of each with the rest, or with a reference.

    ``stops`` are the terms left out of the rows, by default the language's stop words; they stay
    in the sizes. Concepts of general policy language are left out unless ``stops`` is empty.
    ``other_dictionary`` are two documents counted with the segmenter's other one. Raises
    ``AnalysisError`` where nothing can be compared, or a choice does not fit.
    """
    left_out = _left_out(documents[0], unit, concept_list, stops)
    listed = frozenset(concept_list.themes if unit == "concept" and not rows.least else ())
    pairs = pairs_of(documents, unit, reference, choices.pairwise, choices.denominator)
    rows, told = bounded(rows, documents, unit, choices, reference is not None)
    done = [
        across_languages(
            analyse(
                *(a, b, unit, choices, left_out, listed),
                least=rows.least,
                most=rows.most if len(documents) > 2 else 0,
                calibration=choices.learnt,
                meter=meter,
            ),
            *(concept_list, choices, other_dictionary),
        )
        for a, b in pairs
    ]
    inputs = [side.source for one in done for side in (one.a, one.b) if side.id != REST]
    first = _first_table(done, unit, concept_list, choices, rows.most)
    beside = [reference.counts] if reference is not None and reference.counts else []
    at_floor, aloud = _at_floor(done)
    further = across_tables(done, concept_list, left_out, choices)
    summary, screen = _for_people(done, unit, choices, rows.most, further)
    report = Report(
        command="compare",
        tables=(first, *further, documents_table(documents, unit == "concept")),
        inputs=tuple(dict.fromkeys(inputs)),
        parameters=_parameters(done, unit, choices, rows),
        notes=(
            *notes_of(done, unit, choices),
            *at_floor,
            *ngram_notes(choices),
            *told,
            *across_notes(done, concept_list, left_out, choices),
        ),
        told=(*_told(done, first, concept_list, choices), *aloud, *told),
        summary=summary,
        screen=screen,
    )
    return cautioned(report, [*documents, *beside], concepts=unit == "concept")


def _left_out(
    first: Counts, unit: Unit, concept_list: ConceptList, stops: frozenset[str] | None
) -> frozenset[str]:
    """What has no row: stop words as the documents were counted, or general concepts."""
    if unit == "term":
        return row_stops(first.language, stops, is_stemmed(first))
    if stops is None or stops:
        return general_concepts(concept_list)
    return frozenset()


def _for_people(
    done: Sequence[Contrasted],
    unit: Unit,
    choices: CompareSettings,
    top: int,
    further: Sequence[Table],
) -> tuple[tuple[str, ...], tuple[Table, ...]]:
    """What was found in sentences, and the tables for a terminal."""
    out_of = DENOMINATORS[choices.denominator].counted_in if unit == "concept" else "words"
    summary = contrast_sentences(done, Telling(unit, out_of, choices.is_measured))
    if choices.explain or choices.robustness or choices.evidence is not None:
        return summary, ()
    fields = fields_of(choices, unit, False, {}, any(one.across for one in done))
    themes = next((table for table in further if table.name == "themes"), None)
    asked = () if choices.measures == type(choices)().measures else choices.measures
    measured = [field for field in fields if field.column.name in asked]
    ordered = [in_order(one, choices.ranking, fields) for one in done]
    return summary, screen_tables(done, ordered, unit, top, themes, measured)


def _told(
    done: Sequence[Contrasted], first: Table, concept_list: ConceptList, choices: CompareSettings
) -> list[str]:
    """What who sees no notes must know."""
    told = [] if choices.explain else across_cautions(done, concept_list)
    tested = any(column.name == "p" for column in first.columns)
    return [*told, *(basis_cautions([one.basis for one in done]) if tested else ())]


def _at_floor(done: Sequence[Contrasted]) -> tuple[list[str], list[str]]:
    """What to know of rows that no permutation reached: notes, and those to tell aloud."""
    which = [f"{one.a.id} against {one.b.id}: " * (len(done) > 1) for one in done]
    found = [floor_notes(one.resampled, name) for one, name in zip(done, which, strict=True)]
    return [line for notes, _ in found for line in notes], [
        line for _, aloud in found for line in aloud
    ]


def _title(done: Sequence[Contrasted], unit: Unit) -> str:
    if len(done) == 1:
        return f"{done[0].a.id} (A) against {done[0].b.id} (B), by {unit}"
    return f"{len(done)} contrasts, by {unit}"


def _first_table(
    done: Sequence[Contrasted],
    unit: Unit,
    concept_list: ConceptList,
    choices: CompareSettings,
    top: int,
) -> Table:
    title = _title(done, unit)
    if choices.explain:
        return shift_table(done, unit, top, title)
    if choices.robustness:
        return robustness_table(done, top, title)
    across = any(one.across for one in done)
    sides = (side.counts for one in done for side in (one.a, one.b))
    grouped = any(counts is not None and is_group(counts) for counts in sides)
    fields = fields_of(choices, unit, len(done) > 1, concept_list.themes, across, grouped)
    rows: list[tuple[Cell, ...]] = []
    for one in done:
        ordered = in_order(one, choices.ranking, fields)
        for rank, row in enumerate(ordered[:top] if top else ordered, 1):
            rows.append((rank, *(field.value(one, row) for field in fields)))
    columns = (Column("rank", "integer"), *(field.column for field in fields))
    return Table("contrast", columns, tuple(rows), title, choices.ranking)


def _parameters(
    done: Sequence[Contrasted], unit: Unit, choices: CompareSettings, rows: RowSettings
) -> dict[str, Cell]:
    result = done[0].result
    found: dict[str, Cell] = {
        "by": unit,
        "sort": choices.ranking,
        "top": rows.most,
        "min_count": rows.least,
        "measures": ",".join(choices.measures),
        "inference": done[0].basis.label,
        "confidence": result.settings.confidence,
        "correction": result.correction,
        "tests": result.tests if len(done) == 1 else ",".join(str(x.result.tests) for x in done),
        "dispersion": choices.spread_measure or "none",
        "section": choices.unit,
        "resample": choices.resample,
    }
    if not choices.of_words:
        found["ngrams"] = choices.ngrams
    if unit == "concept":
        found |= across_parameters(done, choices)
    if "simple_maths" in choices.measures:
        found["k"] = result.settings.per_million
    if "dirichlet_z" in choices.measures:
        found |= {"prior": choices.prior, "prior_total": result.prior_total}
    if choices.resample != "none":
        found |= {"resamples": choices.resamples, "seed": choices.seed}
    permuted = done[0].resampled.permutation
    if permuted is not None and len(done) == 1 and choices.of_words:
        found |= {"divergence": permuted.divergence, "divergence_p": permuted.divergence_p}
        found["most_resamples"] = permuted.most
    return found
