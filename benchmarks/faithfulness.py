"""How near a text and its translation come by the concept list, and what of them it covers.

Between a text and its translation the shares of concept mentions should be the same: their cosine
should be 1. Run on what the list was mended on and on what was held back:

    python -m benchmarks.faithfulness --half held

Prints a pair a row, then the laws: all with 300 mentions a side or more, median and first tenth.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import aiplans_cli as aiplans
from aiplans_cli.concepts.concept import ConceptList
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.concepts.matching import match
from aiplans_cli.statistics.distance import cosine
from benchmarks.halves import DOMAIN_HELD, OTHER_HELD, SHARED, laws

LEAST = 300
"""Mentions on each side: below, the cosine is noise."""

DOMAIN_MENDED = ("deep-synthesis", "own-gaigi")
_COVERED = 40  # laws, whose coverage takes segmenting


def profile(texts: tuple[str, ...], language: str, concepts: ConceptList) -> Counter[str]:
    """Mentions of each concept."""
    return Counter(hit.concept for text in texts for hit in match(text, language, concepts))


def law_cosines(half: str, most: int, concepts: ConceptList) -> Iterator[float]:
    """The cosine of each law of a half that has ``LEAST`` mentions a side."""
    for number, law in enumerate(laws(half)):
        if most and number == most:
            return
        sides = profile(law.english, "en", concepts), profile(law.chinese, "zh", concepts)
        if min(side.total() for side in sides) >= LEAST:
            yield cosine(*sides) or 0.0


def pair_rows(names: tuple[str, ...], listed: str | None) -> Iterator[tuple[str, ...]]:
    """Name, cosine, mentions and coverage of both sides."""
    settings = {"concepts": listed} if listed else {}
    for name in names:
        paths = [str(SHARED / "texts" / "pairs" / f"{name}.{side}.txt") for side in ("en", "zh")]
        row = aiplans.calibrate(*paths, trials=0, **settings).rows()[0]
        covered = aiplans.coverage(*paths, **settings).rows()
        numbers = [f"{r['concept_mentions']}\t{r['coverage']:.3f}" for r in covered]
        yield (name, f"{row['cosine']:.3f}", *numbers)


def law_coverage(half: str, listed: str | None, folder: Path) -> tuple[float, float]:
    """Share of the content words of some laws together, English and Chinese."""
    settings = {"concepts": listed} if listed else {}
    some = [law for law, _ in zip(laws(half), range(_COVERED), strict=False)]
    shares = []
    for side in ("english", "chinese"):
        path = folder / f"{half}.{side}.txt"
        path.write_text("\n\n".join("\n\n".join(getattr(law, side)) for law in some), "utf-8")
        shares.append(aiplans.coverage(str(path), **settings).rows()[0]["coverage"])
    return shares[0], shares[1]


def main() -> None:
    """Measure a list on a half."""
    from tempfile import TemporaryDirectory

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("held", "mended"), default="held")
    parser.add_argument("--laws", type=int, default=0, help="look at the first so many only")
    parser.add_argument("--list", default=None, help="another concept list")
    asked = parser.parse_args()
    if not SHARED.is_dir():
        raise SystemExit(f"{SHARED} is not here: it has the laws and the pairs")
    concepts = load_concepts(Path(asked.list).read_text("utf-8") if asked.list else None)
    print(f"{len(concepts.concepts)} concepts")
    print("pair", "cosine", "mentions\tcovered", "mentions\tcovered", sep="\t")
    held = asked.half == "held"
    for row in pair_rows((*DOMAIN_HELD, *OTHER_HELD) if held else DOMAIN_MENDED, asked.list):
        print(*row, sep="\t")
    with TemporaryDirectory() as folder:
        english, chinese = law_coverage(asked.half, asked.list, Path(folder))
    print(f"{_COVERED} laws cover\t{english:.3f}\t{chinese:.3f}")
    found = sorted(law_cosines(asked.half, asked.laws, concepts))
    print(
        f"{len(found)} laws: median {median(found):.3f}, "
        f"first tenth {quantiles(found, n=10)[0]:.3f}"
    )


if __name__ == "__main__":
    main()
