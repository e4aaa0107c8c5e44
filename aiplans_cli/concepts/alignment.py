"""What two translations say in the same place, and which concepts stand there on one side alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field
from math import log, sqrt
from typing import TYPE_CHECKING

from aiplans_cli.concepts.matching import matcher
from aiplans_cli.counting.tally import counted_sections
from aiplans_cli.records import dataclass
from aiplans_cli.statistics.effect import log_ratio
from aiplans_cli.statistics.table import PairCounts, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.concepts.matching import Match
    from aiplans_cli.model import Document, Section

Unit = tuple[str, str]
"""Two texts that translate each other."""


def aligned(a: Document, b: Document, *, all_kinds: bool = False) -> list[Unit]:
    """The smallest texts of two documents that translate each other, in their order.

    Paragraphs, where two sections have as many; sections, where the documents have as many, or
    where their headings are of one rank and number ("Article 5"); what is left over stands
    together at the end.

    >>> from aiplans_cli.model import Document, Section
    >>> a = Document("a", "", "en", (Section("", 0, "body", "", "One.\\nTwo."),), "")
    >>> b = Document("b", "", "zh", (Section("", 0, "body", "", "一。\\n二。"),), "")  # one, two
    >>> aligned(a, b)
    [('One.', '一。'), ('Two.', '二。')]
    """
    left, right = (_parts(document, all_kinds) for document in (a, b))
    units: list[Unit] = []
    for one, other in _paired(left, right):
        lines, answers = one.split("\n"), other.split("\n")
        units += zip(lines, answers, strict=True) if len(lines) == len(answers) else [(one, other)]
    return units


def _parts(document: Document, all_kinds: bool) -> list[tuple[str, str]]:
    """Heading and text of each counted section that holds words, its heading's among them."""
    sections: dict[int, list[Section]] = {}
    for index, section in counted_sections(document, all_kinds):
        sections.setdefault(index, []).append(section)
    parts = (
        (whole[0].heading, "\n".join(s.text for s in whole if s.text.strip()))
        for whole in sections.values()
    )
    return [part for part in parts if part[1]]


def _paired(left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]) -> list[Unit]:
    if len(left) == len(right):
        return [(one, other) for (_, one), (_, other) in zip(left, right, strict=True)]
    from difflib import SequenceMatcher

    keys, answers = ([_numbered(heading) for heading, _ in side] for side in (left, right))
    same = SequenceMatcher(None, keys, answers, autojunk=False).get_matching_blocks()
    pairs = [(m.a + i, m.b + i) for m in same for i in range(m.size) if keys[m.a + i]]
    units = [(left[i][1], right[j][1]) for i, j in pairs]
    return [*units, (_rest(left, {i for i, _ in pairs}), _rest(right, {j for _, j in pairs}))]


def _rest(side: Sequence[tuple[str, str]], taken: Set[int]) -> str:
    return "\n".join(text for place, (_, text) in enumerate(side) if place not in taken)


def _numbered(heading: str) -> tuple[str, int] | None:
    """The rank and number of a heading, 0 for one that is not written in digits."""
    from aiplans_cli.reading.numbering import numbered, zh_number

    item = numbered(heading) if heading else None
    if item is None:
        return None
    digits = re.search("[0-9零〇一二三四五六七八九十百千]+", item.heading)
    return item.rank, zh_number(digits[0]) if digits else 0


@dataclass(frozen=True, slots=True)
class Alone:
    """A form where the other side does not mention its concept."""

    text: str
    """The text in which it stands."""
    language: str
    """Code of that text's language."""
    start: int
    """Offset of its first character."""
    end: int
    """Offset after its last."""
    side: str
    """"a" or "b"."""
    other: str
    """What the other side says there."""
    other_language: str
    """Code of its language."""


@dataclass(frozen=True, slots=True)
class ConceptBias:
    """How one concept fares between texts and their translations."""

    concept: str
    """Its id."""
    count_a: int
    """Mentions in the first texts of all pairs."""
    count_b: int
    """Mentions in the second."""
    log_ratio: float
    """Binary logarithm of the ratio of its shares of all mentions, 0.5 for a zero: its bias."""
    spread: float | None
    """Standard deviation of that logarithm from pair to pair, in doublings, with the noise of
    counts parted off (DerSimonian & Laird 1986, equation 8); ``None`` with fewer than two pairs
    that mention it."""
    pairs: int
    """Pairs that mention it."""
    misplaced: int
    """Mentions without a counterpart in the same place of the other side."""
    alone_a: tuple[tuple[str, int], ...]
    """Forms that stand where the other side has no mention, with their counts, most first."""
    alone_b: tuple[tuple[str, int], ...]
    """The same of the second texts."""
    examples: tuple[Alone, ...]
    """Places of such forms."""


@dataclass(slots=True)
class _Running:
    """What is added up for one concept."""

    by_pair: list[tuple[int, int, int, int]] = field(default_factory=list)
    misplaced: int = 0
    alone: tuple[Counter[str], Counter[str]] = field(default_factory=lambda: (Counter(), Counter()))
    examples: list[Alone] = field(default_factory=list)


def concept_biases(
    pairs: Iterable[tuple[Document, Document]],
    concepts: ConceptList,
    *,
    examples: int = 1,
    all_kinds: bool = False,
) -> list[ConceptBias]:
    """The bias of each concept over pairs of translations, most misplaced mentions first."""
    running: dict[str, _Running] = {}
    whole = (0, 0)
    for a, b in pairs:
        languages = (a.language, b.language)
        matchers = [matcher(concepts, language) for language in languages]
        totals: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for unit in aligned(a, b, all_kinds=all_kinds):
            found = tuple(forms.match(text) for forms, text in zip(matchers, unit, strict=True))
            counts = tuple(Counter(hit.concept for hit in hits) for hits in found)
            for total, count in zip(totals, counts, strict=True):
                total.update(count)
            for concept in counts[0].keys() | counts[1].keys():
                one = running.setdefault(concept, _Running())
                one.misplaced += abs(counts[0][concept] - counts[1][concept])
            _add_alone(unit, languages, found, counts, running, examples)
        sizes = (totals[0].total(), totals[1].total())
        whole = (whole[0] + sizes[0], whole[1] + sizes[1])
        for concept in sorted(totals[0].keys() | totals[1].keys()):
            counted = (totals[0][concept], sizes[0], totals[1][concept], sizes[1])
            running[concept].by_pair.append(counted)
    biases = [_bias(concept, one, whole) for concept, one in running.items()]
    return sorted(biases, key=lambda one: (-one.misplaced, one.concept))


def _add_alone(
    unit: Unit,
    languages: tuple[str, str],
    found: Sequence[Sequence[Match]],
    counts: Sequence[Counter[str]],
    running: dict[str, _Running],
    examples: int,
) -> None:
    for side in (0, 1):
        for hit in found[side]:
            if not counts[1 - side][hit.concept]:
                one = running[hit.concept]
                one.alone[side][hit.form] += 1
                if len(one.examples) < examples:
                    here = (unit[side], languages[side], hit.start, hit.end, "ab"[side])
                    there = (unit[1 - side], languages[1 - side])
                    one.examples.append(Alone(*here, *there))


def _bias(concept: str, one: _Running, sizes: tuple[int, int]) -> ConceptBias:
    cells = [PairCounts(*counted, term=concept) for counted in one.by_pair]
    count_a, count_b = (sum(counted[place] for counted in one.by_pair) for place in (0, 2))
    whole = PairCounts(count_a, sizes[0], count_b, sizes[1], term=concept)
    ratio = log_ratio(whole, Settings()) or 0.0
    alone = tuple(
        tuple(sorted(forms.items(), key=lambda item: (-item[1], item[0]))) for forms in one.alone
    )
    return ConceptBias(
        *(concept, count_a, count_b, ratio, between_pairs(cells), len(cells)),
        *(one.misplaced, alone[0], alone[1], tuple(one.examples)),
    )


def variance(pair: PairCounts) -> float:
    """Poisson variance of a pair's log ratio, in doublings squared, a zero counting as 0.5.

    >>> pairs = (PairCounts(a, 10**9, b, 10**9) for a, b in ((10, 10), (0, 10), (10, 0)))
    >>> [round(variance(pair), 3) for pair in pairs]
    [0.416, 4.371, 4.371]
    """
    a, b = pair.count_a or 0.5, pair.count_b or 0.5
    parts = max(0.0, 1 / a - 1 / pair.size_a) + max(0.0, 1 / b - 1 / pair.size_b)
    return parts / log(2) ** 2


def between_pairs(pairs: Sequence[PairCounts]) -> float | None:
    """Standard deviation of log ratios between pairs beyond the noise of their counts.

    The moment estimate of DerSimonian & Laird (1986, equation 8), in doublings, 0 where the
    scatter is no more than noise; ``None`` for fewer than two pairs.

    >>> between_pairs([PairCounts(10, 1000, 10, 1000), PairCounts(20, 1000, 20, 1000)])
    0.0
    """
    if len(pairs) < 2:
        return None
    ratios = [log_ratio(pair, Settings()) or 0.0 for pair in pairs]
    weights = [1 / variance(pair) for pair in pairs]
    total = sum(weights)
    mean = sum(w * r for w, r in zip(weights, ratios, strict=True)) / total
    scatter = sum(w * (r - mean) ** 2 for w, r in zip(weights, ratios, strict=True))
    room = total - sum(w * w for w in weights) / total
    return sqrt(max(0.0, (scatter - len(pairs) + 1) / room)) if room > 0 else 0.0
