"""How often tests cry wolf between halves of one population, and what they find. Run by hand.

    python -m benchmarks.inference [--part chosen|held] [--draws 40] [--seed 0]

Populations are blocks of White House pages and Chinese laws, whole laws, and the sections of long
documents, all from the shared folder. Units are dealt at random to two sides, which so differ by
nothing but chance; rows are terms and concepts, taken by their expected count on the smaller side.
Then differences of 2, 4 and 8 times are planted: each occurrence on side B is kept with
probability 1/2, 1/4 and 1/8. ``chosen`` are the texts on which the model was chosen, ``held`` those
that it had not seen. Written as tables in Markdown.
"""

from __future__ import annotations

import argparse
import lzma
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random

from aiplans_cli.counting.units import FEWEST, by_section, units_of
from aiplans_cli.language import stop_words
from aiplans_cli.model import Counts, Document, Section
from aiplans_cli.sources.session import Session
from aiplans_cli.statistics.correction import fdr_bh
from aiplans_cli.statistics.inference import FAMILY, Inference, Units
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.profiles import Profile
from aiplans_cli.statistics.resampling import permutation
from aiplans_cli.statistics.table import PairCounts, Settings

SHARED = Path("../shared")
DOCUMENTS = {
    "chosen": (
        *("real/pdf/EU-AI-Act-Regulation-2024-1689.pdf", "texts/us/us-2025.pdf"),
        *("texts/zh/cn-2021-data-security-law.md", "texts/zh/cn-2024-trusted-data-space-draft.txt"),
    ),
    "held": (
        "real/pdf/International-Scientific-Report-Safety-Advanced-AI-May-2024.pdf",
        "real/pdf/Guidelines-Prohibited-AI-Practices-Jul-2025.pdf",
        "real/pdf/EO-14110-AI-Safe-Secure-Trustworthy-Oct-2023.pdf",
        *("texts/en/NIST-AI-600-1-GenAI-Profile-Jul-2024.pdf", "real/pdf/zh-llm-survey.pdf"),
    ),
}
Deal = tuple[int, int]
Rates = Callable[[str], float]
EVEN = ((10, 10), (20, 20), (30, 30), (100, 100))
HALVES = "sections of a document, halves"
DEALS: tuple[Deal, ...] = (
    (10, 10),
    (20, 20),
    (30, 30),
    (100, 100),
    (10, 40),
    (20, 60),
    (10, 200),
    (20, 250),
)
BANDS = ((5, 20), (20, 100), (100, 10**9))
LADDER = (5, 7, 10, 14, 20, 28, 40, 56, 80, 113, 160, 226, 320)
PLANTED = (2, 4, 8)
OTHERS = ("g2", "chi2", "fisher_p", "text_dispersion", "mann_whitney")
ROWS = 150
RESAMPLES = 399


@dataclass(frozen=True)
class Population:
    """Units of one kind of text, from which two sides are drawn."""

    name: str
    sizes: list[int]
    units: list[dict[str, int]]
    whole: bool
    """Whether all units are dealt into halves, not a number of them drawn."""

    def side(self, indexes: Sequence[int], keep: float = 1.0, rng: Random | None = None) -> Profile:
        """Some of the units as one side; occurrences are kept with probability ``keep``."""
        stands: dict[str, list[tuple[int, int]]] = {}
        for unit, index in enumerate(indexes):
            for term, full in self.units[index].items():
                count = full
                if rng is not None:
                    count = sum(rng.random() < keep for _ in range(full))
                if count:
                    stands.setdefault(term, []).append((unit, count))
        sizes = [self.sizes[index] for index in indexes]
        counts = {term: sum(n for _, n in some) for term, some in stands.items()}
        return Profile(sum(sizes), counts, stands, sizes)


def blocks(text: str, size: int) -> list[str]:
    """Lines together until they have ``size`` words, or so many characters of Chinese."""
    found: list[str] = []
    held: list[str] = []
    length = 0
    for line in text.splitlines():
        held.append(line)
        length += len(re.findall(r"[A-Za-z]+|[\u4e00-\u9fff]", line))
        if length >= size:
            found.append("\n".join(held))
            held, length = [], 0
    return found


def counted(texts: Sequence[str], language: str) -> Counts:
    """The texts as sections of one document."""
    parts = (Section(str(at), 1, "body", "", text, part=at) for at, text in enumerate(texts, 1))
    return Session().rules.count(Document("texts", "texts", language, tuple(parts)))


def populations(part: str) -> Iterator[Population]:
    """All of one part, terms and concepts."""
    english, chinese = (corpus(name) for name in ("en-whitehouse.txt.xz", "zh-laws.txt.xz"))
    laws = [law for law in re.split(r"(?m)^(?=# )", chinese) if len(law) > 300]
    half, start = len(laws) // 2, 0 if part == "chosen" else 18_000_000
    some = laws[:half] if part == "chosen" else laws[: half - 1 : -1]
    english = english[start : start + 3_000_000]
    made = {
        "White House pages, blocks of 150 words": counted(blocks(english[:1_500_000], 150), "en"),
        "White House pages, blocks of 500 words": counted(blocks(english, 500), "en"),
        "Chinese laws, whole": counted(some[:300], "zh"),
        "Chinese laws, blocks of 400 characters": counted(
            blocks("\n".join(some[300:500]), 400), "zh"
        ),
    }
    for name, counts in made.items():
        yield from in_units(name, counts, whole=False)
    for path in DOCUMENTS[part]:
        counts = Session().sources([SHARED / path])[0].counts
        found = in_units(f"{Path(path).stem[:24]}, sections", counts, whole=True)
        yield from (one for one in found if len(one.sizes) >= 2 * FEWEST)  # each half needs ten


def corpus(name: str) -> str:
    """One of the shared corpora."""
    with lzma.open(SHARED / "corpora" / name, "rt", encoding="utf-8") as stream:
        return stream.read()


def in_units(name: str, counts: Counts, *, whole: bool) -> Iterator[Population]:
    """The sections of some counts, by the terms and by the concepts in them."""
    placed, stops = by_section(counts), stop_words(counts.language)
    for what, items, size in (
        ("terms", {t: s for t, s in counts.terms.items() if t not in stops}, "tokens"),
        ("concepts", counts.concepts, "mentions"),
    ):
        found = units_of(items, counts, placed, size)  # type: ignore[arg-type]
        inside: list[dict[str, int]] = [{} for _ in found.sizes]
        for item, some in found.counts.items():
            for unit, count in some:
                inside[unit][item] = count
        kept = [at for at, size_ in enumerate(found.sizes) if size_]
        sizes = [found.sizes[at] for at in kept]
        yield Population(f"{name}: {what}", sizes, [inside[at] for at in kept], whole)


def draws(population: Population, deal: Deal, rng: Random) -> tuple[list[int], list[int]]:
    """Which units go to A and to B."""
    order = list(range(len(population.sizes)))
    rng.shuffle(order)
    if population.whole:
        return order[::2], order[1::2]
    return order[: deal[0]], order[deal[0] : sum(deal)]


def units(side: Profile) -> Units:
    """The sections of a side as units."""
    return Units(side.section_sizes or (), side.section_counts or {})


def model(a: Profile, b: Profile) -> Inference:
    """The model that the program rests its tests on."""
    return Inference(a.size, b.size, units(a), units(b))


class Shares:
    """Of how many, how many."""

    def __init__(self) -> None:
        self.hits: Counter[object] = Counter()
        self.all: Counter[object] = Counter()

    def add(self, key: object, hit: bool) -> None:
        """Add one case."""
        self.hits[key] += hit
        self.all[key] += 1

    def text(self, key: object, least: int = 100) -> str:
        """The share in per cent, of at least so many cases."""
        return f"{100 * self.hits[key] / self.all[key]:.1f}" if self.all[key] >= least else "–"

    def reaches(self, key: object) -> bool:
        """Whether it is 80 % of enough cases."""
        return self.all[key] >= 30 and self.hits[key] >= 0.8 * self.all[key]


def count_of(side: Profile, term: str) -> int:
    """Occurrences of a term."""
    return side.counts.get(term, 0)


def frequent(a: Profile, b: Profile, rates: Rates, size: int, rng: Random) -> list[str]:
    """Some terms that are expected at least five times in a side of this size."""
    known = sorted(t for t in {*a.counts, *b.counts} if rates(t) * size >= LADDER[0])
    rng.shuffle(known)
    return known[:ROWS]


def rates_of(population: Population) -> Rates:
    """From a term to its rate in the whole population."""
    sums = Counter[str]()
    for unit in population.units:
        sums.update(unit)
    total = sum(population.sizes)
    return lambda term: sums[term] / total


def p_values(a: Profile, b: Profile, terms: Sequence[str], seed: int) -> dict[str, list[float]]:
    """The p of every test for some terms."""
    infer, words = model(a, b), Inference(a.size, b.size)
    pairs = [
        PairCounts(
            *(count_of(a, term), a.size, count_of(b, term), b.size),
            *(a.by_section(term), b.by_section(term)),
            term=term,
        )
        for term in terms
    ]
    found = {
        "sections": [infer(x.term, x.count_a, x.count_b).p for x in pairs],
        "words": [words(x.term, x.count_a, x.count_b).p for x in pairs],
    }
    for name in OTHERS:
        test = MEASURES[name].p
        assert test is not None
        found[name] = [1.0 if (p := test(x, Settings())) is None else p for x in pairs]
    wanted = {*terms}
    few = [
        Profile(
            side.size,
            {t: n for t, n in side.counts.items() if t in wanted},
            {t: some for t, some in (side.section_counts or {}).items() if t in wanted},
            side.section_sizes,
        )
        for side in (a, b)
    ]
    drawn = permutation(few[0], few[1], resamples=RESAMPLES, seed=seed).p
    return found | {"permutation": [drawn.get(term, 1.0) for term in terms]}


def halving(
    sides: tuple[Profile, Profile], rates: Rates, label: str, told: dict[str, Shares], rng: Random
) -> None:
    """Add one halving to what is told of p, of any q, and of intervals."""
    a, b = sides
    size = min(a.size, b.size)
    terms = frequent(a, b, rates, size, rng)
    for test, values in p_values(a, b, terms, rng.randrange(10**6)).items():
        for term, p in zip(terms, values, strict=True):
            band = next(x for x in BANDS if rates(term) * size < x[1])
            told["p"].add((label, test, band), p < 0.05)
            told["p"].add((label, test), p < 0.05)
    infer, every = model(a, b), sorted({*a.counts, *b.counts})
    tested = [t for t in every if count_of(a, t) + count_of(b, t) >= FAMILY]
    estimates = [infer(t, count_of(a, t), count_of(b, t)) for t in tested]
    told["q"].add(label, any(q < 0.05 for q in fdr_bh([one.p for one in estimates])))
    for one in rng.sample(estimates, min(40, len(estimates))):
        low, high = one.interval(0.95)
        told["interval"].add(label, low <= 0 <= high)


def false_alarms(found: list[Population], number: int, rng: Random) -> None:
    """Halves of one population: p, any q, and how often the interval holds equality."""
    told = {"p": Shares(), "q": Shares(), "interval": Shares()}
    for population in found:
        rates = rates_of(population)
        for deal in ((0, 0),) if population.whole else DEALS:
            label = f"{deal[0]} : {deal[1]}" if deal[0] else HALVES
            for _ in range(number):
                left, right = draws(population, deal, rng)
                halving((population.side(left), population.side(right)), rates, label, told, rng)
    labels = [*(f"{a} : {b}" for a, b in DEALS), HALVES]
    head = [f"p < 0.05, expected {low} to {high}" for low, high in BANDS[:-1]]
    head += ["more", "all"]
    table(
        ["units, A : B", *head, "any q < 0.05", "interval holds equality"],
        [
            [
                label,
                *(told["p"].text((label, "sections", band)) for band in BANDS),
                told["p"].text((label, "sections")),
                told["q"].text(label, 1),
                told["interval"].text(label),
            ]
            for label in labels
        ],
    )
    tests = ("sections", "permutation", "words", *OTHERS)
    rows = [[label, *(told["p"].text((label, test)) for test in tests)] for label in labels]
    table(["units, A : B", *tests], rows)


def power(found: list[Population], number: int, rng: Random) -> None:
    """Planted differences: how often each is found, by the count that the richer side has."""
    shares, held = Shares(), Shares()
    for population in found:
        rates = rates_of(population)
        for deal, times in product(EVEN, PLANTED):
            for _ in range(0 if population.whole else max(1, number // 3)):
                left, right = draws(population, deal, rng)
                a, b = population.side(left), population.side(right, 1 / times, rng)
                terms = frequent(a, b, rates, a.size, rng)
                values, infer = p_values(a, b, terms, rng.randrange(10**6)), model(a, b)
                for at, term in enumerate(terms):
                    step = max(x for x in LADDER if x <= rates(term) * a.size)
                    for test in ("sections", "permutation"):
                        shares.add((deal, times, step, test), values[test][at] < 0.05)
                    ends = infer(term, count_of(a, term), count_of(b, term)).interval(0.95)
                    held.add((deal, times), 2 ** ends[0] <= times <= 2 ** ends[1])
    rows = []
    for deal, times in product(EVEN, PLANTED):
        row = [str(deal[0]), f"{times} times"]
        for test in ("sections", "permutation"):
            reached = (s for s in LADDER if shares.reaches((deal, times, s, test)))
            row.append(str(next(reached, "–")))
        row += [shares.text((deal, times, 20, test), 30) for test in ("sections", "permutation")]
        rows.append([*row, held.text((deal, times))])
    head = ["units a side", "difference", "80 % found from", "permutation", "found at 20 to 27"]
    table([*head, "permutation", "interval holds the truth"], rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table in Markdown."""
    print(f"| {' | '.join(head)} |")
    print(f"|---|{'---:|' * (len(head) - 1)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print()


def main() -> None:
    """Print the tables."""
    layout = argparse.RawTextHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--part", choices=tuple(DOCUMENTS), default="held")
    parser.add_argument("--draws", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    found = list(populations(chosen.part))
    rng = Random(chosen.seed)
    for one in found:
        print(f"- {one.name}: {len(one.sizes):,} units")
    print()
    false_alarms(found, chosen.draws, rng)
    power(found, chosen.draws, rng)


if __name__ == "__main__":
    main()
