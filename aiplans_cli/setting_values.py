"""Values of settings, as they are typed or given as keywords: fitted, checked, put in their place.

A value may hold words for other fields of its record, after commas: ``permutation,seed=7``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args, get_origin

from aiplans_cli.errors import UsageError
from aiplans_cli.settings import Option, choice_of, options_of


def further_words(record: type, option: Option) -> dict[str, str]:
    """Word that an option's value takes for another field → what it does."""
    known = options_of(record)
    found: dict[str, str] = {}
    for name in option.also:
        _, other, default = known[name]
        if other is None:
            continue
        said = other.help[0].lower() + other.help[1:].rstrip(".")
        word = name.replace("_", "-")
        if isinstance(default, bool):
            found[f"no-{word}" if default else word] = f"do not {said}" if default else said
        else:
            words = other.choices or (f"{word}={other.metavar or 'N'}",)
            found |= dict.fromkeys(words, said)
    return found


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
                kept.append(_own(record, option, name, word))
                continue
            field, value = further
            before = found.get(field, known[field][2])
            if before not in (known[field][2], value):
                raise UsageError(f"{word} and {before!r} are two values for one setting", name)
            found[field] = value
        if len(kept) < len(words):
            found[name] = (type(typed)(kept) if several else ",".join(kept)) or default
    return found


def _own(record: type, option: Option, name: str, word: str) -> str:
    """A word of a value that is for its own field. Raises ``UsageError`` for an unknown one."""
    if option.choices and word.lower() not in map(str.lower, option.choices):
        known = choice_of(word, (*option.choices, *further_words(record, option)))
        raise UsageError(f"{word!r} is not one of {known}", name)
    return word


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
