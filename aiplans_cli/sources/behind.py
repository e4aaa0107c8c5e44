"""The texts behind a counts file, found again by what it has recorded of them.

A counts file may come from anybody, so that what it says is only a hint where to look: a text is
one of its folder or below the current one, is a regular file, and has the digest that was counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from hashlib import sha256
from itertools import islice, product
from os.path import abspath, relpath
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from aiplans_cli.errors import AiplansError, SourceError
from aiplans_cli.language import LANGUAGES
from aiplans_cli.model import Counts
from aiplans_cli.records import dataclass
from aiplans_cli.sources.corpus.content import digests_of
from aiplans_cli.sources.journal import Journal
from aiplans_cli.sources.tables import is_table, part_of
from aiplans_cli.storage.bounded import read_bounded

if TYPE_CHECKING:
    from aiplans_cli.model import Document
    from aiplans_cli.sources.library.entries import Entry
    from aiplans_cli.sources.settings import SourceSettings

UNTOLD = "-"
"""In place of the digest of a text of several that was counted in blocks: theirs, with those of
the other texts, add up to that of the document."""

_MOST_SUMS = 1 << 12
"""Sums that are tried. A text has a second digest only where a block of 8 MB has no words."""

Reader = Callable[[], "Document"]
"""Reads a text."""


def recorded_path(path: str, output: str | None) -> str:
    """The path of a text from the folder of the counts file that is made of it, with ``/``.

    Without ``output`` it is from the current folder. "" for a text without file, an address, which
    may hold a password, a counts file in a store, and where no path leads from one to the other.

    >>> recorded_path("texts/us/plan.txt", "counts/x.tsv"), recorded_path("s3://bucket/x", None)
    ('../texts/us/plan.txt', '')
    """
    if not path or "://" in path or "://" in (output or ""):
        return ""
    try:
        found = relpath(path, Path(output).parent if output else ".")
    except ValueError:  # another drive
        return ""
    return Path(found).as_posix()


def _is_below(file: str) -> bool:
    """Whether a path that was recorded leads on from a folder, and not to a drive or a network.

    >>> [_is_below(name) for name in ("a/b.txt", "/etc/x", "//host/x", "c:x", "s3://b/x", "")]
    [True, False, False, False, False, False]
    """
    windows = PureWindowsPath(file)
    rooted = PurePosixPath(file).is_absolute() or windows.drive or windows.root
    return bool(file) and not rooted and "://" not in file and "\0" not in file


@dataclass(slots=True)
class Behind:
    """Finds the texts behind counts files."""

    settings: SourceSettings
    """How they are read."""
    journal: Journal
    """Takes the digest of each that is read."""
    library: Callable[[], Mapping[str, Entry]]
    """The texts that the library knows, by id."""
    _table: tuple[str, dict[str, Document]] = ("", {})
    """The rows of the table that was read last: those of a counts file stand together."""
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Path → the digests with which the file there may have been counted."""
    _several: dict[str, dict[tuple[str, str, str], list[Counts]]] = field(default_factory=dict)
    """Counts file → the texts of its documents of several."""

    def reader(self, counts: Counts, file: str) -> Reader | None:
        """What reads the text of counts that stand in ``file``; ``None`` where it is not there.

        Of the texts of a value, that were counted as one document, it takes all.
        """
        if "by" in counts.settings:
            members = self._members(counts, file)
            readers = [read for one in members if (read := self._one(one, file))]
            if not members or len(readers) < len(members):
                return None
            ids = [one.id for one in members]
            return lambda: together(counts, ids, [read() for read in readers])
        return self._one(counts, file)

    def needed(self, counts: Counts, file: str) -> str:
        """What the lines of counts that stand in ``file`` need, where ``reader`` finds no text."""
        missing = counts
        if "by" in counts.settings:
            members = self._members(counts, file)
            if not members:
                return "its texts by themselves, which these counts do not tell"
            missing = next((one for one in members if not self._one(one, file)), members[0])
        if not missing.file:
            return "the document itself"
        row = part_of(missing.id) not in ("", *LANGUAGES)
        named = ", by the same --text-column if any" if row else ""
        return f"{missing.file} as it was counted{named}, beside the counts file"

    def _members(self, counts: Counts, file: str) -> list[Counts]:
        """The texts of a document of several, as counts without numbers; none where untold.

        Those counted in blocks have the digest that their file has now, if all add up.
        """
        if file not in self._several:
            self._several[file] = dict(texts_of(file))
        key = (counts.title, counts.language, counts.sha256)
        members = self._several[file].get(key, [])
        if any(one.sha256 == UNTOLD for one in members):
            members = self._several[file][key] = self._with_digests(counts, members, file)
        return members

    def _with_digests(self, counts: Counts, members: list[Counts], file: str) -> list[Counts]:
        from aiplans_cli.counting.corpus import digest_of

        choices: list[Sequence[str]] = []
        for one in members:
            if one.sha256 != UNTOLD:
                choices.append([one.sha256])
                continue
            there = next((path for path, _ in self._places(one, file) if path.is_file()), None)
            if there is None:
                return members
            choices.append([*dict.fromkeys(self._digests(there)[1:])])
        for digests in islice(product(*choices), _MOST_SUMS):
            if digest_of(digests) == counts.sha256:
                pairs = zip(members, digests, strict=True)
                return [replace(one, sha256=digest) for one, digest in pairs]
        return members

    def _one(self, counts: Counts, file: str) -> Reader | None:
        for path, entry in self._places(counts, file):
            with suppress(AiplansError, OSError):  # then it is not the text that was counted
                if path.is_file() and (found := self._at(path, counts, entry)):
                    return found
        return None

    def _places(self, counts: Counts, file: str) -> Iterator[tuple[Path, Entry | None]]:
        """Where a text may be: as the counts file says, or in the library that has its id."""
        if _is_below(counts.file):
            for folder in (Path(file).parent, Path()):
                # by its words, as it was recorded, also where the folder is a link
                yield Path(abspath(folder / counts.file)), None  # noqa: PTH100
        elif not counts.file and (entry := self.library().get(counts.id)):
            from aiplans_cli.sources.library.resolution import from_library
            from aiplans_cli.storage.folders import data_dir

            with suppress(AiplansError):
                yield from_library(entry, data_dir()).path, entry

    def _at(self, path: Path, counts: Counts, entry: Entry | None) -> Reader | None:
        if self._key(path):
            row = self._rows(path).get(part_of(counts.id))
            same = row is not None and row.sha256 == counts.sha256
            return (lambda: self._row(path, counts)) if same else None
        same = counts.sha256 in self._digests(path)
        return (lambda: self._read(path, counts, entry)) if same else None

    def _key(self, path: Path) -> str:
        from aiplans_cli.counting.files import is_counts

        with path.open("rb") as stream:
            head = stream.read(1 << 16)
        return "" if is_counts(head) else is_table(lambda: head, path.name, self.settings)

    def _digests(self, path: Path) -> tuple[str, ...]:
        if str(path) not in self._known:
            self._known[str(path)] = tuple(digests_of(self._data(path)))
        return self._known[str(path)]

    def _data(self, path: Path) -> bytes:
        return read_bounded(path, self.settings.max_size, waits=False)

    def _noted(self, path: Path) -> bytes:
        """The bytes of a text, which the record of the run names."""
        self.journal.will_read(path)
        data = self._data(path)
        self.journal.read(relpath(path), sha256(data).hexdigest())
        return data

    def _read(self, path: Path, counts: Counts, entry: Entry | None) -> Document:
        from aiplans_cli.sources.documents import documents_in

        data, part = self._noted(path), part_of(counts.id)
        language = "auto" if part in LANGUAGES else counts.language
        reading = replace(self.settings, lang=language)
        found, _ = documents_in(data, str(path), reading, entry=entry, part=part)
        kept = [one for one in found if one.language == counts.language]
        if counts.sha256 not in digests_of(data) or len(kept) != 1:
            raise _changed(path)
        return replace(kept[0], id=counts.id, title=counts.title)

    def _row(self, path: Path, counts: Counts) -> Document:
        row = self._rows(path).get(part_of(counts.id))
        if row is None or row.sha256 != counts.sha256:
            raise _changed(path)
        return replace(row, id=counts.id)

    def _rows(self, path: Path) -> Mapping[str, Document]:
        """The documents of a table by the part that each is."""
        from aiplans_cli.sources.documents import documents_in

        if self._table[0] != str(path):
            self._table = (str(path), {})  # one that cannot be read is not tried for each row
            data = self._noted(path)
            found, _ = documents_in(data, str(path), self.settings)
            self._table = (str(path), {part_of(one.id): one for one in found})
        return self._table[1]


def texts_of(file: str) -> Mapping[tuple[str, str, str], list[Counts]]:
    """The texts of the documents of several in a Parquet counts file, as counts without numbers.

    They are looked for where they stand, since counts in memory do not hold them, by what their
    document is: title, language and digest. None are told in files of before, and of totals.
    """
    from aiplans_cli.counting.rows import section_texts

    found: dict[tuple[str, str, str], dict[tuple[str, str], Counts]] = {}
    with suppress(OSError, AiplansError), Path(file).open("rb") as stream:
        for document, name, told in section_texts(stream, file):
            digest, _, path = told.partition(" ")
            text = Counts(name, "", document[1], digest, "text", (), {}, {}, file=path)
            found.setdefault(document, {})[name, told] = text
    return {document: list(texts.values()) for document, texts in found.items()}


def together(counts: Counts, names: Sequence[str], documents: Sequence[Document]) -> Document:
    """Texts as one document, each under its name, its sections as those of the counts are."""
    from aiplans_cli.counting.corpus import KINDS
    from aiplans_cli.counting.tally import UNIT_OF_KIND
    from aiplans_cli.sources.selection import joined_text

    place = {kind: at for at, kind in enumerate(KINDS)}
    whole = []
    for name, document in zip(names, documents, strict=True):
        sections = [
            replace(
                one,
                part=0,
                heading=one.heading or name,
                parents=(name, *one.parents) if one.heading else (),
            )
            for one in document.sections
        ]
        sections.sort(key=lambda one: place.get(UNIT_OF_KIND.get(one.kind, "body"), len(place)))
        whole.append(replace(document, sections=tuple(sections)))
    return joined_text(counts, whole)


def _changed(path: Path) -> SourceError:
    fact = "is no more the text that was counted"
    return SourceError(relpath(path), fact, "count it again, or bring that text back")
