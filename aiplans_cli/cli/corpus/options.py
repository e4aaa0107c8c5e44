"""Options of ``aiplans count`` that concern many texts at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, TypeGuard

import typer

from aiplans_cli.cli.freq_by import field_name
from aiplans_cli.cli.options import not_blank

_Pattern = Annotated[
    str | None,
    typer.Option(
        "--pattern",
        metavar="REGEX",
        help="Where --by finds its FIELD in the path below the folder: '(?P<year>[0-9]{4})-'.",
    ),
]


@dataclass(frozen=True, slots=True)
class CorpusOptions:
    """How many texts become one counts file in Parquet."""

    recursive: Annotated[
        bool, typer.Option("--recursive", "-r", help="Count the folders below a folder too.")
    ] = False
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="FIELD",
            help="One document for each value: a key of the front matter, year, folder, or a "
            "named group of --pattern.",
            callback=field_name(
                "name another key of the front matter, or call the group of --pattern otherwise"
            ),
        ),
    ] = None
    pattern: _Pattern = None
    totals: Annotated[
        bool,
        typer.Option("--totals", help="With --by: add texts up, so that no count of each is kept."),
    ] = False
    dedupe: Annotated[
        bool, typer.Option("--dedupe", help="Count texts with the same bytes once.")
    ] = False
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail where any text cannot be counted.")
    ] = False
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help="Dask scheduler, as tcp://host:8786.",
            callback=not_blank("the address of a Dask scheduler"),
        ),
    ] = None

    def wants(self, output: str | None) -> TypeGuard[str]:
        """Whether Parquet is wanted. Raises ``BadParameter`` where it is needed and is not."""
        if output is not None and output.lower().endswith(".parquet"):
            return True
        chosen = {
            "--recursive": self.recursive,
            "--by": self.by is not None,
            "--pattern": self.pattern is not None,
            "--totals": self.totals,
            "--dedupe": self.dedupe,
            "--strict": self.strict,
            "--cluster": self.cluster is not None,
        }
        if needing := [name for name, given in chosen.items() if given]:
            raise typer.BadParameter(f"{needing[0]} needs -o FILE.parquet")
        return False

    def compiled(self) -> re.Pattern[str] | None:
        """The pattern. Raises ``BadParameter`` for options that do not go together."""
        if self.totals and not self.by:
            raise typer.BadParameter("--totals needs --by")
        if self.dedupe and self.cluster:
            raise typer.BadParameter("--dedupe is for one machine, not for a --cluster")
        if self.pattern is None:
            return None
        try:
            pattern = re.compile(self.pattern)
        except re.error as error:
            raise typer.BadParameter(f"--pattern is no regular expression: {error}") from error
        if self.by not in pattern.groupindex:
            group = f"(?P<{self.by or 'year'}>...)"
            raise typer.BadParameter(f"--pattern needs --by and a group of its name: {group}")
        return pattern
