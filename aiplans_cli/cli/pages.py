"""The pages of help: ``-h`` fits a screen, ``--help`` has every option, under its heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperOption

from aiplans_cli.cli.help import ALSO_COLUMNS
from aiplans_cli.settings import FIRST, OUTPUT, READING, SELECTION, STATISTICS

HEADINGS = (FIRST, SELECTION, STATISTICS, READING, OUTPUT)
"""The headings of options, in order."""

WIDTH = 80
"""Columns of a short page, whatever the window, so that it can be promised to fit."""

_METAVAR = 12
"""Longest word for a value on a short page; longer ones are lists, which ``--help`` has."""


class Command(TyperCommand):
    """A command with two pages of help."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its parameters, and those that show the pages."""
        return [*self.params, _page_option("-h", self.short_page), _page_option("--help", _full)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, then the options under their headings."""
        arguments = [self._row(ctx, p) for p in self.params if p.param_type_name == "argument"]
        if any(arguments):
            with formatter.section("Arguments"):
                formatter.write_dl([row for row in arguments if row])
        for heading in HEADINGS:
            rows = [row for p in self.options_under(heading) if (row := self._row(ctx, p))]
            if heading == OUTPUT:
                rows.append(("-h", "The examples and the options most used, on one screen."))
                rows.append(("--help", "This page."))
            if rows:
                with formatter.section(heading.capitalize()):
                    formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples."""
        with formatter.section("Examples"):
            for example in page_of(ctx.command_path).examples:
                formatter.write(f"  {example}\n")
        if self.name in ALSO_COLUMNS:
            formatter.write(f"\nThe column of this name: aiplans help column {self.name}\n")

    def options_under(self, heading: str) -> Iterator[TyperOption]:
        """Its options that are no old names, of one heading."""
        options = (one for one in self.params if isinstance(one, TyperOption) and not one.hidden)
        return (one for one in options if (one.rich_help_panel or FIRST) == heading)

    def short_page(self, ctx: Any) -> str:
        """The question it answers, examples, and the options most used: at most 24 lines."""
        page = page_of(ctx.command_path)
        usage = " ".join((ctx.command_path, *self.collect_usage_pieces(ctx)))
        rows = [(_typed(ctx, option), option.help or "") for option in self.options_under(FIRST)]
        wide = max(len(left) for left, _ in rows) + 2
        return "\n".join(
            (
                f"Usage: {usage}",
                "",
                page.question,
                "",
                *(f"  {example}" for example in page.examples),
                "",
                *(f"  {left:{wide}}{brief(text, WIDTH - wide - 2)}" for left, text in rows),
                "",
                f"All options: {ctx.command_path} --help; any word: aiplans help WORD",
            )
        )

    def _row(self, ctx: Any, parameter: Any) -> tuple[str, str] | None:
        return parameter.get_help_record(ctx)  # type: ignore[no-any-return]


def page_of(path: str) -> Any:
    """What the pages of a command say beside its options, by its path from ``aiplans`` on."""
    from aiplans_cli.cli.examples import PAGES

    return PAGES[path.partition(" ")[2]]


def brief(text: str, width: int) -> str:
    """The first clause of a help text, shortened to a width.

    >>> brief("What to rank by: scores from the strongest on either side, p upwards.", 30)
    'What to rank by'
    """
    text = re.sub(r"^With --[a-z-]+: ", "", text)
    clause = re.split(r"(?<!\.)[.:;](?=\s|$)| \(", text, maxsplit=1)[0]
    return clause if len(clause) <= width else f"{clause[: width - 1].rsplit(' ', 1)[0]} …"


def _typed(ctx: Any, option: TyperOption) -> str:
    """How an option is typed, its short form first."""
    names = sorted(option.opts, key=len)[:2]
    value = "" if option.is_flag else option.make_metavar(ctx).strip("[]")
    value = "N" if value.startswith("<") else value
    if len(value) > _METAVAR:
        value = "WORD" if "|" in value else value[:_METAVAR]
    lead = "" if names[0][1] != "-" else "    "
    return f"{lead}{', '.join(names)} {value}".rstrip()


def _page_option(name: str, page: Callable[[Any], str]) -> TyperOption:
    """An option that shows a page and ends the program."""

    def show(ctx: Any, parameter: Any, asked: bool) -> None:
        if asked and not ctx.resilient_parsing:
            typer.echo(page(ctx))
            raise typer.Exit

    return TyperOption(
        param_decls=[name, f"page{name.replace('-', '_')}"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=show,
        help="Show this message and exit.",
    )


def _full(ctx: Any) -> str:
    text: str = ctx.get_help()
    return text
