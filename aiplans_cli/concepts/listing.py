"""The concept list as a record, read from its TSV file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from aiplans_cli.characters import tidied
from aiplans_cli.concepts.forms import (
    SHARED,
    NotationError,
    expand,
    is_chinese,
    is_notated,
    split_cell,
)
from aiplans_cli.concepts.word_codes import CASED, form_key, form_keys
from aiplans_cli.errors import DataError
from aiplans_cli.language import language_of
from aiplans_cli.language.patterns import is_pattern, is_words
from aiplans_cli.resources import resource_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

COLUMNS = ("id", "theme", "en", "zh", "blocks", "note")
"""The columns of a concept file, in order."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORD = re.compile(r"[^\W_]")
_EXTEND = re.compile(r"#\s*extend\s*=\s*(\S+)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea, with the strings that stand for it in both languages."""

    id: str
    """Its name, in English, in kebab case: ``export-controls``."""
    theme: str
    """The theme it belongs to, in kebab case."""
    english: tuple[str, ...]
    """English forms, spelled out, in the order of the list; ``^`` ends one whose case matters."""
    chinese: tuple[str, ...]
    """Chinese forms, simplified; Latin letters among them stand alone or match nothing."""
    blocks: tuple[str, ...] = ()
    """Strings of either language inside which no form of this concept counts."""
    note: str = ""
    """Why it is as it is, for people."""
    shared: frozenset[str] = frozenset()
    """Those of its forms that are marked as belonging to other concepts too."""
    line: int = 0
    """Line of the file on which it stands; 0 where it came from no file."""

    def forms(self, language: str) -> tuple[str, ...]:
        """Its forms in a language; none in one that the list has no column for."""
        return {"en": self.english, "zh": self.chinese}.get(language, ())


@dataclass(frozen=True, slots=True)
class ConceptList:
    """Concepts in the order of their file. Two lists are equal when their digests are."""

    concepts: tuple[Concept, ...] = field(compare=False)
    """All concepts; each id once."""
    sha256: str
    """Hex digest of what is matched: ids, themes, forms, blocks and marks, whatever the layout."""


def load_concepts(text: str | None = None, name: str = "concepts.tsv") -> ConceptList:
    """The concept list in ``text``, or the project's own where ``text`` is ``None``.

    The first lines may be comments that begin with ``#``; ``# extend = true`` among them adds
    the file to the project's own list instead of replacing it: a new id is a new concept, and a
    known id gains the forms and blocks of its row. ``name`` is what errors call the file.
    Raises ``DataError`` naming the line, and the column where there is one, of whatever breaks
    the format.

    >>> listed = load_concepts("id\\ttheme\\ten\\tzh\\tblocks\\tnote\\n"
    ...     "standards\\tstandards\\tstandard(|s)\\t标准\\t\\t\\n")
    >>> listed.concepts[0].english
    ('standard', 'standards')
    """
    if text is None:
        return _shipped()
    extends, concepts = _parse(text, name)
    return _listed(_merged(_shipped().concepts, concepts) if extends else concepts)


def shipped_text() -> str:
    """The project's own list as it stands in its file."""
    return resource_text("concepts.tsv")


@cache
def _shipped() -> ConceptList:
    return _listed(_parse(shipped_text(), "concepts.tsv")[1])


def _listed(concepts: Iterable[Concept]) -> ConceptList:
    whole = tuple(concepts)
    rows = []
    for c in whole:
        cells = [";".join(forms) for forms in (c.english, c.chinese, c.blocks, sorted(c.shared))]
        rows.append("\t".join([c.id, c.theme, *cells]))
    return ConceptList(whole, sha256("\n".join(rows).encode()).hexdigest())


def _parse(text: str, name: str) -> tuple[bool, list[Concept]]:
    extends = False
    header_seen = False
    concepts: dict[str, Concept] = {}
    lines = map(tidied, text.removeprefix("\ufeff").splitlines())
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            extends = _directive(line, name, number) or extends
        elif not line.strip():
            continue
        elif not header_seen:
            header_seen = _check_header(line, name, number)
        else:
            concept = _concept(line, name, number)
            if concept.id in concepts:
                first = concepts[concept.id].line
                fact = f"the id {concept.id!r} stands on line {first} already"
                raise _broken(name, number, "id", fact, "join the two rows, or rename one")
            concepts[concept.id] = concept
    if not concepts:
        raise DataError(name, "has no concept", "begin it with the header: " + " ".join(COLUMNS))
    return extends, list(concepts.values())


def _directive(line: str, name: str, number: int) -> bool:
    found = _EXTEND.fullmatch(line)
    if found is None:
        return False
    value = found.group(1).lower()
    if value not in ("true", "false"):
        fact = f"extend is {found.group(1)!r}"
        raise _broken(name, number, "", fact, "write '# extend = true' or leave the line out")
    return value == "true"


def _check_header(line: str, name: str, number: int) -> bool:
    found = tuple(cell.strip().lower() for cell in line.split("\t"))
    if found != COLUMNS:
        remedy = "the header is " + "<TAB>".join(COLUMNS)
        raise _broken(name, number, "", f"its columns are {', '.join(found)}", remedy)
    return True


def _concept(line: str, name: str, number: int) -> Concept:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) > len(COLUMNS) or len(cells) < COLUMNS.index("blocks"):
        fact = f"has {len(cells)} columns instead of {len(COLUMNS)}"
        raise _broken(name, number, "", fact, "part the columns by one tab each")
    row = dict(zip(COLUMNS, cells + [""] * (len(COLUMNS) - len(cells)), strict=True))
    for column in ("id", "theme"):
        if not _ID.fullmatch(row[column]):
            fact = f"{row[column]!r} is not in kebab case"
            remedy = "use small Latin letters, digits and hyphens"
            raise _broken(name, number, column, fact, remedy)
    shared: set[str] = set()
    english = _forms(row["en"], name, number, "en", shared)
    chinese = _forms(row["zh"], name, number, "zh", shared)
    if not english and not chinese:
        remedy = "give it a form in at least one language"
        raise _broken(name, number, "en", f"{row['id']!r} has no form", remedy)
    blocks = _forms(row["blocks"], name, number, "blocks", set())
    note = row["note"]
    return Concept(
        row["id"], row["theme"], english, chinese, blocks, note, frozenset(shared), number
    )


def _forms(cell: str, name: str, number: int, column: str, shared: set[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    written_forms = split_cell(cell)
    if not is_notated(cell):
        found = dict.fromkeys(" ".join(form.split()) for form in written_forms)
        _check_forms(found, name, number, column)
        return tuple(found)
    for written in written_forms:
        bare = written.removesuffix(SHARED).rstrip()
        try:
            expanded = expand(bare)
        except NotationError as error:
            remedy = "write choices as in rule(|s)"
            raise _broken(name, number, column, f"{written!r}: {error}", remedy) from error
        _check_forms(expanded, name, number, column)
        found |= dict.fromkeys(expanded)
        if bare != written:
            if column == "blocks":
                fact = f"{written!r} is marked as shared, and a block is nobody's form"
                raise _broken(name, number, column, fact, f"write {bare}")
            shared.update(expanded)
    return tuple(found)


def _check_forms(forms: Iterable[str], name: str, number: int, column: str) -> None:
    for form in forms:
        if form.endswith(CASED) and (column == "zh" or is_chinese(form)):
            fact = f"{form!r} wants capitals, which Chinese has not"
            raise _broken(name, number, column, fact, f"write {form.removesuffix(CASED)}")
    for form in forms if column != "zh" else ():
        if column == "en" and not form.isascii() and is_chinese(form):
            raise _broken(
                name, number, column, f"{form!r} is Chinese", "move it to the column 'zh'"
            )
        if not _WORD.search(form):
            fact = f"{form!r} holds no word that could match"
            raise _broken(name, number, column, fact, "write words or characters")


def _broken(name: str, line: int, column: str, fact: str, remedy: str) -> DataError:
    where = f", column {COLUMNS.index(column) + 1} ({column})" if column else ""
    return DataError(f"{name}, line {line}{where}", fact, remedy)


def _merged(base: Iterable[Concept], added: Iterable[Concept]) -> list[Concept]:
    merged: dict[str, Concept] = {concept.id: concept for concept in base}
    for new in added:
        old = merged.get(new.id)
        if old is None:
            merged[new.id] = new
            continue
        merged[new.id] = replace(
            old,
            english=_union(old.english, new.english),
            chinese=_union(old.chinese, new.chinese),
            blocks=_union(old.blocks, new.blocks),
            note=new.note or old.note,
            shared=old.shared | new.shared,
        )
    return list(merged.values())


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(first + second))


@lru_cache(maxsize=4)
def _by_key(concepts: ConceptList, language: str) -> Mapping[str, Concept]:
    """Form's key → concept; a shared form means the concept that stands first."""
    forms: list[str] = []
    owners: list[Concept] = []
    for concept in concepts.concepts:
        spelled = concept.forms(language)
        forms += spelled
        owners += [concept] * len(spelled)
    found: dict[str, Concept] = {}
    for key, concept in zip(form_keys(forms, language), owners, strict=True):
        found.setdefault(key, concept)
    return found


def find(word: str, concepts: ConceptList) -> Concept | None:
    """The concept whose id is ``word``, or one of whose forms, in either language and any case.

    A form that several concepts share means the one that stands first in the list.

    >>> find("治理", load_concepts()).id  # "governance"
    'governance'
    >>> find("Open-Source", load_concepts()).id
    'open-source'
    """
    word = tidied(word)
    if is_pattern(word) or not is_words(word):
        return None  # the signs of "govern*" and "/govern/" would go unseen
    wanted = "-".join(word.lower().split())
    for concept in concepts.concepts:
        if concept.id == wanted:
            return concept
    language = language_of(word)
    known = _by_key(concepts, language)
    cased = word.removesuffix(CASED) + CASED
    return known.get(form_key(word, language)) or known.get(form_key(cased, language))
