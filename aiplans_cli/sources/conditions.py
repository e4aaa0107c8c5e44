"""Conditions on what is known of a document, as they are typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from aiplans_cli.errors import UsageError
from aiplans_cli.records import dataclass

REST = "rest"
"""The word of ``--against`` for all other documents."""

_CONDITION = re.compile(r"([^=~]+)([=~])(.*)", re.S)


@dataclass(frozen=True, slots=True)
class Condition:
    """What the field of a document must be, or hold."""

    field: str
    """The field."""
    value: str
    """What it must be, or hold."""
    within: bool
    """Whether it is enough that it holds that, whatever the case."""

    def holds(self, value_of: Callable[[str], str]) -> bool:
        """Whether a document is such a one, by its values."""
        found = value_of(self.field)
        if self.within:
            return self.value.lower() in found.lower() and bool(found)
        return found == self.value


def condition(typed: str) -> Condition:
    """A condition as it is typed. Raises ``UsageError`` for none.

    >>> condition("year=2024"), condition("issuer~commerce").within
    (Condition(field='year', value='2024', within=False), True)
    """
    match = _CONDITION.fullmatch(typed.strip())
    if match is None or not match[1].strip() or not match[3].strip():
        raise UsageError(f"{typed!r} is no condition: write FIELD=VALUE, or FIELD~TEXT")
    return Condition(match[1].strip(), match[3].strip(), match[2] == "~")


def check_conditions(typed: str | Sequence[str]) -> None:
    """Raise ``UsageError`` where one of several conditions, or a single one, is none.

    ``REST`` and "" for none are no conditions, but are right.
    """
    for one in [typed] if isinstance(typed, str) else typed:
        if one not in (REST, ""):
            condition(one)
