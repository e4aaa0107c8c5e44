"""Where words stand: a strip for each document, from its first word to its last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import AnalysisError
from aiplans_cli.output.pictures.drawing import (
    A_COLOUR,
    altair,
    digests,
    listed,
    plain,
    titled,
    values,
)

if TYPE_CHECKING:
    from aiplans_cli.output.report import Report

    Place = tuple[str, str]

_SHADE, _BARE = "#BFDDF0", "#F0F0F0"
_STEP = 34


def strips(report: Report, top: int) -> Any:
    """A strip for each word in each document, in the order asked, ``top`` words (0: all).

    A shaded section has the word; a line is an occurrence, where the text was at hand.
    """
    library = altair()
    words = list(dict.fromkeys(str(row["word"]) for row in report.table().records()))
    words = words[: top or None]
    asked = [row for row in report.table().records() if row["word"] in words]
    sections, names, sizes = _sections(report, words)
    lines = [
        {"strip": names[where], "at": round((float(row["place"] or 0) + 0.5) / sizes[where], 6)}
        for row in report.rows("occurrences")
        if (where := (str(row["word"]), str(row["document"]))) in names
    ]
    y = library.Y(
        "strip:N",
        sort=list(names.values()),
        title=None,
        scale=library.Scale(paddingInner=0.4, paddingOuter=0.2),
        axis=library.Axis(
            domain=False, ticks=False, labelOffset=-5, labelExpr="split(datum.label, '\\n')"
        ),
    )
    axis = library.Axis(
        format=".0%", grid=False, title="share of the document's words, in running order"
    )
    place = library.Scale(domain=[0, 1])
    cells = library.Chart(values(sections)).mark_bar(stroke="white", strokeWidth=0.7)
    shade = library.Scale(domain=["has it", "has it not"], range=[_SHADE, _BARE])
    cells = cells.encode(
        x=library.X("start:Q", scale=place, axis=axis),
        x2="end:Q",
        y=y,
        color=library.Color("has:N", scale=shade, legend=None),
    )
    drawn = [cells]
    if lines:
        ticks = library.Chart(values(lines)).mark_tick(color=A_COLOUR, thickness=1.2, opacity=1)
        drawn.append(ticks.encode(x=library.X("at:Q", scale=place, axis=axis), y=y))
    with_lines = {str(row["document"]) for row in report.rows("occurrences")}
    bare = [
        document
        for document in dict.fromkeys(document for _, document in names)
        if document not in with_lines
        and any(s["has"] == "has it" and s["document"] == document for s in sections)
    ]
    concepts = list(dict.fromkeys(str(row["concept"]) for row in asked if row["concept"]))
    quoted = [f'"{plain(word, 36)}"' for word in words]
    title = titled(
        f"Where {listed(quoted)} {'stands' if len(words) == 1 else 'stand'} in each document",
        "A strip is a document from beginning to end, cut into its sections; a shaded section "
        + ("has it, a line is one occurrence." if lines else "has it."),
        f"Every form of {listed(concepts)} counts, in each language." if concepts else "",
        f"Of {listed(bare)} only counts by section are at hand." if lines and bare else "",
        digests(report),
    )
    return library.layer(*drawn).properties(height=library.Step(_STEP), title=title)


def _sections(
    report: Report, words: list[str]
) -> tuple[list[dict[str, Any]], dict[Place, str], dict[Place, int]]:
    """The sections as bars, and the name and the size in words of each strip."""
    rows = [row for row in report.table().records() if row["word"] in words]
    sizes: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    for row in rows:
        where = (str(row["word"]), str(row["document"]))
        sizes[where] = sizes.get(where, 0) + int(row["tokens"] or 0)
        counts[where] = counts.get(where, 0) + int(row["count"] or 0)
    if not any(counts.values()):
        raise AnalysisError(listed(words), "it stands in none of the documents", "ask for another")
    names = {
        (word, document): f"{plain(document, 34)}\n{plain(word, 20)}: {count:,} in "
        f"{sizes[word, document]:,} words"
        for (word, document), count in counts.items()
    }
    bars, before = [], dict.fromkeys(sizes, 0)
    for row in rows:
        where = (str(row["word"]), str(row["document"]))
        start, before[where] = before[where], before[where] + int(row["tokens"] or 0)
        if before[where] > start:
            bars.append(
                {
                    "strip": names[where],
                    "document": plain(where[1]),
                    "start": round(start / sizes[where], 6),
                    "end": round(before[where] / sizes[where], 6),
                    "has": "has it" if row["count"] else "has it not",
                }
            )
    return bars, names, sizes
