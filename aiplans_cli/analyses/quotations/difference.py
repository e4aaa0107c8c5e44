"""What sets a quotation apart from the words that stand in the source."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

from aiplans_cli.characters import INVISIBLE
from aiplans_cli.evidence.passages import has_han
from aiplans_cli.language.folding import HAN, simplify

_SIGNS = str.maketrans(
    dict.fromkeys('“”„‟‘’‚‛«»‹›「」『』｢｣﹁﹂﹃﹄〝〞〟❛❜❝❞"＂＇`', "'")
    | dict.fromkeys("‐‑‒–—―－", "-")
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_BESIDE_HAN = re.compile(rf"(?<=[{HAN}]) | (?=[{HAN}])")
_PIECE = re.compile(rf"[{HAN}]|[^\s{HAN}]+")
_CONTEXT = 2


def plain(text: str) -> str:
    """A text without what only the typesetter chose.

    White space is one space, none beside Chinese characters; all quotation marks and apostrophes
    are alike, and all dashes. Soft hyphens and direction marks are nothing.

    >>> plain("the  nation’s\\n“AI”")
    "the nation's 'AI'"
    """
    shown = _INVISIBLE.sub("", text).translate(_SIGNS)
    return _BESIDE_HAN.sub("", " ".join(shown.split()))


def _unbracket(text: str) -> str:
    return re.sub(r"[\[\]［］]", "", text)


def _no_ellipsis(text: str) -> str:
    return " ".join(re.sub(r"…+|\.(?: ?\.){2,}", " ", text).split())


def _one_script(text: str) -> str:
    return simplify(text) if has_han(text) else text


def _unspaced(text: str) -> str:
    return re.sub(r"[\s-]+", "", text)


STEPS: dict[str, Callable[[str], str]] = {
    "brackets": _unbracket,
    "ellipsis": _no_ellipsis,
    "script": _one_script,
    "case": str.casefold,
    "hyphenation": lambda text: re.sub(r"(?<=\w) ?- ?(?=\w)", " ", text),
    "spacing": _unspaced,
    "punctuation": lambda text: re.sub(r"[^\w%$€£¥&§]+", "", text),
}
"""Ways in which a quotation may depart from its source without changing a word."""


def likeness(left: str, right: str) -> float:
    """Likeness of two texts in percent: 100 less the share of characters that must change.

    Simplified and traditional script are alike.

    >>> likeness("开放平台", "開放平臺"), likeness("开放平台", "开放舞台")  # open platform, stage
    (100.0, 75.0)
    """
    from rapidfuzz.distance import Levenshtein

    return round(100 * Levenshtein.normalized_similarity(*map(_one_script, (left, right))), 1)


def kinds_of_difference(source: str, quoted: str) -> list[str]:
    """Names of the ``STEPS`` that bring the two closer, and "words" if they still differ.

    >>> kinds_of_difference("full-stack AI", "Full stack AI")
    ['case', 'hyphenation']
    """
    from rapidfuzz.distance import Levenshtein

    left, right, kinds = plain(source), plain(quoted), []
    distance = Levenshtein.distance(left, right)
    for name, step in STEPS.items():
        left, right = step(left), step(right)
        closer = Levenshtein.distance(left, right)
        if closer < distance:
            kinds.append(name)
        distance = closer
    if distance:  # a missing word takes its space with it, which is no matter of spacing
        return [*(kind for kind in kinds if kind not in ("spacing", "punctuation")), "words"]
    return kinds


def word_difference(source: str, quoted: str) -> str:
    """A compact word by word difference: ``[-source-]{+quotation+}`` with two words about it.

    >>> word_difference("we must win the great race", "we must win a great race")
    'must win [-the-]{+a+} great race'
    >>> word_difference("促进人类福祉", "促进人类幸福")  # "further the welfare", "the happiness"
    '促进人类[-福祉-]{+幸福+}'
    """
    blocks = _blocks(_pieces(plain(source)), _pieces(plain(quoted)))
    parts: list[str] = []
    for index, (old, new) in enumerate(blocks):
        if "".join(old) == "".join(new):  # perhaps split otherwise, yet the same
            parts += _shortened(old, first=index == 0, last=index + 1 == len(blocks))
        else:
            removed = f"[-{_join(old)}-]" if old else ""
            added = f"{{+{_join(new)}+}}" if new else ""
            parts.append(removed + added)
    return _join(parts)


def _blocks(left: list[str], right: list[str]) -> list[tuple[list[str], list[str]]]:
    """Runs that are the same and runs that are not, by turns."""
    from rapidfuzz.distance import Levenshtein

    codes = Levenshtein.opcodes(left, right)
    blocks: list[tuple[list[str], list[str]]] = []
    for _, run in groupby(codes, key=lambda code: code.tag == "equal"):
        same = list(run)
        first, last = same[0], same[-1]
        old = left[first.src_start : last.src_end]
        blocks.append((old, right[first.dest_start : last.dest_end]))
    return blocks


def _pieces(text: str) -> list[str]:
    """What a difference is told in: words, Chinese ones as the text is split, and signs."""
    from aiplans_cli.language import words

    if not has_han(text):
        return _PIECE.findall(text)
    inside = {at for _, start, end in words(text, "zh") for at in range(start + 1, end)}
    pieces: list[str] = []
    for match in _PIECE.finditer(text):
        if match.start() in inside and pieces:
            pieces[-1] += match.group()
        else:
            pieces.append(match.group())
    return pieces


def _join(pieces: list[str]) -> str:
    return _BESIDE_HAN.sub("", " ".join(pieces))


def _shortened(pieces: list[str], *, first: bool, last: bool) -> list[str]:
    """Only the pieces next to a change, with … for what is left out between two changes."""
    before = [] if first else pieces[:_CONTEXT]
    after = [] if last else pieces[-_CONTEXT:]
    if len(before) + len(after) >= len(pieces):
        return pieces if before or after else []
    return [*before, *(["…"] if before and after else []), *after]
