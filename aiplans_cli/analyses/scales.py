"""How the side of a score is read, in words for a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.statistics import MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence


def how_sides_are_read(measures: Sequence[str]) -> str:
    """Which values of these measures mean more in A.

    >>> how_sides_are_read(["g2", "risk_ratio"])
    'positive scores mean more in A; risk_ratio does where it is above 1'
    """
    signed = [name for name in measures if MEASURES[name].equal == 0]
    ratios = [name for name in measures if MEASURES[name].equal == 1]
    bare = [name for name in measures if MEASURES[name].equal is None]
    parts = []
    if signed:
        parts.append("positive scores mean more in A")
    if ratios:
        one = len(ratios) == 1
        means = ("does" if one else "do") if signed else f"mean{'s' * one} more in A"
        parts.append(f"{_listed(ratios)} {means} where {'it is' if one else 'they are'} above 1")
    if bare:
        have = "has no side of its own" if len(bare) == 1 else "have no side of their own"
        parts.append(f"{_listed(bare)} {have}, the rates say which has more")
    return "; ".join(parts)


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
