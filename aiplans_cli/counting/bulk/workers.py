"""Blocks of text counted in as many processes as wanted, with one result for any number.

What a block adds does not depend on the blocks before it, and adding is exact, so neither does
the result depend on who counts what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from aiplans_cli.counting.bulk.processes import cores, worked
from aiplans_cli.counting.bulk.tally import MOST_HELD, Tally
from aiplans_cli.counting.bulk.ways import counter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from aiplans_cli.counting.bulk.tally import BulkMatcher
    from aiplans_cli.language import Settings
    from aiplans_cli.reading.blocks import Block

Result = TypeVar("Result", covariant=True)


def count_blocks(
    blocks: Iterable[Block | str],
    language: str,
    settings: Settings,
    stops: frozenset[str] | None,
    make_matcher: Callable[[str], BulkMatcher],
    jobs: int = 1,
) -> Tally:
    """The tally of some blocks of text, of which ``2 * jobs`` at most are in memory at once.

    ``make_matcher`` makes what finds the concepts of a language, in each process anew; where
    processes are not forked, it must be one that can be pickled. ``jobs`` is a number of
    processes; below 1 it is the number of cores at hand.
    """
    total = Tally()
    for found in added_up(blocks, _Tallies, (language, settings, stops, make_matcher), jobs):
        total.add(found)
    return total


class Sum(Protocol[Result]):
    """Adds up what blocks of text hold."""

    def add(self, block: str) -> None:
        """Add a block."""

    def is_large(self) -> bool:
        """Whether it should be taken before more is added, so that memory stays flat."""

    def take(self) -> Result:
        """What has been added since it was last taken."""


class _Tallies:
    """The sum of the tallies of blocks."""

    def __init__(
        self,
        language: str,
        settings: Settings,
        stops: frozenset[str] | None,
        make_matcher: Callable[[str], BulkMatcher],
    ) -> None:
        self._counter = counter(language, settings, stops, make_matcher(language))
        self._total = Tally()

    def add(self, block: str) -> None:
        self._total.add(self._counter.count(block))

    def is_large(self) -> bool:
        return len(self._total.words) > MOST_HELD

    def take(self) -> Tally:
        taken, self._total = self._total, Tally()
        return taken


def added_up(
    blocks: Iterable[Block | str],
    make: Callable[..., Sum[Result]],
    about: tuple[Any, ...],
    jobs: int,
) -> Iterator[Result]:
    """The parts of the sum of all blocks, of which each of ``jobs`` processes makes some.

    Raises ``SourceError`` for a block that is no text, ``AiplansError`` where a process was ended
    from outside.

    ``make(*about)`` makes what adds blocks up. A process keeps its part until it is large, since
    the words of one block are those of the next, and adding them once is enough.
    """
    wanted = jobs if jobs > 0 else cores()
    remedy = "repeat it with fewer --jobs"
    for _, found in worked(blocks, _Adding, (make, about), wanted, remedy, rest=True):
        if found is not None:
            yield found


class _Adding:
    """Adds up blocks in one process, and gives the sum where it is large, and at the end."""

    def __init__(self, make: Callable[..., Sum[Any]], about: tuple[Any, ...]) -> None:
        self._sum = make(*about)

    def __call__(self, block: Block | str) -> Any:
        self._sum.add(block if isinstance(block, str) else block.text())
        return self._sum.take() if self._sum.is_large() else None

    def rest(self) -> Any:
        return self._sum.take()
