"""Quotations that a check looks for, and the line in which one stands."""

from __future__ import annotations

import re
from dataclasses import replace

from aiplans_cli.analyses.claims.scope import Scope, stands_under, text_of
from aiplans_cli.analyses.quotations.extract import Quotation, length_in_words
from aiplans_cli.analyses.quotations.search import Finding, find_quotation
from aiplans_cli.evidence.concordance import ConcordanceLine, line_at
from aiplans_cli.evidence.passages import lay_out
from aiplans_cli.model import Document
from aiplans_cli.sources.source import Source


def quoted(text: str, source: Source, scope: Scope, heading: str, near: bool) -> Finding | None:
    """Where a quotation stands, to the letter or, if it need only be ``near``, by and large.

    Raises ``NeedsTextError`` where only counts are at hand.
    """
    finding = find_quotation(
        Quotation(text, 0, len(text), 1, length_in_words(text), ""),
        [lay_out(_searched(source, scope, heading))],
    )
    return (
        finding if finding.status in (("exact", "near", "split") if near else ("exact",)) else None
    )


def quotation_lines(
    text: str, source: Source, scope: Scope, heading: str, near: bool
) -> list[ConcordanceLine]:
    """The line in which a quotation stands, with its section and page; none where it does not.

    Raises ``NeedsTextError`` where only counts are at hand.
    """
    finding = quoted(text, source, scope, heading, near)
    if finding is None:
        return []
    document = _searched(source, scope, heading)
    wanted = re.compile(r"\s+".join(map(re.escape, finding.found.split())))
    for index, section in enumerate(document.sections):
        match = wanted.search(section.text) if section.heading == finding.section else None
        if match and section.page_at(match.start()) == finding.page:
            return [line_at(document, index, *match.span())]
    place = ("", finding.section, finding.page)
    return [
        ConcordanceLine(  # of a title, or of parts that stand apart
            *(document.id, document.language, *place, "", finding.found, "", finding.found, 0, 0, 0)
        )
    ]


def _searched(source: Source, scope: Scope, heading: str) -> Document:
    document = text_of(source, "its text, in which to look for a quotation", scope)
    if not heading:
        return document
    kept = tuple(s for s in document.sections if stands_under(s, heading))
    return replace(document, sections=kept, title="", front=())
