"""The functions of a check. Their documentation is derived from ``FUNCTIONS``.

``what`` is a word or a concept. A form of a concept means the whole concept, in each language,
unless ``exact`` is true; a word is counted as it was split, several words one after the other.
``section`` names a heading by some of its words and means it with everything beneath it.
Contents pages, notes and what else stands outside the body are never counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from aiplans_cli.analyses.claims.quoting import quoted
from aiplans_cli.analyses.claims.scope import (
    CannotTellError,
    Scope,
    chosen,
    lines_together,
    occurrences,
    stands_under,
    text_of,
)
from aiplans_cli.analyses.claims.syntax import Parameter, Rule, Signature, Type, Value
from aiplans_cli.evidence.query import query
from aiplans_cli.language import fold, is_content_word
from aiplans_cli.records import dataclass
from aiplans_cli.sources.source import Source

Arguments = Mapping[str, Any]
"""Parameter → value, of the type the signature promises."""

_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十百零〇\d]+[编篇章节条]"
    r"|\d{1,3}(?:\.\d+)*[.、)）\s]"
    r"|(?:Part|Pillar|Title|Chapter|Section|Sec\.|Article|Point|Principle) ?(?:\d+|[IVXLC]+)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language."""

    description: str
    """What it comes to, with its unit."""
    signature: Signature
    """What it takes and gives."""
    compute: Callable[[Arguments, Source, Scope], Value]
    """How it is computed; raises ``CannotTellError``."""


def _counted(given: Arguments, source: Source, scope: Scope, heading: str | None = None) -> int:
    section = given["section"] if heading is None else heading
    found = occurrences(given["what"], source, scope, section, given["exact"])
    return sum(item.count for item in found)


def _tokens(given: Arguments, source: Source, scope: Scope) -> int:
    counts = source.counts
    return sum(counts.sections[number].tokens for number in chosen(counts, given["section"]))


def _sentences(given: Arguments, source: Source, scope: Scope) -> int:
    counts = source.counts
    return sum(counts.sections[number].sentences for number in chosen(counts, given["section"]))


def _rate(given: Arguments, source: Source, scope: Scope) -> float:
    tokens = _tokens(given, source, scope)
    if tokens == 0:
        raise CannotTellError(f"{source.id} has no words there")
    return float(given["per"]) * _counted(given, source, scope) / tokens


def _share(given: Arguments, source: Source, scope: Scope) -> float:
    total = _counted(given, source, scope, heading="")
    if total == 0:
        raise CannotTellError(f"{given['what']!r} does not stand in {source.id}")
    return _counted(given, source, scope) / total


def _rank(given: Arguments, source: Source, scope: Scope) -> int:
    counts = source.counts
    frequency = _counted(given, source, scope)
    numbers = set(chosen(counts, given["section"]))
    concept = query(given["what"], scope.concepts, exact=given["exact"]).concept
    rivals = counts.concepts if concept else counts.terms
    return 1 + sum(
        sum(item.count for item in items if item.section in numbers) > frequency
        for name, items in rivals.items()
        if concept or is_content_word(name, counts.language)
    )


def _present(given: Arguments, source: Source, scope: Scope) -> bool:
    return _counted(given, source, scope) > 0


def _together(given: Arguments, source: Source, scope: Scope) -> int:
    words = given["what"], given["other"]
    lines = lines_together(*words, source, scope, given["section"], given["exact"])
    return len({(line.index, line.sentence) for line in lines})


def _points(given: Arguments, source: Source, scope: Scope) -> int:
    sections = source.counts.sections
    headings = [(s.heading, s.level) for s in sections if s.kind == "body"]
    levels = [level for text, level in headings if _NUMBERED.match(fold(text, "zh"))]
    return levels.count(min(levels)) if levels else 0


def _sections(given: Arguments, source: Source, scope: Scope) -> int:
    counts = source.counts
    found = [counts.sections[number] for number in chosen(counts, given["section"])]
    if given["section"]:
        found = [s for s in found if stands_under(replace(s, heading=""), given["section"])]
    return sum(bool(s.heading) and given["level"] in (0, s.level) for s in found)


def _pages(given: Arguments, source: Source, scope: Scope) -> int:
    pages = source.pages or text_of(source, "its number of pages", scope).pages
    if pages == 0:
        raise CannotTellError(f"{source.id} is in a format without pages")
    return pages


def _quote(given: Arguments, source: Source, scope: Scope) -> bool:
    text, section = given["text"], given["section"]
    return quoted(text, source, scope, section, given["near"]) is not None


def _title(given: Arguments, source: Source, scope: Scope) -> str:
    return source.counts.title


_WORDS = Rule(
    lambda value: any(map(str.isalnum, str(value))),
    "there is no word in this text",
    "write what to look for",
)
_ABOVE_ZERO = Rule(
    lambda value: float(value) > 0, "a number above 0 expected", "write one such as 1000"
)
_WHAT = Parameter("what", "text", rule=_WORDS)
_SOURCE = Parameter("source", "text", "")
_SECTION = Parameter("section", "text", "")
_EXACT = Parameter("exact", "truth", False)


def _function(
    compute: Callable[[Arguments, Source, Scope], Value],
    description: str,
    gives: Type,
    *parameters: Parameter,
) -> Function:
    return Function(description, Signature(parameters, gives), compute)


FUNCTIONS: dict[str, Function] = {
    "count": _function(
        _counted, "how often it stands there", "number", _WHAT, _SOURCE, _SECTION, _EXACT
    ),
    "rate": _function(
        _rate,
        "how often it stands there for each ``per`` words (1,000)",
        "number",
        *(_WHAT, _SOURCE, _SECTION, _EXACT),
        Parameter("per", "number", 1000, _ABOVE_ZERO),
    ),
    "share": _function(
        _share,
        "which part of its occurrences in the whole source stands under the section, 0 to 1",
        "number",
        *(_WHAT, _SOURCE, Parameter("section", "text"), _EXACT),
    ),
    "rank": _function(
        _rank,
        "1 + how many concepts (or, for a word alone, content words) are more frequent there",
        "number",
        *(_WHAT, _SOURCE, _SECTION, _EXACT),
    ),
    "present": _function(
        _present, "whether it stands there at all", "truth", _WHAT, _SOURCE, _SECTION, _EXACT
    ),
    "together": _function(
        _together,
        "how many sentences hold both",
        "number",
        *(_WHAT, Parameter("other", "text", rule=_WORDS), _SOURCE, _SECTION, _EXACT),
    ),
    "quote": _function(
        _quote,
        "whether the quotation stands there to the letter; with ``near``, also with small changes "
        "or in parts",
        "truth",
        *(
            Parameter("text", "text", rule=_WORDS),
            _SOURCE,
            _SECTION,
            Parameter("near", "truth", False),
        ),
    ),
    "points": _function(
        _points, "how many numbered headings its outermost numbering has", "number", _SOURCE
    ),
    "sections": _function(
        _sections,
        "how many headings it has, or stand beneath the section; ``level`` asks for one depth",
        "number",
        *(_SOURCE, _SECTION, Parameter("level", "number", 0)),
    ),
    "pages": _function(_pages, "how many pages it has, blank ones included", "number", _SOURCE),
    "sentences": _function(_sentences, "how many sentences", "number", _SOURCE, _SECTION),
    "tokens": _function(_tokens, "how many words", "number", _SOURCE, _SECTION),
    "title": _function(_title, "its title in its own language", "text", _SOURCE),
}
"""Every function by name; a call that names no source means the claim's own."""

SIGNATURES: dict[str, Signature] = {name: f.signature for name, f in FUNCTIONS.items()}
"""What the parser must know of them."""


def usage(name: str) -> str:
    """How a function is written.

    >>> usage("points"), usage("share")
    ('points(source="")', 'share(what, source="", section, exact=false)')
    """
    parts = []
    for parameter in SIGNATURES[name].parameters:
        shown = json.dumps(parameter.default) if parameter.default is not None else ""
        parts.append(f"{parameter.name}={shown}" if shown else parameter.name)
    return f"{name}({', '.join(parts)})"
