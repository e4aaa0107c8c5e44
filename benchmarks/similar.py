"""Whether the nearest section is the translated one: the tables of docs/concepts.md.

Pairs of texts with as many sections in either language, and laws, whose sections are their
articles: section i of the English is known to answer section i of the Chinese. The concept list was
mended on one half of the laws (``benchmarks/halves.py``) and on none of the other.

    python -m benchmarks.similar [LAWS] [semantic]
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from aiplans_cli.analyses.similar import section_texts
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.concepts.similarity import Answer, Comparison
from aiplans_cli.concepts.themes import general_concepts, section_concepts
from aiplans_cli.counting.tally import select
from aiplans_cli.errors import AiplansError
from aiplans_cli.model import Counts, Document, Section
from aiplans_cli.sources.session import Session
from aiplans_cli.statistics.alignment import cosines, csls
from aiplans_cli.statistics.factors import Weighed, weigh
from benchmarks.halves import SHARED, held, law_records

if TYPE_CHECKING:
    from aiplans_cli.statistics.factors import Floats

TEXTS = SHARED / "texts" / "pairs"

ARTICLES = 10
"""Articles that a law needs: among fewer, the right one is soon found."""

KEPT = (1.0, 0.5, 0.2)
"""Shares of the sections of B that stay, drawn at random: what is gone has no counterpart."""

Pair = tuple[str, list[tuple[Counts, list[str]]]]
"""A name, and for either language the counts and the sections' texts."""

Ranks = list[int | None]
"""For each section of A the rank of the right one of B; ``None`` where it has no row."""


def pairs_of_texts(session: Session) -> Iterator[Pair]:
    """The shared texts in two languages that have as many sections in both."""
    for english in sorted(TEXTS.glob("*.en.*")):
        chinese = english.with_name(english.name.replace(".en.", ".zh."))
        if english.name.startswith("udhr"):
            chinese = TEXTS / "udhr.zh-hans.txt"
        try:
            sources = session.sources([str(english), str(chinese)])
        except AiplansError:
            continue
        if len({len(source.counts.sections) for source in sources}) == 1:
            sides = [(source.counts, section_texts(source, session) or []) for source in sources]
            yield english.name.partition(".")[0], sides


def laws(session: Session, number: int) -> Iterator[Pair]:
    """Laws with their articles as sections, in an order that nobody chose."""
    found = [law for law in law_records() if len(law["articles"]) >= ARTICLES]
    found.sort(key=lambda law: sha256(f"order {law['id']}".encode()).hexdigest())
    for law in islice(found, number):
        sides = []
        for language in ("en", "zh"):
            texts = [article[language].replace("\r\n", "\n") for article in law["articles"]]
            sections = tuple(
                Section(f"§{article['no']}", 1, "body", "", text, part=index)
                for index, (article, text) in enumerate(zip(law["articles"], texts, strict=True), 1)
            )
            document = Document(f"{law['id']}-{language}", "", language, sections)
            sides.append((session.sources([document])[0].counts, texts))
        yield law["id"], sides


def half(name: str) -> str:
    """Which half a law belongs to."""
    return "held back" if held(name) else "mended on"


def ranks(possible: Floats, scores: Floats) -> Ranks:
    """The rank of the right section in each row, ties by how far its place is from the row's."""
    found: Ranks = []
    for row in range(len(scores)):
        nearest = [(-round(scores[row, at], 9), abs(at - row), at) for at in range(len(scores[0]))]
        order = [at for *_, at in sorted(nearest)]
        order = [at for at in order if possible[row, at] > 0]
        found.append(order.index(row) + 1 if row in order else None)
    return found


def ways(a: Counts, b: Counts, embedded: Floats | None) -> dict[str, Ranks]:
    """Way of comparing → the ranks that it gives the right sections."""
    found = {}
    general = general_concepts(load_concepts())
    for name, left_out, least in (
        ("general concepts left out, 5 mentions", general, 5),
        ("all concepts", frozenset[str](), 1),
    ):
        sides = [section_concepts(counts, left_out) for counts in (a, b)]
        vectors = [v if sum(v.values()) >= least else {} for side in sides for v in side]
        both, cut = weigh(vectors), len(sides[0])
        parted = (both.matrix[:cut], both.matrix[cut:])
        similarity = cosines(*(Weighed(both.items, matrix) for matrix in parted))
        found[name] = ranks(similarity, similarity)
    sides = [section_concepts(counts) for counts in (a, b)]
    items = sorted({concept for side in sides for vector in side for concept in vector})
    weighed = [weigh(side, items, sublinear=True) for side in sides]
    similarity = cosines(*weighed)
    found["idf of each document, 1 + ln tf"] = ranks(similarity, similarity)
    found["csls of 10 neighbours"] = ranks(similarity, csls(similarity, 10))
    found["csls of 2 neighbours (the default)"] = ranks(similarity, csls(similarity))
    if embedded is not None:
        found["embeddings alone"] = ranks(embedded + 2, embedded)
        found["embeddings, csls"] = ranks(embedded + 2, csls(embedded))
        found["both (--semantic)"] = ranks(embedded + 2, csls((similarity + embedded) / 2))
    return found


@dataclass
class Tally:
    """Claims, and how many of them were right."""

    right: int = 0
    claimed: int = 0
    there: int = 0
    """Sections of A whose counterpart is among those of B."""

    def add(self, answers: Sequence[Answer], kept: Sequence[int]) -> None:
        """Count the answers, where section ``kept[i]`` of the whole is section i of B."""
        self.right += sum(kept[one.section_b] == one.section_a for one in answers)
        self.claimed += len(answers)
        self.there += len(kept)

    def __str__(self) -> str:
        right, found = self.right / max(self.claimed, 1), self.right / max(self.there, 1)
        return f"{right:8.3f} {found:8.3f}"


def keep_in_turn(drawn: Sequence[bool]) -> Callable[[object], bool]:
    """Tells of one section after the other whether it stays."""
    turns = iter(drawn)
    return lambda _section: next(turns)


def claims(a: Counts, b: Counts, embedded: Floats | None) -> Iterator[tuple[str, Tally]]:
    """What rows say, where a part of B is there."""
    for share in KEPT:
        rng = random.Random(f"{a.id} {share}")
        drawn = [rng.random() < share for _ in b.sections]
        kept = [index for index, stays in enumerate(drawn) if stays]
        some = select(b, keep_in_turn(drawn))
        try:
            compared = Comparison(a, some, embedded=None if embedded is None else embedded[:, kept])
        except AiplansError:  # nothing was drawn, or nothing with a concept
            continue
        nearest, assigned = compared.nearest(1), compared.assigned()
        for name, answers in (
            ("nearest", nearest),
            ("csls > 0", [one for one in nearest if one.csls > 0]),
            ("counterpart", [one for one in nearest if one.counterpart]),
            ("assigned", assigned),
            ("assigned, csls > 0", [one for one in assigned if one.csls > 0]),
        ):
            tally = Tally()
            tally.add(answers, kept)
            yield f"{share:4.0%} of B  {name}", tally


def main(number: int, semantic: bool) -> None:
    """Print both tables."""
    if not SHARED.is_dir():
        print(f"skipped: the shared texts are not here ({SHARED.name})")
        return
    session = Session()
    found: dict[tuple[str, str], Ranks] = defaultdict(list)
    told: dict[tuple[str, str], Tally] = defaultdict(Tally)
    groups = [("pairs", pair) for pair in pairs_of_texts(session)]
    groups += [(half(pair[0]), pair) for pair in laws(session, number)]
    for group, (_, [(a, english), (b, chinese)]) in groups:
        embedded = None
        if semantic:
            from aiplans_cli.language.embedding import embedding_cosines

            embedded = embedding_cosines((english, "en"), (chinese, "zh"))
        for way, some in ways(a, b, embedded).items():
            found[way, group] += some
        for name, tally in claims(a, b, embedded):
            whole = told[name, group]
            whole.right += tally.right
            whole.claimed += tally.claimed
            whole.there += tally.there
    print("rank 1 and in the first three, of all sections")
    for (way, group), some in found.items():
        first, three = (sum(r is not None and r <= n for r in some) for n in (1, 3))
        share = f"{first / len(some):8.3f} {three / len(some):8.3f}"
        print(f"{way:40} {group:10} {len(some):6} {share}")
    print("\nright of what is claimed, and of what is there to find")
    for (name, group), tally in told.items():
        print(f"{name:40} {group:10} {tally.claimed:6} {tally}")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(numbers[0] if numbers else 100, "semantic" in sys.argv[1:])
