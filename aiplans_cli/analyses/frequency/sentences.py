"""How often words stand, in sentences: counts, rates and where none is, and no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.sentences import (
    LANGUAGES_APART,
    NAMED,
    SENTENCES,
    and_more,
    as_percent,
    counted,
    one_in,
    quoted,
)
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMS = 4
"""Forms of a concept, in each language, that a sentence names."""


@dataclass(frozen=True, slots=True)
class Stands:
    """How often one word stands in one document, or in one value of a field."""

    document: str
    """Id of the document, or the value."""
    language: str
    """Its language."""
    count: int | None
    """How often; ``None`` where that cannot be told of counts alone."""
    tokens: int
    """Words of the document."""
    mentions: int | None = None
    """Mentions of all concepts; ``None`` where that is not known, or the word is no concept."""

    @property
    def rate(self) -> float | None:
        """Occurrences per 1,000 words; ``None`` where that is not known."""
        return 1000 * self.count / self.tokens if self.tokens and self.count is not None else None

    @property
    def share(self) -> float | None:
        """Share of all concept mentions; ``None`` where that is not known."""
        return self.count / self.mentions if self.mentions and self.count is not None else None


@dataclass(frozen=True, slots=True)
class Asked:
    """One word, and what it was counted as."""

    word: str
    """The word as asked."""
    concept: str
    """The concept it was counted as, "" for the word alone."""
    stands: tuple[Stands, ...]
    """How often it stands in each document."""
    forms: tuple[tuple[str, ...], ...] = ()
    """Of a concept, the forms that were looked for, by language of the documents."""
    note: str = ""
    """Of a query, what it matched and how often."""

    @property
    def name(self) -> str:
        """A concept as it is, a word in quotation marks."""
        return self.concept or quoted(self.word)

    @property
    def across(self) -> bool:
        """Whether the documents are of several languages."""
        return len({one.language for one in self.stands}) > 1


def frequency_sentences(asked: Sequence[Asked], digests: str = "") -> tuple[str, ...]:
    """One to four sentences; ``digests`` says which documents are digests."""
    apart = f"rates do not compare across languages: {LANGUAGES_APART}."
    room = SENTENCES - bool(digests) - 1
    told = [counts_sentence(one) for one in asked[:room]]
    rest = len(asked) - len(told)
    across = any(one.across for one in asked)
    if len(asked) == 1:
        told += [apart_sentence(asked[0]), forms_sentence(asked[0])]
    elif rest:
        more = f"{counted(rest, 'more word')} {'stand' if rest > 1 else 'stands'} in the table"
        told.append(f"{more}; {apart}" if across else f"{more}.")
    elif across:
        told.append(apart.capitalize())
    return tuple(filter(None, (digests, *told)))


def counts_sentence(one: Asked) -> str:
    """How often a word stands in each document, most first where not all can be named."""
    known = [stands for stands in one.stands if stands.count]
    unit = "mention" if one.concept else "time"
    parts = []
    if len(known) > NAMED:
        total = sum(stands.count or 0 for stands in known)
        known.sort(key=lambda stands: -(stands.count or 0))
        rest = sum(stands.count or 0 for stands in known[NAMED:])
        first = [f"{_in_one(stands)}" for stands in known[:NAMED]]
        more = f"{rest:,} in {counted(len(known) - NAMED, 'other')}"
        every = len(one.stands)
        some = f"all {every:,}" if len(known) == every else f"{len(known):,} of {every:,}"
        parts.append(f"{counted(total, unit)} in {some} documents: {', '.join(first)} and {more}")
    elif known:
        first = [_in_one(stands, unit if at == 0 else "") for at, stands in enumerate(known)]
        parts.append(", ".join(first))
    none = [stands.document for stands in one.stands if stands.count == 0]
    untold = [stands.document for stands in one.stands if stands.count is None]
    if none:
        parts.append(f"nowhere in {and_more(none)}")
    if untold:
        parts.append(f"not to be told of {and_more(untold)}, of which only counts are at hand")
    return f"{one.name}: {'; '.join(parts)}." if parts else ""


def _in_one(stands: Stands, unit: str = "") -> str:
    rate = one_in(stands.count or 0, stands.tokens)
    number = counted(stands.count or 0, unit) if unit else f"{stands.count:,}"
    return f"{number} in {stands.document}" + (f" ({rate} words)" if rate else "")


def apart_sentence(one: Asked) -> str:
    """What compares across languages, and that nothing is tested here; "" for one document."""
    some = [stands for stands in one.stands if stands.count]
    if len(one.stands) < 2 or not some:
        return ""
    if not one.across:
        return "These are counts; whether rates differ is tested by ‘aiplans compare’."
    shares = [(stands.document, stands.share) for stands in one.stands]
    if len(shares) > NAMED or not all(share is not None for _, share in shares):
        return f"Rates do not compare across languages: {LANGUAGES_APART}."
    told = ", ".join(f"{as_percent(share or 0.0)} in {name}" for name, share in shares)
    return (
        f"Across languages compare the share of concept mentions: {told}; nothing is tested here."
    )


def forms_sentence(one: Asked) -> str:
    """Which forms of a concept, or of a query, were counted; "" for a word."""
    if one.note:
        return one.note
    named = [and_more([form.removesuffix("^") for form in some], FORMS) for some in one.forms]
    named = [text for text in named if text]
    return f"Every form of {one.concept} counts: {'; '.join(named)}." if named else ""


def values_sentences(asked: Sequence[Asked], field: str) -> tuple[str, ...]:
    """How often words stand by value of a field: the counts, and the ends of the rates."""
    told = []
    for one in asked[:NAMED]:
        known = [s for s in one.stands if s.count is not None and s.tokens]
        total = sum(stands.count or 0 for stands in known)
        where = counted(len({s.document for s in known}), f"value of {field}", f"values of {field}")
        said = f"{one.name}: {counted(total, 'mention' if one.concept else 'time')} over {where}"
        some = sorted((s for s in known if s.count), key=lambda s: s.tokens / (s.count or 1))
        if len(some) > 1 and not one.across:
            ends = [f"{one_in(s.count or 0, s.tokens)} words ({s.document})" for s in some]
            said += f", at rates from {ends[-1]} to {ends[0]}"
        none = len(known) - len(some)
        told.append(said + (f"; nowhere in {none:,}" if none else "") + ".")
    if len(asked) > NAMED:
        told.append(f"{counted(len(asked) - NAMED, 'more word')}: in the table.")
    return tuple(told)
