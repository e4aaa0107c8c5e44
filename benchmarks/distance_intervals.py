"""Whether the intervals of distances hold what they are of: the table of docs/statistics.md.

Sections of 200 words are drawn at random from stretches of real text, whose distances are known.

    python benchmarks/distance_intervals.py [DRAWINGS]
"""

from __future__ import annotations

import lzma
import sys
from collections import Counter
from math import fsum
from pathlib import Path
from random import Random

from aiplans_cli.language import Settings, stop_words, tokenize
from aiplans_cli.model import Document, Section
from aiplans_cli.statistics.distance_measures import DISTANCES, SMOOTHING
from aiplans_cli.statistics.profiles import Profile
from aiplans_cli.statistics.section_influence import interval

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
STRETCHES = {
    "en": ("en-whitehouse.txt.xz", 900_000, (1_000_000, 6_000_000, 12_000_000, 18_000_000)),
    "zh": ("zh-laws.txt.xz", 280_000, (300_000, 2_500_000, 4_500_000, 6_500_000)),
}
"""Language → file, characters of a stretch, and where the stretches begin."""

WORDS = 200
DRAWN = ((0, 1), (2, 3), (0, 0), (3, 3))
"""From which stretches both sides are drawn."""

PAIRWISE = [name for name, one in DISTANCES.items() if one.value]

Sections = list[dict[str, int]]


def sections_of(language: str) -> list[Sections]:
    """The stretches of a language in sections, without stop words."""
    name, length, starts = STRETCHES[language]
    with lzma.open(CORPORA / name, "rt", encoding="utf-8") as file:
        text = file.read()
    stops = stop_words(language)
    found = []
    for start in starts:
        section = Section("", 0, "body", "", text[start : start + length])
        words = tokenize(Document("d", "", language, (section,)), Settings()).sections[0].words
        parts = [words[at : at + WORDS] for at in range(0, len(words) - WORDS + 1, WORDS)]
        found.append([dict(Counter(w for w in part if w not in stops)) for part in parts])
    return found


def profile(sections: Sections) -> Profile:
    """A document of sections."""
    stands: dict[str, list[tuple[int, int]]] = {}
    for index, section in enumerate(sections):
        for term, count in section.items():
            stands.setdefault(term, []).append((index, count))
    counts = {term: sum(count for _, count in found) for term, found in stands.items()}
    sizes = [sum(section.values()) for section in sections]
    return Profile(sum(sizes), counts, stands, sizes)


def value(name: str, a: Profile, b: Profile) -> float:
    """A distance, 0 where it is not defined."""
    chosen = DISTANCES[name].value
    return (chosen(a, b, SMOOTHING) or 0.0) if chosen else 0.0


def drawn(
    populations: list[Sections], sides: tuple[int, int], number: int, rng: Random
) -> tuple[Profile, Profile]:
    """Two documents of so many sections; of one population they share none."""
    if sides[0] == sides[1]:
        two = rng.sample(populations[sides[0]], 2 * number)
        return profile(two[:number]), profile(two[number:])
    a, b = (profile(rng.sample(populations[side], number)) for side in sides)
    return a, b


def measured(
    populations: list[Sections], sides: tuple[int, int], number: int, drawings: int
) -> dict[str, tuple[float, float, float, float]]:
    """Distance → that of the populations, the mean printed, and how often intervals hold each."""
    rng = Random(0)
    whole = [profile(populations[side]) for side in sides]
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in PAIRWISE}
    for _ in range(drawings):
        a, b = drawn(populations, sides, number, rng)
        for name in PAIRWISE:
            influence, printed = DISTANCES[name].influence, value(name, a, b)
            moved = influence(a, b, SMOOTHING) if influence else None
            ends = interval(printed, moved, 99.0) if moved else None
            if ends is not None:
                found[name].append((printed, ends.low, ends.high))
    rows = {}
    for name, all_drawn in found.items():
        # the sections of a whole population are alike by themselves, so of one it is exact
        truth = 1.0 if "corrected" in name and sides[0] == sides[1] else value(name, *whole)
        mean = fsum(printed for printed, _, _ in all_drawn) / len(all_drawn)
        held = [
            sum(low <= wanted <= high for _, low, high in all_drawn) / drawings
            for wanted in (mean, truth)
        ]
        rows[name] = (truth, mean, held[0], held[1])
    return rows


def main(drawings: int) -> None:
    """Print the rows of the table."""
    for language in STRETCHES:
        populations = sections_of(language)
        for number in (10, 40):
            each = [measured(populations, sides, number, drawings) for sides in DRAWN]
            for name in PAIRWISE:
                truths, means, here, there = zip(*(one[name] for one in each), strict=True)
                cells = (
                    f"{language}, {number} | `{name}` | {means[0]:.2f}, {means[1]:.2f}",
                    f"{truths[0]:.2f}, {truths[1]:.2f} | {means[2]:.2f}, {means[3]:.2f}",
                    f"{sum(here) / 4:.0%} | {sum(there) / 4:.0%}",
                )
                print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
