"""What the concept list is worth between languages: its spreads, and what tests then find.

    python -m benchmarks.spreads

Learns a spread for each concept and theme from the shared laws and from the pairs of the domain,
and writes ``aiplans_cli/data/spreads.tsv``. Then each fifth of the laws is tested with the spreads
of the others, each pair of the domain with those of the rest, and the pairs outside with all: how
many concepts are called different between a text and its translation, where none is, and how many
of those that were put there on purpose are found. Writes ``data/false_flags.tsv`` and prints the
table of docs/concepts.md. Takes half an hour on two cores.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from multiprocessing import Pool
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from aiplans_cli.analyses.between_languages import CLASSES, Figures, Outcome, figures, outcome
from aiplans_cli.concepts.calibration import SpreadRow, spread_rows
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.concepts.spreads import (
    COLUMNS,
    DOMAIN,
    LAWS,
    VERDICTS,
    Calibration,
    parsed,
)
from aiplans_cli.concepts.themes import general_concepts
from aiplans_cli.sources.session import Session
from benchmarks.halves import SHARED, law_records

if TYPE_CHECKING:
    from aiplans_cli.model import Counts

PAIRS = {
    DOMAIN: ("cn-algo", "deep-synthesis", "own-gaigi", "own-eo14179", "udhr"),
    "outside": ("moz-firefox-privacy", "moz-privacy-other", "off-debian-faq"),
}
_PAIRED = ("removing-barriers", "ai-governance-initiative")  # are own-eo14179 and own-gaigi
FOLDS = 5
DATA = Path(__file__).parent.parent / "aiplans_cli" / "data"


@cache
def _session() -> Session:
    return Session()  # one for each process: it holds the compiled list


def counted(job: tuple[str, str, str]) -> tuple[str, Counts, Counts] | None:
    """A pair, counted; ``None`` where a side has no mention of a concept."""
    name, *paths = job
    a, b = (source.counts for source in _session().sources(paths))
    return (name, a, b) if a.concepts and b.concepts else None


def written_laws(folder: Path) -> Iterator[tuple[str, str, str]]:
    """The shared laws as files, in both languages."""
    for record in law_records():
        articles = [one for one in record["articles"] if one["en"] and one["zh"]]
        if not articles:
            continue
        paths = []
        for side, heading in (("en", "Article {}"), ("zh", "第 {} 條")):
            parts = [f"{heading.format(one['no'])}\n{one[side]}" for one in articles]
            path = folder / f"{record['id']}.{side}.txt"
            text = "\n\n".join([record[f"title_{side}"], *parts])
            path.write_text(text.replace("\r\n", "\n"), "utf-8")
            paths.append(str(path))
        yield record["id"], paths[0], paths[1]


def written_pairs(kind: str) -> Iterator[tuple[str, str, str]]:
    """The shared pairs of a kind."""
    folder = SHARED / "texts" / "pairs"
    for name in PAIRS[kind]:
        (english,) = folder.glob(f"{name}.en.*")
        chinese = english.name.replace(".en.", ".zh-hans." if name == "udhr" else ".zh.")
        yield name, str(english), str(folder / chinese)


def written_papers() -> list[str]:
    """The shared documents about the policy of artificial intelligence in one language."""
    found = [
        path for name in ("us", "zh", "en") for path in (SHARED / "texts" / name).glob("[!.]*")
    ]
    return [str(path) for path in sorted(found) if not any(one in path.name for one in _PAIRED)]


def fold_of(name: str) -> int:
    """Which part of the laws one belongs to, by a digest."""
    return sha256(f"fold {name}".encode()).digest()[0] % FOLDS


def table(rows: Iterable[Sequence[object]]) -> str:
    """Rows as TSV."""
    cells = (("" if cell is None else str(cell) for cell in row) for row in rows)
    return "".join("\t".join(row) + "\n" for row in cells)


def calibration(rows: Iterable[Sequence[object]]) -> Calibration:
    """What rows of spreads say."""
    return parsed("benchmark", table([COLUMNS, *rows]))


Named = tuple[str, "Counts", "Counts"]


def judged(job: tuple[Named, Calibration, int]) -> tuple[str, Outcome]:
    """What tests find in one pair that the calibration has not seen."""
    (name, a, b), known, most = job
    return name, outcome(a, b, known, _left_out(), most=most, rng=Random(name))


@cache
def _left_out() -> frozenset[str]:
    return general_concepts(load_concepts())


def of_domain(domain: Sequence[Named], papers: Sequence[Counts]) -> list[SpreadRow]:
    """What the pairs of the domain say, and the mix of these and of papers in one language."""
    pairs = [(a, b) for _, a, b in domain]
    mixed = [*papers, *(side for pair in pairs for side in pair)]
    return spread_rows(DOMAIN, pairs, load_concepts(), mixed)


def held_out(
    laws: Sequence[Named], domain: Sequence[Named], papers: Sequence[Counts]
) -> Iterator[tuple[Named, Calibration]]:
    """Each pair with what the others say."""
    concepts = load_concepts()
    whole = of_domain(domain, papers)
    for fold in range(FOLDS):
        others = [(a, b) for name, a, b in laws if fold_of(name) != fold]
        known = calibration([*whole, *spread_rows(LAWS, others, concepts)])
        yield from ((one, known) for one in laws if fold_of(one[0]) == fold)
    of_laws = spread_rows(LAWS, [(a, b) for _, a, b in laws], concepts)
    for place, one in enumerate(domain):
        rest = of_domain([*domain[:place], *domain[place + 1 :]], papers)
        yield one, calibration([*rest, *of_laws])


def main() -> None:
    """Learn, test, write and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=3, help="concepts removed in each law")
    parser.add_argument("--write", action="store_true", help="write the tables that ship")
    asked = parser.parse_args()
    if not SHARED.is_dir():
        raise SystemExit(f"{SHARED} is not here: it has the laws and the pairs")
    concepts = load_concepts()
    with TemporaryDirectory() as folder, Pool(2) as pool:
        jobs = list(written_laws(Path(folder)))
        laws = [one for one in pool.map(counted, jobs, chunksize=20) if one]
        domain, outside = (
            [one for one in pool.map(counted, written_pairs(kind)) if one] for kind in PAIRS
        )
    papers = [source.counts for path in written_papers() for source in _session().sources([path])]
    rows = [
        *of_domain(domain, papers),
        *spread_rows(LAWS, [(a, b) for _, a, b in laws], concepts),
    ]
    if asked.write:
        (DATA / "spreads.tsv").write_text(table([COLUMNS, *rows]), "utf-8", newline="\n")
    known = calibration(rows)
    kinds = dict.fromkeys((name for name, *_ in domain), DOMAIN)
    kinds |= dict.fromkeys((name for name, *_ in outside), "outside")
    work = [*held_out(laws, domain, papers), *((one, known) for one in outside)]
    given = [(*one, 10**9 if one[0][0] in kinds else asked.trials) for one in work]
    with Pool(2) as pool:
        found = pool.map(judged, given, chunksize=5)
    by_kind, by_verdict = defaultdict(list), defaultdict(list)
    for name, one in found:
        kind = kinds.get(name, LAWS)
        by_verdict[one.fit.verdict].append(one)
        by_kind[kind].append(one)
        by_kind[f"{kind}: {one.fit.verdict if kind == LAWS else name}"].append(one)
    print("texts", "pairs", "mentions", *Figures._fields, sep="\t")
    for kind, some in sorted(by_kind.items()):
        tested = [one for one in some if one.tested]
        for low, high in (*CLASSES, (0, None)):
            cells = figures(tested, low, high)
            shown = ("" if x is None else f"{x:.3f}" if isinstance(x, float) else x for x in cells)
            print(kind, len(tested), f"{low}-{high or ''}", *shown, sep="\t")
    if asked.write:
        flags: list[tuple[object, ...]] = [("verdict", "pairs", "rows", "excluded", "flagged")]
        for verdict in VERDICTS:
            tested = [one for one in by_verdict[verdict] if one.tested]
            rates = figures(tested)
            shares = (f"{rates.excluded or 0:.4f}", f"{rates.flagged or 0:.4f}")
            flags.append((verdict, len(tested), rates.rows, *shares))
        (DATA / "false_flags.tsv").write_text(table(flags), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
