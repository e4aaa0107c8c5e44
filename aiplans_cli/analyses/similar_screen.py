"""What a person needs of similar sections first: sentences, and one plain table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.analyses.sentences import counted
from aiplans_cli.analyses.tables import section_names
from aiplans_cli.analyses.wording import listed
from aiplans_cli.output.report import Cell, Table
from aiplans_cli.output.width import display_width, fit, screen_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiplans_cli.concepts.similarity import Answer
    from aiplans_cli.model import Counts

_TOLD = 5
"""Mentions that both sections need to be named in a sentence: of fewer, all may be the same."""

_CONCEPTS = 3
"""Shared concepts that a row names on a screen, which they would make long."""

_TEXT = 240
"""Columns of a section's text on a screen, about five lines of a column on a screen of 120."""


def similar_sentences(
    a: Counts, b: Counts, found: Sequence[Answer], left: Table | None
) -> tuple[str, ...]:
    """How many sections have a counterpart or a partner, and which two are nearest."""
    if not found:
        return (f"No section of {a.id} has anything in common with one of {b.id}.",)
    return _how_many(a, b, found, left), _nearest(a, b, found)


def _how_many(a: Counts, b: Counts, found: Sequence[Answer], left: Table | None) -> str:
    same = "That two sections speak of the same does not mean that they agree."
    sure = sum(one.counterpart for one in found)
    sections = f"of {len(a.sections)} section{'s' * (len(a.sections) > 1)} of {a.id}"
    meaning = "each is the other's nearest, and clearly so (csls above 0)"
    if len(a.sections) == len(b.sections) == 1:
        return (
            f"{a.id} and {b.id} are one section each, which leaves nothing to choose from. {same}"
        )
    if left is None:
        verb = "has" if sure == 1 else "have"
        return f"{sure} {sections} {verb} a counterpart in {b.id}: {meaning}. {same}"
    alone = len(b.sections) - len(found)
    left_over = f"{alone or 'none'} of the {len(b.sections)} there {'are' if alone > 1 else 'is'}"
    return (
        f"{len(found)} {sections} {'is' if len(found) == 1 else 'are'} paired with one of "
        f"{b.id} each; {left_over} left over. {counted(sure, 'pair')} "
        f"{'is a counterpart' if sure == 1 else 'are counterparts'}: {meaning}. {same}"
    )


def _nearest(a: Counts, b: Counts, found: Sequence[Answer]) -> str:
    """The two that are nearest by far, of those that say enough to tell, titles apart."""
    headed = [
        one
        for one in found
        if a.sections[one.section_a].parents or b.sections[one.section_b].parents or one.section_a
    ]
    telling = [one for one in headed if min(one.mentions_a, one.mentions_b) >= _TOLD]
    of_these = telling or headed or list(found)
    first = max(of_these, key=lambda one: (one.csls, -one.section_a))
    names = (
        section_names(a)[first.section_a] or a.title,
        section_names(b)[first.section_b] or b.title,
    )
    shared = [concept for concept, _ in first.shared[:3]]
    mostly = f", mostly by {listed(shared)}" if shared else ""
    return (
        f"Nearest are “{names[0]}” and “{names[1]}”: similarity {first.similarity:.2f} of 0 to "
        f"1{mostly}."
    )


def screen_table(a: str, b: str, answers: Table, *, assigned: bool) -> Table:
    """The nearest section of each, or what it was ``assigned``, in plain columns.

    Where there are texts, each stands behind its heading, cut to a few lines.
    """
    kept = ("section_a", "section_b", "similarity", "counterpart", "shared")
    titles = {"section_a": a, "section_b": b, "shared": "shared concepts"}
    rows: list[tuple[Cell, ...]] = []
    for record in answers.records():
        if assigned or record["rank"] == 1:
            named: dict[str, Cell] = {f"section_{side}": _with_text(record, side) for side in "ab"}
            shared = record["shared"]
            named["shared"] = shared and ", ".join(str(shared).split(", ")[:_CONCEPTS])
            rows.append(tuple((record | named)[name] for name in kept))
    columns = tuple(
        replace(column, title=titles.get(column.name, column.name))
        for column in answers.columns
        if column.name in kept
    )
    return Table("similar", columns, tuple(rows), "", "similarity")


def _with_text(record: Mapping[str, Cell], side: str) -> Cell:
    """A heading, with the beginning of the text where there is one."""
    heading, text = record[f"section_{side}"], record.get(f"text_{side}")
    if not text:
        return heading
    whole = screen_line(f"{heading}: {text}")
    return fit(whole, min(_TEXT, display_width(whole))).rstrip()
