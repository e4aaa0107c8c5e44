"""Whether a document is the whole of an official text, by what the library says of it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from aiplans_cli.language import LANGUAGES, detect
from aiplans_cli.model import COUNTED_KINDS

if TYPE_CHECKING:
    from aiplans_cli.model import Document
    from aiplans_cli.sources.library.entries import Entry

_POINT: dict[str, str] = {"zh": "{}、"}
_LIST_TAG = re.compile(rb"(?i)<(ol|/ol|li)\b")
_ZH_DIGITS = "零一二三四五六七八九"
_NUMBER = rf"0-9{_ZH_DIGITS}十百"


def shortfalls(document: Document, entry: Entry, data: bytes = b"") -> list[str]:
    """What a document lacks of the text of an entry, in words; nothing where it is whole.

    Looked for are the title, the points in their order, the passages and the length that the
    entry tells, and its language. ``data`` are the bytes of a page, which has its title, and the
    numbers of a list, where a reader may not look for them.

    >>> from aiplans_cli.model import Document, Section
    >>> from aiplans_cli.sources.library.entries import Entry
    >>> plan = Entry("plan", "The Plan", "en", "official", points=3)
    >>> body = Section("", 0, "body", "", "The Plan. 1. We plant trees. 2. We sell fruit.")
    >>> shortfalls(Document("plan", "", "en", (body,)), plan)
    ['has 2 of 3 points']
    """
    # Not its title or front matter, to which the reading of an entry adds the library's title.
    text = "\n".join(section.text for section in document.sections)
    squeezed_text = squeezed(text)
    found = []
    if squeezed(entry.own_title) not in squeezed(page_text(data)) + squeezed_text:
        found.append(f"lacks the title {entry.own_title!r}")
    language = detect(text).language
    if entry.language and language and language != entry.language:
        own, other = (LANGUAGES[name].name for name in (entry.language, language))
        found.append(f"is in {other}, not in {own}")
    points = max(points_in(text, entry), _listed(data))
    if points < entry.points:
        found.append(f"has {points} of {entry.points} points")
    missing = [repr(p) for p in entry.passages if squeezed(p) not in squeezed_text]
    found += [f"lacks {', '.join(missing)}"] if missing else []
    counted = (section.text for section in document.sections if section.kind in COUNTED_KINDS)
    length = len("".join("".join(counted).split()))
    if length < entry.characters:
        found.append(f"has {length:,} characters, not {entry.characters:,} or more")
    return found


def whole_if(entry: Entry) -> str:
    """What makes the text of an entry whole, in words; "" where only its title or sha256 tells.

    >>> from aiplans_cli.sources.library.entries import Entry
    >>> whole_if(Entry("plan", "The Plan", "en", "official", points=13, characters=2000))
    'its title, 13 points and 2,000 characters or more'
    """
    parts = [f"{entry.points} points"] if entry.points else []
    parts += [repr(passage) for passage in entry.passages]
    parts += [f"{entry.characters:,} characters or more"] if entry.characters else []
    return " and ".join((", ".join(("its title", *parts[:-1])), parts[-1])) if parts else ""


def points_in(text: str, entry: Entry) -> int:
    """How many points of an entry stand in a text one after the other, from the first on."""
    mark = entry.point or _POINT.get(entry.language, "{}.")
    at = 0
    for number in range(1, entry.points + 1):
        match = _marked(mark, number).search(text, at)
        if match is None:
            return number - 1
        at = match.end()
    return entry.points


def _marked(mark: str, number: int) -> re.Pattern[str]:
    """The beginning of a point, with its number in digits or in Chinese, however it is spaced."""
    forms = []
    for written in (str(number), zh_written(number)):
        forms.append(r"\s*".join(map(re.escape, "".join(mark.format(written).split()))))
    after = rf"(?![{_NUMBER}])" if mark.endswith("{}") else r"(?!\d)"
    return re.compile(rf"(?i)(?<![A-Za-z{_NUMBER}])(?:{'|'.join(forms)}){after}")


def zh_written(number: int) -> str:
    """A number from 1 to 199 as Chinese texts number their articles.

    >>> [zh_written(number) for number in (3, 10, 13, 20, 74, 105, 110)]
    ['三', '十', '十三', '二十', '七十四', '一百零五', '一百一十']
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    one = _ZH_DIGITS[ones] if ones else ""
    if not hundreds:
        return (_ZH_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + one
    return "一百" + (f"{_ZH_DIGITS[tens]}十" if tens else "零" * bool(ones)) + one


def _listed(data: bytes) -> int:
    """The items of the longest numbered list of a page, whose numbers only a browser writes."""
    open_lists, most = [0], 0
    for tag in _LIST_TAG.findall(data):
        name = tag.lower()
        if name == b"ol":
            open_lists.append(0)
        elif name == b"li":
            open_lists[-1] += 1
        elif len(open_lists) > 1:
            most = max(most, open_lists.pop())
    return most


def page_text(body: bytes) -> str:
    """The text of a page with its tags, nothing for what is none."""
    if body[:5] == b"%PDF-":
        return ""
    try:
        decoded = body.decode("utf-8")
    except UnicodeDecodeError:
        decoded = body.decode("gb18030", "replace")
    return html.unescape(decoded)


def squeezed(text: str) -> str:
    """For finding a title whatever its capitals, spaces, quotation marks and the tags inside it.

    >>> squeezed("The <b>People’s</b> Plan")
    "thepeople'splan"
    """
    plain = re.sub(r"<[^<>]*>", "", text).replace("’", "'").replace("‘", "'")
    return "".join(plain.casefold().split())
