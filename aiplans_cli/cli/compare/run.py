"""What was typed after ``aiplans compare``, and what it means."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

import typer

from aiplans_cli.cli.compare.analysis import POOLED, Choices
from aiplans_cli.cli.compare.reference import load_reference
from aiplans_cli.cli.compare.report import contrast_report
from aiplans_cli.cli.compare.resampled import Resampling
from aiplans_cli.cli.compare.resegmented import resegmented
from aiplans_cli.cli.compare.sides import unit_of
from aiplans_cli.cli.evidence_lines import missing_texts, with_evidence
from aiplans_cli.cli.loaded import told_apart
from aiplans_cli.cli.sources import default_sources, loader
from aiplans_cli.cli.streams import emit, rows_wanted
from aiplans_cli.cli.units import counts_by
from aiplans_cli.statistics import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.cli.compare.options import AcrossOptions, ContrastOptions, ResampleOptions
    from aiplans_cli.cli.compare.sides import Side
    from aiplans_cli.cli.loaded import Loaded
    from aiplans_cli.cli.loading import Loader
    from aiplans_cli.cli.options import OutputOptions, RowOptions, SourceOptions
    from aiplans_cli.counting import Unit
    from aiplans_cli.model import Counts

_DEAREST = (
    *("log_ratio", "count_a", "count_b", "q", "share_a", "share_b"),
    *("log_ratio_low", "log_ratio_high", "rate_a", "rate_b", "g2"),
)


def contrast_sources(
    sources: list[str] | None,
    contrast: ContrastOptions,
    across: AcrossOptions,
    resampling: ResampleOptions,
    options: SourceOptions,
    rows: RowOptions,
    output: OutputOptions,
) -> None:
    """Contrast the sources as the options say, and write the report.

    Raises ``BadParameter`` for options that cannot be, and ``AiplansError`` for sources that
    cannot be compared.
    """
    _check(contrast, sources)
    _check_effects(contrast, resampling)
    names = sources or default_sources(options)
    own = loader(options)
    loaded = own.counts(names)
    documents = counts_by(resampling.unit, loaded, own)
    if len(documents) < 2 and contrast.reference is None:
        raise typer.BadParameter(
            f"compare needs two documents, and got {len(documents)}", param_hint="SOURCE"
        )
    unit, language = unit_of(documents, contrast.by), documents[0].language
    choices = _choices(own, contrast, resampling, rows_wanted(rows.top, output), rows.min_count)
    choices = _with_across(choices, across, unit, documents)
    reference = None
    if contrast.reference is not None:
        reference = _named_beside(
            loaded, load_reference(own, contrast.reference, unit, language), contrast.reference
        )
    report = contrast_report(
        documents,
        unit,
        own.concept_list,
        _with_prior(own, choices, unit, language),
        reference=reference,
        stops=frozenset() if options.stop_words == "off" else own.stops,
        resegmented=resegmented(own, loaded, documents, choices, unit),
    )
    told: list[str] = []
    if contrast.evidence is not None:
        report = with_evidence(report, own, loaded, contrast.evidence)
        told = missing_texts(loaded)
    keep = (choices.measures[0], "term", "concept", *_DEAREST)
    emit(report, output, keep, asked=("evidence",), told=told, quiet=options.quiet)


def _named_beside(loaded: Sequence[Loaded], reference: Side, file: str) -> Side:
    """The reference, under a name that no document has."""
    ids = [*(item.counts.id for item in loaded), reference.id]
    name = told_apart(ids, [*(item.file for item in loaded), file])[-1]
    return replace(reference, id=name, source=replace(reference.source, id=name))


def _check(contrast: ContrastOptions, sources: list[str] | None) -> None:
    """Refuse options that cannot stand together. Raises ``BadParameter``."""
    wrong = ""
    if contrast.explain and "jsd" not in (contrast.measure or ()):
        wrong = "--explain takes the divergence apart: give it with --measure jsd"
    elif contrast.explain and (others := [m for m in contrast.measure or () if m != "jsd"]):
        wrong = f"--explain shows the divergence alone: leave --measure {others[0]} out"
    elif contrast.explain and contrast.sort:
        wrong = "--explain ranks by contribution: leave --sort out"
    elif contrast.reference is not None and not sources:
        wrong = "name the document to compare with --reference"
    elif contrast.reference is not None and contrast.pairwise:
        wrong = "--reference takes B's place, so there are no pairs: leave --pairwise out"
    elif contrast.prior != POOLED and _number(contrast.prior) == 0:
        wrong = f"--prior {contrast.prior} is no count above 0"
    if wrong:
        raise typer.BadParameter(wrong)


def _check_effects(contrast: ContrastOptions, resampling: ResampleOptions) -> None:
    """Refuse options of what is not computed. Raises ``BadParameter``."""
    measures, usual = contrast.measure or (), type(contrast)()
    wrong = ""
    if contrast.k != usual.k and "simple_maths" not in measures:
        wrong = "--k is what simple_maths adds: add --measure simple_maths"
    elif contrast.prior != usual.prior and "dirichlet_z" not in measures:
        wrong = "--prior is of dirichlet_z: add --measure dirichlet_z"
    elif resampling.resample == "none" and resampling.resamples != type(resampling)().resamples:
        wrong = "--resamples says how many are drawn: add --resample permutation or bootstrap"
    if wrong:
        raise typer.BadParameter(wrong)


def _number(text: str) -> float | None:
    """A prior as a count; ``None`` where it is the name of a file, 0 where it cannot be meant."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) and value > 0 else 0.0


def _choices(
    own: Loader,
    contrast: ContrastOptions,
    resampling: ResampleOptions,
    top: int,
    min_count: int | None,
) -> Choices:
    return Choices(
        measures=tuple(dict.fromkeys(contrast.measure or Choices().measures)),
        sort=contrast.sort or "",
        correct=contrast.correct,
        dispersion="" if contrast.dispersion == "none" else contrast.dispersion,
        settings=Settings(confidence=contrast.confidence, per_million=contrast.k),
        prior=contrast.prior,
        resampling=Resampling(
            resampling.resample, resampling.resamples, resampling.seed, own.options.quiet
        ),
        section=resampling.unit,
        pairwise=contrast.pairwise,
        explain=contrast.explain,
        top=top,
        min_count=1 if min_count is None else min_count,
    )


def _with_across(
    choices: Choices, across: AcrossOptions, unit: Unit, documents: Sequence[Counts]
) -> Choices:
    """The choices with those across languages. Raises ``BadParameter`` where they cannot be."""
    wrong = ""
    if unit == "term" and across.denominator != "share":
        wrong = "--denominator is for concepts: add --by concept"
    elif across.robustness and len({counts.language for counts in documents}) == 1:
        wrong = "--robustness is for documents in two languages"
    elif across.robustness and choices.explain:
        wrong = "--robustness and --explain each have a table of their own: choose one"
    if wrong:
        raise typer.BadParameter(wrong)
    return replace(
        choices,
        denominator=across.denominator,
        calibration=across.calibration,
        robustness=across.robustness,
    )


def _with_prior(own: Loader, choices: Choices, unit: Unit, language: str) -> Choices:
    """The choices with what the file of the prior holds, where it is needed."""
    informed = choices.prior != POOLED and _number(choices.prior) is None
    if not informed or "dirichlet_z" not in choices.measures:
        return choices
    prior = load_reference(own, choices.prior, unit, language)
    return replace(choices, prior_counts=prior.profile.counts)
