"""The rows of a comparison of two documents, as its charts want them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import AnalysisError
from aiplans_cli.output.pictures.drawing import A_COLOUR, B_COLOUR, UNSURE, altair, plain
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from aiplans_cli.output.report import Report


@dataclass(frozen=True, slots=True)
class Sides:
    """Two documents and what was compared in them."""

    a: str
    """Name of the one."""
    b: str
    """Name of the other."""
    unit: str
    """"term" or "concept"."""
    rows: list[dict[str, Any]]
    """The rows, as ranked."""
    alpha: float = 0.05
    """The q below which a difference may be quoted."""

    @property
    def of(self) -> str:
        """What a rate is out of."""
        return "concept mentions" if self.unit == "concept" else "words"

    def rate(self, row: dict[str, Any], side: str) -> float:
        """How often on one side, per 1,000 words or mentions."""
        if self.unit == "concept":
            return 1000 * float(row[f"share_{side}"] or 0)
        return float(row[f"rate_{side}"] or 0)

    def classes(self) -> dict[str, str]:
        """What a colour says → the colour: surely more in A, in B, and what may not be quoted."""
        return {
            f"more in {self.a} (q < {self.alpha:g})": A_COLOUR,
            f"more in {self.b} (q < {self.alpha:g})": B_COLOUR,
            f"no difference to quote (q ≥ {self.alpha:g}, or too rare to test)": UNSURE,
        }

    def colour(self) -> Any:
        """The colours of the classes, with their legend."""
        library, classes = altair(), self.classes()
        return library.Color(
            "class:N",
            scale=library.Scale(domain=[*classes], range=[*classes.values()]),
            legend=library.Legend(title=None, columns=1, symbolType="circle", symbolOpacity=1),
        )

    def is_sure(self, row: dict[str, Any]) -> bool:
        """Whether a row may be quoted as a difference."""
        return row["q"] is not None and row["q"] < self.alpha

    def class_of(self, row: dict[str, Any]) -> str:
        """Which of the classes a row belongs to."""
        in_a, in_b, unsure = self.classes()
        if not self.is_sure(row):
            return unsure
        return in_a if row["log_ratio"] > 0 else in_b


def sides_of(report: Report) -> Sides:
    """The sides of a comparison. Raises ``AnalysisError`` where there are not two."""
    table = report.table()
    names = {column.name for column in table.columns}
    if len(report.inputs) != 2:
        fact = f"it is drawn of two documents, not of {len(report.inputs)}"
        raise AnalysisError("a comparison", fact, "name two that are not the same")
    if not {"log_ratio", "log_ratio_low", "q", "count_b"} <= names:
        fact = "it is drawn of log_ratio with its intervals, which it lacks"
        raise AnalysisError("a comparison", fact, "leave --measure and --inference out")
    unit = "concept" if "concept" in names else "term"
    a, b = (plain(source.id, 40) for source in report.inputs)
    if a == b:
        a, b = f"{a} (A)", f"{b} (B)"
    rows = [row for row in table.records() if row["log_ratio"] is not None]
    confidence = report.parameters.get("confidence")
    alpha = 1 - confidence if isinstance(confidence, float) else 0.05
    return Sides(a, b, unit, [dict(row) for row in rows], round(alpha, 10))
