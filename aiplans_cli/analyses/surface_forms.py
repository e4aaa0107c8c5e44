"""Words that were grouped by stem, told by the form that people know: policies, not polici."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiplans_cli.output.report import Cell, Report, Table

_OF_WORDS = ("term", "collocate")
"""Columns whose cells are words as they were counted, or several."""

_QUOTED = re.compile("“([^“”]+)”")


def commonest_forms(forms: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """Stem → the word of its group that stands most often, of equal ones the first by alphabet.

    >>> commonest_forms({"polici": {"policies": 2, "policy": 5}})
    {'polici': 'policy'}
    """
    return {
        stem: min(words, key=lambda word: (-words[word], word)) for stem, words in forms.items()
    }


def in_surface_forms(report: Report, commonest: Mapping[str, str]) -> Report:
    """The report with each stem as its commonest form, in its tables and its sentences."""
    if not commonest:
        return report

    def told(words: str) -> str:
        return " ".join(commonest.get(word, word) for word in words.split(" "))

    def shown(table: Table) -> Table:
        places = [at for at, column in enumerate(table.columns) if column.name in _OF_WORDS]
        if not places:
            return table
        rows: list[tuple[Cell, ...]] = []
        for row in table.rows:
            cells = list(row)
            for at in places:
                cells[at] = told(str(cells[at]))
            rows.append(tuple(cells))
        return replace(table, rows=tuple(rows))

    sentences = (_QUOTED.sub(lambda m: f"“{told(m[1])}”", line) for line in report.summary)
    return replace(
        report,
        tables=tuple(map(shown, report.tables)),
        screen=tuple(map(shown, report.screen)),
        summary=tuple(sentences),
    )
