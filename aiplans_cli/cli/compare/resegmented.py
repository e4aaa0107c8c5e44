"""The documents of a contrast counted once more, with the segmenter's other dictionary."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.cli.compare.analysis import Choices
    from aiplans_cli.cli.sources import Loaded, Loader
    from aiplans_cli.counting import Unit
    from aiplans_cli.model import Counts


def resegmented(
    own: Loader,
    loaded: Sequence[Loaded],
    documents: Sequence[Counts],
    choices: Choices,
    unit: Unit,
) -> tuple[Counts, Counts] | None:
    """Two documents with the Chinese terms of the list kept whole where they were not, or not.

    ``None`` where nothing depends on it, since only rates per content token do, and where a
    Chinese text is not at hand.
    """
    from aiplans_cli.cli.sources import loader
    from aiplans_cli.counting import select

    languages = {counts.language for counts in documents}
    wanted = choices.denominator == "tokens" and unit == "concept" and len(languages) > 1
    if not wanted or len(documents) != 2 or choices.section != "section":
        return None
    other = loader(replace(own.options, dict_terms=not own.options.dict_terms, quiet=True))
    found = []
    for item, counts in zip(loaded, documents, strict=True):
        if counts.language != "zh":
            found.append(counts)
        elif item.text is None:
            return None
        else:
            again = other.count_document(item.text())
            if not own.options.all_kinds:
                again = select(again, lambda section: section.kind == "body")
            found.append(again)
    return found[0], found[1]
