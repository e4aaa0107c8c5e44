"""Are the matches right? A seeded sample of them for a reader, and what the reader's verdicts say.

    python -m benchmarks.precision draw en --seed 1 > sample.tsv
    python -m benchmarks.precision score

``draw`` takes matches at random from text that no form was taken from: held-back laws, blocks of
the corpus and pairs, and leaves out those of another sample (``--but``). A reader writes right,
weak or wrong into the last column: wrong where the passage does not speak of what the concept's
name says, weak where it does so at one remove; a name of several words is met by any of them.
Judged samples lie in ``benchmarks/judged``, with a column for each reader.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from math import sqrt
from pathlib import Path

from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.concepts.matching import match
from benchmarks.halves import DOMAIN_HELD, OTHER_HELD, SHARED, corpus, laws

JUDGED = Path(__file__).parent / "judged"
COLUMNS = ("n", "text", "concept", "match", "context", "judged")
VERDICTS = ("wrong", "weak", "right")
_CORPORA = {"en": "en-whitehouse", "zh": "zh-laws"}
_ROOM = {"en": 90, "zh": 35}


def texts(language: str, turn: int) -> Iterator[tuple[str, str]]:
    """Held-back texts with their kind: corpus, law or pair, near a third of the characters each.

    Each turn has blocks and laws of its own; there are only these pairs.
    """
    for block in islice(corpus(_CORPORA[language], "held"), 6 * turn, 6 * turn + 6):
        yield "corpus", block
    side = "english" if language == "en" else "chinese"
    for law in islice(laws("held"), 60 * turn, 60 * turn + 60):
        yield "law", "\n".join(getattr(law, side))
    for name in (*DOMAIN_HELD, *OTHER_HELD):
        yield "pair", (SHARED / "texts" / "pairs" / f"{name}.{language}.txt").read_text("utf-8")


def contexts(sample: Path) -> set[str]:
    """What stands round the matches of a sample."""
    with sample.open(encoding="utf-8", newline="") as lines:
        return {row["context"] for row in csv.DictReader(lines, dialect="excel-tab")}


def draw(
    language: str, seed: int, size: int, turn: int, but: Path | None
) -> list[tuple[str | int, ...]]:
    """``size`` matches, as many of each kind of text, with what stands round them."""
    concepts, seen = load_concepts(), contexts(but) if but else set()
    kinds: dict[str, list[tuple[str, str, str]]] = {}
    room = _ROOM[language]
    for kind, text in texts(language, turn):
        for hit in match(text, language, concepts):
            before, after = text[max(0, hit.start - room) : hit.start], text[hit.end :][:room]
            context = " ".join(f"{before}[{text[hit.start : hit.end]}]{after}".split())
            if context not in seen:
                found = (hit.concept, text[hit.start : hit.end], context)
                kinds.setdefault(kind, []).append(found)
    chosen = random.Random(seed)
    rows: list[tuple[str | int, ...]] = []
    for kind, matches in sorted(kinds.items()):
        for concept, form, context in chosen.sample(matches, size // len(kinds)):
            rows.append((kind, concept, " ".join(form.split()), context, ""))
    chosen.shuffle(rows)
    return [(number, *row) for number, row in enumerate(rows, start=1)]


def wilson(right: int, whole: int) -> tuple[float, float]:
    """95 % interval of a proportion (Wilson 1927)."""
    z, share = 1.959964, right / whole
    middle = share + z * z / (2 * whole)
    width = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return (middle - width) / scale, (middle + width) / scale


def verdict(verdicts: Sequence[str]) -> str:
    """What readers say together: the one in the middle, from wrong to right, the stricter of two.

    >>> verdict(["right", "wrong", "right"]), verdict(["right", "wrong", "weak"])
    ('right', 'weak')
    """
    return VERDICTS[sorted(map(VERDICTS.index, verdicts))[(len(verdicts) - 1) // 2]]


def agreement(rows: Sequence[Sequence[str]]) -> float:
    """Agreement of several readers of the same matches beyond chance (kappa, Fleiss 1971).

    >>> agreement([["right", "right"], ["wrong", "wrong"]])
    1.0
    """
    readers = len(rows[0])
    counts = [Counter(row) for row in rows]
    pairs = sum(n * (n - 1) for row in counts for n in row.values())
    agreed = pairs / (len(rows) * readers * (readers - 1))
    totals = sum(counts, Counter[str]())
    chance = sum((n / totals.total()) ** 2 for n in totals.values())
    return (agreed - chance) / (1 - chance)


def score() -> None:
    """Print the share of right matches in each judged sample, weak ones counted both ways."""
    for path in sorted(JUDGED.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            judged = csv.DictReader(lines, dialect="excel-tab")
            rows = [[cell for column, cell in row.items() if "judged" in column] for row in judged]
        together = [("together", list(map(verdict, rows)))] * (len(rows[0]) > 1)
        each = [(f"reader {n}", list(one)) for n, one in enumerate(zip(*rows, strict=True), 1)]
        for who, verdicts in (*together, *each):
            for name, among in (("not wrong", ("right", "weak")), ("right", ("right",))):
                right, whole = sum(one in among for one in verdicts), len(verdicts)
                low, high = wilson(right, whole)
                shown = f"{right / whole:.1%} ({low:.1%} to {high:.1%})"
                print(path.stem, who, name, f"{right} of {whole}", shown, sep="\t")
        if together:
            print(path.stem, "kappa", f"{agreement(rows):.2f}", sep="\t")


def main() -> None:
    """Draw a sample, or score the judged ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("draw", "score"))
    parser.add_argument("language", nargs="?", choices=tuple(_CORPORA))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=300)
    parser.add_argument("--turn", type=int, default=0, help="each has blocks and laws of its own")
    parser.add_argument("--but", type=Path, help="a sample whose matches are left out")
    asked = parser.parse_args()
    if asked.what == "score":
        score()
        return
    if asked.language is None or not SHARED.is_dir():
        raise SystemExit("draw needs a language and the shared texts")
    rows = csv.writer(sys.stdout, dialect="excel-tab", lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(draw(asked.language, asked.seed, asked.size, asked.turn, asked.but))


if __name__ == "__main__":
    main()
