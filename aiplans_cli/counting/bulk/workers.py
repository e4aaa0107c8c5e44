"""Blocks of text counted in as many processes as wanted, with one result for any number.

What a block adds does not depend on the blocks before it, and adding is exact, so neither does
the result depend on who counts what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from aiplans_cli.counting.bulk.processes import cores, processes
from aiplans_cli.counting.bulk.tally import MOST_HELD, Tally
from aiplans_cli.counting.bulk.ways import counter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from aiplans_cli.counting.bulk.tally import BulkMatcher
    from aiplans_cli.language import Settings
    from aiplans_cli.reading.blocks import Block

Result = TypeVar("Result", covariant=True)

_AHEAD = 2
"""Blocks read ahead for each process, so that none waits and memory stays flat."""


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
    if wanted == 1:
        part = make(*about)
        for block in blocks:
            part.add(_text(block))
            if part.is_large():
                yield part.take()
        yield part.take()
        return
    from concurrent.futures import FIRST_COMPLETED, wait
    from multiprocessing import get_context

    context = get_context()
    began = (make, about, context.Barrier(wanted))
    with processes(wanted, _begin, began, "repeat it with fewer --jobs", context) as pool:
        waiting: set[Future[Result | None]] = set()
        for block in blocks:
            waiting.add(pool.submit(_add, block))
            while len(waiting) >= _AHEAD * wanted:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from _there(done)
        waiting |= {pool.submit(_take) for _ in range(wanted)}
        yield from _there(waiting)


def _there(futures: Iterable[Future[Result | None]]) -> Iterator[Result]:
    for future in futures:
        found = future.result()
        if found is not None:
            yield found


_held: list[tuple[Sum[Any], Any]] = []
"""What a worker process adds to, and where it waits for the others."""


def _begin(make: Callable[..., Sum[Any]], about: tuple[Any, ...], together: Any) -> None:
    _held[:] = [(make(*about), together)]


def _text(block: Block | str) -> str:
    return block if isinstance(block, str) else block.text()


def _add(block: Block | str) -> Any:
    part, _ = _held[0]
    part.add(_text(block))
    return part.take() if part.is_large() else None


def _take() -> Any:
    part, together = _held[0]
    together.wait()  # so that each process is asked once
    return part.take()
