"""What a reader of a contrast must know to read its numbers rightly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.comparison.analysis import PRIOR_WORDS, tokenwise
from aiplans_cli.analyses.comparison.contrast_sides import REST
from aiplans_cli.analyses.comparison.settings import POOLED
from aiplans_cli.analyses.comparison.word_shift import shift_notes
from aiplans_cli.analyses.wording import how_sides_are_read
from aiplans_cli.concepts.denominators import DENOMINATORS
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.distance import divergence
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

INDEPENDENT = (
    "p and q take every word as an independent draw, which the words of one text are not: between "
    "random halves of one plan, where every difference is chance, p of g2 is at most 0.05 for 21% "
    "of the words, and some q in almost every halving (docs/statistics.md). 'compare "
    "--resample permutation' tests over whole sections."
)
"""What stands beside a p over tokens; docs/statistics.md measures it."""

INDEPENDENT_IN_SHORT = (
    "p and q take every word as an independent draw, which the words of one text are not: call "
    "nothing different by them alone ('compare --resample permutation' tests over sections)."
)
"""The same for who sees no notes."""


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
    notes = [_measure(name, unit, done[0], choices) for name in choices.measures]
    notes.append(_test(done, choices))
    if tokenwise(done[0].result):
        notes.append(INDEPENDENT)
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
        return f"A is {a.title} ({a.id}), B is {b.title} ({b.id}); {read}."
    rest = " (rest: all the others together)" if done[0].b.id == REST else ""
    return f"A is the document of the row, B what it is compared with{rest}; {read}."


def _measure(name: str, unit: Unit, one: Contrasted, choices: CompareSettings) -> str:
    measure, settings = MEASURES[name], one.result.settings
    text = f"{name}: {measure.description} ({measure.source})"
    if name == one.resampled.effect:
        text += (
            f", with its {100 * settings.confidence:.4g}% interval by bootstrap over "
            f"{choices.unit}s ({choices.resamples:,} resamples, seed "
            f"{choices.seed})"
        )
    elif measure.interval is not None:
        text += f", with its {100 * settings.confidence:.4g}% interval"
    if name == "log_ratio_conservative":
        text += f", {100 * settings.confidence:.4g}% over {settings.family} {unit}s"
    if name == "simple_maths":
        text += f", k = {settings.per_million:g}"
    if measure.needs == "sections":  # its description says of what
        return f"{text}."
    what = DENOMINATORS[choices.denominator].description if unit == "concept" else "rates"
    return f"{text}; of {what}."


def _test(done: Sequence[Contrasted], choices: CompareSettings) -> str:
    tests = ", ".join(str(one.result.tests) for one in done)
    each = " (one contrast after the other)" if len(done) > 1 else ""
    return (
        f"p: of {done[0].result.test}, two-sided. q: p {CORRECTED[choices.correct]} over {tests} "
        f"tests{each}."
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
    about = " ".join((DISPERSION[name].__doc__ or "").split("\n\n")[0].split())
    return f"{name}_a, {name}_b over the {choices.unit}s of each side: {about}"


def _resampled(one: Contrasted, choices: CompareSettings, several: bool) -> list[str]:
    found, effect = one.resampled.permutation, one.resampled.effect
    if found is None and not effect:
        return []
    about = (
        f"{choices.unit.capitalize()}s are resampled, never words; it tells of the variation "
        "within these documents, not of others."
    )
    which = f"{_names(one)}: " if several else ""
    if found is None:
        return [about, *_beyond_bootstrap(one, choices, which)]
    whole = (
        f"; the whole Jensen-Shannon divergence, over what has no row too, is "
        f"{found.divergence:.4f} bits, p = {found.divergence_p:.4g}"
    )
    return [
        f"{which}p_permutation: {found.resamples:,} permutations of the {choices.unit}s, seed "
        f"{found.seed}{whole if choices.of_words else ''}.",
        about,
    ]


def _beyond_bootstrap(one: Contrasted, choices: CompareSettings, which: str) -> list[str]:
    """For how many rows sections tell nothing of a side, and what stands in their place."""
    effect, rows = one.resampled.effect, one.result.rows
    without = sum(row.term not in one.resampled.intervals for row in rows)
    if not without:
        return []
    analytic = any(
        row.intervals.get(effect) for row in rows if row.term not in one.resampled.intervals
    )
    instead = "is the analytic one" if analytic else "is an empty cell"
    return [
        f"{which}{without} of {len(rows)} rows do not stand beside others on both sides; drawing "
        f"{choices.unit}s again would change nothing where they do not, so their interval of "
        f"{effect} {instead}."
    ]


def _lists(one: Contrasted, unit: Unit) -> list[str]:
    b = one.b
    if b.profile.section_sizes is not None:
        return []
    return [
        f"B is a frequency list of {len(b.profile.counts):,} {unit}s and {b.source.tokens:,} words "
        "in all, which is the sum of its counts; it has no sections, so nothing is known of its "
        "dispersion."
    ]


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
