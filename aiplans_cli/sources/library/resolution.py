"""What a typed source means: a file, a pattern, or the id of a text in the library."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from aiplans_cli.errors import SourceError
from aiplans_cli.records import dataclass
from aiplans_cli.sources.library.entries import Entry, load_library
from aiplans_cli.sources.library.kinds import (
    LISTS,
    is_readable,
    may_be_counts,
    readable_suffixes,
    table_suffixes,
)
from aiplans_cli.storage import folders
from aiplans_cli.storage.bounded import MOST_MEGABYTES, read_bounded
from aiplans_cli.storage.stores import is_address, read_address

SUFFIXES = (".pdf", ".html", ".htm", ".docx", ".md", ".txt")
"""Suffixes under which the text of an official entry may be kept, in order of preference."""

PART = "::"
"""What parts the name of a file, pattern or text of the library from that of a part of it."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where the bytes of a source are; nothing has been read yet."""

    id: str
    """The library id, or the file's name without folders and suffix."""
    entry: Entry | None
    """Its entry in the library, ``None`` for a plain file."""
    path: Path
    """The file to read."""
    form: Literal["text", "counts"]
    """Whether it is texts or a counts file (``.tsv`` or ``.parquet``)."""
    part: str = ""
    """The part that is wanted of it, such as "en" of ``page.html::en``; "" for all."""
    among: bool = False
    """Whether it was found below a folder or by a pattern, and not named itself."""
    place: str = ""
    """Its path below that folder; "" for a text of the library."""
    address: str = ""
    """Where it is in a store; "" on this machine."""

    @property
    def called(self) -> str:
        """Its address or path."""
        return self.address or str(self.path)


def resolve(
    source: str,
    data_dir: Path | None = None,
    library: Callable[[], Mapping[str, Entry]] | None = None,
    problems: list[SourceError] | None = None,
    *,
    counts: bool = False,
) -> tuple[Resolved, ...]:
    """What ``source`` stands for: one file, or the files of a pattern sorted by name.

    ``FILE::part`` is a part of a file: a document of a counts file, a row of a table, a language
    of a bilingual page. A file that exists wins over an id. An id gives the fetched or added file,
    else the shipped digest, else the shipped counts file. ``library`` gives the entries where they
    are known already; ``problems`` takes what of a folder could not be looked into; ``counts``
    takes the counts files of one too, or lists where it has nothing else. Standard input ("-") is
    the caller's affair. Raises ``SourceError`` for a folder or pattern without files, an official
    text that is not at hand, and an unknown name.

    >>> [(found.id, found.form) for found in resolve("us-2025-digest", Path("/nonexistent"))]
    [('us-2025-digest', 'text')]
    """
    if is_address(source):
        return _far(source)
    path = Path(source)
    if source and _exists(path):  # Path("") is the current folder
        if path.is_dir():
            return _below(path, [] if problems is None else problems, counts)
        return (_plain(path),)
    if PART in source:
        return _parts(source, data_dir, library, problems)
    if any(character in source for character in "*?["):
        return _expand(source)
    folder = folders.data_dir() if data_dir is None else data_dir
    entries = load_library(folder) if library is None else library()
    entry = entries.get(source)
    if entry is None:
        raise _unknown(path, source, tuple(entries))
    return (from_library(entry, folder, f"{entry.id}-digest" in entries),)


def _far(source: str) -> tuple[Resolved, ...]:
    """Files in a store, by their address, a folder's or a pattern; or a part of one."""
    from aiplans_cli.sources.corpus.content import texts_at

    base, _, part = source.rpartition(PART)
    if not base or is_address(part):
        base, part = source, ""
    found = texts_at(base, readable_suffixes() | table_suffixes())
    among = len(found) > 1 or any(sign in base for sign in "*?[") or base.endswith("/")
    return tuple(
        # a path that nothing on this machine has, for its suffix
        Resolved(
            Path(place).stem, None, Path(at), "text", part, among, place, at if among else base
        )
        if is_address(at)
        else replace(_plain(Path(at)), part=part, among=among, place=place)
        for at, place, *_ in found
    )


def _parts(
    source: str,
    data_dir: Path | None,
    library: Callable[[], Mapping[str, Entry]] | None,
    problems: list[SourceError] | None,
) -> tuple[Resolved, ...]:
    """The part of a file: the first ``::`` behind something that is there parts the names."""
    first: SourceError | None = None
    ends = [at for at in range(len(source)) if source.startswith(PART, at)]
    for end in ends:
        base, part = source[:end], source[end + len(PART) :]
        if not base or not part:
            error = SourceError(source, "names no part of a file", "write FILE::part, or FILE")
        else:
            try:
                found = resolve(base, data_dir, library, problems)
                return tuple(replace(place, part=part) for place in found)
            except SourceError as caught:
                error = caught
        first = first or error
    raise first or SourceError(source, "no such file", "check the name")


def read_resolved(resolved: Resolved, megabytes: float = MOST_MEGABYTES) -> bytes:
    """The bytes of a source, at most so many megabytes.

    Raises ``SourceError`` where the file cannot be read, has more, is a device, or is a pipe that
    nobody writes to.
    """
    if resolved.address:
        return read_address(resolved.address, megabytes)
    try:
        return read_bounded(resolved.path, megabytes, waits=not resolved.among)
    except OSError as error:
        raise SourceError(
            str(resolved.path), f"cannot be read ({error.strerror})", "check its permissions"
        ) from None


def read_small_text(path: str) -> str:
    """A file of the user's settings, such as stop words, as UTF-8 without byte-order mark.

    Raises ``SourceError`` where it cannot be read or is not UTF-8.
    """
    try:
        return read_bounded(Path(path)).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError(path, "is not UTF-8 text", "save it as UTF-8") from None
    except IsADirectoryError:
        fact = "is a directory" if path else "cannot be read (no name)"
        raise SourceError(path, fact, "name a file in it" if path else "name a file") from None
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        reason = getattr(error, "strerror", None) or "no such name"
        raise SourceError(path, f"cannot be read ({reason})", "check the name") from None


def kept_file(entry: Entry, data_dir: Path | None) -> Path | None:
    """The text of an entry that was fetched or added, ``None`` where there is none.

    Raises ``DataError`` where the folder of the user's texts cannot be looked into.
    """
    if data_dir is None:
        return None
    names = [entry.text] if entry.kind == "added" else [entry.id + suffix for suffix in SUFFIXES]
    found = (data_dir / "texts" / name for name in names)
    try:
        return next((path for path in found if path.is_file()), None)
    except OSError as error:
        raise folders.unreadable(data_dir / "texts", error) from None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError:
        raise SourceError(
            str(path), "cannot be looked at", "check the permissions of its folder"
        ) from None
    except (OSError, ValueError):  # too long a name, or a null byte: no file has it
        return False


def _plain(path: Path) -> Resolved:
    form: Literal["text", "counts"] = "counts" if may_be_counts(path) else "text"
    return Resolved(path.stem, None, path, form, place=path.name)


def _expand(pattern: str) -> tuple[Resolved, ...]:
    from glob import glob

    from aiplans_cli.sources.corpus.content import fixed_part

    # Path.glob refuses absolute patterns and finds hidden files, which no shell does.
    names = sorted(glob(pattern, recursive=True))  # noqa: PTH207
    paths = [path for path in map(Path, names) if not path.is_dir()]
    fixed = Path(fixed_part(pattern))
    files = tuple(
        replace(_plain(path), among=True, place=path.relative_to(fixed).as_posix())
        for path in paths
    )
    if not files:
        raise SourceError(pattern, "no file matches this pattern", "check the folder and the name")
    return files


def _below(folder: Path, problems: list[SourceError], counts: bool) -> tuple[Resolved, ...]:
    """The files below a folder that are in a format we read."""
    every = list(files_below(folder, problems))
    found = [path for path in every if is_readable(path) or (counts and may_be_counts(path))]
    if not found and counts:
        found = [path for path in every if path.suffix.lower() in LISTS]
    if not found:
        what = "text or counts file" if counts else "text"
        raise SourceError(str(folder), f"is a folder without a {what} in it", "name another")
    return tuple(
        replace(_plain(path), among=True, place=path.relative_to(folder).as_posix())
        for path in found
    )


def files_below(folder: Path, problems: list[SourceError]) -> Iterator[Path]:
    """The files below a folder but hidden ones; ``problems`` takes what is not looked into."""

    def report(error: OSError) -> None:
        fact = f"cannot be looked into ({error.strerror})"
        problems.append(SourceError(str(error.filename), fact, "check its permissions"))

    for here, below, names in os.walk(folder, onerror=report):
        below[:] = sorted(name for name in below if name[0] != ".")
        for link in filter(Path.is_symlink, (Path(here, name) for name in below)):
            fact = "is a link to a folder, which is not followed"  # it may lead in a circle
            problems.append(SourceError(str(link), fact, "name that folder too"))
        yield from (Path(here, name) for name in sorted(names) if name[0] != ".")


def from_library(entry: Entry, data_dir: Path | None, has_digest: bool = False) -> Resolved:
    """The best that is at hand of a text of the library. Raises ``SourceError`` for nothing."""
    kept = kept_file(entry, data_dir)
    if kept is not None:
        return Resolved(entry.id, entry, kept, "text")
    if entry.text and (entry.folder / entry.text).is_file():
        return Resolved(entry.id, entry, entry.folder / entry.text, "text")
    if entry.counts and (entry.folder / entry.counts).is_file():
        return Resolved(entry.id, entry, entry.folder / entry.counts, "counts")
    if entry.text:
        raise SourceError(entry.id, f"its file is gone from {entry.folder}", "put it back there")
    remedy = f"download it and run `aiplans texts add FILE --id {entry.id}`"
    if entry.url:
        remedy = f"run `aiplans texts fetch {entry.id}`"
    digest = f", or use {entry.id}-digest" if has_digest else ""
    raise SourceError(entry.id, "its text is not on this machine", remedy + digest)


def _unknown(path: Path, source: str, ids: tuple[str, ...]) -> SourceError:
    from difflib import get_close_matches

    try:
        siblings = [str(path.with_name(other.name)) for other in path.parent.iterdir()]
    except (OSError, ValueError):
        siblings = []
    names = {name.lower(): name for name in (*siblings, *ids)}
    near = get_close_matches(source.lower(), names, n=1)
    remedy = f"did you mean {names[near[0]]}?" if near else "`aiplans texts list` shows the library"
    return SourceError(source or '""', "no such file or library id", remedy)
