"""How strongly a word keeps company with a node word.

Where NLTK's bigram association measures have one of these, name and number are theirs, but for
``fisher`` and ``poisson_stirling``, and ``aiplans verify`` holds them against NLTK where it is
installed; they are computed here because importing NLTK pulls in scikit-learn (about a second) and
because NLTK fails or adds a tiny constant where a count is 0, where these return ``None`` or the
exact limit. Of words in a window the four cells are those of Evert (2008): its places against all
others, the node left out.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, log2, sqrt

from aiplans_cli.errors import AnalysisError
from aiplans_cli.records import dataclass
from aiplans_cli.statistics import effect
from aiplans_cli.statistics.evidence import likelihood_ratio
from aiplans_cli.statistics.fisher import log_tail
from aiplans_cli.statistics.table import PairCounts, Settings


@dataclass(frozen=True, slots=True)
class Pair:
    """Counts of a word beside a node.

    Raises ``AnalysisError`` where they cannot belong to one table.
    """

    joint: int
    """Occurrences of the collocate near the node."""
    places: int
    """Places near the node: all words inside its windows (or all bigrams that begin with it)."""
    collocate: int
    """Occurrences of the collocate."""
    total: int
    """All places: words of the text that are not the node's (or all bigrams)."""
    node: int | None = None
    """Occurrences of the node; ``None`` where each has one place, as with bigrams."""

    def __post_init__(self) -> None:
        rest = self.total - self.places - self.collocate + self.joint
        if not (0 <= self.joint <= min(self.places, self.collocate) and rest >= 0):
            raise AnalysisError(
                f"{self.joint} of {self.places} and {self.collocate} in {self.total}",
                "these counts do not fit one table",
                "give joint ≤ places, joint ≤ collocate, and a total that holds both",
            )

    @property
    def nodes(self) -> int:
        """Occurrences of the node."""
        return self.places if self.node is None else self.node

    @property
    def expected(self) -> float:
        """Joint occurrences expected by chance; 0 in an empty text."""
        return self.places * self.collocate / self.total if self.total else 0.0

    @property
    def table(self) -> PairCounts:
        """The same counts as places near the node against all other places."""
        return PairCounts(
            self.joint, self.places, self.collocate - self.joint, self.total - self.places
        )


def raw_freq(pair: Pair) -> float | None:
    """O / N, 0 to 1."""
    return pair.joint / pair.total if pair.total else None


def student_t(pair: Pair) -> float | None:
    """(O - E) / sqrt(O) (Church et al. 1991); ``None`` where they never meet.

    >>> round(student_t(Pair(8, 15828, 4675, 14307668)), 6)
    0.999932
    """
    return (pair.joint - pair.expected) / sqrt(pair.joint) if pair.joint else None


def phi_sq(pair: Pair) -> float | None:
    """Squared phi, chi-squared over N, 0 to 1 (Church & Gale 1991)."""
    margins = (
        pair.places * pair.collocate * (pair.total - pair.places) * (pair.total - pair.collocate)
    )
    if not margins:
        return None
    cross = pair.joint * pair.total - pair.places * pair.collocate
    return cross * cross / margins


def chi_sq(pair: Pair) -> float | None:
    """Pearson's chi-squared over the four cells, unsigned.

    >>> round(chi_sq(Pair(8, 15828, 4675, 14307668)), 2)
    1.55
    """
    phi = phi_sq(pair)
    return None if phi is None else pair.total * phi


def mi_like(pair: Pair) -> float | None:
    """O^3 / (P C), NLTK's variant of mutual information without a logarithm."""
    below = pair.places * pair.collocate
    return pair.joint**3 / below if below else None


def pmi(pair: Pair) -> float | None:
    """log2(O / E) (Church & Hanks 1990), in bits; ``None`` where they never meet.

    >>> round(pmi(Pair(8, 1105, 44, 15_000_000)), 1)
    11.3
    """
    if not pair.joint:
        return None
    return log2(pair.joint * pair.total / (pair.places * pair.collocate))


def mi3(pair: Pair) -> float | None:
    """log2(O^3 / E), in bits (Oakes 1998, after Daille 1994); ``None`` where they never meet.

    The cube keeps rare pairs from the top. Daille's formula lacks N, which adds the same log2 N
    to every collocate of a text, and so changes no rank.

    >>> round(mi3(Pair(8, 1105, 44, 15_000_000)), 1)
    17.3
    """
    information = pmi(pair)
    return None if information is None else information + 2 * log2(pair.joint)


def z_score(pair: Pair) -> float | None:
    """(O - E) / sqrt(E), standard deviations (Evert 2008); ``None`` where E is 0.

    >>> round(z_score(Pair(24, 15334, 208, 191998)), 4)
    1.8127
    """
    return (pair.joint - pair.expected) / sqrt(pair.expected) if pair.expected else None


def simple_ll(pair: Pair) -> float | None:
    """2 (O ln(O / E) - (O - E)), unsigned (Evert 2008); ``None`` where E is 0.

    G2 of the joint occurrences alone, as of a Poisson variable; 2 E where they never meet.

    >>> round(simple_ll(Pair(24, 15334, 208, 191998)), 4)
    2.8846
    """
    if not pair.expected:
        return None
    information = pair.joint * log(pair.joint / pair.expected) if pair.joint else 0.0
    # O near E can end a rounding below 0, which no deviance is.
    return max(0.0, 2 * (information - (pair.joint - pair.expected)))


def min_sensitivity(pair: Pair) -> float | None:
    """The smaller of O / P and O / C, 0 to 1 (Pedersen & Bruce 1996).

    How much of the places belong to the collocate, and how many of its occurrences are there:
    high only where each calls for the other.

    >>> min_sensitivity(Pair(20, 40, 25, 1000))
    0.5
    """
    larger = max(pair.places, pair.collocate)
    return pair.joint / larger if larger else None


def log_ratio(pair: Pair) -> float | None:
    """log2 of O / P over (C - O) / (N - P), in doublings (Hardie 2014), 0.5 for a zero count.

    The rate near the node over that elsewhere, with the rule for zeros of the measure of this
    name between two documents. ``None`` where there are no places near the node, or no others.

    >>> round(log_ratio(Pair(1, 15334, 2, 191998)), 4)
    3.5262
    """
    return effect.log_ratio(pair.table, Settings())


def log_likelihood(pair: Pair) -> float | None:
    """Four-term G2 (Dunning 1993), unsigned."""
    return likelihood_ratio(pair.table) if 0 < pair.places < pair.total else None


def poisson_stirling(pair: Pair) -> float | None:
    """O (ln(O / E) - 1) (Quasthoff & Wolff 2002); ``None`` where they never meet.

    The logarithm is that of Stirling's formula, ln O! = O ln O - O, of which the -1 is a part.

    >>> round(poisson_stirling(Pair(10, 20, 20, 60)), 4)
    -5.9453
    """
    information = pmi(pair)
    return None if information is None else pair.joint * (information * log(2) - 1)


def jaccard(pair: Pair) -> float | None:
    """O / (F + C - O), 1 where O = F = C."""
    either = pair.nodes + pair.collocate - pair.joint
    return pair.joint / either if either else None


def dice(pair: Pair) -> float | None:
    """2 O / (F + C), 1 where O = F = C.

    >>> round(dice(Pair(130, 3121, 143, 10_000)), 2)
    0.08
    """
    both = pair.nodes + pair.collocate
    return 2 * pair.joint / both if both else None


def log_dice(pair: Pair) -> float | None:
    """Rychly (2008): 14 + log2(2 O / (F + C)); ``None`` where they never meet.

    One point more is twice the Dice; it does not depend on the size of the text.

    >>> log_dice(Pair(10, 10, 10, 5000))
    14.0
    """
    share = dice(pair)
    return 14 + log2(share) if share else None


def delta_p_collocate(pair: Pair) -> float | None:
    """O / P - (C - O) / (N - P), the collocate near the node and elsewhere (Gries 2013).

    >>> round(delta_p_collocate(Pair(5610, 174548, 7867, 10409868)), 3)
    0.032
    """
    elsewhere = pair.total - pair.places
    if not (pair.places and elsewhere):
        return None
    return pair.joint / pair.places - (pair.collocate - pair.joint) / elsewhere


def delta_p_node(pair: Pair) -> float | None:
    """O / C - (P - O) / (N - C), near the node for it and for other words (Gries 2013)."""
    return delta_p_collocate(Pair(pair.joint, pair.collocate, pair.places, pair.total))


def fisher(pair: Pair) -> float | None:
    """One-sided p of Fisher's exact test that they meet this often or oftener (Pedersen 1996).

    NLTK's function of this name asks the opposite question, "this often or less", so that strong
    pairs come out near 1.
    """
    return exp(log_tail(pair.table)) if 0 < pair.places < pair.total else None


ASSOCIATIONS: dict[str, Callable[[Pair], float | None]] = {
    "log_dice": log_dice,
    "likelihood_ratio": log_likelihood,
    "pmi": pmi,
    "student_t": student_t,
    "chi_sq": chi_sq,
    "phi_sq": phi_sq,
    "dice": dice,
    "jaccard": jaccard,
    "mi_like": mi_like,
    "poisson_stirling": poisson_stirling,
    "raw_freq": raw_freq,
    "fisher": fisher,
    "mi3": mi3,
    "z_score": z_score,
    "simple_ll": simple_ll,
    "min_sensitivity": min_sensitivity,
    "log_ratio": log_ratio,
    "delta_p_collocate": delta_p_collocate,
    "delta_p_node": delta_p_node,
}
"""Name of an association measure → function of a ``Pair``."""
