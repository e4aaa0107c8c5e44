"""What the user should know of a counts file or a list before believing the numbers."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import TYPE_CHECKING

from aiplans_cli.errors import SourceError
from aiplans_cli.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiplans_cli.concepts.concept import ConceptList
    from aiplans_cli.model import Counts
    from aiplans_cli.sources.settings import SourceSettings

_OTHER = {
    "concepts": "another concept list",
    "rules": "other rules of what a word is",
    "tokenizer": "another tokenizer",
    "words": "another dictionary",
    "stop_words": "other stop words",
}
"""Setting of counts → how it is told that theirs is not the one asked for."""


_STANDS_IN = {
    "counts": "{} by its official counts",
    "digest": "{} by our digest, a summary in our own words",
}
"""What is used of a plan whose text is not at hand → how that is told."""

_BEGINNING = 1 << 16
_ROW = re.compile(r"(?:[^\w\t]|\d)*+[^\W\d][^\t]*+\t\d+")
_ANSWER = re.compile(rb'\s*\{\s*"schema": "aiplans/')
_TREE = re.compile(r"\s*(- *\S.{0,80}|[^:]{1,80}:( *\[.*\])?)")
_CEDICT = re.compile(r"\S+ \S+ \[[^\]]*\] /.*/")


def list_in(data: bytes, file: str = "") -> str:
    r"""What the bytes of a file are if they are a list of words and no text; "" for a text.

    >>> list_in(b"id\ttheme\ten\tzh\n"), list_in(b"term\tcount\nlaw\t7\nai\t2\n")
    ('concept list', 'word list')
    >>> list_in(b"%\n1\tlaw\n%\nban\t1\n"), list_in(b"law:\n  - ban\n", "law.yml")
    ('LIWC dictionary', 'quanteda dictionary')
    """
    wide = data.startswith((BOM_UTF16_BE, BOM_UTF16_LE))
    text = data[:_BEGINNING].decode("utf-16" if wide else "utf-8-sig", "replace")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(data) > _BEGINNING:
        lines = lines[:-1]  # it is cut
    head = [cell.strip(' "').lower() for cell in re.split(r"[\t,;]", lines[0])] if lines else []
    if head[:2] == ["id", "theme"] and set(LANGUAGES) & set(head):
        return "concept list"
    if len(lines) > 1 and all(map(_ROW.fullmatch, lines[1:])) and lines[0].count("\t") == 1:
        return "word list"
    if lines and lines[0].strip() == "%" and "%" in (line.strip() for line in lines[1:]):
        return "LIWC dictionary"
    named = file.lower().endswith((".yml", ".yaml"))
    if named and lines and all(map(_TREE.fullmatch, lines)):
        return "quanteda dictionary"
    return "CC-CEDICT dictionary" if lines and all(map(_CEDICT.fullmatch, lines)) else ""


def list_rows(data: bytes) -> bool:
    r"""Whether at least half of the first lines of a file are a word and a count, as of a list.

    >>> list_rows(b"the\t7\nof\tmany\n"), list_rows(b"The plan names 7 aims.\n")
    (True, False)
    """
    text = data[:_BEGINNING].decode("utf-8-sig", "replace")
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and 2 * sum(map(bool, map(_ROW.fullmatch, lines))) >= len(lines)


def check_no_list(name: str, data: bytes) -> None:
    """Raise ``SourceError`` for a list of words, or an answer of ours, named as a document."""
    if _ANSWER.match(data):
        raise SourceError(
            name,
            "is an answer of aiplans as JSON, which holds no counts by section",
            "name what it was made from, or count that: aiplans count SOURCE -o FILE.parquet",
        )
    kind = list_in(data, name)
    if not kind:
        return
    remedy = {
        "concept list": f"give it as --concepts {name}, or check it: aiplans lexicon check {name}",
        "word list": f"compare with it by --reference {name}",
    }.get(kind, f"make a concept list of it: aiplans lexicon import {name}")
    raise SourceError(name, f"is a {kind}, not a document", f"{remedy} (or add --from text)")


def counted_otherwise(counts: Counts, wanted: Mapping[str, str], options: SourceSettings) -> str:
    """What counts were made with that the options would do otherwise; "" for nothing.

    The tokenizer is told of English counts and the dictionary of Chinese ones. A list or tokenizer
    of its own makes the dictionary another one too, which is not told twice.
    """
    differing = [key for key in _OTHER if counts.settings.get(key, "") != wanted[key]]
    language = LANGUAGES.get(counts.language)  # a file may name any
    by_dictionary = language is not None and language.by_dictionary
    if not by_dictionary or {"concepts", "rules", "tokenizer"} & set(differing):
        differing = [key for key in differing if key != "words"]
    if by_dictionary:
        differing = [key for key in differing if key != "tokenizer"]
    if not differing:
        return ""
    given = {
        "concepts": ["--concepts"] * (options.concepts is not None),
        "rules": [],
        "tokenizer": ["--tokenizer"] * (options.tokenizer != "pattern")
        + ["--split-hyphens"] * options.split_hyphens,
        "words": ["--user-dict"] * (options.user_dict is not None)
        + ["--no-dict-terms"] * (not options.dict_terms),
        "stop_words": ["--stop-words"] * (options.stop_words not in ("on", "off")),
    }
    given_here = [option for key in differing for option in given[key]]
    lost = ", so its concepts are left out" if "concepts" in differing else ""
    leave = f"leave {' and '.join(given_here)} out, or " if given_here else ""
    what = " and ".join(_OTHER[key] for key in differing)
    return f"its counts were made with {what}{lost}; {leave}count the text again"


def counted_twice(concept_list: ConceptList, path: str) -> str:
    """The forms of the user's list that count for several concepts unmarked; "" for none."""
    from aiplans_cli.concepts.checking import unmarked

    found = unmarked(concept_list)
    if not found:
        return ""
    first = found[0]
    forms, count = ("form", "counts") if len(found) == 1 else ("forms", "count")
    return (
        f"{path}: {len(found)} {forms} of several concepts without the mark & {count} for each of "
        f"them, such as {first.form!r} of {first.concept}, {first.fact.partition(', and not')[0]}; "
        f"'aiplans lexicon check --concepts {path}' lists all"
    )


def stand_ins(found: Mapping[str, tuple[str, str]]) -> str:
    """What to say of plans of which not the text is used; "" where all are texts.

    >>> stand_ins({"us-2025": ("us-2025", "text")})
    ''
    """
    parts = [_STANDS_IN[form].format(id_) for id_, (_, form) in found.items() if form != "text"]
    if not parts:
        return ""
    mixed = len({form for _, form in found.values()}) > 1
    caution = "; these differ in kind, so read differences with care" if mixed else ""
    missing = " ".join(id_ for id_, (_, form) in found.items() if form != "text")
    return (
        f"no source was named: {', '.join(parts)}{caution}; 'aiplans texts fetch {missing}' brings "
        "the official text"
    )
