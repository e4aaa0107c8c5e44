"""jieba, made a quiet guest: no log lines, no shared cache, no dictionary loaded twice.

jieba's own start reads its dictionary through a cache in the shared temporary directory. Here
the cache is the user's own, keyed by the dictionary's digest, checked before it is believed, and
read in one piece, which is several times as fast.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import DataError
from aiplans_cli.lean_imports import without

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class UserWord:
    """A word that the user adds to jieba's dictionary."""

    word: str
    """The word; it may hold spaces and several scripts."""
    frequency: int | None = None
    """How common it is; ``None`` lets jieba choose a frequency that keeps it whole."""
    tag: str | None = None
    """Part-of-speech tag, such as ``n``."""


def parse_user_dict(text: str, name: str) -> tuple[UserWord, ...]:
    """Read a user dictionary: a word a line, then optionally its frequency and its tag.

    Words may hold spaces and Latin letters; a tab may part the fields; a byte-order mark, CRLF
    line ends, empty lines and lines that begin with ``#`` are passed over.

    Raises ``DataError`` where a line has a frequency or a tag but no word.

    >>> parse_user_dict("large model 20 n", "mine.txt")
    (UserWord(word='large model', frequency=20, tag='n'),)
    """
    words = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.strip().split("\t") if "\t" in line else line.split()
        tag = None
        frequency = None
        if len(fields) > 1 and fields[-1].isascii() and fields[-1].islower():
            before = fields[-2]
            # "large model" is a word of two parts; "大模型 20 n" and "大模型 n" end in a tag.
            if before.isdigit() or len(fields[-1]) <= 2 or "\t" in line:
                tag = fields.pop()
        if fields[-1].isascii() and fields[-1].isdigit():
            frequency = int(fields.pop())
        if not fields or not fields[0]:
            raise DataError(name, f"line {number} has no word", "write WORD [FREQUENCY [TAG]]")
        words.append(UserWord(" ".join(fields), frequency, tag))
    return tuple(words)


def _quiet_jieba() -> Any:
    import logging

    with without("pkg_resources"):
        import jieba
    jieba.setLogLevel(logging.ERROR)
    return jieba


def _prefix_dictionary(cache_dir: Path | None) -> tuple[dict[str, int], int]:
    """jieba's prefix dictionary and its total frequency, from the private cache if it is sound."""
    jieba = _quiet_jieba()
    source = Path(jieba.__file__).with_name(jieba.DEFAULT_DICT_NAME)
    stamp = f"{jieba.__version__} {source.stat().st_size} {marshal.version}"
    cached = None
    if cache_dir is not None:
        name = hashlib.sha256(stamp.encode()).hexdigest()[:16]
        cached = cache_dir / f"jieba-{name}.dictionary"
        loaded = _read_cached(cached)
        if loaded is not None:
            return loaded
    with source.open("rb") as stream:
        frequencies, total = jieba.Tokenizer.gen_pfdict(stream)
    if cached is not None:
        _write_cached(cached, marshal.dumps((frequencies, total)))
    return frequencies, total


def _read_cached(path: Path) -> tuple[dict[str, int], int] | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    digest, body = data[:32], data[32:]
    # marshal trusts its input, so a damaged file is recognised before it is parsed.
    if hashlib.sha256(body).digest() != digest:
        return None
    frequencies, total = marshal.loads(body)
    return frequencies, total


def _write_cached(path: Path, body: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(hashlib.sha256(body).digest() + body)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
    except OSError:
        return  # a cache that cannot be written costs time, nothing else


@lru_cache(maxsize=4)
def tokenizer(user_words: tuple[UserWord, ...] = (), cache_dir: Path | None = None) -> Any:
    """A ``jieba.Tokenizer`` with its default dictionary and ``user_words`` added."""
    jieba = _quiet_jieba()
    made = jieba.Tokenizer()
    made.FREQ, made.total = _prefix_dictionary(cache_dir)
    made.initialized = True
    for entry in user_words:
        made.add_word(entry.word, entry.frequency, entry.tag)
    return made


def cutter(
    user_words: tuple[UserWord, ...] = (), cache_dir: Path | None = None
) -> Callable[[str], list[str]]:
    """``jieba.lcut`` with the user's words, which may also hold spaces.

    jieba parts its input at white space before it looks at the dictionary, so words with spaces
    are found first and kept whole.

    >>> cutter()("人工智能治理")  # "artificial intelligence governance"
    ['人工智能', '治理']
    """
    cut: Callable[[str], list[str]] = tokenizer(user_words, cache_dir).lcut
    spaced = [entry.word for entry in user_words if not _one_block(entry.word)]
    if not spaced:
        return cut
    import re

    longest_first = sorted(map(re.escape, spaced), key=len, reverse=True)
    pattern = re.compile(f"({'|'.join(longest_first)})")

    def cut_around(text: str) -> list[str]:
        found: list[str] = []
        for index, piece in enumerate(pattern.split(text)):
            found.extend([piece] if index % 2 else cut(piece))
        return found

    return cut_around


def _one_block(word: str) -> bool:
    import re

    return re.fullmatch(r"[一-鿕a-zA-Z0-9+#&._%\-]+", word) is not None


@lru_cache(maxsize=2)
def tagger(
    user_words: tuple[UserWord, ...] = (), cache_dir: Path | None = None
) -> Callable[[str], list[tuple[str, str]]]:
    """jieba's part-of-speech tagger: text → (word, tag) pairs, tags as ICTCLAS names them."""
    base = tokenizer(user_words, cache_dir)
    with without("pkg_resources"):
        import jieba.posseg
    tagging = jieba.posseg.POSTokenizer(base)

    def tag(text: str) -> list[tuple[str, str]]:
        return [(pair.word, pair.flag) for pair in tagging.lcut(text)]

    return tag
