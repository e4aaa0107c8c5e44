"""Options that several commands share, in groups that a command takes as one parameter."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import wraps
from math import isfinite
from typing import Annotated, Any, get_type_hints

import typer

from aiplans_cli.cli.record import recording
from aiplans_cli.cli.targets import writing_to
from aiplans_cli.language import ENGINES, LANGUAGES, TOKENIZERS
from aiplans_cli.output import FORMATS

READ_AS = ("auto", "text", "markdown", "html", "pdf", "docx")
"""Words for ``--from``; a test holds them to the registry of readers, which is slower to load."""


_FEW = 30
"""Choices that are all named where none of them was typed."""


def _near(typed: str, known: Sequence[str]) -> str:
    """What to choose from: all words, or of very many those that are spelled like the typed one."""
    if len(known) <= _FEW:
        return ", ".join(known)
    from difflib import get_close_matches

    near = get_close_matches(typed, known, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else f"such as {', '.join(known[:3])}"
    return f"the {len(known)} known: {hint}"


def choice(words: Iterable[str]) -> dict[str, Any]:
    """Arguments for ``typer.Option`` that allow only ``words``, show and complete them."""
    known = tuple(words)

    def check(value: str | None) -> str | None:
        if value is not None and value not in known:
            raise typer.BadParameter(f"{value!r} is not one of {_near(value, known)}")
        return value

    def complete(incomplete: str) -> list[str]:
        return [word for word in known if word.startswith(incomplete)]

    return {"callback": check, "autocompletion": complete, "metavar": f"[{'|'.join(known)}]"}


def not_blank(wanted: str) -> Callable[[Any], Any]:
    """Callback for one value or several that raises ``BadParameter`` where one of them is empty."""

    def check(value: Any) -> Any:
        typed = [value] if isinstance(value, str) else value or ()
        if not all(word.strip() for word in typed):
            raise typer.BadParameter(f"it is empty: write {wanted}")
        return value

    return check


word_or_concept = not_blank("a word or a concept")
"""Callback for what is looked for."""


_Lang = Annotated[
    str,
    typer.Option("--lang", "-l", help="Language of the sources.", **choice(["auto", *LANGUAGES])),
]
_From = Annotated[str, typer.Option("--from", help="Format of the sources.", **choice(READ_AS))]
_Encoding = Annotated[
    str | None, typer.Option("--encoding", help="Encoding of text, such as gb18030 or hz.")
]
_Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No notes or progress on standard error.")
]


def _finite(value: float) -> float:
    if not isfinite(value):
        raise typer.BadParameter(f"{value} is not a finite number")
    return value


Confidence = Annotated[
    float,
    typer.Option(
        "--confidence",
        min=0.01,
        max=0.999999,
        callback=_finite,
        help="Confidence of every interval.",
    ),
]
"""Of intervals, for ``score`` and ``compare``."""

PerMillion = Annotated[
    float,
    typer.Option(
        "--k", min=0, callback=_finite, help="What simple_maths adds to each rate per million."
    ),
]
"""The constant of ``simple_maths``, for ``score`` and ``compare``."""

Calibration = Annotated[
    bool,
    typer.Option(
        "--calibration/--no-calibration",
        help="Widen intervals across languages by the spread found between translations.",
    ),
]
"""Whether intervals of concepts hold what a list cannot match, for ``compare`` and ``explain``."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How sources are read, for commands that do not split them into words."""

    lang: _Lang = "auto"
    from_: _From = "auto"
    encoding: _Encoding = None
    quiet: _Quiet = False


Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SOURCE]...", help="Documents; the two plans of 2025 if left out."),
]
"""The documents a command is about, which may be left out."""


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """How sources are read and split into words."""

    lang: _Lang = "auto"
    from_: _From = "auto"
    encoding: _Encoding = None
    all_kinds: Annotated[
        bool, typer.Option("--all", help="Count contents pages and footnotes too.")
    ] = False
    stem: Annotated[
        bool, typer.Option("--stem", help="Group English inflections by Snowball stem.")
    ] = False
    tokenizer: Annotated[
        str, typer.Option("--tokenizer", help="How English is split.", **choice(TOKENIZERS))
    ] = "pattern"
    engine: Annotated[
        str,
        typer.Option(
            "--engine", help="What segments Chinese, to the same words.", **choice(ENGINES)
        ),
    ] = "rjieba"
    user_dict: Annotated[
        str | None,
        typer.Option("--user-dict", metavar="FILE", help="Words to add to jieba's dictionary."),
    ] = None
    dict_terms: Annotated[
        bool,
        typer.Option(
            "--dict-terms/--no-dict-terms",
            help="Keep Chinese terms of the concept list whole, such as 人工智能 (AI).",
        ),
    ] = True
    stop_words: Annotated[
        str,
        typer.Option(
            "--stop-words",
            metavar="[FILE]",
            help="Leave out stop words (the default), or those of FILE; --no-stop-words keeps all.",
        ),
    ] = "on"
    concepts: Annotated[
        str | None,
        typer.Option("--concepts", metavar="FILE", help="Concept list to use, or to extend ours."),
    ] = None
    quiet: _Quiet = False


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """In what form, and where, the result goes."""

    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="auto is a table on a terminal, TSV in a pipe.",
            **choice(["auto", *FORMATS]),
        ),
    ] = "auto"
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE; - is standard output."),
    ] = None


@dataclass(frozen=True, slots=True)
class RowOptions:
    """Which rows are shown."""

    top: Annotated[
        int | None,
        typer.Option(
            "--top", "-n", min=0, help="Rows to show, 0 for all.", show_default="20 in a table"
        ),
    ] = None
    min_count: Annotated[
        int | None,
        typer.Option(
            "--min-count",
            min=0,
            help="Occurrences a row needs over all documents; 0 keeps rows without any.",
            show_default="1",
        ),
    ] = None


_MANIFEST = inspect.Parameter(
    "manifest",
    inspect.Parameter.KEYWORD_ONLY,
    default=None,
    annotation=Annotated[
        str | None,
        typer.Option(
            "--manifest",
            metavar="FILE",
            help="Write to FILE what made the output, for 'aiplans reproduce FILE'.",
        ),
    ],
)


def takes_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let typer see the fields of a command's option groups as options of the command.

    A parameter whose annotation is one of the groups above is replaced in the signature by the
    group's fields, and the command is called with the group made from their values. Every command
    also takes ``--manifest``.
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {}
    parameters: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        hint = hints[name]
        if not (isinstance(hint, type) and is_dataclass(hint)):
            parameters.append(parameter.replace(annotation=hint))
            continue
        groups[name] = hint
        own = get_type_hints(hint, include_extras=True)
        for field in fields(hint):
            default = inspect.Parameter.empty if field.default is MISSING else field.default
            kind = inspect.Parameter.KEYWORD_ONLY
            parameters.append(
                inspect.Parameter(field.name, kind, default=default, annotation=own[field.name])
            )

    @wraps(command)
    def call(**values: Any) -> Any:
        manifest = values.pop("manifest")
        if values.get("output") == "-":
            values["output"] = None
        targets = {"--output": values.get("output"), "--manifest": manifest}
        with writing_to(targets), recording(values, manifest):
            made = {
                name: group(**{field.name: values.pop(field.name) for field in fields(group)})
                for name, group in groups.items()
            }
            return command(**values, **made)

    parameters.append(_MANIFEST)
    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
    call.__dict__.pop("__wrapped__", None)
    vars(call)["__signature__"] = inspect.Signature(parameters)
    call.__annotations__ = {p.name: p.annotation for p in parameters}
    return call
