"""True headings of documents where they are known, and how well found ones agree with them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.reading_others import Others

_LEADERS = re.compile(
    r"(.*?\S)[ \t]*(?:\.[ \t]?|…|·){4,}[ \t]*(?:\d+|[ivxlc]+)[ \t]*$", re.MULTILINE
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_BEFORE = re.compile(r"\d+(?:\.\d+)*\.?(?=\D)")
_LABEL = re.compile(r"(chapter [ivx]+|section \d+|article \d+|annex [ivx]+)(?!\w)")
_SMALLER = re.compile(r"section [a-z]\b|part [0-9ivx]+\b")
_MARKDOWN = re.compile(r"^(#{1,6})[ \t]+(.+)$", re.MULTILINE)

# Regulation (EU) 2024/1689: first article of each chapter, and of each section in it.
_EU_CHAPTERS = {
    1: (), 5: (), 6: (6, 8, 16, 28, 40), 50: (), 51: (51, 53, 55, 56), 57: (), 64: (64, 70),
    71: (), 72: (72, 73, 74, 85, 88), 95: (), 97: (), 99: (), 102: (),
}  # fmt: skip
_EU_ARTICLES = 113
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii".split()


@dataclass(frozen=True, slots=True)
class Gold:
    """The true headings of a document."""

    source: str
    """What they were taken from."""
    headings: list[tuple[int, str]]
    """(level, key) in order."""
    labels: bool = False
    """Whether the keys are labels with which a heading begins."""
    neutral: frozenset[str] = frozenset()
    """Keys of headings that are neither right nor false."""


@dataclass(slots=True)
class Score:
    """How well headings agree with the true ones."""

    gold: int
    found: int
    matched: int = 0
    levels: int = 0
    missing: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)

    def cells(self) -> tuple[str, ...]:
        """Gold, found, precision, recall and share of right levels."""
        shares = (self.matched / max(part, 1) for part in (self.found, self.gold))
        right = self.levels / max(self.matched, 1)
        return (str(self.gold), str(self.found), *(f"{share:.3f}" for share in (*shares, right)))


def key_of(text: str) -> str:
    """A heading as it is compared: NFKC, case folded, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _bare(key: str) -> str:
    """The key without a number before it, which outlines and contents often leave out."""
    return _BEFORE.sub("", key) or key


def markdown_headings(text: str) -> list[tuple[int, str]]:
    """The headings of a Markdown text, without emphasis."""
    return [(len(m[1]), re.sub(r"[*_`]|<[^>]+>", "", m[2])) for m in _MARKDOWN.finditer(text)]


def text_of(path: Path) -> str:
    """The true text, headings included, that is kept beside a file; "" where there is none."""
    beside = path.with_suffix(".json")
    return str(json.loads(beside.read_text(encoding="utf-8"))["text"]) if beside.exists() else ""


def gold_of(path: Path, others: Others) -> Gold | None:
    """The true headings of a file, by what stands beside it, its labels, contents or outline."""
    beside = path.with_suffix(".json")
    if beside.exists():
        entries = json.loads(beside.read_text(encoding="utf-8"))["gold"]
        return Gold("json", [(level, key_of(text)) for level, text in entries])
    if path.name.startswith("EU-AI-Act"):
        return Gold("labels", list(_eu_labels()), labels=True)
    outline = (others.text(path, "outline") or "").splitlines()
    entries = [line.partition("\t")[::2] for line in outline]
    headings = [(int(level), key_of(title)) for level, title in entries if key_of(title)]
    text = others.text(path, "poppler") or ""
    contents = _contents(text)
    if len(headings) > 10 * text.count("\f"):
        headings = []  # it names every paragraph and figure, as some exports do
    if path.name.startswith("zh-fisco") or (len(headings) < 5 and len(contents) >= 8):
        return Gold("contents", contents, neutral=frozenset({"目录", "contents"}))
    return Gold("outline", headings) if len(headings) >= 5 else None


def _eu_labels() -> Iterable[tuple[int, str]]:
    starts = dict(zip(_EU_CHAPTERS, _ROMAN, strict=True))
    number = 0
    sections: tuple[int, ...] = ()
    for article in range(1, _EU_ARTICLES + 1):
        if article in starts:
            yield 1, f"chapter {starts[article]}"
            sections, number = _EU_CHAPTERS[article], 0
        if article in sections:
            number += 1
            yield 2, f"section {number}"
        yield 9, f"article {article}"
    for roman in _ROMAN:
        yield 1, f"annex {roman}"


def _contents(text: str) -> list[tuple[int, str]]:
    """The entries of a printed contents page that have dot leaders."""
    entries = []
    for match in _LEADERS.finditer(text):
        number = _NUMBER.match(match[1].strip())
        entries.append((number[0].count(".") + 1 if number else 1, key_of(match[1])))
    return entries


def _keys(gold: Gold, found: Sequence[tuple[int, str]]) -> list[tuple[int, str, str]]:
    """(level, key, text) of the found headings, neutral ones left out."""
    keys = []
    for level, text in found:
        plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
        label = _LABEL.match(plain)
        key = (label[0] if label else plain) if gold.labels else key_of(text)
        if not (key in gold.neutral or (gold.labels and _SMALLER.match(plain))):
            keys.append((level, key, text))
    return keys


def score(gold: Gold, found: Sequence[tuple[int, str]]) -> Score:
    """Match found headings with the true ones, in order, and compare their parents."""
    keys = _keys(gold, found)
    result = Score(len(gold.headings), len(keys))
    free: dict[str, list[int]] = {}
    for index, (_, key) in enumerate(gold.headings):
        free.setdefault(key, []).append(index)
    pairs: list[tuple[int, int, str]] = []
    last = -1
    bare = {} if gold.source == "json" else {_bare(key): key for key in free}
    for level, key, text in keys:
        places = free.get(key) or free.get(bare.get(_bare(key), ""), [])
        if not places:
            result.false.append(text)
            continue
        last = next((place for place in places if place > last), places[0])
        places.remove(last)
        pairs.append((last, level, text))
    result.matched = len(pairs)
    result.missing = [gold.headings[place][1] for all_of in free.values() for place in all_of]
    true = _parents([(gold.headings[place][0], place) for place, _, _ in sorted(pairs)])
    ours = _parents([(level, place) for place, level, _ in pairs])
    for place, _, text in pairs:
        if true[place] == ours[place]:
            result.levels += 1
        else:
            result.misplaced.append(text[:60])
    return result


def _parents(headings: Iterable[tuple[int, int]]) -> dict[int, int | None]:
    """For each heading (level, id) the id of the one above it."""
    above: list[tuple[int, int]] = []
    parents: dict[int, int | None] = {}
    for level, place in headings:
        above = [item for item in above if item[0] < level]
        parents[place] = above[-1][1] if above else None
        above.append((level, place))
    return parents
