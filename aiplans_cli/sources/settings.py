"""How sources are read and split into words, as settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from aiplans_cli.language import ENGINES, LANGUAGES, TOKENIZERS
from aiplans_cli.settings import FIRST, READING, Option
from aiplans_cli.storage.bounded import MOST_MEGABYTES

READ_AS = (
    *("auto", "text", "markdown", "html", "pdf", "docx"),
    *("csv", "tsv", "jsonl", "json", "parquet", "excel"),
)
"""Words for ``--from``; a test holds them to the registries of formats, which are slow to load."""

_Lang = Annotated[
    str, Option("Language of the sources.", ("--lang", "-l"), ("auto", *LANGUAGES), group=FIRST)
]
_From = Annotated[
    str, Option("Format of the sources.", ("--from",), READ_AS, also=("timeout", "max_size"))
]
_Encoding = Annotated[str | None, Option("Encoding of text, such as gb18030 or hz.")]
_TextColumn = Annotated[
    str | None,
    Option("Column of a table that holds the texts; guessed and told if out.", metavar="COLUMN"),
]
_IdColumn = Annotated[
    str | None,
    Option("Column of a table that tells its rows apart; else numbers do.", metavar="COLUMN"),
]
_Timeout = Annotated[
    float | None,
    Option(
        "Seconds of computing for reading one document; by its size if out.",
        metavar="SECONDS",
        minimum=0.1,
    ),
]
_MaxSize = Annotated[
    float, Option("Megabytes that one source may have.", metavar="MB", minimum=0.001)
]
Concepts = Annotated[str | None, Option("Concept list to use, or to extend ours.", metavar="FILE")]
"""A concept list of the user's."""


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How sources are read, for what does not split them into words."""

    GROUP: ClassVar[str] = READING

    lang: _Lang = "auto"
    from_: _From = "auto"
    encoding: _Encoding = None
    text_column: _TextColumn = None
    id_column: _IdColumn = None
    timeout: _Timeout = None
    max_size: _MaxSize = MOST_MEGABYTES


@dataclass(frozen=True, slots=True)
class ListSettings:
    """Which concept list."""

    GROUP: ClassVar[str] = READING

    concepts: Concepts = None


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """How sources are read and split into words."""

    GROUP: ClassVar[str] = READING

    lang: _Lang = "auto"
    from_: _From = "auto"
    encoding: _Encoding = None
    text_column: _TextColumn = None
    id_column: _IdColumn = None
    timeout: _Timeout = None
    max_size: _MaxSize = MOST_MEGABYTES
    all_kinds: Annotated[bool, Option("Count contents pages and footnotes too.", ("--all",))] = (
        False
    )
    stem: Annotated[bool, Option("Group English inflections by Snowball stem.")] = False
    tokenizer: Annotated[
        str,
        Option(
            "How words are split: English by our pattern or as the Penn Treebank does.",
            choices=tuple(TOKENIZERS),
            also=("split_hyphens", "engine", "dict_terms"),
        ),
    ] = "pattern"
    split_hyphens: Annotated[bool, Option("Part English words at hyphens, as other tools do.")] = (
        False
    )
    engine: Annotated[
        str,
        Option("What segments Chinese, to the same words.", choices=tuple(ENGINES)),
    ] = "rjieba"
    user_dict: Annotated[
        str | None, Option("Words to add to jieba's dictionary.", metavar="FILE")
    ] = None
    dict_terms: Annotated[
        bool,
        Option(
            "Keep Chinese terms of the concept list whole, such as 人工智能 (AI).",
            ("--dict-terms/--no-dict-terms",),
        ),
    ] = True
    stop_words: Annotated[
        str,
        Option(
            "Leave out stop words (the default), or those of FILE; --no-stop-words keeps all.",
            metavar="[FILE]",
        ),
    ] = "on"
    concepts: Concepts = None

    @property
    def format(self) -> str | None:
        """Key of the format that was asked for; ``None`` to go by the file."""
        return None if self.from_ == "auto" else self.from_
