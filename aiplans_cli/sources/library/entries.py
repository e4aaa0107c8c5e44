"""What the library knows: the shipped ``library.toml`` and the texts the user added."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from aiplans_cli.errors import DataError
from aiplans_cli.records import dataclass
from aiplans_cli.sources.library.published import PUBLISHED
from aiplans_cli.storage import folders

KINDS: Mapping[str, str] = {
    "official": "published by its issuer; not shipped, may be fetched",
    "translation": "of an official text, published by others; not shipped, may be fetched",
    "digest": "a summary in this project's own words, shipped",
    "added": "a file the user added",
}
"""The kinds of entry and what each means."""

LANGUAGES = ("en", "zh", "")
"""Languages an entry may state; "" leaves it to detection."""

ID_PATTERN = re.compile(r"[^\W_][\w-]*")
"""An id: letters of any script, digits, inner hyphens; so it can be no path and no option."""

_FILE_PATTERN = re.compile(r"(?:[\w-]+/)?[^\W_][\w.-]*")
_LINE_PATTERN = re.compile(r"line (\d+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the library."""

    id: str
    """Short name by which it is typed."""
    title: str
    """Title in English, or the user's own."""
    language: str
    """"en", "zh", or "" where detection should decide."""
    kind: str
    """Key of ``KINDS``."""
    title_zh: str = ""
    """Title in Chinese, "" where it has none."""
    issuer: str = ""
    """Who published it."""
    date: str = ""
    """Date of publication as YYYY, YYYY-MM or YYYY-MM-DD; "" where unknown."""
    format: str = "html"
    """Key of ``PUBLISHED``: what the address answers with."""
    url: str = ""
    """Official address, "" where none is known for certain."""
    alternatives: tuple[str, ...] = ()
    """Further addresses, in the order in which to try them."""
    sha256: str = ""
    """Digest of the official file, "" where it is not known."""
    size: int = 0
    """Bytes of the official file, 0 where not known."""
    pages: int = 0
    """Pages of the official file, blank ones included; 0 where not known."""
    points: int = 0
    """Numbered points or articles of the whole text, 0 where they are not looked for."""
    point: str = ""
    """How a point begins, with {} for its number; "" for what is usual in the language."""
    passages: tuple[str, ...] = ()
    """Names and words that the whole text has."""
    characters: int = 0
    """Fewest characters without spaces of the whole text, 0 where they are not counted."""
    text: str = ""
    """Name of the text beside ``library.toml``, "" where none is kept there."""
    counts: str = ""
    """Name of the counts file beside ``library.toml``, "" for none."""
    folder: Path = Path()
    """Where ``text`` and ``counts`` stand."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """All known addresses, the official one first."""
        return ((self.url,) if self.url else ()) + self.alternatives

    @property
    def has_whole(self) -> bool:
        """Whether more than the title is known of what makes the text whole."""
        return bool(self.points or self.passages or self.characters)

    @property
    def own_title(self) -> str:
        """The title in the language of the text itself."""
        return {"zh": self.title_zh}.get(self.language) or self.title


_NUMBERS = ("size", "pages", "points", "characters")
_LISTS = ("alternatives", "passages")
_TYPES: Mapping[str, type] = (
    {field.name: str for field in fields(Entry) if field.name != "folder"}
    | dict.fromkeys(_NUMBERS, int)
    | dict.fromkeys(_LISTS, list)
)
_REQUIRED = ("id", "title", "language", "kind")


def shipped_folder() -> Path:
    """Where the shipped texts stand: inside an installed package, beside it in a checkout.

    Raises ``DataError`` where neither holds a ``library.toml``.
    """
    package = Path(__file__).resolve().parents[2]
    for folder in (package / "texts", package.parent / "texts"):
        if (folder / "library.toml").is_file():
            return folder
    raise DataError("library.toml", "the shipped library is missing", "install aiplans again")


def load_library(data_dir: Path | None = None) -> Mapping[str, Entry]:
    """All texts by id: the shipped ones in their order, then those the user added, by id.

    An added text hides a shipped one of the same id, which can only happen where a later version
    ships an id that the user already had. Raises ``DataError`` naming the file and line of a
    broken entry, and a folder that cannot be looked into.

    >>> load_library(Path("/nonexistent"))["us-2025"].issuer
    'The White House'
    """
    library = {entry.id: entry for entry in read_entries(shipped_folder() / "library.toml")}
    home = folders.data_dir() if data_dir is None else data_dir
    for path in _added(home / "texts") if home else ():
        library |= {entry.id: entry for entry in read_entries(path)}
    return library


def _added(folder: Path) -> list[Path]:
    """The files of the user's entries; none where there is no such folder."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise folders.unreadable(folder, error) from None


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The entries of one TOML file of ``[[text]]`` tables.

    Raises ``DataError`` naming the line where the TOML or an entry is broken.
    """
    import tomllib

    try:
        source = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _broken(path, line, "is not UTF-8") from None
    except OSError as error:
        raise _broken(path, 0, f"cannot be read ({error.strerror})") from None
    try:
        tables = tomllib.loads(source)
    except RecursionError:
        raise _broken(path, 0, "nests brackets too deeply") from None
    except ValueError as error:  # a number of thousands of digits is none of tomllib's own errors
        found = _LINE_PATTERN.search(str(error))
        line = int(found[1]) if found else source.count("\n") + 1
        raise _broken(
            path, line, f"is not TOML ({_LINE_PATTERN.sub('here', str(error))})"
        ) from None
    rows = tables.pop("text", [])
    if tables or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _broken(path, 1, "has something other than [[text]] tables")
    headers = [n for n, line in enumerate(source.split("\n"), 1) if line.strip() == "[[text]]"]
    entries: dict[str, Entry] = {}
    for index, row in enumerate(rows):
        line = headers[index] if index < len(headers) else 1
        fault = fault_of(row)
        if not fault and row["id"] in entries:
            fault = f"gives the id {row['id']} a second time"
        if fault:
            raise _broken(path, line, fault)
        row |= {key: tuple(row.get(key, ())) for key in _LISTS}
        entries[row["id"]] = Entry(**row, folder=path.parent)
    return tuple(entries.values())


def _broken(path: Path, line: int, fact: str) -> DataError:
    place = f"{path.name} line {line}" if line else path.name
    return DataError(place, fact, f"mend it or put it away: {path}")


def fault_of(row: Mapping[str, Any]) -> str:
    """What is wrong with one table, "" for nothing."""
    for key, value in row.items():
        if key not in _TYPES:
            return f"has the unknown key {key}"
        if type(value) is not _TYPES[key]:
            return f"has a {key} that is not of type {_TYPES[key].__name__}"
    for key in _REQUIRED:
        if key not in row or (key != "language" and not row[key]):
            return f"has no {key}"
    for key, allowed in (
        ("language", LANGUAGES),
        ("kind", tuple(KINDS)),
        ("format", tuple(PUBLISHED)),
    ):
        if key in row and row[key] not in allowed:
            return f"has the {key} {row[key]!r}, not one of {', '.join(filter(None, allowed))}"
    patterns = (
        ("id", ID_PATTERN),
        ("date", re.compile(r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?)?")),
        ("sha256", re.compile(r"(?:[0-9a-f]{64})?")),
        ("text", re.compile(f"(?:{_FILE_PATTERN.pattern})?")),
        ("counts", re.compile(f"(?:{_FILE_PATTERN.pattern})?")),
    )
    for key, pattern in patterns:
        if not pattern.fullmatch(row.get(key, "" if key != "id" else "x")):
            return f"has the malformed {key} {row[key]!r}"
    for address in (row.get("url") or "https://", *row.get("alternatives", ())):
        if not isinstance(address, str) or not address.startswith("https://"):
            return f"has the address {address!r}, which does not begin with https://"
    for passage in row.get("passages", ()):
        if not isinstance(passage, str) or not passage.strip():
            return f"has the passage {passage!r}, which is no text"
    if row.get("point") and row["point"].count("{}") != 1:
        return f"has the point {row['point']!r}, without one {{}} for its number"
    negative = [key for key in _NUMBERS if row.get(key, 0) < 0]
    return f"has a negative {negative[0]}" if negative else ""
