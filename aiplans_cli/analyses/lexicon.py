"""The concept list itself: shown, checked, measured and grown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.cautions import list_among
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.tables import input_of, read_input
from aiplans_cli.errors import AnalysisError, UsageError
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.concepts.checking import Finding
    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.concepts.coverage import Coverage
    from aiplans_cli.model import Document
    from aiplans_cli.sources.session import Named, Session


@question
def lexicon(concept: str | None = None, *, session: Session) -> Report:
    """The concepts of the list, or every form of one: table ``concepts`` or ``forms``.

    Raises ``AiplansError`` for a broken list and where no concept has that id or form.

    >>> lexicon("governance").rows()[0]["concept"]
    'governance'
    """
    known = session.concept_list
    return _list_report(known) if concept is None else _concept_report(concept, known)


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What fails."""

    strict: Annotated[bool, Option("Let overlaps and forms without a match fail, too.")] = False


@question
def check_concepts(*named: Named, settings: CheckSettings, session: Session) -> Report:
    """What of the list breaks its rules, and on documents what is worth knowing: ``findings``.

    Raises ``AiplansError`` for a broken list and for documents that cannot be read.

    >>> check_concepts().rows()
    []
    """
    from aiplans_cli.concepts.checking import check

    named, session = list_among(named, session)
    if settings.strict and not named:
        raise UsageError("--strict is about documents: name some")
    documents = session.documents(named)
    findings = check(session.concept_list, documents)
    if settings.strict:
        findings = [replace(finding, fails=True) for finding in findings]
    return _check_report(findings, session.concept_list, documents)


@question
def coverage(*named: Named, session: Session) -> Report:
    """What share of each document's content words the list covers: table ``coverage``.

    Raises ``AiplansError`` for what cannot be read.

    >>> coverage("us-2025-digest").rows()[0]["coverage"] > 0.8
    True
    """
    from aiplans_cli.concepts.coverage import measured_coverage

    sources = session.sources(named)
    covered = [measured_coverage(source.counts) for source in sources]
    return Report(
        "lexicon coverage",
        (_coverage_table(covered),),
        tuple(input_of(source.counts) for source in sources),
        _list_parameters(session.concept_list),
        _coverage_notes(covered),
    )


def _list_report(concept_list: ConceptList) -> Report:
    """All concepts, and how many there are in each theme."""
    from aiplans_cli.concepts.themes import general_themes

    general = general_themes()
    columns = tuple(map(Column, ("concept", "theme", "general", "english", "chinese")))
    rows: list[tuple[Cell, ...]] = []
    sizes: dict[str, list[int]] = {}
    for one in concept_list.concepts:
        forms = ("; ".join(one.forms("en")), "; ".join(one.forms("zh")))
        rows.append((one.id, one.theme, one.theme in general, *forms))
        size = sizes.setdefault(one.theme, [0, 0, 0])
        for place, number in enumerate((1, len(one.forms("en")), len(one.forms("zh")))):
            size[place] += number
    themes = Table(
        "themes",
        (
            *(Column("theme"), Column("general"), Column("concepts", "integer")),
            *(Column("english_forms", "integer"), Column("chinese_forms", "integer")),
        ),
        tuple((theme, theme in general, *size) for theme, size in sorted(sizes.items())),
        title="Themes",
    )
    notes = (
        f"{len(concept_list.concepts)} concepts in {len(sizes)} themes. Themes marked general are "
        "the language of policy papers at large: their concepts count, but have no rows in compare "
        "unless --no-stop-words.",
    )
    listed = Table("concepts", columns, tuple(rows), title="Concepts")
    return Report(
        "lexicon show", (listed, themes), parameters=_list_parameters(concept_list), notes=notes
    )


def _list_parameters(concept_list: ConceptList) -> dict[str, Cell]:
    """What a report says of the list behind it."""
    return {"concept_list": concept_list.sha256[:16]}


def _concept_report(word: str, concept_list: ConceptList) -> Report:
    """Every form and block of the concept that ``word`` names.

    Raises ``AnalysisError`` where no concept has that id or form.
    """
    from difflib import get_close_matches

    from aiplans_cli.concepts.lookup import find
    from aiplans_cli.concepts.shared_forms import shared_notes, sharers
    from aiplans_cli.language import LANGUAGES, language_of

    found = find(word, concept_list)
    if found is None:
        near = get_close_matches(word.lower(), [one.id for one in concept_list.concepts], n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "'aiplans lexicon show' lists all"
        raise AnalysisError(repr(word), "no concept has this id or form", hint)
    columns = [Column(n) for n in ("concept", "theme", "language", "kind", "form", "shared_with")]
    rows: list[tuple[Cell, ...]] = []
    for language in LANGUAGES:
        for form in found.forms(language):
            sharing = ", ".join(sharers(form, found.id, concept_list))
            rows.append((found.id, found.theme, language, "form", form, sharing))
    for block in found.blocks:
        rows.append((found.id, found.theme, language_of(block), "block", block, ""))
    table = Table("forms", tuple(columns), tuple(rows), title=f"{found.id} ({found.theme})")
    notes = [f"{found.id}: {found.note}"] if found.note else []
    notes += shared_notes(word, found.id, concept_list)
    if found.shared:
        notes.append("A shared form counts once for each of its concepts wherever it stands.")
    return Report(
        "lexicon show", (table,), parameters=_list_parameters(concept_list), notes=tuple(notes)
    )


def _check_report(
    findings: Sequence[Finding], concept_list: ConceptList, documents: Sequence[Document] = ()
) -> Report:
    """What a check found, and each check with its number of findings."""
    from aiplans_cli.concepts.checking import CHECKS, TEXT_CHECKS

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
    forms = sum(len(f) for one in concept_list.concepts for f in one.forms_by_language.values())
    notes = [
        f"{len(concept_list.concepts)} concepts with {forms:,} forms checked; {broken} break a "
        "rule."
    ]
    if documents:
        tried = ", ".join(document.id for document in documents)
        notes.append(
            f"Tried on {tried}; overlaps and forms unmatched there fail nothing; "
            "a name fails where fewer than half of ten mentions or more say it."
        )
    inputs = tuple(map(read_input, documents))
    return Report(
        "lexicon check", (found, checks), inputs, _list_parameters(concept_list), tuple(notes)
    )


def _coverage_table(covered: Sequence[Coverage]) -> Table:
    """A document a row."""
    columns = (
        *(Column("document"), Column("language")),
        *(Column("content_tokens", "integer"), Column("covered", "integer")),
        Column("coverage", "number", "bar"),
        *(Column("concept_mentions", "integer"), Column("concepts", "integer")),
    )
    rows = tuple(
        (c.document, c.language, c.content_tokens, c.covered, c.share, c.mentions, c.concepts)
        for c in covered
    )
    return Table("coverage", columns, rows, title="Share of the content words that are covered")


def _coverage_notes(covered: Sequence[Coverage]) -> tuple[str, ...]:
    """How far the documents are apart."""
    if len(covered) < 2:
        return ()
    shares = [one.share for one in covered]
    return (
        f"From {min(shares):.1%} to {max(shares):.1%}. Where two documents are more than 10 points "
        "apart, part of a contrast between them may be the list's doing.",
    )
