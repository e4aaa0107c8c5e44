"""The options of the commands, made from the settings records of the questions."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import MISSING, replace
from functools import wraps
from typing import Annotated, Any, ClassVar, get_type_hints

import typer

from aiplans_cli.cli.completion import of_words, texts
from aiplans_cli.cli.overwrite_guard import guard_of
from aiplans_cli.cli.run_record import Invocation, Run, recording
from aiplans_cli.errors import UsageError
from aiplans_cli.language import LANGUAGES
from aiplans_cli.output.formats import ENDINGS, FORMATS, wrong_ending
from aiplans_cli.output.pictures.registry import DRAWABLE
from aiplans_cli.output.pictures.registry import ENDINGS as PICTURE_ENDINGS
from aiplans_cli.records import dataclass
from aiplans_cli.resources import described
from aiplans_cli.setting_values import further_words, verified
from aiplans_cli.settings import (
    FIRST,
    OUTPUT,
    Option,
    group_of,
    options_of,
)

_OWN_ENDINGS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(DRAWABLE, tuple(PICTURE_ENDINGS)),
    "matrix": (".parquet", ".mtx"),
}
"""Command → endings of files that it writes beside those of the formats."""

CHECK_FAILED = 3
"""Exit code of a check that ran and found something wrong."""

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SOURCE]...",
        help="Documents; the two plans of 2025 if left out.",
        autocompletion=texts,
    ),
]
"""The documents a command is about, which may be left out."""


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """In what form, and where, the result goes."""

    GROUP: ClassVar[str] = OUTPUT

    format: Annotated[
        str,
        Option(
            "auto is a table on a terminal, TSV in a pipe.",
            ("--format", "-f"),
            ("auto", *FORMATS),
            group=FIRST,
            also=("wide", "notes", "digits"),
        ),
    ] = "auto"
    output: Annotated[
        str | None,
        Option(
            "Write to FILE; - is standard output.", ("--output", "-o"), metavar="FILE", group=FIRST
        ),
    ] = None
    wide: Annotated[bool, Option("On a terminal, every table with all its columns.")] = False
    notes: Annotated[bool, Option("On a terminal, all notes.")] = False
    digits: Annotated[
        int | None,
        Option("Decimal places, where people look.", minimum=0, maximum=15, metavar="N"),
    ] = None


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """Where a picture goes, whose form is that of the file's ending."""

    GROUP: ClassVar[str] = OUTPUT

    output: Annotated[
        str | None,
        Option(
            "Draw to FILE, by its ending: .svg, .png or .pdf; - is standard output, as SVG.",
            ("--output", "-o"),
            metavar="FILE",
            group=FIRST,
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class AddOptions:
    """What is known of a text that is added to the library."""

    id_: Annotated[str, Option("Short name; made from the file's name if left out.", ("--id",))] = (
        ""
    )
    title: Annotated[str, Option("Its title.")] = ""
    language: Annotated[
        str,
        Option("Its language; detected if left out.", ("--lang", "-l"), ("", *LANGUAGES)),
    ] = ""
    issuer: Annotated[str, Option("Who published it.")] = ""
    date: Annotated[str, Option("When.", metavar="YYYY[-MM[-DD]]")] = ""


_QUIET = Option("No notes or progress on standard error.", ("--quiet", "-q"), group=FIRST)
_MANIFEST = Option(
    "Write to FILE what made the output, for 'aiplans reproduce FILE'.",
    metavar="FILE",
    group=OUTPUT,
)


def checked(check: Callable[[Any], object]) -> Callable[[Any], Any]:
    """A check of settings as a callback of an argument, which raises ``BadParameter``.

    What a check gives takes the value's place; one that gives nothing only looks.
    """

    def callback(value: Any) -> Any:
        try:
            found = check(value)
        except UsageError as error:
            raise typer.BadParameter(error.fact) from None
        return value if found is None else found

    return callback


def _typed(
    name: str, kind: Any, option: Option, default: Any, group: str, more: Mapping[str, str]
) -> inspect.Parameter:
    """A field of a settings record as typer wants it, under a heading of the help.

    ``more`` are words that its value takes for other fields, each with what it does.
    """
    told = "; ".join(f"{word} ({what})" for word, what in more.items())
    text = f"{option.help} Also, after a comma: {told}." if told else option.help
    flags = option.flags or (f"--{name.strip('_').replace('_', '-')}",)
    extras: dict[str, Any] = {"rich_help_panel": group}
    if option.choices:
        metavar = f"[{'|'.join(option.choices)}]"
        extras["metavar"] = option.metavar or metavar
        extras["autocompletion"] = of_words(
            (*option.choices, *(word.partition("=")[0] for word in more))
        )
    elif kind is not bool:
        extras["metavar"] = option.metavar or ("TEXT" if "str" in str(kind) else "N")
    if (option.choices and not option.also) or option.check:
        bounds_apart = Option(option.help, choices=option.choices, check=option.check)
        extras["callback"] = checked(bounds_apart.verified)
    if option.hidden:
        extras["hidden"] = True
    if option.default_text:
        extras["show_default"] = option.default_text
    for word, bound in (("min", option.minimum), ("max", option.maximum)):
        if bound is not None:
            extras[word] = bound
    if "tuple" in str(kind):
        kind = list[str] | None if default is None else list[str]
        default = default if default is None else list(default)
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if default is MISSING else default,
        annotation=Annotated[kind, typer.Option(*flags, help=text, **extras)],
    )


def _made(record: type, values: dict[str, Any]) -> Any:
    """A settings record from the values of its options, which are taken out of ``values``."""
    given = {}
    for name, (_, option, _) in options_of(record).items():
        if option is not None:
            value = values.pop(name)
            given[name] = tuple(dict.fromkeys(value)) if isinstance(value, list) else value
    return record(**given)


def _unpacked(record: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a record's options, those typed in another one's value put in their place."""
    options = options_of(record)
    own = {name: values[name] for name, (_, option, _) in options.items() if option is not None}
    flags = {name: option.flags for name, (_, option, _) in options.items() if option is not None}
    try:
        return verified(record, own)
    except UsageError as error:
        flag = (*flags.get(error.subject, ()), f"--{error.subject}")[0]
        raise typer.BadParameter(error.fact, param_hint=f"'{flag}'") from error


def takes_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let typer see the fields of a command's settings records as options of the command.

    A parameter that is a settings record is replaced in the signature by options for its fields,
    and the command is called with the record made from their values, and with its ``run``. Every
    command also takes ``--quiet`` and ``--manifest``.
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, type] = {}
    taken: set[str] = set()
    """Flags so far: the same word is the command's own before it is one of reading."""
    parameters = [
        inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    ]
    for name, parameter in inspect.signature(command).parameters.items():
        hint = hints[name]
        if hint is Run:
            continue
        if not (isinstance(hint, type) and hint.__name__.endswith(("Settings", "Options"))):
            parameters.append(parameter.replace(annotation=hint))
            continue
        groups[name] = hint
        for field, (kind, option, default) in options_of(hint).items():
            if option is not None:
                own = replace(option, flags=tuple(f for f in option.flags if f not in taken))
                taken.update(own.flags or (f"--{field.strip('_').replace('_', '-')}",))
                more = further_words(hint, option)
                parameters.append(_typed(field, kind, own, default, group_of(hint, option), more))
    parameters.append(_typed("quiet", bool, _QUIET, False, _QUIET.group, {}))
    parameters.append(_typed("manifest", str | None, _MANIFEST, None, _MANIFEST.group, {}))

    @wraps(described(command))
    def call(ctx: typer.Context, **values: Any) -> Any:
        return _called(command, groups, ctx.obj or Invocation(), values)

    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
    call.__dict__.pop("__wrapped__", None)
    vars(call)["__signature__"] = inspect.Signature(parameters)
    call.__annotations__ = {p.name: p.annotation for p in parameters}
    return call


def _check_listener(run: Run, format_: str, output: str | None) -> None:
    """Raise ``BadParameter`` where bytes that are no text would go to a place for text alone."""
    if output or format_ not in FORMATS or not FORMATS[format_].binary or run.again is not None:
        return
    if run.screen.terminal or not hasattr(sys.stdout, "buffer"):
        ending = FORMATS[format_].suffixes[0]
        raise typer.BadParameter(
            f"{format_} is no text, so no terminal shows it: add -o FILE{ending}",
            param_hint="--format",
        )


def _called(
    command: Callable[..., Any],
    groups: Mapping[str, type],
    invocation: Invocation,
    values: dict[str, Any],
) -> Any:
    for record in groups.values():
        values |= _unpacked(record, values)
    manifest = values.pop("manifest")
    pictured = PictureOptions in groups.values()
    output = None if values.get("output") == "-" else values.get("output")
    if not pictured and "output" in values:  # a picture must be told that - was typed
        values["output"] = output
    guard = guard_of({"--output": output, "--manifest": manifest})
    # a repeated run writes nothing, and may be older than this rule
    by_ending = values.get("format") == "auto" and invocation.repetition is None
    if pictured and output and (wrong := wrong_ending(output, tuple(PICTURE_ENDINGS))):
        raise typer.BadParameter(wrong, param_hint="--output")
    own = _OWN_ENDINGS.get(command.__name__, ())
    if output and by_ending and (wrong := wrong_ending(output, (*ENDINGS, *own))):
        raise typer.BadParameter(f"{wrong}, or add --format", param_hint="--output")
    with recording(invocation, values, guard, manifest) as run:
        _check_listener(run, values.get("format", ""), output)
        del values["quiet"]  # the run knows
        made = {name: _made(record, values) for name, record in groups.items()}
        try:
            return command(**values, **made, run=run)
        except UsageError as error:
            raise typer.BadParameter(error.fact, param_hint=error.subject or None) from error
