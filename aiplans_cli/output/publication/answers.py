"""Which section of one document answers which of the other, both texts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.output.page import escaped, lang_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiplans_cli.output.report import Cell, Report

_MOST = 40
"""Sections that are shown: a plan has 35, a law two hundred, whose texts would fill the page."""

_LONGEST = 3000
"""Characters of a section's text, half a printed page more than the longest of the plans."""


def answers(report: Report) -> str:
    """The sections of A with the nearest of B, the surest first; "" where none were sought."""
    made = report.parts.get("similar")
    if made is None or not made.table().rows:
        return ""
    rows = sorted(made.table().records(), key=lambda row: not row["counterpart"])
    a, b = (source.id for source in report.inputs)
    told = "".join(f"<p>{escaped(line)}</p>" for line in made.summary)
    sure = sum(bool(row["counterpart"]) for row in rows[:_MOST])
    drawn = [_row(row, a, b) for row in rows[:_MOST]]
    left = len(rows) - _MOST
    beyond = f"<p>{left} further sections are in the workbook.</p>" if left > 0 else ""
    rest = "".join(drawn[sure:]) + beyond
    if sure and rest:
        heading = f"Sections of {escaped(a)} without a counterpart, and what is nearest to them"
        rest = f'<details class="more"><summary>{heading}</summary>{rest}</details>'
    return f"{told}{''.join(drawn[:sure])}{rest}"


def _row(row: Mapping[str, Cell], a: str, b: str) -> str:
    names = [str(row[f"section_{side}"] or "(before the first heading)") for side in "ab"]
    sign = "↔" if row["counterpart"] else "→"
    similarity = row["similarity"]
    near = f"similarity {similarity:.2f}" if isinstance(similarity, float) else ""
    sure = "each is the other's nearest" if row["counterpart"] else "nearest, not the other way"
    sides = "".join(
        f"<div><h3>{escaped(document)}: <span{lang_of(name)}>{escaped(name)}</span>"
        f"{_pages(row[f'pages_{side}'])}</h3>{_text(row.get(f'text_{side}'))}</div>"
        for side, document, name in zip("ab", (a, b), names, strict=True)
    )
    head = " ".join(
        f"<span{lang_of(name)}>{escaped(name)}</span>"
        if at
        else f"<b{lang_of(name)}>{escaped(name)}</b> {sign}"
        for at, name in enumerate(names)
    )
    return (
        f"<details><summary>{head} <span>{near}, {sure}</span></summary>"
        f'<p>Both speak of {escaped(str(row["shared"]))}.</p><div class="sides">{sides}</div>'
        "</details>\n"
    )


def _pages(pages: Cell) -> str:
    return f", p. {escaped(str(pages))}" if pages else ""


def _text(text: Cell) -> str:
    if text is None:
        return "<p>Only its counts are at hand.</p>"
    whole = str(text)
    cut = f"{whole[:_LONGEST].rstrip()} […]" if len(whole) > _LONGEST else whole
    lines = "\n".join(escaped(line) for line in cut.split("\n"))
    return f'<div class="whole"{lang_of(cut)}>{lines}</div>'
