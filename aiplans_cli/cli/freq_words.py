"""What should be known of the words typed for ``aiplans freq`` beside their numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from aiplans_cli.cli.streams import note
from aiplans_cli.cli.wildcards import wildcard_notes
from aiplans_cli.storage import data_dir

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.cli.sources import Loader
    from aiplans_cli.model import Table


def check_word(word: str, own: Loader, *, sources_named: bool) -> None:
    """Tell of a word that is a source typed without ``-s``; nobody would find it in a text.

    Raises ``BadParameter`` where no source was named, since then the wrong texts would be counted.
    """
    from aiplans_cli.concepts import find
    from aiplans_cli.library import load_library

    if find(word, own.concept_list) is not None:
        return
    if word in load_library(data_dir()):
        what = "a text of the library"
    elif Path(word).is_file():
        what = "a file"
    else:
        return
    text = f"{word!r} is {what}, and here taken for a word: write -s {word} to count in it"
    if not sources_named:
        raise typer.BadParameter(text, param_hint="WORD")
    note(text, own.options.quiet)


def must_be_told(own: Loader, words: Sequence[str], exact: bool, table: Table) -> list[str]:
    """Notes on what a table of words and counts does not show, whatever its format."""
    from aiplans_cli.concepts import find, shared_notes

    told: list[str] = []
    for word in words:
        if not exact and (concept := find(word, own.concept_list)) is not None:
            told += shared_notes(word, concept.id, own.concept_list)
    names = [column.name for column in table.columns]
    of_word, of_count = names.index("word"), names.index("count")
    standing = {row[of_word] for row in table.rows if row[of_count]}
    return told + wildcard_notes([word for word in words if word not in standing])
