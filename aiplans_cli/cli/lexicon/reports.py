"""The reports of ``aiplans lexicon``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.cli.tables import read_input
from aiplans_cli.errors import AnalysisError
from aiplans_cli.output.report import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts import ConceptList, Coverage, Finding, Suggestion
    from aiplans_cli.model import Document


def list_report(own: ConceptList) -> Report:
    """All concepts, and how many there are in each theme."""
    from aiplans_cli.concepts.themes import general_themes

    general = general_themes()
    columns = (
        Column("concept"),
        Column("theme"),
        Column("general"),
        Column("english"),
        Column("chinese"),
    )
    rows: list[tuple[Cell, ...]] = []
    sizes: dict[str, list[int]] = {}
    for one in own.concepts:
        forms = ("; ".join(one.english), "; ".join(one.chinese))
        rows.append((one.id, one.theme, one.theme in general, *forms))
        size = sizes.setdefault(one.theme, [0, 0, 0])
        for place, number in enumerate((1, len(one.english), len(one.chinese))):
            size[place] += number
    themes = Table(
        "themes",
        (
            Column("theme"),
            Column("general"),
            Column("concepts", "integer"),
            Column("english_forms", "integer"),
            Column("chinese_forms", "integer"),
        ),
        tuple((theme, theme in general, *size) for theme, size in sorted(sizes.items())),
        title="Themes",
    )
    notes = (
        f"{len(own.concepts)} concepts in {len(sizes)} themes. Themes marked general are the "
        "language of policy papers at large: their concepts count, but have no rows in compare "
        "unless --no-stop-words.",
    )
    concepts = Table("concepts", columns, tuple(rows), title="Concepts")
    return Report("lexicon show", (concepts, themes), parameters=list_parameters(own), notes=notes)


def list_parameters(own: ConceptList) -> dict[str, Cell]:
    """What a report says of the list behind it."""
    return {"concept_list": own.sha256[:16]}


def concept_report(word: str, own: ConceptList) -> Report:
    """Every form and block of the concept that ``word`` names.

    Raises ``AnalysisError`` where no concept has that id or form.
    """
    from difflib import get_close_matches

    from aiplans_cli.concepts import find, shared_notes, sharers

    found = find(word, own)
    if found is None:
        near = get_close_matches(word.lower(), [one.id for one in own.concepts], n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "'aiplans lexicon show' lists all"
        raise AnalysisError(repr(word), "no concept has this id or form", hint)
    columns = [Column(n) for n in ("concept", "theme", "language", "kind", "form", "shared_with")]
    rows: list[tuple[Cell, ...]] = []
    for language, forms in (("en", found.english), ("zh", found.chinese)):
        for form in forms:
            sharing = ", ".join(sharers(form, found.id, own))
            rows.append((found.id, found.theme, language, "form", form, sharing))
    for block in found.blocks:
        rows.append((found.id, found.theme, _language_of(block), "block", block, ""))
    table = Table("forms", tuple(columns), tuple(rows), title=f"{found.id} ({found.theme})")
    notes = [f"{found.id}: {found.note}"] if found.note else []
    notes += shared_notes(word, found.id, own)
    if found.shared:
        notes.append("A shared form counts once for each of its concepts wherever it stands.")
    return Report("lexicon show", (table,), parameters=list_parameters(own), notes=tuple(notes))


def _language_of(form: str) -> str:
    from aiplans_cli.concepts.forms import is_chinese

    return "zh" if is_chinese(form) else "en"


def check_report(
    findings: Sequence[Finding], own: ConceptList, documents: Sequence[Document] = ()
) -> Report:
    """What a check found, and each check with its number of findings."""
    from aiplans_cli.concepts import CHECKS, TEXT_CHECKS

    columns = [Column(name) for name in ("check", "fails", "concept", "language", "form")]
    rows = tuple(
        (f.check, f.fails, f.concept, f.language, f.form, f.line, f.fact) for f in findings
    )
    found = Table(
        "findings", (*columns, Column("line", "integer"), Column("fact")), rows, title="Findings"
    )
    runs: list[tuple[Cell, ...]] = [
        (name, sum(f.check == name for f in findings))
        for name in (*CHECKS, *(TEXT_CHECKS if documents else ()))
    ]
    checks = Table(
        "checks", (Column("check"), Column("findings", "integer")), tuple(runs), title="Checks"
    )
    broken = sum(f.fails for f in findings)
    forms = sum(len(one.english) + len(one.chinese) for one in own.concepts)
    notes = [f"{len(own.concepts)} concepts with {forms:,} forms checked; {broken} break a rule."]
    if documents:
        tried = ", ".join(document.id for document in documents)
        notes.append(f"Tried on {tried}; overlaps and forms unmatched there fail nothing.")
    inputs = tuple(map(read_input, documents))
    return Report("lexicon check", (found, checks), inputs, list_parameters(own), tuple(notes))


def coverage_table(covered: Sequence[Coverage]) -> Table:
    """A document a row."""
    columns = (
        Column("document"),
        Column("language"),
        Column("content_tokens", "integer"),
        Column("covered", "integer"),
        Column("coverage", "number", "bar"),
        Column("concept_mentions", "integer"),
        Column("concepts", "integer"),
    )
    rows = tuple(
        (c.document, c.language, c.content_tokens, c.covered, c.share, c.mentions, c.concepts)
        for c in covered
    )
    return Table("coverage", columns, rows, title="Share of the content words that are covered")


def coverage_notes(covered: Sequence[Coverage]) -> tuple[str, ...]:
    """How far the documents are apart."""
    if len(covered) < 2:
        return ()
    shares = [one.share for one in covered]
    return (
        f"From {min(shares):.1%} to {max(shares):.1%}. Where two documents are more than 10 points "
        "apart, part of a contrast between them may be the list's doing.",
    )


def suggestions_table(found: Sequence[Suggestion]) -> Table:
    """A word a row; its lines, each with its document, are parted by " | "."""
    columns = (
        Column("language"),
        Column("term"),
        Column("count", "integer"),
        Column("documents", "integer"),
        Column("lines"),
    )
    rows = tuple(
        (
            one.language,
            one.term,
            one.count,
            one.documents,
            " | ".join(f"{line.document}: {line.text}" for line in one.lines),
        )
        for one in found
    )
    return Table("suggestions", columns, rows, title="Words of no concept")
