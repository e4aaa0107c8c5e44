"""From bytes to text: marked, UTF-8, or the likeliest of three legacy encodings."""

from __future__ import annotations

import codecs
import re

from aiplans_cli.errors import SourceError
from aiplans_cli.reading.replacing import REPLACED, SUFFIX
from aiplans_cli.reading.undecodable import fault, spoken, undecodable, unknown_encoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LEGACY = ("gb18030", "big5", "cp1252")
"""Encodings guessed at when a file is not UTF-8."""

_HZ = re.compile(rb"~\{(?:(?!~\{)[\x21-\x7e\n ])*?~\}")
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日"
    "這個們來國爲為說時會對於過發後裡經麼學現當沒動還進樣開從實權應與無關業機電長點產問員見體間"
    "第条條章规規定应权各其及或与自由平等公民社会會保护護安全智能技术術治数數据據政府服务務人民共和"
)
"""Frequent simplified and traditional characters: right decodings are full of them."""

_WESTERN = frozenset("‘’“”–—…•§£€©®°éèêëàâäáãåçñóòôöõúùûüíìîïßÉÀÖÜÄ\xa0")
"""What Windows-1252 text holds beyond ASCII; other characters are likelier another encoding."""

BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Control characters that no text has."""


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text and notes on what was decided.

    Tried in order: the encoding asked for, a byte-order mark, UTF-8, HZ, then whichever of
    GB18030, Big5 and Windows-1252 gives the most plausible text. A last character that was cut off
    is dropped with a note.

    Raises:
        SourceError: the bytes are no text, or no text in the encoding asked for.

    >>> decode("治理".encode("gb18030"), "plan.txt")  # "governance"
    ('治理', ('read as GB18030, the likeliest encoding; --encoding says otherwise',))
    """
    text, notes = _decode(data, name, encoding)
    if BINARY.search(text):
        raise binary(name, b"" if encoding else data)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"), tuple(notes)


def decode_page(data: bytes, name: str, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The same for a web page, which may say what encoding it is in.

    What it says is taken as browsers take it, and only where neither a byte-order mark nor the
    bytes themselves say otherwise.

    Raises:
        SourceError: see ``decode``.

    >>> page = '<meta charset="iso-8859-1"><p>“AI”'
    >>> decode_page(page.encode("cp1252"), "page.html")[0][-4:]
    '“AI”'
    """
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    marked = any(data.startswith(mark) for mark, _ in _MARKS)
    if encoding is None and declared and not marked and not _proves_utf8(data):
        claim = (declared[1] or declared[2]).decode("ascii").casefold()
        known = _AS_BROWSERS.get(claim, claim)
        if likelier := _likelier(data, known):
            note = f"says it is {claim}, which it is not: read as {spoken(likelier)}"
            return (read := decode(data, name, likelier))[0], (note, *read[1])
        try:
            return decode(data, name, known)
        except SourceError:
            pass  # a wrong claim is common; the bytes themselves say more
    return decode(data, name, encoding)


_CHINESE = {"gb18030": "big5", "big5hkscs": "gb18030"}
"""What a page that claims one of these is in where it is not."""

_CLEARLY = 4.5
"""By how much another encoding than that must be likelier, over the whole page: a page in English
with one Chinese word, as 计划 (plan), is up to 3 likelier in the other by chance."""


def _likelier(data: bytes, claimed: str) -> str:
    """The encoding of bytes that are no text in the Chinese one claimed, "" where they are.

    >>> _likelier("各省應當建立制度".encode("big5"), "gb18030")  # "each province shall set up …"
    'big5'
    """
    other = _CHINESE.get(claimed, "")
    as_said, as_other = (_read(data, one)[0] if other else None for one in (claimed, other))
    if not as_said or not as_other:
        return ""
    lead = sum(_scores(as_other, other)) - sum(_scores(as_said, claimed))
    return other if lead >= _CLEARLY else ""


_HEAD_BYTES = 4096
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)"""
    rb"""|^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_AS_BROWSERS = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "chinese"), "gb18030"),
    **dict.fromkeys(
        ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252"
    ),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "unicode", "utf8"), "utf-8"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    "windows-1252": "cp1252",
}
"""What browsers read where a page says the first; a page whose claim can be read is no UTF-16."""


def _proves_utf8(data: bytes) -> bool:
    """Whether bytes beyond ASCII are UTF-8, which no other text is by chance."""
    return not data.isascii() and _read(data, "utf-8")[0] is not None


def _decode(data: bytes, name: str, encoding: str | None) -> tuple[str, list[str]]:
    if encoding is not None:
        return _as_asked(data, name, encoding)
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name, marked)
    if _HZ.search(data) and data.isascii():
        text, notes = _strictly(data, name, "hz")
        return text, ["read as HZ", *notes]
    utf8, cut = _read(data, "utf-8")
    if utf8 is not None:
        return utf8, _cut_note() if cut else []
    if b"\0" in data:
        raise binary(name, data)
    if _damaged_utf8(data):
        return _strictly(data, name, "utf-8")
    return _guess(data, name)


def binary(name: str, data: bytes = b"") -> SourceError:
    """The error for a source that is no text, or whose ``data`` is text without its mark."""
    fact = "is binary, not text"
    if unmarked := _unmarked(data[:_SAMPLE]):
        return SourceError(
            name, f"{fact}, unless it is UTF-16 without a mark", f"try --encoding {unmarked}"
        )
    return SourceError(name, fact, "give a text, Markdown, HTML, PDF or DOCX file")


_SAMPLE = 4096
"""Bytes, an even number, that tell whether all are UTF-16."""


def _unmarked(data: bytes) -> str:
    """The kind of UTF-16 that bytes look like, "" for neither.

    >>> _unmarked("Govern AI.".encode("utf-16-le")), _unmarked(bytes(8))
    ('utf-16le', '')
    """
    likeliest, best = "", 0.5
    for encoding in ("utf-16le", "utf-16be"):
        text = _read(data, encoding)[0]
        if text and not BINARY.search(text):
            # the wrong way round most letters make Chinese characters, but no frequent ones
            frequent = sum(char <= "\x7f" or char in _COMMON for char in text)
            known = sum(char <= "\x7f" or "\u3000" <= char <= "\u9fff" for char in text)
            plausible = (frequent + known) / (2 * len(text))
            if plausible > best:
                likeliest, best = encoding, plausible
    return likeliest


def _damaged_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 but for a few, and so in no other encoding."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) - wrong > 4 * wrong


def _as_asked(data: bytes, name: str, encoding: str) -> tuple[str, list[str]]:
    try:
        known = codecs.lookup(encoding).name
    except LookupError as error:
        raise unknown_encoding(encoding, name) from error
    for mark, marked in _MARKS:
        if data.startswith(mark) and marked.startswith(known):
            data = data[len(mark) :]
            known = marked
    text, notes = _strictly(data, name, known)
    if known.endswith(SUFFIX) and (number := text.count(REPLACED)):
        notes.append(replaced_note(number, known))
    return text, notes


def replaced_note(number: int, encoding: str) -> str:
    """What is told of bytes that were replaced.

    >>> replaced_note(2, "utf-8-replace")
    '2 places that are no UTF-8 were read as U+FFFD'
    """
    were = "1 place that is no" if number == 1 else f"{number:,} places that are no"
    was = "was" if number == 1 else "were"
    return f"{were} {spoken(encoding.removesuffix(SUFFIX))} {was} read as U+FFFD"


def _strictly(data: bytes, name: str, encoding: str) -> tuple[str, list[str]]:
    text, cut = _read(data, encoding)
    if text is None:
        raise undecodable(encoding, name, fault(data, encoding))
    return text, _cut_note() if cut else []


def _read(data: bytes, encoding: str) -> tuple[str | None, bool]:
    """Decode; the flag says whether an incomplete last character was dropped."""
    if encoding == "hz":
        return _read_hz(data)
    try:
        return data.decode(encoding), False
    except UnicodeDecodeError as error:
        # A character is at most four bytes: a fault that reaches the end is a cut, not a mistake.
        if len(data) - error.start > 3 or error.end < len(data):
            return None, False
        if error.start == 0:
            return None, False
        return data[: error.start].decode(encoding), True
    except (LookupError, UnicodeError):
        return None, False


def _read_hz(data: bytes) -> tuple[str | None, bool]:
    try:
        return data.decode("hz"), False
    except UnicodeDecodeError:
        pass
    for drop in (1, 2, 3):
        for tail in (b"", b"~}"):
            try:
                return (data[:-drop] + tail).decode("hz"), True
            except UnicodeDecodeError:
                continue
    return None, False


def _guess(data: bytes, name: str) -> tuple[str, list[str]]:
    best: tuple[float, str, str, bool] | None = None
    for encoding in LEGACY:
        text, cut = _read(data, encoding)
        if text is not None:
            scores = _scores(text, encoding)
            score = sum(scores) / max(len(scores), 1)
            if best is None or score > best[0]:
                best = (score, encoding, text, cut)
    if best is None or best[0] <= 0:
        raise SourceError(
            name,
            "is in no encoding that could be recognised",
            "name its encoding with --encoding, or save it as UTF-8",
        )
    _, encoding, text, cut = best
    note = f"read as {spoken(encoding)}, the likeliest encoding; --encoding says otherwise"
    return text, [note, *(_cut_note() if cut else [])]


def _scores(text: str, encoding: str) -> list[float]:
    """How much each character beyond ASCII looks like running text; above 0 is plausible.

    GB 2312 and Big5 both keep their frequent characters in rows of their own, and what is frequent
    in one comes out rare in the other.
    """
    scores: list[float] = []
    for char in filter("\x7f".__lt__, text):
        code = char.encode(encoding)
        if encoding == "cp1252":
            scores.append(1 if char in _WESTERN else -1)
        elif "\ue000" <= char <= "\uf8ff" or len(code) != 2:
            scores.append(-5)  # private use, or outside the older standard
        else:
            likely = 1.5 if _frequent(code[0], code[1], encoding) else 0.3
            scores.append(likely + (1.5 if char in _COMMON else 0.0))
    return scores


def _frequent(lead: int, trail: int, encoding: str) -> bool:
    """Whether a two-byte code stands in the rows of punctuation and frequent characters."""
    if encoding == "gb18030":
        return min(lead, trail) >= 0xA1 and not 0xA4 <= lead <= 0xAF
    return lead <= 0xC6


def _cut_note() -> list[str]:
    return ["cut off in the middle of its last character, which was dropped"]
