"""A report that shows and writes itself: what a notebook holds."""

from __future__ import annotations

import os
from dataclasses import fields

from aiplans_cli.output.formats import write_report
from aiplans_cli.output.report import Report
from aiplans_cli.records import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Answer(Report):
    """A report with the ways out of it."""

    def _repr_html_(self) -> str:
        from aiplans_cli.output.page import fragment

        return fragment(self)

    def write(self, path: str | os.PathLike[str], format: str = "") -> None:
        """Write it to a file, whole or not at all, in the format its ending names, or ``format``.

        Raises ``AiplansError`` for an ending or a format that is none of ours, and where the file
        cannot be written.
        """
        write_report(self, path, format)


def answer(report: Report) -> Answer:
    """The same report with the ways out of it."""
    return Answer(**{field.name: getattr(report, field.name) for field in fields(report)})
