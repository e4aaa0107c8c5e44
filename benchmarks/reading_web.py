"""How much of web pages and Word files reaches the program, and how clean it is. Run it by hand.

    python -m benchmarks.reading_web [--words 20] [FILE or FOLDER ...]

What a file holds is measured without the readers: all text nodes of all parts of a Word file, and
all text of a web page that is not for the browser alone, as the parsers of Python's library give
them. A word is *lost* as often as the file has it and our sections and what was set aside by name
do not; it is *invented* as often as our body and headings have it and the file does not. Both are
per 1,000 words of the file, digits apart from letters, a Chinese character a word by itself.

Where a file beside a page (NAME.expected) holds its main text, the F1 of the words of our body and
headings stands beside that of the best of trafilatura's modes on the page. *time* is processor time
in milliseconds, the best of five. Totals come in two lines: of the files that were looked at while
the readers were written, and of those that were not.
"""

from __future__ import annotations

import argparse
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from aiplans_cli.errors import SourceError
from aiplans_cli.model import COUNTED_KINDS
from aiplans_cli.reading.encoding import decode_page
from aiplans_cli.reading.registry import READERS, sniff

SHARED = Path("../shared")
DEFAULTS = (SHARED / "real/docx", SHARED / "real/html")

HELD_OUT = frozenset(
    "en-traf-citylimits.org-Nycha en-read-ietf-1 docling-textbox docling-word_sample"
    " docling-unit_test_headers".split()
)
"""Files that nobody looked into while the readers were written."""

_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W\d_\u3400-\u9fff\uf900-\ufaff]+|\d+")
_UNSEEN = frozenset({"script", "style", "template", "title", "head"})
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q rb rt rp ruby s"
    " samp small span strike strong sub sup time tt u var wbr".split()
)
_TEXT_PARTS = re.compile(
    r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*|charts/chart\d*"
    r"|diagrams/data\d*)\.xml"
)
_MODES: tuple[dict[str, Any], ...] = (
    {},
    {"fast": True},
    {"favor_recall": True},
    {"favor_precision": True},
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of one file."""

    words: int
    lost: Counter[str]
    invented: Counter[str]
    ours: float
    """F1 of our main text; -1 where the true one is not known."""
    theirs: float
    """The best F1 of trafilatura's modes."""
    milliseconds: float


def words_of(text: str) -> Counter[str]:
    """How often each word stands in a text."""
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


class _Seen(HTMLParser):
    """All text of a page that is not for the browser alone."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if not self._unseen and tag in _UNSEEN and tag != "head":
            self._unseen = tag
        if tag not in _INLINE:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        if tag not in _INLINE:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)


def text_of_page(data: bytes) -> str:
    """All text of a page."""
    seen = _Seen()
    seen.feed(decode_page(data, "page")[0])
    seen.close()
    return "".join(seen.pieces)


def text_of_word_file(path: Path) -> str:
    """All text nodes of all parts, deleted text included, a line a paragraph."""
    lines: list[str] = []
    with ZipFile(path) as file:
        for name in file.namelist():
            if _TEXT_PARTS.fullmatch(name):
                pieces: list[str] = []
                for element in ElementTree.fromstring(file.read(name)).iter():
                    tag = element.tag.rpartition("}")[2]
                    if tag in ("t", "delText"):
                        pieces.append(element.text or "")
                    elif tag in ("p", "tab", "br", "cr"):
                        pieces.append("\n")
                lines.append("".join(pieces))
    return "\n".join(lines)


def measure(path: Path) -> Measured:
    """Read a file, and compare what was read with what it holds."""
    data = path.read_bytes()
    key = sniff(data, path.name)
    reader = READERS[key].read
    reader(data, path.name, None)
    times = []
    for _ in range(5):
        start = time.process_time()
        draft = reader(data, path.name, None)
        times.append(time.process_time() - start)
    whole = words_of(text_of_word_file(path) if key == "docx" else text_of_page(data))
    counted = "\n".join(block.text for block in draft.blocks if block.kind in COUNTED_KINDS)
    every = [block.text for block in draft.blocks] + [aside.text for aside in draft.asides]
    expected = path.with_suffix(".expected")
    ours = theirs = -1.0
    if expected.exists():
        right = words_of(text_of_page(expected.read_bytes()))
        ours = f1(words_of(counted), right)
        theirs = max(f1(words_of(text), right) for text in theirs_of(data))
    lost = whole - words_of("\n".join(every))
    invented = words_of(counted) - whole
    return Measured(whole.total(), lost, invented, ours, theirs, 1000 * min(times))


def f1(found: Counter[str], right: Counter[str]) -> float:
    """The harmonic mean of the precision and the recall of words."""
    return 2 * (found & right).total() / max(found.total() + right.total(), 1)


def theirs_of(data: bytes) -> Iterator[str]:
    """The main text of a page by each of trafilatura's modes."""
    import trafilatura

    for mode in _MODES:
        found = trafilatura.bare_extraction(data, include_comments=False, **mode)
        yield str(getattr(found, "text", None) or "")


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """The Word files and web pages that the paths name or hold."""
    for path in paths:
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.suffix in (".docx", ".html", ".htm", ".xhtml"))


def row(name: str, one: Measured, shown: int) -> Iterator[str]:
    """A line of the table, and the words that differ most."""
    per = 1000 / max(one.words, 1)
    scores = (f"{one.ours:.3f}", f"{one.theirs:.3f}") if one.ours >= 0 else ("", "")
    shares = (f"{per * one.lost.total():.2f}", f"{per * one.invented.total():.2f}")
    yield "\t".join([name, str(one.words), *shares, *scores, f"{one.milliseconds:.1f}"])
    for label, words in (("lost", one.lost), ("invented", one.invented)) if shown else ():
        if words:
            yield f"\t{label}: " + ", ".join(f"{w} {n}" for w, n in words.most_common(shown))


def total(results: list[Measured]) -> Measured:
    """The sum of several files; scores are their mean."""
    lost, invented = Counter[str](), Counter[str]()
    for one in results:
        lost += one.lost
        invented += one.invented
    scored = [one for one in results if one.ours >= 0]
    count = len(scored) or 1
    ours = sum(one.ours for one in scored) / count if scored else -1.0
    theirs = sum(one.theirs for one in scored) / count
    milliseconds = sum(one.milliseconds for one in results)
    return Measured(sum(one.words for one in results), lost, invented, ours, theirs, milliseconds)


def main() -> None:
    """Print the table."""
    import logging
    import sys

    logging.disable(logging.CRITICAL)
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("paths", nargs="*", type=Path, default=DEFAULTS)
    parser.add_argument("--words", type=int, default=0, help="list so many words that differ")
    options = parser.parse_args()
    write = sys.stdout.write
    write("file\twords\tlost\tinvented\tF1\ttrafilatura\ttime\n")
    sums: dict[str, list[Measured]] = {"looked at": [], "held out": []}
    for path in files(options.paths):
        try:
            one = measure(path)
        except SourceError as error:
            write(f"{path.name}\t{error}\n")
            continue
        sums["held out" if path.stem in HELD_OUT else "looked at"].append(one)
        write("\n".join(row(path.name, one, options.words)) + "\n")
    for name, results in sums.items():
        if results:
            write("\n".join(row(f"all {name}", total(results), 0)) + "\n")


if __name__ == "__main__":
    main()
