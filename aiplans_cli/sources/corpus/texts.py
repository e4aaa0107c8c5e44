"""The texts of a corpus: what lies in a folder, and what is known of each beside its words."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import SourceError
from aiplans_cli.reading.encoding import decode
from aiplans_cli.reading.front_matter import (
    FRONT_MATTER,
    front_matter_record,
    single_values,
)
from aiplans_cli.records import dataclass
from aiplans_cli.sources.corpus.content import Text, Texts, fixed_part, texts_at
from aiplans_cli.sources.journal import unmetered
from aiplans_cli.sources.library.kinds import is_readable, readable_suffixes, table_suffixes
from aiplans_cli.sources.library.resolution import files_below, resolve
from aiplans_cli.storage.stores import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from aiplans_cli.sources.journal import Meter
    from aiplans_cli.sources.library.resolution import Resolved

_FRONT_BYTES = 1 << 16
_FOLDER = re.compile(r"folder([2-9]?)")


@dataclass(frozen=True, slots=True)
class Corpus:
    """What sources stand for."""

    texts: Sequence[Text]
    """The texts, in order of name."""
    others: int
    """Files of folders that are in no format we read."""
    problems: tuple[str, ...]
    """What could not be looked into, and why."""


def corpus_of(
    sources: Sequence[str],
    resolve: Callable[[str], Sequence[Resolved]] = resolve,
    meter: Meter = unmetered,
) -> Corpus:
    """The texts that folders, patterns, files, ids and addresses of stores stand for.

    A folder stands for the files below it whose suffix is that of a format we read; hidden ones
    are passed over. ``resolve`` finds where names are; ``meter`` shows how many were found.
    Raises ``SourceError`` for a source that does not exist, and where there is no text at all.
    """
    if "-" in sources:
        raise SourceError("-", "standard input is no corpus", "name folders or files")
    found: dict[tuple[str, str], _Found] = {}
    problems: list[SourceError] = []
    others: Counter[str] = Counter()
    with meter("files found") as step:
        for text in chain.from_iterable(_texts(one, resolve, problems, others) for one in sources):
            at = text[0] if is_address(text[0]) else os.path.abspath(text[0])  # noqa: PTH100
            found.setdefault((at, text[4]), text)
            step(len(found), 0)
    if not found:
        if problems:
            raise problems[0]
        raise SourceError(" ".join(sources), "has no text in it", "name a folder with texts")
    return Corpus(
        Texts(named_texts(list(found.values()))), others.total(), tuple(map(str, problems))
    )


_Found = tuple[str, str, int, str, str, bool]
"""Where a text is, its place, its bytes, its stamp, the part of it, whether it is among others."""


def _texts(
    source: str,
    resolve: Callable[[str], Sequence[Resolved]],
    problems: list[SourceError],
    others: Counter[str],
) -> Iterator[_Found]:
    """What a source stands for; ``others`` counts the files of folders that are no texts."""
    if is_address(source):
        suffixes = readable_suffixes() | table_suffixes()
        yield from ((*text, "", True) for text in texts_at(source, suffixes))
    elif _is_folder(source):
        for path in files_below(Path(source), problems):
            if not is_readable(path):
                others[source] += 1
            elif known := _known(path, path.relative_to(source).as_posix(), problems):
                yield (*known, "", True)
    else:
        yield from _named(resolve(source), source, problems)


def _is_folder(source: str) -> bool:
    try:
        return Path(source).is_dir()
    except (OSError, ValueError):  # ``resolve`` says what is wrong with it
        return False


def _named(
    places: Sequence[Resolved], source: str, problems: list[SourceError]
) -> Iterator[_Found]:
    """The files of a path, a pattern or an id."""
    for place in places:
        if place.entry and place.form == "counts":
            fact = "only its counts are on this machine, not its text"
            raise SourceError(
                source, fact, f"leave it out, or run `aiplans texts fetch {place.id}`"
            )
        name = place.path.name if place.entry is None else place.id + place.path.suffix
        if place.entry is None and place.among:  # of a pattern
            name = place.path.relative_to(fixed_part(source)).as_posix()
        if known := _known(place.path, name, problems):
            yield *known, place.part, place.among


def _known(path: Path, place: str, problems: list[SourceError]) -> tuple[str, str, int, str] | None:
    try:
        status = path.stat()
    except OSError as error:  # a link to nothing, a folder that may be listed but not entered
        fact = f"cannot be looked into ({error.strerror})"
        problems.append(SourceError(str(path), fact, "check its permissions"))
        return None
    if not stat.S_ISREG(status.st_mode):
        problems.append(SourceError(str(path), "is no file", "leave it out"))
        return None
    return str(path), place, status.st_size, str(status.st_mtime_ns)


def named_texts(found: Sequence[tuple[Any, ...]]) -> list[Text]:
    """Texts in order of name, from where each is, its place and what else a ``Text`` knows.

    >>> found = named_texts([("x/b.txt", "b.txt", 1, ""), ("x/a.md", "a.md", 1, "")])
    >>> [text.name for text in found]
    ['a', 'b']
    """
    place_of = {one[0]: one[1] for one in found}  # several parts of a file have one
    stems = {at: PurePosixPath(place).with_suffix("").as_posix() for at, place in place_of.items()}
    choices = (stems, place_of, {at: at for at in place_of})
    names = next(some for some in choices if len(set(some.values())) == len(place_of))
    texts = [Text(one[0], names[one[0]], *one[1:]) for one in found]
    return sorted(texts, key=lambda text: (text.name, text.part))


def field_value(
    field: str, text: Text, front: Mapping[str, str], pattern: re.Pattern[str] | None = None
) -> str:
    """The value that a text has in a field; "" where it has none.

    The field is a named group of ``pattern``, which is looked for in the text's place; else a key
    of its front matter, where ``year`` is also the year of its ``date``; else ``folder`` for the
    first folder of its place, ``folder2`` for the second, and so on.

    >>> text = Text("corpus/epa/2023-plan.txt", "epa/2023-plan", "epa/2023-plan.txt", 9, "")
    >>> field_value("year", text, {}, re.compile("(?P<year>[0-9]{4})-"))
    '2023'
    >>> field_value("folder", text, {}), field_value("issuer", text, {"issuer": "EPA"})
    ('epa', 'EPA')
    """
    if pattern is not None and field in pattern.groupindex:
        match = pattern.search(text.place)
        return " ".join((match[field] or "").split()) if match else ""
    if field in front:
        return front[field]
    if field == "year":
        return (re.match(r"\d{4}(?!\d)", front.get("date", "")) or [""])[0]
    if level := _FOLDER.fullmatch(field):
        folders = text.place.split("/")[:-1]
        at = int(level[1] or 1) - 1
        return " ".join(folders[at].split()) if at < len(folders) else ""
    return ""


def front_matter(data: bytes, encoding: str | None = None) -> dict[str, str] | None:
    r"""The keys with a single value in the YAML that a text begins with; ``None`` for bad YAML.

    >>> front_matter(b"---\ndate: '2023-10-30'\ntags: [a, b]\nissuer: ~\n---\nText.")
    {'date': '2023-10-30'}
    >>> front_matter(b"---\ntitle: Plan: the second\n---\nText.") is None
    True
    """
    if b"---" not in data[:12].replace(b"\0", b""):  # UTF-16 has a zero beside each
        return {}
    try:
        head, _ = decode(data[:_FRONT_BYTES], "", encoding)
    except SourceError:  # whoever reads the text says what is wrong
        return {}
    match = FRONT_MATTER.match(head)
    if not match:
        return {}
    record = front_matter_record(match[1])
    return None if record is None else single_values(record)
