"""Text that was once decoded wrongly and saved so: no reader of bytes can tell, but its letters do.

Chinese in UTF-8, read as if each byte were a letter of an old code page, comes out as long runs of
odd letters. Encoded back and decoded rightly, most of such a run is Chinese again, even where
some of its characters were lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from aiplans_cli.reading.shape import HAN

if TYPE_CHECKING:
    from aiplans_cli.model import Section

_PAGES = {
    "cp1252": "Windows-1252",
    "latin_1": "Latin-1",
    "mac_roman": "Mac Roman",
    "mac_cyrillic": "Mac Cyrillic",
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
    "cp866": "DOS 866",
    "cp437": "DOS 437",
    "cp850": "DOS 850",
    "cp1250": "Windows-1250",
}
_CHINESE_PAGE = "gb18030"

_CJK = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"
_LETTERS = re.compile(rf"[^\x00-\x7f{_CJK}](?:[^\x00-\x7f{_CJK}]| (?=[^\x00-\x7f{_CJK}]))+")
_CHARACTERS = re.compile(r"[\u3400-\u9fff\ue000-\uf8ff€]{8,}")
_RIGHT = re.compile(rf"{HAN.pattern}|[\u3000-\u303f\uff00-\uffef]")
_LOST = re.compile(r"(?:锟斤拷)+")  # what lost characters become when they are decoded once more
_LONG = 12
"""Characters of a run of which some may have been lost; a shorter one must be whole."""

_MOST = 0.6
"""Share of a run's bytes that are Chinese once decoded rightly: 0.9 of the regulation read as Mac
Cyrillic in ``mix.txt``, which lost its no-break spaces, and at most 0.1 of Ukrainian words."""


def garbled(sections: Iterable[Section]) -> tuple[str, ...]:
    """A note on text that was decoded wrongly before it was saved, with its place; () for none.

    >>> from aiplans_cli.model import Section
    >>> garbled([Section("", 0, "body", "3", "the nationâ€™s plan")])
    ('page 3: 3 characters are text that was once decoded wrongly (UTF-8 as Windows-1252) and is
      counted as it stands; look for a better copy',)
    """
    found: dict[str, int] = {}
    places: dict[str, None] = {}
    for section in sections:
        for start, size, page in _runs(section.text):
            found[page] = found.get(page, 0) + size
            places.setdefault(_place(section, start))
    if not found:
        return ()
    size, pages = sum(found.values()), ", ".join(filter(None, found))
    where = next(iter(places))
    more = f" and {len(places) - 1} more" if len(places) > 1 else ""
    how = f" ({pages})" if pages else ""
    one = size == 1
    return (
        f"{where}{more}: {size:,} character{'s' * (not one)} {'is' if one else 'are'} text that was"
        f" once decoded wrongly{how} and is counted as it stands; look for a better copy",
    )


def _place(section: Section, start: int) -> str:
    line = section.line_at(start)
    page = section.page_at(start)
    if line:
        return f"line {line}"
    return f"page {page}" if page else f"in {section.heading!r}" if section.heading else "somewhere"


def _runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Where runs of garbled text begin, how long they are, and what they were taken for."""
    if text.isascii():
        return
    for run in _LETTERS.finditer(text):
        page = _page_of(run[0])
        if page:
            yield run.start(), len(run[0]), f"UTF-8 as {page}"
    for run in _CHARACTERS.finditer(text):
        if _chinese(run[0], _CHINESE_PAGE) > _MOST:
            yield run.start(), len(run[0]), "UTF-8 as GBK"
    for run in _LOST.finditer(text):
        yield run.start(), len(run[0]), ""


def _page_of(run: str) -> str:
    """The code page as which the run was once read; "" where it is text as it stands."""
    if len(run) >= _LONG:
        return next((name for page, name in _PAGES.items() if _chinese(run, page) > _MOST), "")
    for page in ("cp1252", "latin_1"):
        try:
            if len(run.encode(page).decode("utf-8")) < len(run):
                return _PAGES[page]
        except UnicodeError:
            continue
    return ""


def _chinese(run: str, page: str) -> float:
    """The share of the run's bytes in a code page that are Chinese in UTF-8."""
    data = run.encode(page, "ignore")
    right = data.decode("utf-8", "ignore")
    return 3 * len(_RIGHT.findall(right)) / max(len(data), 1)
