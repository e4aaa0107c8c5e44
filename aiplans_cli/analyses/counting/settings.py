"""Settings of a count that concern many texts at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, TypeGuard

from aiplans_cli.analyses.frequency.by_value import field_name
from aiplans_cli.errors import UsageError
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option, not_blank

if TYPE_CHECKING:
    from aiplans_cli.sources.settings import SourceSettings


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """How many texts become one counts file in Parquet."""

    by: Annotated[
        str | None,
        Option(
            "One document for each value: a key of the front matter, a column, year, folder, or a "
            "named group of --pattern.",
            metavar="FIELD",
            check=field_name(
                "name another key of the front matter, or call the group of --pattern otherwise"
            ),
        ),
    ] = None
    totals: Annotated[
        bool, Option("With --by: add texts up, so that no count of each is kept.")
    ] = False
    dedupe: Annotated[bool, Option("Count texts with the same bytes once.")] = False
    strict: Annotated[bool, Option("Fail where any text cannot be counted.")] = False
    cluster: Annotated[
        str | None,
        Option(
            "Dask scheduler, as tcp://host:8786.",
            metavar="ADDRESS",
            check=not_blank("the address of a Dask scheduler"),
        ),
    ] = None
    recursive: Annotated[bool, Option("It always is.", ("--recursive", "-r"), hidden=True)] = False
    """An old option: a folder stands for all that is below it."""

    def wants(self, output: str | None) -> TypeGuard[str]:
        """Whether Parquet is wanted. Raises ``UsageError`` where it is needed and is not."""
        if output is not None and output.lower().endswith(".parquet"):
            return True
        chosen = {
            "--by": self.by is not None,
            "--totals": self.totals,
            "--dedupe": self.dedupe,
            "--strict": self.strict,
            "--cluster": self.cluster is not None,
        }
        if needing := [name for name, given in chosen.items() if given]:
            raise UsageError(f"{needing[0]} needs -o FILE.parquet")
        return False

    def compiled(self, typed: str | None = None) -> re.Pattern[str] | None:
        """The pattern for ``by``. Raises ``UsageError`` for options that do not go together."""
        if self.totals and not self.by:
            raise UsageError("--totals needs --by")
        if self.dedupe and self.cluster:
            raise UsageError("--dedupe is for one machine, not for a --cluster")
        if typed is None:
            return None
        try:
            pattern = re.compile(typed)
        except re.error as error:
            raise UsageError(f"--pattern is no regular expression: {error}") from error
        if self.by not in pattern.groupindex:
            group = f"(?P<{self.by or 'year'}>...)"
            raise UsageError(f"--pattern needs --by and a group of its name: {group}")
        return pattern


def check_whole(reading: SourceSettings) -> None:
    """Raise ``UsageError`` where documents would be chosen: what is counted can be asked later."""
    if reading.selects:
        raise UsageError("sources are counted whole: leave --where and the like to the questions")
