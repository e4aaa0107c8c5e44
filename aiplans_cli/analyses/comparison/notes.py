"""What a reader of a contrast must know to read its numbers rightly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.comparison.analysis import PRIOR_WORDS
from aiplans_cli.analyses.comparison.basis import basis_notes
from aiplans_cli.analyses.comparison.contrast_sides import REST
from aiplans_cli.analyses.comparison.settings import POOLED
from aiplans_cli.analyses.comparison.word_shift import shift_notes
from aiplans_cli.analyses.wording import how_sides_are_read
from aiplans_cli.concepts.denominators import DENOMINATORS
from aiplans_cli.resources import described
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.distance import divergence
from aiplans_cli.statistics.inference import FAMILY, FAMILY_ACROSS, RATIOS
from aiplans_cli.statistics.measures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.comparison.analysis import Contrasted
    from aiplans_cli.analyses.comparison.contrast_sides import Side
    from aiplans_cli.analyses.comparison.settings import CompareSettings
    from aiplans_cli.counting.tally import Unit

CORRECTED = {
    "none": "not corrected",
    "bonferroni": "after Bonferroni",
    "holm": "after Holm",
    "fdr_bh": "after Benjamini-Hochberg",
}
"""Correction → how a note speaks of q."""


def notes_of(done: Sequence[Contrasted], unit: Unit, choices: CompareSettings) -> tuple[str, ...]:
    """All notes of a table of contrasts, the most needed first."""
    notes = [_who(done, choices)]
    notes += shift_notes(done, unit) if choices.explain else _columns(done, unit, choices)
    for one in done:
        notes += _resampled(one, choices, several=len(done) > 1)
        wanted = "jsd" in choices.measures and not choices.explain
        if wanted and one.resampled.permutation is None:
            whole = divergence(one.a.profile.counts, one.b.profile.counts)
            notes.append(
                f"{_names(one)}: the whole Jensen-Shannon divergence, of which jsd is each "
                f"{unit}'s part, is {whole:.4f} bits, over those without a row too."
            )
        notes += _lists(one, unit)
        if unit == "concept":
            notes += _coverages(one, several=len(done) > 1)
    return tuple(dict.fromkeys(notes))


def _columns(done: Sequence[Contrasted], unit: Unit, choices: CompareSettings) -> list[str]:
    """What stands in the columns of the contrast."""
    notes = []
    for one in done:
        which = f"{_names(one)}: " if len(done) > 1 else ""
        notes += basis_notes(one.basis, one.result.settings.confidence, which)
    if any(one.basis.inference for one in done):
        notes.append(_corrected(done, choices))
    notes += [_measure(name, unit, done[0], choices) for name in choices.measures]
    if "dirichlet_z" in choices.measures:
        notes += [_prior(done[0], choices), *_against_rates(done)]
    if choices.spread_measure:
        notes.append(_dispersion(choices))
    return notes


def _names(one: Contrasted) -> str:
    return f"{one.a.id} against {one.b.id}"


def _who(done: Sequence[Contrasted], choices: CompareSettings) -> str:
    read = how_sides_are_read(choices.measures)
    if len(done) == 1:
        a, b = done[0].a, done[0].b
        return f"A is {_titled(a)}, B is {_titled(b)}; {read}."
    rest = " (rest: all the others together)" if done[0].b.id == REST else ""
    return f"A is the document of the row, B what it is compared with{rest}; {read}."


def _titled(side: Side) -> str:
    return side.id if side.title == side.id else f"{side.title} ({side.id})"


def _measure(name: str, unit: Unit, one: Contrasted, choices: CompareSettings) -> str:
    measure, settings = MEASURES[name], one.result.settings
    text = f"{name}: {measure.description} ({measure.source})"
    if name in RATIOS and one.basis.inference is not None:
        text += f", with its {100 * settings.confidence:.4g}% interval"
    drawn = one.resampled.drawn
    if name == one.resampled.effect:
        text += (
            f", and that by bootstrap over {drawn} ({choices.resamples:,} resamples, seed "
            f"{choices.seed})"
        )
    if name == "log_ratio_conservative":
        text += (
            f", {100 * settings.confidence:.4g}% over {settings.family} {unit}s, as published: it "
            f"takes every {'word' if unit == 'term' else 'mention'} as an independent draw"
        )
    if name == "simple_maths":
        text += f", k = {settings.per_million:g}"
    if measure.needs == "sections":  # its description says of what
        return f"{text}."
    what = DENOMINATORS[choices.denominator].description if unit == "concept" else "rates"
    return f"{text}; of {what}."


def _corrected(done: Sequence[Contrasted], choices: CompareSettings) -> str:
    tests = ", ".join(f"{one.result.tests:,}" for one in done)
    each = " (one contrast after the other)" if len(done) > 1 else ""
    across = ""
    if any(one.spreads("concept") for one in done):
        across = f", and with fewer than {FAMILY_ACROSS} have a q if more rows pass with them"
    return (
        f"p is below {1 - done[0].result.settings.confidence:.4g} where the interval leaves equal "
        f"rates out, q (p {CORRECTED[choices.correct]} over {tests} tests{each}) where at_least is "
        "above 1: how many times the higher rate is the lower one at least, 1 where they are not "
        f"told apart. Rows with fewer than {FAMILY} occurrences on both sides together are not "
        f"tested{across}."
    )


def _prior(one: Contrasted, choices: CompareSettings) -> str:
    if one.result.prior is not None:
        return (
            f"Prior of dirichlet_z: {one.result.prior:g} for every term of the vocabulary, "
            f"{one.result.prior_total:g} in all."
        )
    whose = "both sides together" if choices.prior == POOLED else choices.prior
    return (
        f"Prior of dirichlet_z: the rates of {whose}, weighing {PRIOR_WORDS:g} words; empty where "
        "they do not have the term."
    )


def _against_rates(done: Sequence[Contrasted]) -> list[str]:
    """In how many rows z has another sign than the rates beside it."""
    rows = [row for one in done for row in one.result.rows]
    turned = sum(
        (row.scores["dirichlet_z"] or 0.0) * ((row.share_a or 0.0) - (row.share_b or 0.0)) < 0
        for row in rows
    )
    if not turned:
        return []
    return [
        f"In {turned:,} of {len(rows):,} rows dirichlet_z has the other sign than the rates: its "
        "prior, added to both sides, moves the estimate of the smaller one more. A smaller "
        "--prior turns fewer, and pooled none."
    ]


def _dispersion(choices: CompareSettings) -> str:
    name = choices.spread_measure
    about = " ".join((described(DISPERSION[name]).__doc__ or "").split("\n\n")[0].split())
    return f"{name}_a, {name}_b over the {choices.unit}s of each side: {about}"


def _resampled(one: Contrasted, choices: CompareSettings, several: bool) -> list[str]:
    found, effect = one.resampled.permutation, one.resampled.effect
    if found is None and not effect:
        return []
    about = (
        f"{one.resampled.drawn.capitalize()} are resampled, never words; it tells of the variation "
        "within these documents, not of others."
    )
    which = f"{_names(one)}: " if several else ""
    drawn = one.resampled.drawn
    if found is None:
        return [about, *_beyond_bootstrap(one, which)]
    whole = (
        f"; the whole Jensen-Shannon divergence, over what has no row too, is "
        f"{found.divergence:.4f} bits, p = {found.divergence_p:.4g}"
    )
    return [
        f"{which}p_permutation: {found.resamples:,} permutations of the {drawn}, seed {found.seed}"
        f"{whole if choices.of_words else ''}.",
        about,
    ]


def _beyond_bootstrap(one: Contrasted, which: str) -> list[str]:
    """For how many rows drawing again tells nothing, or always the same."""
    rows, intervals = one.result.rows, one.resampled.intervals
    without = sum(row.term not in intervals for row in rows)
    flat = sum(low == high for low, high in intervals.values())
    notes = []
    if without:
        notes.append(
            f"{which}{without} of {len(rows)} rows do not stand beside others on both sides; "
            f"drawing {one.resampled.drawn} again would change nothing where they do not, so they "
            "have no interval by bootstrap."
        )
    if flat:
        notes.append(
            f"{which}{flat} intervals by bootstrap have no width: every drawing has the same "
            f"rates. That is no certainty; those beside them allow for it."
        )
    return notes


def _lists(one: Contrasted, unit: Unit) -> list[str]:
    b = one.b
    if b.profile.section_sizes is not None:
        return []
    text = (
        f"B is a frequency list of {len(b.profile.counts):,} {unit}s and {b.source.tokens:,} words "
        "in all, which is the sum of its counts; it has no sections, so nothing is known of its "
        "dispersion"
    )
    if one.basis.inference is not None and one.basis.label != "words":
        text += ", and tests take its rates to vary as those of A do"
    return [f"{text}."]


def _coverages(one: Contrasted, several: bool) -> list[str]:
    sides: tuple[Side, Side] = (one.a, one.b)
    shares = [side.coverage or 0.0 for side in sides]
    sizes = [side.sizes["share"] for side in sides]
    names = [side.id for side in sides] if several else ["A", "B"]
    return [
        f"The concept list covers {shares[0]:.0%} of the content words of {names[0]} and "
        + f"{shares[1]:.0%} of {names[1]}'s; shares are of {sizes[0]:,} and {sizes[1]:,} concept "
        + "mentions."
    ]
