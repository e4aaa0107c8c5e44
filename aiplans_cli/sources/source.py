"""A source: one document that was named, under a name that no other of the run has; its bytes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field, replace
from functools import lru_cache
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import SourceError
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from aiplans_cli.model import Counts, Document
    from aiplans_cli.sources.library.resolution import Resolved


OF_COUNTS = " (counts)"
"""What follows the name of a counts file among the inputs of a record."""


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """One document that was named, counted; its text is read only when something asks for it."""

    counts: Counts
    """What was counted of it."""
    reader: Callable[[], Document] | None = None
    """Reads the text; ``None`` where only the counts were named."""
    file: str = ""
    """Path of its file; "" for a text of the library, standard input and what was given as such."""
    pages: int = 0
    """Pages of its file where they are known without its text; else 0."""
    place: str = ""
    """Its file's path below the folder that was named; "" where that is not known."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What is known of it beside its words: its columns, front matter, or entry in the library."""
    find: Callable[[Counts], Callable[[], Document] | None] | None = None
    """Looks for what reads the text of counts; ``None`` where nothing is known of it."""

    needs: Callable[[Counts], str] | None = None
    """Tells what the lines of counts need where ``find`` finds nothing; ``None`` for the usual."""

    @property
    def text(self) -> Callable[[], Document] | None:
        """Reads the text; ``None`` where only the counts are at hand.

        It is looked for when it is first asked for: not every question of 100,000 texts reads them.
        """
        return self.reader or (self.find(self.counts) if self.find else None)

    @property
    def id(self) -> str:
        """Short name of the document."""
        return self.counts.id

    @property
    def language(self) -> str:
        """ "en" or "zh"."""
        return self.counts.language

    @property
    def needed(self) -> str:
        """What its lines need where only its counts are at hand."""
        return self.needs(self.counts) if self.needs else "the document itself"

    def named(self, name: str) -> Source:
        """The same source under another name."""
        read = self.reader
        reader = None if read is None else lambda: replace(read(), id=name)
        return replace(self, counts=_renamed(self.counts, name), reader=reader)

    def __repr__(self) -> str:
        held = "its counts alone" if self.reader is None else "text and counts"
        return f"<Source {self.id} ({self.language}): {held}>"


def all_apart(made: Iterable[tuple[Any, list[Source]]]) -> list[Source]:
    """The sources of all that were opened, each under a name of its own."""
    return named_apart([source for _, several in made for source in several])


def named_apart(sources: Sequence[Source]) -> list[Source]:
    """Sources that share an id, each under a name of its own."""
    names = told_apart([source.id for source in sources], [source.file for source in sources])
    return [
        source if name == source.id else source.named(name)
        for source, name in zip(sources, names, strict=True)
    ]


def told_apart(ids: Sequence[str], files: Sequence[str]) -> list[str]:
    """A name for each document, from its id and its file, which is "" where it has none.

    It is the id, save where files of one run share it: then it is the shortest end of the path
    that tells them apart. A document named twice keeps one name.

    >>> told_apart(["report", "report", "plan"], ["a/report.txt", "b/report.txt", "plan.md"])
    ['a/report', 'b/report', 'plan']
    >>> told_apart(["report", "report"], ["report.txt", "report.md"])
    ['report.txt', 'report.md']
    """
    places: dict[str, set[_Place]] = defaultdict(set)
    found = [_place(id_, file) for id_, file in zip(ids, files, strict=True)]
    for id_, place in zip(ids, found, strict=True):
        places[id_].add(place)
    taken = frozenset(places)
    names = {
        id_: _shortest(id_, several, taken - {id_})
        for id_, several in places.items()
        if len(several) > 1
    }
    return [names[i][place] if i in names else i for i, place in zip(ids, found, strict=True)]


def _renamed(counts: Counts, name: str) -> Counts:
    sections = tuple(
        replace(section, document=name) if section.document == counts.id else section
        for section in counts.sections
    )
    return replace(counts, id=name, sections=sections)


_Place = tuple[tuple[str, ...], str]
"""The folders above a document, and the suffix of its file."""


def _place(id_: str, file: str) -> _Place:
    stem, above, suffix, folder = _parted(file)
    if not file or stem == id_.partition("::")[0]:  # a part stands where its file does
        return above, suffix
    return folder, ""  # a counts file is the folder of its documents


@lru_cache(1 << 10)
def _parted(file: str) -> tuple[str, tuple[str, ...], str, tuple[str, ...]]:
    """Stem, folders, suffix, and folders with the stem, of a file that has many documents."""
    path = PurePath(file)
    folder = path.with_suffix("").parts if path.name else ()
    return path.stem, path.parent.parts, path.suffix, folder


def _shortest(id_: str, places: set[_Place], taken: frozenset[str]) -> dict[_Place, str]:
    names: dict[_Place, str] = {}
    for depth in range(max(len(folders) for folders, _ in places) + 1):
        for with_suffix in (False, True):
            names = {place: _name(id_, place, depth, with_suffix) for place in places}
            if len(set(names.values())) == len(places) and taken.isdisjoint(names.values()):
                return names
    return names


def _name(id_: str, place: _Place, depth: int, with_suffix: bool) -> str:
    folders, suffix = place
    stem, sign, part = id_.partition("::")
    above = folders[max(0, len(folders) - depth) :]
    name = PurePath(*above, stem + suffix if with_suffix else stem).as_posix()
    return name + sign + part


@dataclass(frozen=True, slots=True)
class Opened:
    """A source whose bytes have been read."""

    name: str
    """How errors and records call it."""
    place: Resolved | None
    """Where it is; ``None`` for standard input."""
    data: bytes
    """Its bytes."""
    part: str = ""
    """The part that is wanted of it; "" for all."""
    among: bool = False
    """Whether it was found among others, below a folder or by a pattern, and not named itself."""

    @property
    def file(self) -> str:
        """The path of its file; "" for a text of the library and standard input."""
        place = self.place
        return "" if place is None or place.entry is not None else place.called


def is_counts_file(data: bytes) -> bool:
    """Whether bytes are counts, not texts: a counts file, as TSV or Parquet."""
    from aiplans_cli.counting.files import is_counts, is_counts_parquet
    from aiplans_cli.counting.parquet import is_parquet

    return is_counts(data) or (is_parquet(data) and is_counts_parquet(BytesIO(data)))


def check_parquet(item: Opened) -> None:
    """Raise ``SourceError`` for a file that is called Parquet and is none."""
    from aiplans_cli.counting.parquet import is_parquet

    place = item.place
    if place and place.path.suffix.lower() == ".parquet" and not is_parquet(item.data):
        fact = "is no Parquet file, though its name says so"
        raise SourceError(item.name, fact, "make it again with 'aiplans count', or rename a text")
