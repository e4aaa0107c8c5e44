"""What the user should know of a counts file or a list before believing the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiplans_cli.concepts.listing import ConceptList
    from aiplans_cli.model import Counts
    from aiplans_cli.sources.settings import SourceSettings

_OTHER = {
    "concepts": "another concept list",
    "tokenizer": "another tokenizer",
    "words": "another dictionary",
    "stop_words": "other stop words",
}
"""Setting of counts → how it is told that theirs is not the one asked for."""


def counted_otherwise(counts: Counts, wanted: Mapping[str, str], options: SourceSettings) -> str:
    """What counts were made with that the options would do otherwise; "" for nothing.

    The tokenizer is told of English counts and the dictionary of Chinese ones. A list or tokenizer
    of its own makes the dictionary another one too, which is not told twice.
    """
    differing = [key for key in _OTHER if counts.settings.get(key, "") != wanted[key]]
    if counts.language == "en" or {"concepts", "tokenizer"} & set(differing):
        differing = [key for key in differing if key != "words"]
    if counts.language == "zh":
        differing = [key for key in differing if key != "tokenizer"]
    if not differing:
        return ""
    given = {
        "concepts": ["--concepts"] * (options.concepts is not None),
        "tokenizer": ["--tokenizer"] * (options.tokenizer != "pattern"),
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
