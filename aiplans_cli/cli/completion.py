"""What the shell may complete an argument to: texts of the library, files, concepts, words.

It is asked at every press of a key, so nothing is read but a short list, and no network is used.
Only words that no shell must quote are given: letters of any script, digits, and ``. _ - + /``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import typer

_PLAIN = re.compile(r"[\w./+-]+")
"""Words that stand for themselves in every shell."""


def of_words(words: Iterable[str]) -> Callable[[str], list[str]]:
    """Completion of one of several words, or of the last of a list parted by commas.

    >>> of_words(("md", "wide"))("md,w")
    ['md,wide']
    """
    known = tuple(words)

    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",")
        return [f"{before}{comma}{word}" for word in known if word.startswith(last)]

    return complete


def texts(incomplete: str) -> list[str]:
    """Texts of the library that begin so, and files beside them; files alone the shell knows."""
    from aiplans_cli.errors import AiplansError
    from aiplans_cli.sources.library.entries import load_library

    with suppress(AiplansError, OSError):  # a broken library of the user's is told when it is used
        found = [name for name in load_library() if name.startswith(incomplete)]
        beside = sorted(path.name for path in Path().iterdir() if path.is_file())
        files = [name for name in beside if name.startswith(incomplete) and name[0] != "."]
        return _unique([*found, *files]) if found else []
    return []


def concepts(incomplete: str) -> list[str]:
    """Concepts that begin so; where it is typed in Chinese, forms of concepts."""
    from aiplans_cli.resources import resource_text

    rows = [
        line.split("\t")
        for line in resource_text("concepts.tsv").splitlines()
        if line and line[0] != "#"
    ][1:]
    if incomplete.isascii():
        return [row[0] for row in rows if row[0].startswith(incomplete)]
    forms = (form.strip().rstrip("&") for row in rows for form in row[3].split(";"))
    return _unique(form for form in forms if form.startswith(incomplete))


def answers(incomplete: str) -> list[str]:
    """Commands and words that have an entry of the glossary."""
    from aiplans_cli.analyses.glossary import glossary
    from aiplans_cli.cli.app import COMMANDS

    return _unique(word for word in (*COMMANDS, *glossary()) if word.startswith(incomplete))


def words_then_texts(ctx: typer.Context, incomplete: str) -> list[str]:
    """For ``freq``: a concept first, then texts; ``-s`` and ``-w`` say that all are of one kind."""
    typed = ctx.params
    wordless = not typed.get("words") and not typed.get("word")
    return concepts(incomplete) if wordless or typed.get("source") else texts(incomplete)


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if _PLAIN.fullmatch(word)))
