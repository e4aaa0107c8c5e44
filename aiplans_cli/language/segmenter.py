"""jieba, made a quiet guest: no log lines, no shared cache, no dictionary loaded twice.

jieba's own start reads its dictionary through a cache in the shared temporary directory. Here
what comes of it is kept in the user's own cache, and read in a quarter of the time.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiplans_cli.characters import tidied
from aiplans_cli.errors import DataError
from aiplans_cli.language.folding import simplify, straighten
from aiplans_cli.lean_imports import without
from aiplans_cli.records import dataclass
from aiplans_cli.storage.cache import Cache, cache_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


_DIGITS = 15
"""Of the largest frequency of a word: jieba takes logarithms, which larger ones have not."""


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
    for number, line in enumerate(map(tidied, text.splitlines()), 1):
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
            if len(fields[-1]) > _DIGITS:
                fact = f"line {number} has a frequency of {len(fields[-1])} digits"
                raise DataError(name, fact, "write a smaller one")
            frequency = int(fields.pop())
        if not fields or not fields[0]:
            raise DataError(name, f"line {number} has no word", "write WORD [FREQUENCY [TAG]]")
        word = simplify(straighten(" ".join(fields)))  # as the text is that is segmented
        words.append(UserWord(word, frequency, tag))
    return tuple(words)


def _quiet_jieba() -> Any:
    import logging

    with without("pkg_resources"):
        import jieba
    jieba.setLogLevel(logging.ERROR)
    return jieba


def _prefix_dictionary(cache_dir: Path | None) -> tuple[dict[str, int], int]:
    """jieba's prefix dictionary and its total frequency, from the cache where it is there."""
    jieba = _quiet_jieba()
    source = Path(jieba.__file__).with_name(jieba.DEFAULT_DICT_NAME).read_bytes()
    cache = Cache(cache_dir)
    key = cache_key(sha256(source).hexdigest(), jieba.__version__, {"what": "words by frequency"})
    stored = cache.get(key)
    if stored is not None:
        return _unpacked(stored)
    frequencies, total = jieba.Tokenizer.gen_pfdict(BytesIO(source))
    if cache_dir is not None:
        cache.put(key, _packed(frequencies, total))
    return frequencies, total


def _packed(frequencies: Mapping[str, int], total: int) -> str:
    """The total, then a line for each frequency with the words that have it.

    Half a million words have five thousand frequencies: so they are read back in the least time.

    >>> _packed({"人": 2, "人工": 0, "智": 2}, 4)  # person, the first half of a word, wisdom
    '4\\n2 人 智\\n0 人工'
    """
    words: dict[int, list[str]] = {}
    for word, frequency in frequencies.items():
        words.setdefault(frequency, []).append(word)
    return "\n".join([str(total), *(f"{count} {' '.join(of)}" for count, of in words.items())])


def _unpacked(text: str) -> tuple[dict[str, int], int]:
    total, *lines = text.split("\n")
    frequencies: dict[str, int] = {}
    for line in lines:
        frequency, _, words = line.partition(" ")
        frequencies |= dict.fromkeys(words.split(" "), int(frequency))
    return frequencies, int(total)


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
