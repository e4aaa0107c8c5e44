"""Frequency lists and counts files that stand in for B, or as a prior."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from aiplans_cli.analyses.comparison.contrast_sides import Side, side_of
from aiplans_cli.analyses.wording import is_count, names_a_column
from aiplans_cli.errors import AnalysisError, DataError, SourceError
from aiplans_cli.language import LANGUAGES, MIXED, detect, fold, stem_terms
from aiplans_cli.output.report import Input

if TYPE_CHECKING:
    from aiplans_cli.counting.tally import Unit
    from aiplans_cli.sources.session import Session

_REMEDY = "give lines of TERM<TAB>COUNT, or a counts file"


def load_reference(session: Session, file: str, unit: Unit, language: str) -> Side:
    """What a frequency list or a counts file holds, as a side of a contrast.

    The words of a list are folded as those of ``language`` are. Raises ``SourceError`` or
    ``DataError`` for a file that is neither, and ``AnalysisError`` where a list has no
    concepts to compare, or its words or those of the counts are of another language.
    """
    from aiplans_cli.counting.files import is_counts
    from aiplans_cli.counting.tally import add

    if file == "-":
        raise SourceError("-", "a reference cannot be read from standard input", "name a file")
    found = session.opened([file])
    name, data = found[0].name, found[0].data
    if len(found) > 1:
        raise SourceError(file, f"it names {len(found)} files", "name one")
    if is_counts(data):
        counts = add([source.counts for source in session.counted(found[0])])
        if unit == "term" and counts.language != language:
            raise AnalysisError(
                name, "its words are of another language", "compare them --by concept"
            )
        return side_of(counts, unit)
    if unit == "concept":
        raise AnalysisError(name, "a frequency list holds words, not concepts", "compare --by term")
    try:
        listed = parse_list(data.decode("utf-8-sig"), name, language)
    except UnicodeDecodeError as error:
        raise SourceError(name, "is not UTF-8", _REMEDY) from error
    _check_language(session, listed, name, language)
    if session.settings.stem and LANGUAGES[language].stemmer:
        listed = _stemmed(listed)
    return list_side(listed, name, language, sha256(data).hexdigest())


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


def list_side(listed: dict[str, int], name: str, language: str, digest: str) -> Side:
    """A frequency list as a side, its size the sum of its counts; it has no sections."""
    from pathlib import PurePath

    from aiplans_cli.statistics.profiles import Profile

    size = sum(listed.values())
    id_ = PurePath(name).stem
    return Side(id_, id_, Profile(size, listed), Input(id_, language, digest, size))
