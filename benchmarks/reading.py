"""How much of a PDF reaches the program, measured against other extractors. Run it by hand.

    python -m benchmarks.reading --extractors PYTHON [--words 20] [--headings] [FILE or FOLDER ...]

PYTHON is the interpreter of an environment for benchmarks alone, in which pdfminer.six, PyMuPDF
and pymupdf4llm are installed; poppler's pdftotext is taken from the path. What is missing is named
and left out, as is what --without names; two are needed. Their texts are kept in a temporary folder
by the file's hash.

The unit is the word: NFKC, case folded, without the hyphens and apostrophes in it, digits apart
from letters; a Chinese character is a word by itself. A word is *lost* as often as all other
extractors have it and our sections of all kinds do not; it is *invented* as often as our body and
headings have it and no other extractor does. Both are per 1,000 words that all others share, and
once more with two of three extractors in place of all: what one of them gets wrong as we do. Where
the true text is known, there follow words of it that are not counted, counted words not of it, and
neighbours in it that are parted, all per 1,000 of its words.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from io import TextIOWrapper
from multiprocessing import get_context
from pathlib import Path

from aiplans_cli.errors import SourceError
from aiplans_cli.model import COUNTED_KINDS
from aiplans_cli.reading.registry import read_path
from benchmarks.reading_gold import gold_of, markdown_headings, score, text_of
from benchmarks.reading_others import EXTRACTORS, Others
from benchmarks.reading_words import differences, is_han, neighbours_of, words_of

SHARED = Path("../shared")
DEFAULTS = (SHARED / "real/pdf", SHARED / "real/gold", SHARED / "texts")


@dataclass(slots=True)
class Ours:
    """What the program read of one file, as plain values that cross a process boundary."""

    sections: list[tuple[str, int, str]] = field(default_factory=list)
    """(kind, level, text) of each section."""
    named: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    """Ledger kind outside the sections → (characters, examples)."""
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    megabytes: float = 0.0
    error: str = ""


def read(path: str) -> Ours:
    """Read a file in this process, with time and peak memory."""
    import pypdfium2  # noqa: F401 - loaded before the clock starts

    import aiplans_cli.reading.pdf  # noqa: F401

    start = time.perf_counter()
    try:
        document = read_path(path)
    except SourceError as error:
        return Ours(error=str(error))
    except Exception as error:  # a crash is a result here
        return Ours(error=f"crash: {type(error).__name__}: {error}"[:200])
    seconds = time.perf_counter() - start
    kinds: set[str] = {section.kind for section in document.sections}
    named: dict[str, tuple[int, list[str]]] = {}
    for entry in getattr(getattr(document, "ledger", None), "entries", ()):
        if entry.name not in kinds:
            named[entry.name] = (entry.characters, [str(example) for example in entry.examples])
    sections = [(str(s.kind), s.level, s.text) for s in document.sections]
    return Ours(sections, named, document.notes, seconds, peak())


def peak() -> float:
    """Peak memory of this process in MB; a child's usage record begins with its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_apart(path: Path) -> Ours:
    """Read a file in a process of its own, so that a crash ends only that."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(read, str(path)).result()
        except BrokenProcessPool:
            return Ours(error="crash: the process died")


def pdfs(paths: Iterable[Path]) -> Iterator[Path]:
    """The PDFs that the paths name or hold."""
    for path in paths:
        found = sorted(path.rglob("*.pdf")) if path.is_dir() else [path]
        yield from (file for file in found if file.suffix.lower() == ".pdf")


def row(path: Path, ours: Ours, texts: Sequence[str], shown: int) -> str:
    """One line of the table of words, and with ``shown`` the words that differ most below it."""
    if ours.error:
        return f"{path.name}\t{ours.error}"
    main_text = "\n".join(text for kind, _, text in ours.sections if kind in COUNTED_KINDS)
    counted = words_of(main_text)
    every = words_of("\n".join(text for _, _, text in ours.sections))
    kinds: Counter[str] = Counter()
    for kind, _, text in ours.sections:
        kinds[kind] += words_of(text).total()
    cells = [path.name, str(every.total())]
    lines = []
    for agreeing in sorted({len(texts), 2}, reverse=True):
        found = differences(every, counted, texts, ours.named, agreeing)
        per = 1000 / max(found.shared, 1)
        letters = sum(n for word, n in found.lost.items() if not word.isdigit())
        han = sum(n for word, n in found.lost.items() if is_han(word))
        cells += [f"{per * found.lost.total():.2f}", f"{per * letters:.2f}"]
        cells += [f"{per * found.invented.total():.2f}", str(han)]
        for name, words in (("lost", found.lost), ("invented", found.invented)) if shown else ():
            listed = ", ".join(f"{word} {n}" for word, n in words.most_common(shown))
            lines.append(f"\t{name} by {agreeing}: {listed or '-'}")
    cells += [f"{ours.seconds:.2f}", f"{ours.megabytes:.0f}"]
    cells.append(", ".join(f"{kind} {n}" for kind, n in kinds.most_common()))
    cells.append(", ".join(f"{kind} {n}" for kind, (n, _) in ours.named.items()))
    cells += [*truth_cells(path, main_text, lines, shown)]
    return "\n".join(["\t".join(cells), *lines])


def truth_cells(path: Path, text: str, lines: list[str], shown: int) -> Iterator[str]:
    """How the counted text differs from the true one, where that is known."""
    truth = text_of(path)
    if not truth:
        return
    right, counted = words_of(truth), words_of(text)
    per = 1000 / max(right.total(), 1)
    for name, words in (("not counted", right - counted), ("not true", counted - right)):
        yield f"{per * words.total():.2f}"
        if shown:
            listed = ", ".join(f"{word} {n}" for word, n in words.most_common(shown))
            lines.append(f"\t{name}: {listed or '-'}")
    parted = neighbours_of(truth) - neighbours_of(text)
    yield f"{per * parted.total():.2f}"
    if shown:
        listed = ", ".join(f"{a} {b} {n}" for (a, b), n in parted.most_common(shown))
        lines.append(f"\tparted: {listed or '-'}")


def heading_rows(path: Path, ours: Ours, others: Others, shown: int) -> Iterator[str]:
    """Precision and recall of headings and levels, ours and pymupdf4llm's, where gold is known."""
    gold = gold_of(path, others)
    if gold is None:
        return
    found = [(level, text) for kind, level, text in ours.sections if kind == "heading"]
    readers = {"ours": found}
    markdown = others.text(path, "pymupdf4llm")
    if markdown is not None:
        readers["pymupdf4llm"] = markdown_headings(markdown)
    for name, headings in readers.items():
        result = score(gold, headings)
        yield "\t".join((path.name, gold.source, name, *result.cells()))
        if shown and name == "ours":
            yield f"\tmissing: {' | '.join(result.missing[:shown]) or '-'}"
            yield f"\tfalse: {' | '.join(text[:60] for text in result.false[:shown]) or '-'}"
            yield f"\tlevel: {' | '.join(result.misplaced[:shown]) or '-'}"


def main() -> None:
    """Read each file and print its line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading")
    parser.add_argument("paths", nargs="*", type=Path, default=DEFAULTS)
    parser.add_argument("--extractors", metavar="PYTHON", default="")
    parser.add_argument("--words", metavar="N", type=int, default=0)
    parser.add_argument("--headings", action="store_true", help="headings too, which takes longer")
    parser.add_argument("--without", metavar="EXTRACTOR", action="append", default=[])
    asked = parser.parse_args()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a reader may let half a pair through
    others = Others(asked.extractors, asked.without)
    missing = [name for name in EXTRACTORS if not others.has(name)]
    if missing:
        print(f"not here: {', '.join(missing)}", file=sys.stderr)
    if sum(others.has(name) for name in EXTRACTORS) < 2:
        parser.error("two of poppler, PyMuPDF and pdfminer.six are needed")
    measures = "lost\tlost but digits\tinvented\tHan lost"
    truths = "not counted\tnot true\tparted"
    print(f"file\twords\t{measures}\t{measures}\tseconds\tMB\tkinds\tledger\t{truths}", flush=True)
    below = []
    for path in pdfs(asked.paths):
        ours = read_apart(path)
        texts = [text for name in EXTRACTORS if (text := others.text(path, name)) is not None]
        print(row(path, ours, texts, asked.words), flush=True)
        if asked.headings:
            below += list(heading_rows(path, ours, others, asked.words))
    if asked.headings:
        print("\nfile\tgold from\treader\tgold\tfound\tprecision\trecall\tlevels")
        print("\n".join(below))


if __name__ == "__main__":
    main()
