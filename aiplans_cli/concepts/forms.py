"""The notation of forms: how one cell of the list spells out the strings that are matched."""

from __future__ import annotations

import re
from itertools import product
from math import isfinite, nan

from aiplans_cli.concepts.word_codes import CASED
from aiplans_cli.language import LANGUAGES
from aiplans_cli.language.folding import HAN_RUN

SHARED = "&"
"""Marks a form that more than one concept claims; each occurrence counts for all of them."""

_GROUP = re.compile(r"\(([^()]*)\)")
_MARK = re.compile(r"[()|]")
_NOTATION = re.compile(rf"[()|{SHARED}]")
_ONE_GROUP = re.compile(r"(\S[^()|]*)\(([^()|]*\|[^()]*)\)([^()|]*)")
_MOST = 200
_WORD = re.compile(r"[^\W_]")


class NotationError(ValueError):
    """A cell that breaks the notation of forms; its text is the reason."""


def split_cell(cell: str) -> list[str]:
    """The forms of a cell as they are written, the marks of shared forms included.

    >>> split_cell("rule(|s); by law")
    ['rule(|s)', 'by law']
    """
    return list(filter(None, map(str.strip, cell.split(";"))))


def is_notated(cell: str) -> bool:
    """Whether any form of a cell is more than itself: a choice, or shared.

    >>> is_notated("rule; by law"), is_notated("rule(|s)")
    (False, True)
    """
    return bool(_NOTATION.search(cell))


def expand(written: str) -> list[str]:
    """The strings that one written form stands for: each group in parentheses is a choice.

    Raises ``NotationError`` for parentheses that do not pair, nest or choose nothing, for a
    choice that leaves nothing, and for more than 200 strings.

    >>> expand("(data|server) cent(er|re)")
    ['data center', 'data centre', 'server center', 'server centre']
    """
    if not _MARK.search(written) and written.strip():
        return [" ".join(written.split())]
    if (simple := _ONE_GROUP.fullmatch(written)) and written.count("|") < _MOST:  # nearly all
        before, choice, after = simple.groups()
        return [" ".join(f"{before}{chosen}{after}".split()) for chosen in choice.split("|")]
    parts = _GROUP.split(written)
    fixed, choices = parts[0::2], [part.split("|") for part in parts[1::2]]
    if any(mark in part for part in fixed for mark in "()"):
        raise NotationError("its parentheses do not pair up, or stand inside others")
    if any("|" in part for part in fixed):
        raise NotationError("'|' stands outside of parentheses")
    if any(len(choice) < 2 for choice in choices):
        raise NotationError("a group in parentheses has no '|' to choose by")
    size = 1
    for choice in choices:
        size *= len(choice)
    if size > _MOST:
        raise NotationError(f"it stands for {size} strings, more than {_MOST}")
    found = []
    for chosen in product(*choices):
        pieces = [fixed[0]]
        for piece, text in zip(chosen, fixed[1:], strict=True):
            pieces += [piece, text]
        found.append(" ".join("".join(pieces).split()))
    if not all(found):
        raise NotationError("one of its choices leaves an empty form")
    return found


def is_chinese(form: str) -> bool:
    """Whether a form is written, at least in part, in Chinese characters.

    >>> is_chinese("AI芯片"), is_chinese("AI")  # "AI chips"
    (True, False)
    """
    return bool(HAN_RUN.search(form))


def form_problem(form: str, column: str) -> tuple[str, str] | None:
    """What is wrong with a form in a column of a list, and what to do; ``None`` for nothing.

    >>> form_problem("治理", "en"), form_problem("rule", "en")  # governance
    (("'治理' is Chinese", "move it to the column 'zh'"), None)
    """
    language = LANGUAGES.get(column)
    spaced = language is None or language.spaced
    if form.endswith(CASED) and (not spaced or is_chinese(form)):
        return (
            f"{form!r} wants capitals, which Chinese has not",
            f"write {form.removesuffix(CASED)}",
        )
    if language and spaced and not form.isascii() and is_chinese(form):
        return f"{form!r} is Chinese", "move it to the column 'zh'"
    if spaced and not _WORD.search(form):
        return f"{form!r} holds no word that could match", "write words or characters"
    return None


def weights(cell: str) -> dict[str, float]:
    """Form → weight, of a cell. Raises ``NotationError`` for what is none.

    >>> weights("good=2; not so good=-0.5")
    {'good': 2.0, 'not so good': -0.5}
    """
    found: dict[str, float] = {}
    for written in split_cell(cell):
        form, _, value = written.rpartition("=")
        try:
            weight = float(value)
        except ValueError:
            weight = nan
        if not form or not isfinite(weight):
            raise NotationError(f"{written!r} is no weight")
        found[form.strip()] = weight
    return found
