"""Quotations looked for in the sources they are said to come from.

A quotation is *exact* if its words, order and punctuation stand in the source; only white space,
the style of quotation marks and dashes, and punctuation at its two ends are the typesetter's.
It is *near* if case, spacing, hyphenation, punctuation, script or a bracketed insertion set it
apart, or a changed word or two: one in a quotation of fewer than eight words, two below
twenty-four, and from there one in twelve; where it has fewer than four, the changed one must be a
determiner and two content words must stand, as in "win the race" for "win this race". It is
*split* if it has an ellipsis and its parts stand in the source in their order. Otherwise it is
*absent*.

An absent quotation comes with the *nearest* passage, which is not what it says, unless no content
word of it stands anywhere. Titles and front matter are searched too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from aiplans_cli.analyses.quotations.approximate_match import (
    Place,
    allowed_changes,
    approximate_match,
    nearest,
    with_whole_words,
)
from aiplans_cli.analyses.quotations.difference import (
    kinds_of_difference,
    likeness,
    plain,
    word_difference,
)
from aiplans_cli.analyses.quotations.extract import Quotation, document_quotations
from aiplans_cli.evidence.passages import LaidOut, Stream, Units, has_han, lay_out, to_units
from aiplans_cli.model import Document
from aiplans_cli.records import dataclass

Status = Literal["exact", "near", "split", "absent"]
STATUSES: tuple[Status, ...] = ("exact", "near", "split", "absent")
"""What can become of a quotation, the best first."""

MIN_WORDS = 3
"""Fewest words looked for: "win the race" and 共商共建共享 (plan, build and share together)."""

_ELLIPSIS = r"(?:[\[(（]\s*+)?(?:…+|\.(?: ?\.){2,})(?:\s*+[\])）])?"
_BRACKETS = r"\[[^\]]{0,200}\]|［[^］]{0,200}］"
"""What was changed in a quotation; without a bound, a text of open brackets would take the square
of its length."""

_CUT = re.compile(rf"(?P<ellipsis>{_ELLIPSIS})|{_BRACKETS}")
_BRACKETED = re.compile(_BRACKETS)
_EDGE = " .,;:!?，。；：！？"
_WORDS_FOR_BRACKET = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one quotation."""

    quotation: Quotation
    """The quotation."""
    status: Status
    """How it stands in the sources."""
    source: str = ""
    """Id of the source it was found in; "" if absent."""
    section: str = ""
    """Heading it stands under there."""
    page: str = ""
    """Label of the page on which it begins there."""
    found: str = ""
    """The words of the source, as displayed."""
    difference: str = ""
    """What differs, "" if nothing: kinds, then ``[-source-]{+quotation+}``."""
    score: float = 0.0
    """Likeness of the two in percent, by edit distance in one script; 0 if absent."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """A candidate: where in a stream, and how it relates to the quotation."""

    status: Status
    first: int
    text: str
    difference: str
    score: float


def check_quotations(
    article: Document, sources: Sequence[Document], *, min_words: int = MIN_WORDS
) -> tuple[list[Finding], list[Quotation]]:
    """Look for every quotation of an article in the sources.

    Returns the findings, and apart from them the quotations shorter than ``min_words`` (titles,
    scare quotes), which prove nothing by standing in a text.
    """
    laid_out = [lay_out(source) for source in sources]
    quotations = document_quotations(article)
    findings = [find_quotation(q, laid_out) for q in quotations if q.words >= min_words]
    return findings, [q for q in quotations if q.words < min_words]


def find_quotation(quotation: Quotation, sources: Sequence[LaidOut]) -> Finding:
    """The best place of a quotation in the sources; of equals the earliest.

    >>> from aiplans_cli.model import Section
    >>> text = Section("Aims", 1, "body", "3", "America must win the global race for AI.")
    >>> source = lay_out(Document("plan", "plan", "en", (text,)))
    >>> from aiplans_cli.analyses.quotations.extract import extract_quotations
    >>> [quotation] = extract_quotations('It says "win the world race for AI," again.')
    >>> finding = find_quotation(quotation, [source])
    >>> finding.status, finding.page, finding.difference
    ('near', '3', 'words: win the [-global-]{+world+} race for')
    """
    best: tuple[tuple[int, int, float], LaidOut, Stream, _Passage] | None = None
    wanted = to_units(quotation.text)
    for source in sources:
        for stream in source.streams:
            for passage in _passages(quotation.text, wanted, stream):
                # of the nearest the likeliest, wherever it stands
                depth = 0 if passage.status == "absent" else stream.depth
                rank = (STATUSES.index(passage.status), depth, -passage.score)
                if best is None or rank < best[0]:
                    best = (rank, source, stream, passage)
    if best is None:
        return Finding(quotation, "absent")
    _, source, stream, passage = best
    section, offset = stream.place(passage.first)
    if passage.status == "absent":
        page = section.page_at(offset)
        where = f"{source.document.id}, page {page}" if page else source.document.id
        return Finding(quotation, "absent", difference=f"nearest in {where}: {passage.difference}")
    return Finding(
        quotation,
        passage.status,
        source.document.id,
        section.heading,
        section.page_at(offset),
        passage.text,
        passage.difference,
        passage.score,
    )


def _passages(quoted: str, wanted: Units, stream: Stream) -> Iterator[_Passage]:
    """Candidates in one stream; the costlier searches run only where the cheaper find nothing."""
    whole = wanted.span(0, len(wanted.units))
    found = False
    for place in stream.runs(wanted.units):
        found = True
        yield _judge(stream, place, whole)
    if not found and _BRACKETED.search(quoted):
        for place in stream.runs(to_units(_BRACKETED.sub(" ", quoted)).units):
            found = True
            yield _judge(stream, place, quoted.strip(_EDGE))
    if not found and _CUT.search(quoted):
        for passage in in_parts(quoted, stream):
            found = True
            yield passage
    if not found:
        near = approximate_match(wanted, stream, allowed_changes(wanted))
        if where := near or nearest(wanted, stream):
            passage = _judge(stream, with_whole_words(where, wanted, stream), whole)
            yield passage if near else replace(passage, status="absent")


def _judge(stream: Stream, place: Place, quoted: str) -> _Passage:
    """Exact or near: the passage compared with the quotation letter by letter."""
    text = " ".join(stream.body.span(*place).split())
    left, right = plain(text), plain(quoted)
    if left == right:
        return _Passage("exact", place[0], text, "", 100.0)
    kinds = ", ".join(kinds_of_difference(text, quoted))
    difference = f"{kinds}: {word_difference(text, quoted)}"
    return _Passage("near", place[0], text, difference, likeness(left, right))


def in_parts(quoted: str, stream: Stream) -> Iterator[_Passage]:
    """The parts round ellipses and brackets, in order, as close together as they stand."""
    parts, elided = _parts(quoted)
    best = _nearest_chain(parts, elided, stream) if len(parts) > 1 else []
    if not best:
        return
    texts = [" ".join(stream.body.span(*place).split()) for place in best]
    gap = sum(after[0] - before[1] for before, after in pairwise(best))
    unit = "character" if has_han(quoted) else "word"
    difference = f"left out: {gap} {unit}{'' if gap == 1 else 's'}"
    whole = [part.span(0, len(part.units)) for part in parts]
    for text, part in zip(texts, whole, strict=True):
        if plain(text) != plain(part):
            kinds = ", ".join(kinds_of_difference(text, part))
            difference += f"; {kinds}: {word_difference(text, part)}"
    score = likeness(plain(" ".join(texts)), plain(" ".join(whole)))
    status: Status = "split" if any(elided) else "near"
    yield _Passage(status, best[0][0], " … ".join(texts), difference, score)


def _parts(quoted: str) -> tuple[list[Units], list[bool]]:
    """The parts of a quotation, and whether an ellipsis stands between each and the next."""
    parts: list[Units] = []
    elided: list[bool] = []
    start, ellipsis = 0, False
    for cut in [*_CUT.finditer(quoted), None]:
        part = to_units(quoted[start : cut.start() if cut else len(quoted)])
        if part.units:
            elided += [ellipsis] if parts else []
            parts.append(part)
            ellipsis = False
        if cut:
            start, ellipsis = cut.end(), ellipsis or bool(cut["ellipsis"])
    return parts, elided


def _nearest_chain(parts: list[Units], elided: list[bool], stream: Stream) -> list[Place]:
    """One place of every part, in order, with least between them; brackets replace few words."""
    places = []
    for part in parts:
        exact = list(stream.runs(part.units))
        changed = None if exact else approximate_match(part, stream, allowed_changes(part))
        places.append(exact or ([changed] if changed else []))
    best: list[Place] = []
    for start in places[0]:
        chain = [start]
        for candidates, ellipsis in zip(places[1:], elided, strict=True):
            index = bisect_left(candidates, chain[-1][1], key=lambda place: place[0])
            if index == len(candidates):
                break
            if not ellipsis and candidates[index][0] - chain[-1][1] > _WORDS_FOR_BRACKET:
                break
            chain.append(candidates[index])
        width = chain[-1][1] - chain[0][0]
        if len(chain) == len(parts) and (not best or width < best[-1][1] - best[0][0]):
            best = chain
    return best
