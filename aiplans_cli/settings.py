"""Settings: frozen records whose fields are declared once, each with its default and its help.

The command line makes an option of each field that is annotated with an ``Option``, the library a
keyword of every field.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from math import isfinite
from typing import Any, get_args, get_origin, get_type_hints

from aiplans_cli.errors import UsageError

FIRST = "most used"
"""Heading of what people need most, which alone ``-h`` shows."""

STATISTICS, READING, OUTPUT = "statistics", "reading", "output"
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


def also_told(record: type, option: Option) -> str:
    """What the help says of the words that an option's value takes for other fields; "" of none."""
    known = options_of(record)
    told = []
    for name in option.also:
        _, other, default = known[name]
        if other is None:
            continue
        word = name.replace("_", "-")
        if default is True:
            word = f"no-{word}"
        elif default is not False:
            word = "|".join(other.choices) or f"{word}={other.metavar or 'N'}"
        said = other.help[0].lower() + other.help[1:].rstrip(".")
        told.append(f"{word} ({'do not ' if default is True else ''}{said})")
    return f" Also, after a comma: {'; '.join(told)}." if told else ""


def unpacked(record: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of fields, where what was typed in one for another is given to that other.

    ``resample="permutation,seed=7"`` is a resampling and a seed. Raises ``UsageError`` for a value
    that cannot be, and for one that is typed in both places and differs.

    >>> from aiplans_cli.sources.settings import SourceSettings
    >>> unpacked(SourceSettings, {"tokenizer": "treebank,split-hyphens,jieba"})
    {'tokenizer': 'treebank', 'split_hyphens': True, 'engine': 'jieba'}
    """
    known = options_of(record)
    found = dict(values)
    for name, (_, option, default) in known.items():
        typed = found.get(name)
        if option is None or not option.also or typed is None:
            continue
        several = not isinstance(typed, str)
        words = [w.strip() for item in (typed if several else [typed]) for w in item.split(",")]
        kept = []
        for word in words:
            try:
                further = _of_other(known, option.also, word)
            except UsageError as error:
                raise UsageError(f"{word}: {error.fact}", name) from None
            if further is None:
                kept.append(word)
                continue
            field, value = further
            before = found.get(field, known[field][2])
            if before not in (known[field][2], value):
                raise UsageError(f"{word} and {before!r} are two values for one setting", name)
            found[field] = value
        if len(kept) < len(words):
            found[name] = (type(typed)(kept) if several else ",".join(kept)) or default
    return found


def _of_other(
    known: Mapping[str, tuple[Any, Option | None, Any]], also: Sequence[str], word: str
) -> tuple[str, Any] | None:
    """The field that a word is for, and its value; ``None`` for a word that is for none."""
    key, sign, typed = word.partition("=")
    field = key.lower().replace("-", "_")
    switched = not field.startswith("no_")
    field = field if switched or field in also else field.removeprefix("no_")
    if field in also and known[field][1] is not None:
        kind, option, default = known[field]
        if not sign and kind is bool:
            return field, switched
        if sign and typed and kind is not bool:
            value = typed if str in (kind, *get_args(kind)) else _number(typed, key)
            assert option is not None
            return field, option.verified(_fitted(value, kind, default, key))
    for other in also:
        choices = option.choices if (option := known[other][1]) else ()
        if not sign and word.lower() in choices:
            return other, word.lower()
    return None


def _number(typed: str, word: str) -> float:
    try:
        return float(typed)
    except ValueError:
        raise UsageError(f"{typed!r} is no number", word) from None


def keywords_of(record: type) -> dict[str, str]:
    """Keyword → field: each field by its name, and by the words with which it is typed.

    >>> from aiplans_cli.sources.settings import ReadSettings
    >>> keywords_of(ReadSettings)["from"], keywords_of(ReadSettings)["from_"]
    ('from_', 'from_')
    """
    known: dict[str, str] = {}
    for name, (_, option, _) in options_of(record).items():
        known[name] = name
        for flag in option.flags if option else ():
            for word in flag.split("/"):
                if word.startswith("--") and not word.startswith("--no-"):
                    known[word[2:].replace("-", "_")] = name
    return known


def records_from(keywords: Mapping[str, Any], *records: type) -> list[Any]:
    """Settings records made from the keywords of a call, each value checked.

    Raises ``UsageError`` for a keyword that none of the records knows and a value that cannot be.
    """
    homes = {
        word: (record, name) for record in records for word, name in keywords_of(record).items()
    }
    given: dict[type, dict[str, Any]] = {record: {} for record in records}
    typed: dict[str, str] = {}
    for word, value in keywords.items():
        if word not in homes:
            known = choice_of(word, tuple(homes))
            raise UsageError(f"there is no such setting; choose from {known}", word)
        record, name = homes[word]
        kind, _, default = options_of(record)[name]
        given[record][name] = _fitted(value, kind, default, word)
        typed[name] = word
    return [record(**verified(record, given[record], typed)) for record in records]


def verified(
    record: type, values: Mapping[str, Any], typed: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The values of fields, unpacked and checked.

    Raises ``UsageError`` for a value that cannot be, about the word in ``typed`` for the field.
    """
    about = ""
    try:
        found = unpacked(record, values)
        for about, (_, option, _) in options_of(record).items():
            if option is not None and about in found:
                found[about] = option.verified(found[about])
    except UsageError as error:
        name = error.subject or about
        raise UsageError(error.fact, (typed or {}).get(name, name)) from None
    return found


def _fitted(value: Any, kind: Any, default: Any, word: str) -> Any:
    """A value as the field holds it. Raises ``UsageError`` for one of another kind."""
    kinds = get_args(kind) or (kind,)
    if value is None and type(None) in kinds:
        return None
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if get_origin(kind) is tuple:
        several = (value,) if isinstance(value, str) else value
        if isinstance(several, Iterable):
            paths = (os.fspath(one) if isinstance(one, os.PathLike) else one for one in several)
            words = tuple(dict.fromkeys(paths))
            if words and all(isinstance(item, str) for item in words):
                return words
        raise UsageError(f"{value!r} is no text and no list of texts", word)
    if str in kinds:
        return _text(value, default, word)
    if bool in kinds:
        if isinstance(value, bool):
            return value
        raise UsageError(f"{value!r} is neither True nor False", word)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UsageError(f"{value!r} is no number", word)
    if float not in kinds and not float(value).is_integer():
        raise UsageError(f"{value!r} is no whole number", word)
    return value if float in kinds else int(value)


def _text(value: Any, default: Any, word: str) -> str:
    """A value as it would be typed."""
    if isinstance(value, bool) and default in ("on", "off"):
        return "on" if value else "off"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise UsageError(f"{value!r} is no text", word)
