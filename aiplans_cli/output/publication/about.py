"""What a page says of its documents, its methods, and how to cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli import __version__
from aiplans_cli.output.cells import LANGUAGE_NAMES, percent, shown
from aiplans_cli.output.page import escaped, lang_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.output.report import Cell, Report, Table

_MANY = 6
"""Documents beyond which each has a row of a table and no list of its own."""


_BESIDE = ("document", "language", "sections", "sentences", "tokens", "coverage")
"""Columns of a profile that are said of a document in any case."""


def kicker(report: Report) -> str:
    """The line over the title."""
    n = len(report.inputs)
    what = {1: "One document", 2: "Two documents compared"}.get(n, "")
    if not what:
        titles = [str(row["title"]) for row in report.rows("sources")]
        more = f"; and {n - _MANY} more" if n > _MANY else ""
        what = f"{'; '.join(titles[:_MANY])}{more}"
    return f"<span{lang_of(what)}>{escaped(what)}</span>, by aiplans {__version__}"


def cautions(report: Report) -> str:
    """What must be known before any number is used; "" for nothing."""
    told = [line for line in dict.fromkeys(report.told) if line not in report.summary]
    if not any("digest" in line for line in report.summary):
        told += [source.caveat for source in report.inputs if source.caveat]
    lines = "".join(f"<p>{escaped(line)}</p>" for line in told)
    return f'<div class="caution">{lines}</div>' if lines else ""


def about(report: Report) -> str:
    """Each document: what it is, how long, how much of it the list covers, what became of it.

    One alone is also told in figures.
    """
    rows = report.rows("sources")
    if len(rows) > _MANY:
        from aiplans_cli.output.page import table_markup

        return table_markup(report.table("sources"))
    letters = "AB" if len(rows) == 2 else " " * len(rows)
    told = "".join(
        f"<div><h3{lang_of(str(row['title']))}>{letter.strip()} "
        f"{escaped(str(row['title']))}</h3><dl>{_facts(report, row)}</dl></div>"
        for letter, row in zip(letters, rows, strict=True)
    )
    figures = next((table for table in report.tables if table.name == "profile"), None)
    return f'<div class="about">{told}{_profile(figures) if figures else ""}</div>'


def _profile(figures: Table) -> str:
    """The one row of a profile, a figure a line, without what stands beside it already."""
    told = "".join(
        f"<dt>{escaped(column.name.replace('_', ' '))}</dt><dd>{escaped(shown(cell, column))}</dd>"
        for column, cell in zip(figures.columns, figures.rows[0], strict=True)
        if column.name not in _BESIDE and cell is not None
    )
    return f"<div><h3>Profile</h3><dl>{told}</dl></div>"


def _facts(report: Report, row: dict[str, Cell]) -> str:
    covered = row["coverage"]
    facts: list[tuple[str, str]] = [
        ("name", f"<code>{escaped(str(row['document']))}</code>"),
        ("kind", escaped(str(row["kind"]))),
        ("date", escaped(str(row["date"]))),
        ("published by", escaped(str(row["issuer"]))),
        ("language", LANGUAGE_NAMES.get(str(row["language"]), escaped(str(row["language"])))),
        (
            "length",
            ", ".join(f"{row[one]:,} {one}" for one in ("tokens", "sentences", "sections")),
        ),
        ("covered by the list", percent(covered) if isinstance(covered, float) else ""),
        ("read as", _ledger(report, row["document"])),
        ("source", _address(str(row["address"]))),
        ("sha256", f"<code>{escaped(str(row['sha256']))}</code>"),
    ]
    return "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts if value)


def _ledger(report: Report, document: Cell) -> str:
    parts = [
        f"{escaped(str(row['what']))} {row['characters']:,}"
        + ("" if row["counted"] else " (not counted)")
        for row in report.rows("ledger")
        if row["document"] == document
    ]
    return f"{'; '.join(parts)} characters" if parts else ""


def _address(address: str) -> str:
    """A link to where an official text stands; nothing of any other kind is one."""
    if not address.startswith("https://"):
        return escaped(address)
    return f'<a href="{escaped(address)}" rel="noreferrer">{escaped(address)}</a>'


def methods(report: Report, missing: Sequence[str]) -> str:
    """How the numbers came about, how to make them again, and how to cite them."""
    notes = "".join(f"<li>{escaped(line)}</li>" for line in (*report.notes, *missing))
    command = str(report.parameters.get("command", ""))
    settings = "; ".join(
        f"{name} {value}"
        for name, value in report.parameters.items()
        if name != "command" and value not in (None, "")
    )
    return (
        f'<ul class="notes">{notes}</ul>'
        f"<h3>To make it again</h3><pre><code>{escaped(command)}</code></pre>"
        f"<p>With aiplans {__version__} and files of the digests above, the same bytes come out. "
        f"Settings: {escaped(settings)}.</p>"
        f"<h3>To cite it</h3><pre>{escaped(_cited(report))}</pre>"
    )


def _cited(report: Report) -> str:
    told = []
    for row in report.rows("sources"):
        of = ", ".join(str(row[name]) for name in ("issuer", "date") if row[name])
        told.append(f"{row['title']}{f' ({of})' if of else ''}")
    of = " against ".join(told) if len(told) == 2 else "; ".join(told[:5])
    return f"aiplans {__version__}, report on {of}. Made with: {report.parameters.get('command')}"
