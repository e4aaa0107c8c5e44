"""What stands in for B, or as a prior: documents, counts or frequency lists, added to one side."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from aiplans_cli.analyses.comparison.contrast_sides import Side, side_of
from aiplans_cli.analyses.wording import is_count, names_a_column
from aiplans_cli.errors import AnalysisError, DataError, SourceError, UnfitTableError
from aiplans_cli.language import LANGUAGES, MIXED, detect, fold, stem_terms
from aiplans_cli.output.report import Input
from aiplans_cli.sources.source import told_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.counting.pool import Pool
    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.sources.library.resolution import Resolved
    from aiplans_cli.sources.session import Session
    from aiplans_cli.sources.source import Source

_REMEDY = "give lines of TERM<TAB>COUNT, counts of 'aiplans count' (Parquet or TSV) or a text"
_FEW = 3
"""Names that are joined to the name of a reference of several."""
_HEAD = 1 << 16


def load_reference(
    session: Session,
    named: Sequence[str],
    unit: Unit,
    language: str,
    denominator: str = "share",
    against: frozenset[str] = frozenset(),
) -> Side:
    """All that is named, as one side of a contrast: sources of any kind, or frequency lists.

    The words of a list are folded as those of ``language`` are; of sources in several languages
    terms are taken of that one alone, and the others are told. ``against`` are the digests of the
    documents that it is compared with, which are left out, and told. Raises ``SourceError`` or
    ``DataError`` for what cannot be read, and ``AnalysisError`` where lists stand beside sources
    or have no concepts to compare, where the words are of another language, and where nothing else
    than the documents is left.
    """
    if any(name.partition("::")[0] == "-" for name in named):
        raise SourceError("-", "a reference cannot be read from standard input", "name a file")
    places = [place for name in named for place in session.resolve(name, counts=True)]
    lists = [place for place in places if _is_list(session, place)]
    name = _name_of(named)
    if not lists:
        return _pooled_side(session, places, name, unit, language, denominator, against)
    if len(lists) < len(places):
        other = next(place for place in places if place not in lists)
        fact = f"is a frequency list, and {_called(other)} is none, so they cannot be added up"
        raise AnalysisError(_called(lists[0]), fact, "name lists alone, or none of them")
    if unit == "concept":
        raise AnalysisError(
            _called(lists[0]), "a frequency list holds words, not concepts", "compare --by term"
        )
    return _listed_side(session, lists, name, language)


def _called(place: Resolved) -> str:
    return place.id if place.entry else place.called


def _name_of(named: Sequence[str]) -> str:
    """What the side is called: by the file, folder or pattern, or by several of them.

    >>> _name_of(["corpora/laws.parquet"]), _name_of(["corpora/*.tsv"]), _name_of(list("abcd"))
    ('laws', 'corpora/*.tsv', 'a and 3 more')
    """
    first = named[0]
    if len(named) > _FEW:
        return f"{_name_of([first])} and {len(named) - 1} more"
    if len(named) > 1:
        return "+".join(_name_of([name]) for name in named)
    if any(sign in first for sign in "*?[") and not Path(first).exists():
        return first
    if Path(first).is_dir():
        return Path(first).resolve().name or first
    file, sign, part = first.partition("::")
    return PurePath(file).stem + sign + part


def _is_list(session: Session, place: Resolved) -> bool:
    """Whether a file is a frequency list, as most of its lines say, or meant as one."""
    from aiplans_cli.sources.cautions import list_rows

    if place.entry is not None or place.form == "counts" or session.settings.format is not None:
        return False
    if not place.path.is_file():
        return False  # a pipe gives what it has once
    try:
        with place.path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False  # whoever reads it will say what is wrong
    if list_rows(head):
        return True
    if place.path.suffix.lower() not in (".tsv", ".tab"):
        return False
    try:
        return not session.sources_at([place])
    except SourceError:
        return True  # no table of texts: the reader of lists will say what is wrong with it


def _pooled_side(
    session: Session,
    places: Sequence[Resolved],
    name: str,
    unit: Unit,
    language: str,
    denominator: str,
    against: frozenset[str],
) -> Side:
    """Sources added up, whose documents and sections stay apart for the tests over them."""
    from aiplans_cli.counting.pool import Pool

    pool = Pool(unit, language if unit == "term" else "", against)
    try:
        session.add_to(pool, places)
    except UnfitTableError as error:
        fact = f"{error.fact}, and is no counts file"
        raise SourceError(
            error.subject, fact, f"{_REMEDY}, or a table with --text-column"
        ) from error
    others = sum(pool.languages.values()) - pool.languages[language]
    if unit == "term" and not pool.languages[language]:
        subject = _called(places[0]) if len(places) == 1 else name
        fact = "its words are of another language"
        raise AnalysisError(subject, fact, "compare them --by concept")
    if unit == "term" and others:
        session.tell(
            f"{name}: documents of another language are left out ({others:,}), since terms are "
            "compared"
        )
    _tell_of_pool(session, pool, name)
    return side_of(pool.counts(name), unit, denominator=denominator)


def _tell_of_pool(session: Session, pool: Pool, name: str) -> None:
    """Tell what was left out. Raises ``AnalysisError`` where that was all."""
    if pool.unwanted and not pool.digests:
        fact = "it holds nothing but what is compared with it"
        raise AnalysisError(name, fact, "name other documents")
    for ids, why in (
        (pool.repeated, "stood in an earlier file of the reference, as text or as counts"),
        (pool.unwanted, "is compared with it"),
    ):
        if ids:
            more = f" (and {len(ids) - 1:,} more such documents)" if len(ids) > 1 else ""
            session.tell(f"{name}: {ids[0]} {why}, and is left out{more}")


def _listed_side(session: Session, lists: Sequence[Resolved], name: str, language: str) -> Side:
    """Frequency lists added up; a list has no sections."""
    total: dict[str, int] = {}
    digests = []
    for place in lists:
        item = session.opened_at(place)
        try:
            listed = parse_list(item.data.decode("utf-8-sig"), item.name, language)
        except UnicodeDecodeError as error:
            raise SourceError(item.name, "is not UTF-8", _REMEDY) from error
        _check_language(session, listed, item.name, language)
        digests.append(sha256(item.data).hexdigest())
        for term, count in listed.items():
            total[term] = total.get(term, 0) + count
    if session.settings.stem and LANGUAGES[language].stemmer:
        total = _stemmed(total)
    return list_side(total, name, language, "+".join(digests))


def _check_language(session: Session, listed: dict[str, int], name: str, language: str) -> None:
    """Refuse a list in another language than the documents'; say so where it cannot be told."""
    found, wanted = detect("\n".join(listed)), LANGUAGES[language].name
    if found.language == language:
        return
    if found.language and found.minority < MIXED:
        raise AnalysisError(
            name,
            f"its words are {LANGUAGES[found.language].name}, those of the documents {wanted}: "
            "almost every word would stand on one side only",
            f"name a list of {wanted} words",
        )
    session.journal.note(f"{name}: its words may not be {wanted}, but are taken as such")


def parse_list(text: str, name: str, language: str) -> dict[str, int]:
    """Term → count of a frequency list; a first line whose second cell is a name is its header.

    Terms that fold to the same form are added. Raises ``DataError`` naming the line that is no
    term and count.

    >>> parse_list("word\\tfreq\\nThe\\t7\\nthe\\t2\\nai\\t1\\n", "list.tsv", "en")
    {'the': 9, 'ai': 1}
    """
    listed: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if cells == [""] or (number == 1 and len(cells) == 2 and names_a_column(cells[1])):
            continue
        if len(cells) != 2 or not cells[0] or not is_count(cells[1]):
            raise DataError(name, f"line {number} is no term and count: {line[:60]!r}", _REMEDY)
        term = fold(cells[0], language)
        listed[term] = listed.get(term, 0) + int(cells[1])
    if not any(listed.values()):
        raise DataError(name, "it lists no words", _REMEDY)
    return listed


def _stemmed(listed: dict[str, int]) -> dict[str, int]:
    stems = stem_terms(frozenset(listed))
    merged: dict[str, int] = {}
    for term, count in listed.items():
        merged[stems[term]] = merged.get(stems[term], 0) + count
    return merged


def list_side(listed: dict[str, int], id_: str, language: str, digest: str) -> Side:
    """A frequency list as a side, its size the sum of its counts; it has no sections."""
    from aiplans_cli.statistics.profiles import Profile

    size = sum(listed.values())
    return Side(id_, id_, Profile(size, listed), Input(id_, language, digest, size))


def named_beside(sources: Sequence[Source], reference: Side, file: str) -> Side:
    """The reference, under a name that no document has."""
    ids = [*(source.id for source in sources), reference.id]
    name = told_apart(ids, [*(source.file for source in sources), file])[-1]
    return replace(reference, id=name, source=replace(reference.source, id=name))
