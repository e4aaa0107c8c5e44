"""Words alone, without sentences and concepts: what a frequency list needs, by a shorter way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.counting.bulk.frequencies import Frequencies
from aiplans_cli.counting.bulk.workers import added_up

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from aiplans_cli.counting.bulk.workers import Sum
    from aiplans_cli.language import Settings
    from aiplans_cli.reading.blocks import Block


def count_words(
    blocks: Iterable[Block | str], language: str, settings: Settings, jobs: int = 1
) -> Frequencies:
    """How often each word stands in some blocks of text, by as many processes as wanted.

    The words are those of ``count_blocks``. ``jobs`` below 1 is the number of cores at hand.
    """
    total = Frequencies()
    for found in added_up(blocks, _words, (language, settings), jobs):
        total.add(found)
    return total


def _words(language: str, settings: Settings) -> Sum[Counter[str]]:
    """What adds up the words of a language."""
    if language == "en":
        from aiplans_cli.counting.bulk.english_words import EnglishWords

        return EnglishWords(settings)
    from aiplans_cli.counting.bulk.chinese import ChineseWords

    return ChineseWords(settings)
