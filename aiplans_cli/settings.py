"""Settings: frozen records whose fields are declared once, each with its default and its help.

The command line makes an option of each field that is annotated with an ``Option``, the library a
keyword of every field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from math import isfinite
from typing import Any, get_args, get_type_hints

from aiplans_cli.errors import UsageError
from aiplans_cli.records import dataclass

FIRST = "most used"
"""Heading of what people need most, which alone ``-h`` shows."""

SELECTION, STATISTICS, READING, OUTPUT = "which documents", "statistics", "reading", "output"
"""The other headings of ``--help``."""

_FEW = 30
"""Choices that are all named where none of them was typed."""


@dataclass(frozen=True, slots=True)
class Option:
    """How a field of a settings record is typed, and what it may hold."""

    help: str
    """What it does, in a sentence."""
    flags: tuple[str, ...] = ()
    """How it is typed; () for the field's name with two dashes."""
    choices: tuple[str, ...] = ()
    """The only words allowed; () for any."""
    metavar: str = ""
    """What stands for its value in the help; "" for the choices or the type."""
    minimum: float | None = None
    """The smallest number allowed."""
    maximum: float | None = None
    """The largest number allowed."""
    default_text: str = ""
    """What the help calls its default; "" for the default itself."""
    hidden: bool = False
    """Whether it is an old name that the help does not show."""
    check: Callable[[Any], object] | None = None
    """Raises ``UsageError`` for a value that cannot be."""
    group: str = ""
    """Heading of the help under which it stands; "" for that of its record."""
    also: tuple[str, ...] = ()
    """Fields of the same record that may be typed as words of its value, after a comma."""

    def verified(self, value: Any) -> Any:
        """The value, choices spelled as they are known, of several each alone and once.

        Several may be parted by commas. Raises ``UsageError`` for a value that is not allowed;
        ``None`` always is.

        >>> Option("", choices=("g2", "log_ratio")).verified(("G2,Log_Ratio", "g2"))
        ('g2', 'log_ratio')
        """
        if value is None:
            return None
        if self.choices and isinstance(value, list | tuple):
            words = (part.strip() for item in value for part in str(item).split(","))
            value = type(value)(dict.fromkeys(map(self._choice, words)))
        elif self.choices:
            value = self._choice(str(value))
        if isinstance(value, int | float) and not isinstance(value, bool):
            low, high = self.minimum, self.maximum
            if (low is not None and value < low) or (high is not None and value > high):
                bounds = (
                    f"{'' if low is None else f'{low}<='}x{'' if high is None else f'<={high}'}"
                )
                raise UsageError(f"{value} is not in the range {bounds}.")
        if self.check is not None:
            self.check(value)
        return value

    def _choice(self, word: str) -> str:
        found = next((known for known in self.choices if known.lower() == word.lower()), None)
        if found is None:
            raise UsageError(f"{word!r} is not one of {choice_of(word, self.choices)}")
        return found


def choice_of(typed: str, known: Sequence[str]) -> str:
    """What to choose from: all words unless they are very many, and those spelled like ``typed``.

    >>> choice_of("Freqs", ["freq", "kwic"])
    'freq, kwic; did you mean freq?'
    """
    from difflib import get_close_matches

    near = " or ".join(get_close_matches(typed.lower(), known, n=3))
    if len(known) <= _FEW:
        return ", ".join(known) + (f"; did you mean {near}?" if near else "")
    hint = f"did you mean {near}?" if near else f"such as {', '.join(known[:3])}"
    return f"the {len(known)} known: {hint}"


def not_blank(wanted: str) -> Callable[[Any], None]:
    """A check of one text or several that raises ``UsageError`` where one of them is empty."""

    def check(value: Any) -> None:
        typed = [value] if isinstance(value, str) else value or ()
        if not all(word.strip() for word in typed):
            raise UsageError(f"it is empty: write {wanted}")

    return check


word_or_concept = not_blank("a word or a concept")
"""A check of what is looked for."""


def finite(value: float) -> None:
    """Raise ``UsageError`` for a number that is not finite."""
    if not isfinite(value):
        raise UsageError(f"{value} is not a finite number")


@cache
def options_of(record: type) -> Mapping[str, tuple[Any, Option | None, Any]]:
    """Field of a settings record → its type, its option (``None`` for none) and its default.

    A field that may be typed as a word of another one's value is hidden: it is the old name.
    """
    hints = get_type_hints(record, include_extras=True)
    found: dict[str, tuple[Any, Option | None, Any]] = {}
    for field in fields(record):
        kind, *extras = get_args(hints[field.name]) or (hints[field.name],)
        option = next((extra for extra in extras if isinstance(extra, Option)), None)
        if option is None:
            kind = hints[field.name]
        found[field.name] = (kind, option, field.default)
    for _, option, _ in list(found.values()):
        for name in option.also if option else ():
            kind, other, default = found[name]
            found[name] = (kind, other and replace(other, hidden=True), default)
    return found


def group_of(record: type, option: Option) -> str:
    """Heading of the help for an option of a record: its own, or ``GROUP`` of the record."""
    return option.group or getattr(record, "GROUP", FIRST)
