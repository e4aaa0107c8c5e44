"""What became of each character of a file: counted, set aside under a name, or not read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from typing import get_args

from aiplans_cli.characters import tidied
from aiplans_cli.model import COUNTED_KINDS, Kind, Ledger, LedgerEntry, Section
from aiplans_cli.reading.replacing import REPLACED
from aiplans_cli.reading.shape import Draft
from aiplans_cli.records import dataclass

_NAMES = {"note": "footnote"}
"""Kinds of section that people call otherwise."""

_EXAMPLES = 3
_EXAMPLE_WIDTH = 60

_USUAL_OUTSIDE = {"pdf": 0.33, "docx": 0.5, "html": 0.92, "markdown": 0.35, "text": 0.1}
"""Share of a file that stands outside its body where nothing is amiss, by format.

Of 67 reports, laws, orders and manuals as PDF half have less than 0.11 and nine in ten less than
0.28; the two with more are surveys that are 40 and 55 % bibliography. Of ten web pages that of a
province (zh-shanxi-1) has 90 % outside, nine tenths of it menus that open; of seven Word files one
(docling-textbox) has 48 %, as each of its boxes is there twice.
"""

_PAGE_KINDS = ("running head", "page number", "margin line number", "watermark", "rotated")
_USUAL_ON_PAGES = 0.15
"""Share of what only pages carry; a press release printed from the web has 0.14, others 0.07."""

_SHORT = 2000
"""Characters of a file too short for shares to say anything: a running head on each page is much
of a plan of two pages."""

_VERY_SHORT = 500
"""Characters of a file of which half outside the body is much, however short it is."""

_TOLD = 20
"""Characters that may be missing before the reader says so; rounding of ligatures, for instance."""


def name_of(kind: Kind) -> str:
    """What the ledger calls a kind of section.

    >>> name_of("note"), name_of("body")
    ('footnote', 'body')
    """
    return _NAMES.get(kind, kind)


def characters(text: str) -> int:
    """How many characters a tidied text has, without its white space.

    >>> characters("The first line")
    12
    """
    return sum(map(len, text.split()))


def visible(text: str) -> int:
    """How many characters of an untidied text a reader can see: as ``tidy`` leaves them.

    >>> visible("The ﬁrst\\u00ad line")
    12
    """
    return characters(tidied(text))


@dataclass(slots=True)
class _Gathered:
    """What has one name so far."""

    fate: str
    characters: int = 0
    pages: dict[str, None] = field(default_factory=dict)
    examples: list[str] = field(default_factory=list)


def ledger_of(sections: Iterable[Section], draft: Draft) -> Ledger:
    """The ledger of a document: its sections by kind, and what its reader found beside them.

    >>> ledger_of([Section("", 0, "note", "2", "1 See Part II.")], Draft(())).entries[0].name
    'footnote'
    """
    found: dict[str, _Gathered] = {}
    for name, fate, text, pages in _parted((*_of_sections(sections), *_beside(draft))):
        entry = found.setdefault(name, _Gathered(fate))
        entry.characters += sum(map(len, text.split()))
        entry.pages.update(dict.fromkeys(filter(None, pages)))
        for line in text.split("\n"):
            shown = _shortened(line)
            if shown and len(entry.examples) < _EXAMPLES and shown not in entry.examples:
                entry.examples.append(shown)
    entries = tuple(
        LedgerEntry(name, one.fate, one.characters, tuple(one.pages), tuple(one.examples))  # type: ignore[arg-type]
        for name, one in sorted(found.items(), key=lambda item: _RANK[item[1].fate])
    )
    return Ledger(entries, draft.visible, draft.added)


_RANK = {"counted": 0, "set aside": 1, "unread": 2}
_Found = tuple[str, str, str, tuple[str, ...]]


def _parted(found: Iterable[_Found]) -> Iterator[_Found]:
    """The same, with what stands for bytes that are no text under a name of its own."""
    for name, fate, text, pages in found:
        # of what is unread already a reader has said what it is
        if (number := text.count(REPLACED)) and fate != "unread":
            yield "undecodable", "unread", REPLACED * number, pages
            yield name, fate, text.replace(REPLACED, ""), pages
        else:
            yield name, fate, text, pages


def _of_sections(sections: Iterable[Section]) -> Iterator[_Found]:
    for section in sections:
        fate = "counted" if section.kind in COUNTED_KINDS else "set aside"
        pages = (section.page, *(label for _, label in section.breaks))
        yield name_of(section.kind), fate, section.text, pages


def _beside(draft: Draft) -> Iterator[_Found]:
    for aside in draft.asides:
        yield aside.name, "unread" if aside.unread else "set aside", aside.text, (aside.page,)


def _shortened(line: str) -> str:
    text = unicodedata.normalize("NFC", line).strip()
    return text if len(text) <= _EXAMPLE_WIDTH else text[: _EXAMPLE_WIDTH - 1] + "…"


def part_ledger(whole: Ledger, sections: Sequence[Section]) -> Ledger:
    """The ledger of some of the sections of a document: the rest of it is set aside.

    >>> both = Ledger((LedgerEntry("body", "counted", 9),), visible=9)
    >>> part_ledger(both, [Section("", 0, "body", "", "Plan.")]).sizes()
    {'body': 5, 'in the other language': 4}
    """
    own = ledger_of(sections, Draft(()))
    kinds = set(map(name_of, get_args(Kind)))
    beside = [e for e in whole.entries if e.name not in kinds]
    other = sum(e.characters for e in whole.entries if e.name in kinds)
    other -= sum(e.characters for e in own.entries)
    rest = LedgerEntry("in the other language", "set aside", max(other, 0))
    entries = sorted([*own.entries, rest, *beside], key=lambda entry: _RANK[entry.fate])
    return replace(whole, entries=tuple(entries))


def ledger_notes(ledger: Ledger, format: str) -> tuple[str, ...]:
    """What the user should be told: much that stands outside the body, or text lost or doubled.

    >>> lost = Ledger((LedgerEntry("body", "counted", 900),), visible=1000)
    >>> ledger_notes(lost, "pdf")[0].split(":")[0]
    '100 of its 1,000 characters could not be accounted for (10 %)'
    """
    whole = ledger.visible or sum(entry.characters for entry in ledger.entries)
    if not whole:
        return ()
    notes = []
    aside = [entry for entry in ledger.entries if entry.fate != "counted"]
    outside = sum(entry.characters for entry in aside)
    on_pages = sum(entry.characters for entry in aside if entry.name in _PAGE_KINDS)
    much = outside > _USUAL_OUTSIDE.get(format, 1.0) * whole or on_pages > _USUAL_ON_PAGES * whole
    if much if whole >= _SHORT else 2 * outside > whole >= _VERY_SHORT:
        several = [entry for entry in aside if 100 * entry.characters >= whole]
        largest = sorted(several, key=lambda entry: -entry.characters)[:3]
        named = ", ".join(f"{entry.name} {_share(entry.characters, whole)}" for entry in largest)
        notes.append(f"{_share(outside, whole)} of its text is outside the body: {named}; {_SEE}")
    missing = ledger.missing
    if abs(missing) > max(_TOLD, 0.003 * whole):
        what = "could not be accounted for" if missing > 0 else "more than it has were read"
        share = _share(abs(missing), whole)
        notes.append(f"{abs(missing):,} of its {whole:,} characters {what} ({share}): {_SEE}")
    return tuple(notes)


_SEE = "see 'aiplans texts show FILE --ledger'"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %"
