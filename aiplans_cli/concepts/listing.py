"""The concept list as a record, read from its TSV file."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from aiplans_cli.characters import tidied
from aiplans_cli.concepts.concept import Concept, ConceptList
from aiplans_cli.concepts.forms import (
    SHARED,
    NotationError,
    expand,
    form_problem,
    is_notated,
    split_cell,
    weights,
)
from aiplans_cli.errors import DataError
from aiplans_cli.language import LANGUAGES
from aiplans_cli.records import dataclass
from aiplans_cli.resources import resource_text

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = ("id", "theme", "en", "zh", "blocks", "aliases", "synonyms", "weights", "note")
"""The columns of a concept file, in order: forms under the code of their language."""

_NEEDED = ("id", "theme")
_LATER = ("blocks", "aliases", "synonyms", "weights", "note")
_LEAST_LATER = frozenset({"blocks", "note"})

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DIRECTIVE = re.compile(r"#\s*(extend|overlap)\s*=\s*(\S+)\s*", re.IGNORECASE)


def load_concepts(text: str | None = None, name: str = "concepts.tsv") -> ConceptList:
    """The concept list in ``text``, or the project's own where ``text`` is ``None``.

    The first lines may be comments that begin with ``#``; ``# extend = true`` among them adds
    the file to the project's own list instead of replacing it: a new id is a new concept, and a
    known id gains the forms and blocks of its row; with ``# overlap = true`` each concept is
    looked for by itself, as categories of a dictionary are. ``name`` is what errors call the file.
    Raises ``DataError`` naming the line, and the column where there is one, of whatever breaks
    the format.

    >>> listed = load_concepts("id\\ttheme\\ten\\tzh\\tblocks\\tnote\\n"
    ...     "standards\\tstandards\\tstandard(|s)\\t标准\\t\\t\\n")
    >>> listed.concepts[0].forms("en")
    ('standard', 'standards')
    """
    if text is None:
        return _shipped()
    told, concepts = _parse(text, name)
    if told == {"extend", "overlap"}:
        fact = "extends a list in which no form hides in another, and would let it"
        raise DataError(name, fact, "leave '# extend = true' or '# overlap = true' out")
    if "extend" in told:
        return _listed(_merged(_shipped().concepts, concepts))
    return _listed(concepts, overlap="overlap" in told)


def shipped_text() -> str:
    """The project's own list as it stands in its file."""
    return resource_text("concepts.tsv")


@cache
def _shipped() -> ConceptList:
    return _listed(_parse(shipped_text(), "concepts.tsv")[1])


def _listed(concepts: Iterable[Concept], *, overlap: bool = False) -> ConceptList:
    whole = tuple(concepts)
    languages = sorted({"en", "zh"}.union(*(c.forms_by_language for c in whole)))
    rows = []
    for c in whole:
        spelled = [c.forms(language) for language in languages]
        cells = [";".join(forms) for forms in (*spelled, c.blocks, sorted(c.shared))]
        rows.append("\t".join([c.id, c.theme, *cells]))
    rows += ["overlap"] * overlap
    return ConceptList.of(whole, sha256("\n".join(rows).encode()).hexdigest(), overlap)


@dataclass(frozen=True, slots=True)
class _Place:
    """A line of a concept file, for errors."""

    name: str
    line: int
    columns: tuple[str, ...] = ()

    def broken(self, column: str, fact: str, remedy: str) -> DataError:
        where = f", column {self.columns.index(column) + 1} ({column})" if column else ""
        return DataError(f"{self.name}, line {self.line}{where}", fact, remedy)


def _parse(text: str, name: str) -> tuple[set[str], list[Concept]]:
    told: set[str] = set()
    columns: tuple[str, ...] = ()
    concepts: dict[str, Concept] = {}
    named: dict[str, int] = {}
    lines = map(tidied, text.removeprefix("\ufeff").splitlines())
    for number, line in enumerate(lines, start=1):
        place = _Place(name, number, columns)
        if line.startswith("#"):
            told |= _directive(line, place)
        elif not line.strip():
            continue
        elif not columns:
            columns = _header(line, place)
        else:
            concept = _concept(line, place)
            for known, column in (concept.id, "id"), *((a, "aliases") for a in concept.aliases):
                if known in named:
                    fact = f"the id {known!r} stands on line {named[known]} already"
                    raise place.broken(column, fact, "join the two rows, or rename one")
                named[known] = number
            concepts[concept.id] = concept
    if not concepts:
        raise DataError(name, "has no concept", "begin it with the header: " + " ".join(COLUMNS))
    return told, list(concepts.values())


def _directive(line: str, place: _Place) -> set[str]:
    """The switch that a comment turns on; none for any other comment."""
    found = _DIRECTIVE.fullmatch(line)
    if found is None:
        return set()
    word, value = found.group(1).lower(), found.group(2).lower()
    if value not in ("true", "false"):
        fact = f"{word} is {found.group(2)!r}"
        raise place.broken("", fact, f"write '# {word} = true' or leave the line out")
    return {word} if value == "true" else set()


def _header(line: str, place: _Place) -> tuple[str, ...]:
    """The columns of a file: those of ``COLUMNS``, with a language or more."""
    found = tuple(cell.strip().lower() for cell in line.split("\t"))
    languages = tuple(code for code in found if code in LANGUAGES)
    later = tuple(column for column in _LATER if column in found)
    right = (*_NEEDED, *dict.fromkeys(languages), *later)
    if not languages or found != right or not _LEAST_LATER.issubset(later):
        remedy = (
            f"the header is {'<TAB>'.join(COLUMNS)}, where aliases, synonyms and weights may be "
            "left out"
        )
        raise place.broken("", f"its columns are {', '.join(found)}", remedy)
    return found


def _concept(line: str, place: _Place) -> Concept:
    columns = place.columns
    languages = [code for code in columns if code in LANGUAGES]
    cells = [cell.strip() for cell in line.split("\t")]
    if not len(_NEEDED) + len(languages) <= len(cells) <= len(columns):
        fact = f"has {len(cells)} columns instead of {len(columns)}"
        raise place.broken("", fact, "part the columns by one tab each")
    row = dict.fromkeys(_LATER, "") | dict(zip(columns, cells, strict=False))
    for column in _NEEDED:
        _check_id(row[column], column, place)
    shared: set[str] = set()
    forms = {code: _forms(row[code], code, place, shared) for code in languages}
    if not any(forms.values()):
        remedy = "give it a form in at least one language"
        raise place.broken(languages[0], f"{row['id']!r} has no form", remedy)
    aliases = tuple(dict.fromkeys(split_cell(row["aliases"])))
    for alias in aliases:
        _check_id(alias, "aliases", place)
    return Concept(
        row["id"],
        row["theme"],
        forms,
        _forms(row["blocks"], "blocks", place, set()),
        aliases,
        _forms(row["synonyms"], "synonyms", place, set()),
        row["note"],
        frozenset(shared),
        _weights_of(row["weights"], place),
        place.line,
    )


def _weights_of(cell: str, place: _Place) -> dict[str, float]:
    try:
        return weights(cell)
    except NotationError as error:
        raise place.broken("weights", str(error), "write form=0.5") from error


def _check_id(value: str, column: str, place: _Place) -> None:
    if not _ID.fullmatch(value):
        fact = f"{value!r} is not in kebab case"
        raise place.broken(column, fact, "use small Latin letters, digits and hyphens")


def _forms(cell: str, column: str, place: _Place, shared: set[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    written_forms = split_cell(cell)
    if not is_notated(cell):
        found = dict.fromkeys(" ".join(form.split()) for form in written_forms)
        _check_forms(found, column, place)
        return tuple(found)
    for written in written_forms:
        bare = written.removesuffix(SHARED).rstrip()
        try:
            expanded = expand(bare)
        except NotationError as error:
            remedy = "write choices as in rule(|s)"
            raise place.broken(column, f"{written!r}: {error}", remedy) from error
        _check_forms(expanded, column, place)
        found |= dict.fromkeys(expanded)
        if bare != written:
            if column in _LATER:
                fact = f"{written!r} is marked as shared, which only a form can be"
                raise place.broken(column, fact, f"write {bare}")
            shared.update(expanded)
    return tuple(found)


def _check_forms(forms: Iterable[str], column: str, place: _Place) -> None:
    for form in forms:
        if wrong := form_problem(form, column):
            raise place.broken(column, *wrong)


def _merged(base: Iterable[Concept], added: Iterable[Concept]) -> list[Concept]:
    merged: dict[str, Concept] = {concept.id: concept for concept in base}
    renamed = {alias: concept.id for concept in merged.values() for alias in concept.aliases}
    for new in added:
        old = merged.get(renamed.get(new.id, new.id))
        if old is None:
            merged[new.id] = new
            continue
        merged[old.id] = replace(
            old,
            forms_by_language={
                code: _union(old.forms(code), new.forms(code))
                for code in (*old.forms_by_language, *new.forms_by_language)
            },
            blocks=_union(old.blocks, new.blocks),
            aliases=_union(old.aliases, new.aliases),
            synonyms=_union(old.synonyms, new.synonyms),
            note=new.note or old.note,
            shared=old.shared | new.shared,
            weights={**old.weights, **new.weights},
        )
    return list(merged.values())


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(first + second))
