"""What the words of an answer mean: measures from their registries, columns from a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from inspect import cleandoc
from typing import NamedTuple

from aiplans_cli.errors import UsageError
from aiplans_cli.output.formats import FORMATS
from aiplans_cli.resources import described, resource_text
from aiplans_cli.statistics import association, correction, dispersion, distance_measures, measures
from aiplans_cli.statistics.profiles import Profile
from aiplans_cli.statistics.table import PairCounts, Settings

_HERE = "docs/statistics.md"
_CITED = re.compile(
    r"([A-Z][\w.-]+(?:,? (?:& )?[A-Z][\w.-]+| et al\.)*),? \(?(?:after .+ )?(\d{4})"
)

_SUFFIXES = {
    "_bootstrap": "The end of an interval from sections drawn anew (--resample bootstrap).",
    "_permutation": "From sections dealt out anew (--resample permutation).",
    "_low": "The lower end of the interval.",
    "_high": "The upper end of the interval.",
    "_p": "The p value of it over single words, as if each were drawn by itself.",
    "_a": "In A, the document named first.",
    "_b": "In B, the other document, or what stands in its place.",
}
"""End of a column's name → what it says of the word before it."""

_PAIR = association.Pair(20, 40, 25, 1000, 8)
_EVEN, _UNEVEN, _ONE = [2] * 5, [1, 2, 3, 4, 5], [10, 0, 0, 0, 0]
_SIZES = [100] * 5


class Entry(NamedTuple):
    """What a word means."""

    name: str
    """The word."""
    kind: str
    """What sort of word it is."""
    what: str
    """What it stands for."""
    reading: str = ""
    """How to read it."""
    example: str = ""
    """An example."""
    source: str = ""
    """Where it was published, or is described at length."""

    def lines(self) -> list[str]:
        """What is to be said of it, a line each."""
        told = (("", self.what), ("Read: ", self.reading), ("Example: ", self.example))
        return [f"{title}{text}" for title, text in (*told, ("Source: ", self.source)) if text]


def _measures() -> Iterator[Entry]:
    counts = PairCounts(52, 50_000, 57, 75_000)
    for name, one in measures.MEASURES.items():
        reading = "How large a difference is. " if one.kind == "effect" else "How sure one is. "
        if one.equal is None:
            reading += "It tells no side: see the rates."
        else:
            reading += f"{one.equal:g} is equal; above, there is more in A; below, in B."
        if one.unit == "doublings":
            reading += " 1 is twice as much, 2 four times."
        example = f"aiplans compare us-2025 us-eo-14110-2023 -m {name}"
        if one.needs == "table":
            value = one.value(counts, Settings())
            example = f"52 in 50,000 words against 57 in 75,000: {_shown(value)}"
        what = one.description + (f", in {one.unit}" if one.unit else "")
        yield Entry(name, f"measure: {one.kind}", what, reading, example, one.source)


def _dispersion() -> Iterator[Entry]:
    for name, spread in dispersion.DISPERSION.items():
        even, uneven, one = (_shown(spread(counts, _SIZES)) for counts in (_EVEN, _UNEVEN, _ONE))
        reading = f"{even} where a word stands evenly in five equal sections, {one} in one alone."
        example = f"1, 2, 3, 4 and 5 times in five equal sections: {uneven}"
        yield _described(name, "dispersion", spread, reading, example)
    for name, positional in dispersion.POSITIONAL.items():
        even = _shown(positional([10, 30, 50, 70, 90], 100))
        one = _shown(positional([10, 11, 12, 13, 14], 100))
        reading = f"{even} for 5 evenly among 100 words, {one} for 5 in a row."
        yield _described(name, "dispersion", positional, reading, "aiplans freq --dispersion all")


def _associations() -> Iterator[Entry]:
    letters = (
        "O occurrences near the node, E those expected, P places near it, C the collocate's "
        "occurrences, F the node's, N all places."
    )
    for name, strength in association.ASSOCIATIONS.items():
        higher = "Lower is closer company." if name == "fisher" else "Higher is closer company."
        example = f"20 of 25 within 40 places of 1,000, the node 8 times: {_shown(strength(_PAIR))}"
        yield _described(name, "association", strength, f"{higher} {letters}", example)


def _corrections() -> Iterator[Entry]:
    for name, corrected in correction.CORRECTIONS.items():
        found = ", ".join(f"{q:.3g}" for q in corrected([0.01, 0.03, 0.04]))
        reading = "With --correct: how p becomes q over the rows tested."
        yield _described(name, "correction", corrected, reading, f"0.01, 0.03, 0.04: {found}")


def _distances() -> Iterator[Entry]:
    pair = Profile(4, {"ai": 3, "plan": 1}), Profile(4, {"plan": 4})
    for name, one in distance_measures.DISTANCES.items():
        example = f"aiplans distance A B C -m {name}"
        if one.value is not None and name != "cosine_corrected":
            value = one.value(*pair, distance_measures.SMOOTHING)
            example = f"ai 3 times and plan once, against plan 4 times: {_shown(value)}"
        yield Entry(name, "distance", one.title, one.description, example, one.source)


def _formats() -> Iterator[Entry]:
    for name, one in FORMATS.items():
        reading = "Holds all tables." if one.whole else "Holds the first table alone."
        endings = ", ".join(f"-o FILE{suffix}" for suffix in one.suffixes)
        yield Entry(name, "format", one.description, reading, f"-f {name}; {endings}")


def _described(
    name: str, kind: str, function: Callable[..., object], reading: str, example: str
) -> Entry:
    """An entry from the docstring of a function: its first paragraph, and whom that cites."""
    text = " ".join(cleandoc(described(function).__doc__ or "").partition("\n\n")[0].split())
    cited = _CITED.search(text)
    source = f"{cited[1]} {cited[2]}" if cited else _HERE
    return Entry(name, kind, text.replace("``", ""), reading, example, source)


def _columns() -> Iterator[Entry]:
    for line in resource_text("glossary.tsv").splitlines()[2:]:
        words, what, reading, example, source = line.split("\t")
        for word in words.split():
            yield Entry(word, "column or word", what, reading, example, source)


def _shown(value: float | None) -> str:
    if value is None:
        return "none"
    return str(value) if isinstance(value, int) else f"{value:.2f}".replace("-0.00", "0.00")


@cache
def glossary() -> dict[str, tuple[Entry, ...]]:
    """Word → its entries, of which most words have one.

    >>> [entry.kind for entry in glossary()["log_ratio"]]
    ['measure: effect', 'association']
    """
    found: dict[str, tuple[Entry, ...]] = {}
    sources = (_measures, _dispersion, _associations, _corrections, _distances, _formats, _columns)
    for source in sources:
        for entry in source():
            found[entry.name] = (*found.get(entry.name, ()), entry)
    return found


def entries_of(word: str, beside: Iterable[str] = ()) -> tuple[Entry, ...]:
    """What a word means, also of a name that ends with a side or an end of an interval.

    Raises ``UsageError`` for a word without an entry, with those like it, and those of ``beside``.

    >>> entries_of("dp_norm_a")[0].source
    'Lijffijt & Gries 2012'
    >>> entries_of("log_ratoi")
    Traceback (most recent call last):
    aiplans_cli.errors.UsageError: 'log_ratoi' is no command and no word of an answer; did you ...
    """
    known = glossary()
    stem, told = re.sub(r"[\s-]+", "_", word.strip().lower()), ""
    while stem not in known:
        end = next((suffix for suffix in _SUFFIXES if stem.endswith(suffix)), None)
        if end is None:
            from difflib import get_close_matches

            near = " or ".join(get_close_matches(stem, {**dict.fromkeys(beside), **known}, n=3))
            hint = f"did you mean {near}?" if near else "'aiplans help' lists them"
            raise UsageError(f"{word!r} is no command and no word of an answer; {hint}")
        stem, told = stem.removesuffix(end), f"{told} {_SUFFIXES[end]}"
    return tuple(
        entry._replace(name=word, what=f"{entry.what.rstrip('.')}.{told}") if told else entry
        for entry in known[stem]
    )


def topics() -> dict[str, list[str]]:
    """The words that have an entry, by their kind."""
    found: dict[str, list[str]] = {}
    for entries in glossary().values():
        for entry in entries:
            found.setdefault(entry.kind.partition(":")[0], []).append(entry.name)
    return {f"{kind}s" if " " not in kind else "columns and words": w for kind, w in found.items()}


def page() -> str:
    """The glossary as a page of the documentation."""
    parts = [
        "# Glossary\n\nWhat the words of an answer mean: `aiplans help WORD` says the same. "
        "This page is written by `make golden` from the registries and "
        "`aiplans_cli/data/glossary.tsv`. Of a column with two sides, `_a` is A and `_b` is B; "
        "`_low` and `_high` are the ends of an interval, `_p` is a p value.\n"
    ]
    for title in topics():
        rows = "\n".join(
            f"| `{e.name}` | {' | '.join(_cell(text) for text in e[2:])} |"
            for entries in glossary().values()
            for e in entries
            if title.startswith(e.kind.partition(":")[0].split(" ")[0])
        )
        head = "| word | what it is | how to read it | example | source |\n|---|---|---|---|---|"
        parts.append(f"## {title.capitalize()}\n\n{head}\n{rows}\n")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
