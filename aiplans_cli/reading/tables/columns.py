"""Which column of a table holds the texts, and which their ids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiplans_cli.errors import SourceError, UnfitTableError
from aiplans_cli.reading.tables.tags import hold_html
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXTS = frozenset(
    "text texts fulltext body bodytext textbody content contents textcontent contenttext article "
    "articletext articlebody document documenttext speech speechtext transcript paragraph "
    "sentence message rawtext cleantext maintext passage "
    "正文 内容 全文 文本 原文 文章 正文内容 文本内容 內容 本文".split()
)
"""Names that say that a column holds texts, without case, spaces and signs; the Chinese ones mean
body, content, full text, text, original, article, and these in traditional script."""

_TITLES = frozenset("title headline heading subject name 标题 题名 题目 名称 文件名称 標題".split())
"""Names of what is no text though it has words: title, heading and name, in both languages."""

_IDS = frozenset(
    "id docid documentid articleid textid rowid uid uuid identifier key no nr num number slug "
    "file filename doc docno index 编号 序号 文号 索引号 文件名 編號 序號".split()
)
"""Names that say that a column tells its rows apart; the Chinese ones mean number, serial number,
document number, index number and file name."""

_EMPTY = frozenset(("", "nan", "na", "n/a", "#n/a", "null", "none", "<na>", "nil", "~", "-", "—"))
"""What programs write for no value."""

SAMPLE = 500
"""Rows that tell which column is what."""

_SENTENCE = 12
"""Words a column must have on average, so that without a telling name it holds texts: the English
titles of 1,980 laws of Taiwan have 9.9."""

_LONGER = 3
"""How many times as long it must be as any other: two languages side by side are alike."""

_LATIN = re.compile("[A-Za-zÀ-ɏ]+")
_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by what they hold."""

    text: str
    """The texts."""
    id: str
    """Their ids; "" where rows are numbered."""
    title: str
    """Their titles; "" for none."""
    guessed: tuple[str, ...] = ()
    """Which of them nobody named."""
    repeated: str = ""
    """A column that is called as ids are, but does not tell its rows apart; "" for none."""
    html: bool = False
    """Whether the texts hold tags of HTML, which are none of their words."""


def has_words(text: str) -> bool:
    """Whether a cell has a text in it.

    >>> has_words("NaN"), has_words("2024"), has_words("AI"), has_words("治理")  # governance
    (False, False, True, True)
    """
    return text.strip().casefold() not in _EMPTY and _LETTER.search(text) is not None


def value_of(cell: str) -> str:
    """What a cell says of its row, in one line; "" for nothing.

    >>> value_of("  EPA\\n"), value_of("NaN")
    ('EPA', '')
    """
    value = " ".join(cell.split())
    return "" if value.casefold() in _EMPTY else value


def columns_of(
    sample: Sequence[Mapping[str, str]], name: str, text: str | None = None, id: str | None = None
) -> Columns:
    """Which columns are what, by the names given, else by names and the first rows.

    Raises ``UnfitTableError`` naming the columns where none is plainly the text, ``SourceError``
    where none is called so.

    >>> columns_of([{"id": "1", "country": "China", "text": "AI safety."}], "m.csv").text
    'text'
    """
    names = list(dict.fromkeys(column for row in sample for column in row))
    guessed: list[str] = []
    repeated = ""
    if text is None:
        text_column = _guess(sample, names, name)
        guessed.append("text")
    else:
        text_column = known_column(text, names, name)
    others = [column for column in names if column != text_column]
    if id is not None:
        id_column = known_column(id, names, name)
    else:
        called = [column for column in others if _plain(column) in _IDS]
        id_column = next((column for column in called if _tells(sample, column)), "")
        repeated = called[0] if called and not id_column else ""
        guessed += ["id"] if id_column else []
    title = next((c for c in others if _plain(c) in _TITLES), "")
    html = hold_html(row.get(text_column, "") for row in sample)
    return Columns(text_column, id_column, title, tuple(guessed), repeated, html)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.rpartition(".")[2]).casefold()


def _tells(sample: Sequence[Mapping[str, str]], column: str) -> bool:
    """Whether each of the first rows has a value of its own."""
    values = [value_of(row.get(column, "")) for row in sample]
    return all(values) and len(set(values)) == len(values)


def known_column(wanted: str, names: Sequence[str], name: str, *, exactly: bool = False) -> str:
    """The column that is called so, in any case unless ``exactly``. Raises ``SourceError``.

    >>> known_column("Text", ["id", "text"], "m.csv")
    'text'
    """
    from difflib import get_close_matches

    if wanted in names:
        return wanted
    folded = {column.casefold(): column for column in reversed(names)}
    if wanted.casefold() in folded and not exactly:
        return folded[wanted.casefold()]
    near = get_close_matches(wanted.casefold(), folded, n=1)
    hint = f"did you mean {folded[near[0]]}?" if near else "choose one of those"
    raise SourceError(name, f"has no column {wanted!r}, but {listed(names)}", hint)


def listed(names: Sequence[str]) -> str:
    """The names of columns in a line, no more than a line holds."""
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return ", ".join(names[:12]) + more


def _guess(sample: Sequence[Mapping[str, str]], names: Sequence[str], name: str) -> str:
    """The column that is plainly the text."""
    words = {column: _words(sample, column) for column in names}
    telling = [c for c in names if _plain(c) in _TEXTS and (words[c] or not any(words.values()))]
    longest = max((c for c in names if _plain(c) not in _TITLES), key=words.__getitem__, default="")
    pool = telling or ([longest] if longest and words[longest] >= _SENTENCE else [])
    if not telling and pool:
        pool += [c for c in names if c != longest and words[c] * _LONGER > words[longest]]
    pool.sort(key=lambda column: -words[column])
    if len(pool) == 1 or (len(pool) > 1 and words[pool[0]] >= _LONGER * words[pool[1]]):
        return pool[0]
    if pool:
        fact = f"has several columns that may be the text: {listed(pool)}"
    else:
        fact = f"has no column that is plainly the text, but {listed(names)}"
    raise UnfitTableError(name, fact, "choose one with --text-column")


def _words(sample: Sequence[Mapping[str, str]], column: str) -> float:
    """Words that a row has on average where it has any."""
    cells = [row[column] for row in sample if has_words(row.get(column, ""))]
    if not cells:
        return 0.0
    # about 1.7 characters to a Chinese word, as where languages are detected
    total = sum(len(_LATIN.findall(cell)) + len(_HAN.findall(cell)) / 1.7 for cell in cells)
    return total / len(cells)
