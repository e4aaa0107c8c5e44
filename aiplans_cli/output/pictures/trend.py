"""How often words stand by year, or by another value that a corpus was counted by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import AnalysisError
from aiplans_cli.output.pictures.drawing import (
    COLOURS,
    altair,
    digests,
    listed,
    plain,
    titled,
    values,
)

if TYPE_CHECKING:
    from aiplans_cli.output.report import Report


def trend(report: Report, top: int) -> Any:
    """A line for each word and language; of ``top`` words, 0 for all, in the order asked."""
    library, records = altair(), report.table().records()
    field = report.table().columns[3].name
    words = list(dict.fromkeys(str(row["word"]) for row in records))[: top or None]
    records = [row for row in records if row["word"] in words]
    several = len({row["language"] for row in records}) > 1
    rows: list[dict[str, Any]] = [
        {
            "value": plain(row[field], 30),
            "rate": round(float(row["rate"]), 6),
            "line": plain(row["word"], 30) + (f" ({row['language']})" if several else ""),
        }
        for row in records
        if isinstance(row["rate"], int | float)
    ]
    lines = list(dict.fromkeys(row["line"] for row in rows))
    if not lines:
        raise AnalysisError(listed(words), "no rate is known", "ask for another")
    if len(lines) > len(COLOURS):
        fact = f"no more than {len(COLOURS)} lines can be told apart by colour"
        raise AnalysisError(f"{len(lines)} words", fact, "ask for fewer")
    numbers = all(str(row["value"]).isdecimal() for row in rows)
    if numbers:
        rows = [row | {"value": int(row["value"])} for row in rows]
    axis = library.Axis(format="d", tickMinStep=1, grid=False) if numbers else library.Axis()
    kind = library.Scale(zero=False, nice=False, padding=12) if numbers else library.Scale()
    scale = library.Scale(domain=lines, range=list(COLOURS[: len(lines)]))
    base = library.Chart(values(rows)).encode(
        x=library.X(
            f"value:{'Q' if numbers else 'O'}", sort=None, title=field, axis=axis, scale=kind
        ),
        y=library.Y("rate:Q", title="per 1,000 words", scale=library.Scale(zero=True)),
        color=library.Color(
            "line:N", scale=scale, legend=library.Legend(title=None, symbolType="circle", columns=3)
        ),
    )
    quoted = [f'"{plain(word, 36)}"' for word in words]
    title = titled(
        f"How often {listed(quoted)} {'stands' if len(words) == 1 else 'stand'}, by {field}",
        "Rate per 1,000 words of all documents of a value together; nothing is tested here."
        + (" Words of two languages are not one unit: compare shapes, not heights." * several),
        digests(report),
    )
    drawn = library.layer(base.mark_line(strokeWidth=1.6), base.mark_circle(size=34, opacity=1))
    return drawn.properties(height=240, title=title)
