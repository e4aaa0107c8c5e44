"""The texts of a corpus: what lies in a folder, and what is known of each beside its words."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from aiplans_cli.errors import SourceError
from aiplans_cli.library.corpus_bytes import is_address, texts_at
from aiplans_cli.library.sources import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_BYTES = 1 << 16
_FOLDER = re.compile(r"folder([2-9]?)")


@dataclass(frozen=True, slots=True)
class Text:
    """A file of a corpus; nothing has been read yet."""

    path: str
    """Where it is: a path, or an address such as ``s3://bucket/name``."""
    name: str
    """Its path below the folder that was named, with ``/`` and without suffix where that tells
    it from all others."""
    place: str
    """Its path below the folder that was named, with ``/``."""
    size: int
    """Bytes."""
    stamp: str
    """What changes when the file does."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What sources stand for."""

    texts: tuple[Text, ...]
    """The texts, in order of name."""
    others: int
    """Files of folders that are in no format we read."""
    problems: tuple[str, ...]
    """What could not be looked into, and why."""


def corpus_of(sources: Sequence[str], recursive: bool = False) -> Corpus:
    """The texts that folders, patterns, files and addresses of stores stand for.

    A folder stands for the files in it, and in the folders below where ``recursive``, whose suffix
    is that of a format we read; hidden ones are passed over. Raises ``SourceError`` for a source
    that does not exist, and where there is no text at all.
    """
    found: dict[str, tuple[str, int, str]] = {}
    problems: list[str] = []
    others = 0
    for source in sources:
        if source == "-":
            raise SourceError("-", "standard input is no corpus", "name folders or files")
        if is_address(source):
            found |= {path: rest for path, *rest in texts_at(source)}  # type: ignore[misc]
        elif Path(source).is_dir():
            for path in _files(Path(source), recursive, problems):
                if path.suffix.lower() in _suffixes():
                    found[str(path)] = _known(path, path.relative_to(source).as_posix())
                else:
                    others += 1
        else:
            found |= {str(own.path): _known(own.path, own.path.name) for own in resolve(source)}
    if not found:
        more = "" if recursive else ", or add --recursive for the folders below"
        fact = problems[0] if problems else "has no text in it"
        raise SourceError(" ".join(sources), fact, f"name a folder with texts{more}")
    texts = named_texts([(path, *rest) for path, rest in found.items()])
    return Corpus(tuple(texts), others, tuple(problems))


def _known(path: Path, place: str) -> tuple[str, int, str]:
    status = path.stat()
    return place, status.st_size, str(status.st_mtime_ns)


def named_texts(found: Sequence[tuple[str, str, int, str]]) -> list[Text]:
    """Texts in order of name, from where each is, its place, its bytes and its stamp.

    >>> found = named_texts([("x/b.txt", "b.txt", 1, ""), ("x/a.md", "a.md", 1, "")])
    >>> [text.name for text in found]
    ['a', 'b']
    """
    stems = [PurePosixPath(place).with_suffix("").as_posix() for _, place, _, _ in found]
    paths = [path for path, _, _, _ in found]  # no two are the same
    choices = (stems, [place for _, place, _, _ in found], paths)
    names = next(own for own in choices if len(set(own)) == len(paths))
    texts = [Text(own[0], name, *own[1:]) for name, own in zip(names, found, strict=True)]
    return sorted(texts, key=lambda text: text.name)


def _suffixes() -> frozenset[str]:
    from aiplans_cli.reading import READERS

    return frozenset(suffix for reader in READERS.values() for suffix in reader.suffixes)


def _files(folder: Path, recursive: bool, problems: list[str]) -> Iterator[Path]:
    def report(error: OSError) -> None:
        problems.append(f"{error.filename}: cannot be looked into ({error.strerror})")

    for here, below, names in os.walk(folder, onerror=report):
        below[:] = sorted(name for name in below if name[0] != ".") if recursive else []
        for name in sorted(names):
            path = Path(here, name)
            if name[0] != "." and path.is_file():
                yield path


def field_value(field: str, text: Text, data: bytes, pattern: re.Pattern[str] | None = None) -> str:
    """The value that a text has in a field; "" where it has none.

    The field is a named group of ``pattern``, which is looked for in the text's place; else a key
    of its front matter, where ``year`` is also the year of its ``date``; else ``folder`` for the
    first folder of its place, ``folder2`` for the second, and so on.

    >>> text = Text("corpus/epa/2023-plan.txt", "epa/2023-plan", "epa/2023-plan.txt", 9, "")
    >>> field_value("year", text, b"", re.compile("(?P<year>[0-9]{4})-"))
    '2023'
    >>> field_value("folder", text, b""), field_value("issuer", text, b"")
    ('epa', '')
    """
    if pattern is not None and field in pattern.groupindex:
        match = pattern.search(text.place)
        return " ".join((match[field] or "").split()) if match else ""
    front = front_matter(data)
    if field in front:
        return front[field]
    if field == "year":
        return (re.match(r"\d{4}(?!\d)", front.get("date", "")) or [""])[0]
    if level := _FOLDER.fullmatch(field):
        folders = text.place.split("/")[:-1]
        at = int(level[1] or 1) - 1
        return " ".join(folders[at].split()) if at < len(folders) else ""
    return ""


def front_matter(data: bytes) -> dict[str, str]:
    r"""The keys with a single value in the YAML that a text begins with.

    >>> front_matter(b"---\ndate: '2023-10-30'\ntags: [a, b]\n---\nText.")
    {'date': '2023-10-30'}
    """
    head = data[:_FRONT_BYTES].decode("utf-8", "replace")
    match = _FRONT.match(head)
    if not match:
        return {}
    import yaml

    try:
        record = yaml.load(match[1], yaml.BaseLoader)  # makes strings, nothing else
    except yaml.YAMLError:
        return {}
    if not isinstance(record, dict):
        return {}
    return {
        key: " ".join(value.split())
        for key, value in record.items()
        if isinstance(key, str) and isinstance(value, str)
    }
