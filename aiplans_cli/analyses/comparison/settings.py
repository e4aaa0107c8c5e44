"""The settings of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Annotated, ClassVar

from aiplans_cli.analyses.ngrams import ONE_WORD, WORDS, Ngrams, ngram_sizes
from aiplans_cli.analyses.settings import (
    SHIPPED,
    UNITS,
    By,
    Calibration,
    Confidence,
    PerMillion,
    Resamples,
    Seed,
)
from aiplans_cli.concepts.denominators import DENOMINATORS
from aiplans_cli.concepts.spreads import Calibration as Learnt
from aiplans_cli.errors import UsageError
from aiplans_cli.records import dataclass
from aiplans_cli.settings import FIRST, STATISTICS, Option
from aiplans_cli.statistics.correction import CORRECTIONS
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.table import Settings

RESAMPLING = ("none", "permutation", "bootstrap")
"""Words for ``--resample``."""

INFERENCE = ("auto", "sections", "paragraphs", "words")
"""Words for ``--inference``."""

POOLED = "pooled"
"""The word for a prior that follows the rates of both sides together."""

_RATES = tuple(rate.column for rate in DENOMINATORS.values())
_SIDED = ("count", "sentences", "rate", *_RATES, *DISPERSION)

SORT = (
    *("term", "concept", "theme", "at_least", "p", "q", "p_permutation", "q_permutation"),
    *(f"{name}_{side}" for name in _SIDED for side in "ab"),
    *(f"rank_{name}" for name in DENOMINATORS),
    *(f"{name}{end}" for name in MEASURES for end in ("", "_low", "_high")),
)
"""Columns by which rows can be ranked, where the table has them."""


@dataclass(frozen=True, slots=True)
class CompareSettings:
    """What is compared, by which numbers, and how across languages."""

    GROUP: ClassVar[str] = STATISTICS

    by: By = "auto"
    measures: Annotated[
        tuple[str, ...],
        Option(
            f"A measure to show, or several: {', '.join(MEASURES)}.",
            ("--measure", "-m"),
            tuple(MEASURES),
            "NAME",
            default_text="g2, log_ratio",
            group=FIRST,
            also=("k", "prior"),
        ),
    ] = ("g2", "log_ratio")
    sort: Annotated[
        str | None,
        Option(
            "Rank by this column: scores from the strongest on either side, p, q and ranks "
            "upwards, other numbers downwards.",
            choices=SORT,
            metavar="COLUMN",
            default_text="at_least, then g2; the first of measures that you choose",
            group=FIRST,
        ),
    ] = None
    inference: Annotated[
        str,
        Option(
            "What p, q, at_least and intervals rest on: sections, blocks of paragraphs, or words "
            "as if each were drawn by itself; auto is sections, or blocks where they are few, and "
            "documents where a side has ten.",
            choices=INFERENCE,
        ),
    ] = "auto"
    correct: Annotated[
        str, Option("How p becomes q over the rows tested.", choices=tuple(CORRECTIONS))
    ] = "fdr_bh"
    dispersion: Annotated[
        str,
        Option(
            "How evenly a term is spread over each side's sections.",
            choices=(*DISPERSION, "none"),
        ),
    ] = "dp_norm"
    confidence: Confidence = 0.95
    k: PerMillion = 1.0
    prior: Annotated[
        str,
        Option(
            "Prior of dirichlet_z: a count for every term, the rates of both sides together, "
            "or those of what --reference could name.",
            metavar="NUMBER|pooled|FILE",
        ),
    ] = "0.05"
    reference: Annotated[
        tuple[str, ...],
        Option(
            "What takes B's place: counts, texts, a folder of them or a frequency list (lines of "
            "TERM<TAB>COUNT); several are added up.",
            metavar="FILE",
            default_text="none",
            group=FIRST,
        ),
    ] = ()
    pairwise: Annotated[bool, Option("Every pair of the sources, not each against the rest.")] = (
        False
    )
    explain: Annotated[
        bool,
        Option("With --measure jsd: which terms make up the divergence, from which side."),
    ] = False
    evidence: Annotated[
        int | None,
        Option(
            "Under every row, this many lines of each document, 0 for all.", minimum=0, group=FIRST
        ),
    ] = None
    denominator: Annotated[
        str,
        Option(
            "What concepts are counted out of: all concept mentions, content tokens, or sentences.",
            choices=tuple(DENOMINATORS),
        ),
    ] = "share"
    calibration: Calibration = SHIPPED
    robustness: Annotated[
        bool,
        Option("Show between which ranks each concept moves when other choices are made."),
    ] = False
    resample: Annotated[
        str,
        Option(
            "permutation: p over sections; bootstrap: the interval of the first effect.",
            choices=RESAMPLING,
            also=("resamples", "seed"),
        ),
    ] = "none"
    resamples: Resamples = 10_000
    seed: Seed = 0
    unit: Annotated[
        str,
        Option("What dispersion and resampling take as one section.", choices=UNITS),
    ] = "section"
    ngrams: Ngrams = WORDS
    prior_counts: Mapping[str, int] | None = None
    """What the file of the prior holds, once it has been read."""
    learnt: Learnt | None = None
    """What ``calibration`` names, once it has been read."""

    @property
    def ranking(self) -> str:
        """The column by which rows are ranked."""
        usual = self.measures == type(self)().measures
        return self.sort or ("at_least" if usual else self.measures[0])

    @property
    def is_measured(self) -> bool:
        """Whether tests are those that docs/concepts.md measures between translations."""
        names = ("inference", "correct", "confidence", "denominator")
        return all(getattr(self, name) == getattr(type(self)(), name) for name in names)

    @property
    def statistics(self) -> Settings:
        """What the measures must be told."""
        return Settings(confidence=self.confidence, per_million=self.k)

    @property
    def spread_measure(self) -> str:
        """Key of ``DISPERSION``, "" for none."""
        return "" if self.dispersion == "none" else self.dispersion

    @property
    def of_text(self) -> bool:
        """Whether texts are needed, and not their counts alone."""
        return self.unit == "paragraph" or not self.of_words

    @property
    def of_words(self) -> bool:
        """Whether terms are single words."""
        return ngram_sizes(self.ngrams) == ONE_WORD

    @property
    def prior_file(self) -> str:
        """The file of the prior; "" where it is a number or a word."""
        return "" if self.prior == POOLED or _number(self.prior) is not None else self.prior


def check_together(settings: CompareSettings, sources_named: bool) -> None:
    """Raise ``UsageError`` for settings that cannot stand together, or of what is not computed."""
    usual, measures = CompareSettings(), settings.measures
    wrong = ""
    if settings.explain and "jsd" not in measures:
        wrong = "--explain takes the divergence apart: give it with --measure jsd"
    elif settings.explain and (others := [m for m in measures if m != "jsd"]):
        wrong = f"--explain shows the divergence alone: leave --measure {others[0]} out"
    elif settings.explain and settings.sort:
        wrong = "--explain ranks by contribution: leave --sort out"
    elif settings.reference and not sources_named:
        wrong = "name the document to compare with --reference"
    elif settings.reference and settings.pairwise:
        wrong = "--reference takes B's place, so there are no pairs: leave --pairwise out"
    elif settings.prior != POOLED and _number(settings.prior) == 0:
        wrong = f"--prior {settings.prior} is no count above 0"
    elif settings.k != usual.k and "simple_maths" not in measures:
        wrong = "--k is what simple_maths adds: add --measure simple_maths"
    elif settings.prior != usual.prior and "dirichlet_z" not in measures:
        wrong = "--prior is of dirichlet_z: add --measure dirichlet_z"
    elif settings.resample == "none" and settings.resamples != usual.resamples:
        wrong = "--resamples says how many are drawn: add --resample permutation or bootstrap"
    if wrong := wrong or _beside_ngrams(settings):
        raise UsageError(wrong)


def _beside_ngrams(settings: CompareSettings) -> str:
    """What cannot stand beside n-grams; "" where nothing is wrong."""
    if settings.of_words:
        return ""
    if "jsd" in settings.measures:
        return (
            "--measure jsd parts a whole, which overlapping sequences are not: leave --ngrams out"
        )
    if settings.reference:
        return "--reference adds up words, not sequences: leave --ngrams out, or name two documents"
    if settings.evidence is not None:
        return "--evidence shows lines of words: leave --ngrams out, and see a phrase by 'kwic'"
    return ""


def check_languages(settings: CompareSettings, unit: str, languages: set[str]) -> None:
    """Raise ``UsageError`` for settings that the languages of the documents rule out."""
    wrong = ""
    if unit == "concept" and not settings.of_words:
        wrong = "--ngrams is for terms of one language, not for concepts: leave it out"
    elif unit == "term" and settings.denominator != "share":
        wrong = "--denominator is for concepts: add --by concept"
    elif settings.robustness and len(languages) == 1:
        wrong = "--robustness is for documents in two languages"
    elif settings.robustness and settings.explain:
        wrong = "--robustness and --explain each have a table of their own: choose one"
    if wrong:
        raise UsageError(wrong)


def _number(text: str) -> float | None:
    """A prior as a count; ``None`` where it is the name of a file, 0 where it cannot be meant."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) and value > 0 else 0.0
