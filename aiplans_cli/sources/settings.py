"""How sources are read and split into words, as settings."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Annotated, ClassVar

from aiplans_cli.language import ENGINES, LANGUAGES, TOKENIZERS
from aiplans_cli.records import dataclass
from aiplans_cli.settings import FIRST, READING, SELECTION, Option
from aiplans_cli.sources.conditions import check_conditions
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
_Encoding = Annotated[
    str | None, Option("Encoding of text, such as gb18030 or hz.", also=("errors",))
]
_Errors = Annotated[
    str,
    Option(
        "Bytes that are no text in the encoding (UTF-8 if out): refused, or replaced and told.",
        choices=("strict", "replace"),
    ),
]
_TextColumn = Annotated[
    str | None,
    Option("Column of a table that holds the texts; guessed and told if out.", metavar="COLUMN"),
]
_IdColumn = Annotated[
    str | None,
    Option("Column of a table that tells its rows apart; else numbers do.", metavar="COLUMN"),
]
_Conditions = Annotated[
    tuple[str, ...],
    Option(
        "Only documents whose FIELD is VALUE (FIELD=VALUE) or holds TEXT (FIELD~TEXT); several "
        "must all hold. A FIELD is a column, a key of the front matter, year, folder, language or "
        "a group of --pattern.",
        metavar="CONDITION",
        default_text="none",
        check=check_conditions,
        group=SELECTION,
    ),
]
_Condition = Annotated[
    str,
    Option(
        "Take the documents that meet CONDITION as one.",
        metavar="CONDITION",
        check=check_conditions,
        group=SELECTION,
    ),
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


_Pattern = Annotated[
    str | None,
    Option(
        "Where a FIELD is found in the path below the folder: '(?P<year>[0-9]{4})-'.",
        metavar="REGEX",
        group=SELECTION,
    ),
]
_SampleDocuments = Annotated[
    int | None,
    Option(
        "Only N documents, drawn at random.",
        ("--sample-documents", "--sample"),  # kwic draws lines by the shorter word
        minimum=1,
        metavar="N",
        group=SELECTION,
    ),
]
_SampleSeed = Annotated[
    int, Option("Seed of --sample-documents.", minimum=0, metavar="N", group=SELECTION)
]


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How sources are read and chosen, for what does not split them into words."""

    GROUP: ClassVar[str] = READING

    lang: _Lang = "auto"
    from_: _From = "auto"
    encoding: _Encoding = None
    text_column: _TextColumn = None
    id_column: _IdColumn = None
    timeout: _Timeout = None
    max_size: _MaxSize = MOST_MEGABYTES
    errors: _Errors = "strict"
    where: _Conditions = ()
    pattern: _Pattern = None
    sample_documents: _SampleDocuments = None
    sample_seed: _SampleSeed = 0

    @property
    def whole(self) -> SourceSettings:
        """All settings of sources, those that are not among these as they usually are."""
        return SourceSettings(**{one.name: getattr(self, one.name) for one in fields(self)})


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
    where: _Conditions = ()
    pattern: _Pattern = None
    group_by: Annotated[
        str,
        Option(
            "Take the documents with one value of FIELD as one.", metavar="FIELD", group=SELECTION
        ),
    ] = ""
    group: _Condition = ""
    against: Annotated[
        str,
        Option(
            "Beside --group: the documents that meet another CONDITION as one, or all the rest.",
            metavar="CONDITION|rest",
            check=check_conditions,
            group=SELECTION,
        ),
    ] = ""
    pool: Annotated[bool, Option("Take all documents as one.", group=SELECTION)] = False
    sample_documents: _SampleDocuments = None
    sample_seed: _SampleSeed = 0
    errors: _Errors = "strict"

    @property
    def codec(self) -> str | None:
        """The encoding that was asked for, or one that knows every byte; ``None`` for neither."""
        from aiplans_cli.reading.replacing import replacing

        return replacing(self.encoding) if self.errors == "replace" else self.encoding

    @property
    def unselected(self) -> SourceSettings:
        """The same, with no document chosen and none put together."""
        usual = SourceSettings()
        chosen = ("where", "group_by", "group", "against", "pool", "sample_documents")
        return replace(self, **{name: getattr(usual, name) for name in chosen})

    @property
    def selects(self) -> bool:
        """Whether documents are chosen, or put together, by what is known of them."""
        asked = self.where or self.group_by or self.group or self.against or self.pool
        return bool(asked) or self.sample_documents is not None

    @property
    def format(self) -> str | None:
        """Key of the format that was asked for; ``None`` to go by the file."""
        return None if self.from_ == "auto" else self.from_
