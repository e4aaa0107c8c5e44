"""How a document is split into words, as a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from aiplans_cli.language.segmenter import UserWord

WORD_RULES = 2
"""Number of the rules by which text is split: counts made by other rules are others."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a document is split into words."""

    tokenizer: str = "pattern"
    """Key of ``TOKENIZERS``: how English is split."""
    stem: bool = False
    """Whether English words are counted by their Snowball stem."""
    dict_terms: frozenset[str] = frozenset()
    """Chinese terms that are one word wherever the segmenter's words add up to them."""
    user_words: tuple[UserWord, ...] = ()
    """The user's words for jieba's dictionary."""
    split_hyphens: bool = False
    """Whether a hyphen parts English words, as it does for other tools."""
    engine: str = "rjieba"
    """Key of ``ENGINES``: what segments Chinese. No result depends on it."""
    cache_dir: Path | None = None
    """Folder for the segmenter's dictionary; ``None`` builds it anew. No result depends on it."""

    def signature(self) -> str:
        """The settings that shape the words, as one stable line."""
        terms = ",".join(sorted(self.dict_terms))
        extra = ",".join(f"{w.word}/{w.frequency}/{w.tag}" for w in self.user_words)
        return f"{WORD_RULES}|{self.tokenizer}|{self.split_hyphens}|{self.stem}|{terms}|{extra}"
