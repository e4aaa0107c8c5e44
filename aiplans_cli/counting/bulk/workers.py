"""Blocks of text counted in as many processes as wanted, with one result for any number.

What a block adds does not depend on the blocks before it, and adding is exact, so neither does
the result depend on who counts what. Processes, since neither Python nor the segmenter lets two
threads work at once.
"""

from __future__ import annotations

import os
from collections import deque
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from aiplans_cli.counting.bulk.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from aiplans_cli.counting.bulk.tally import Spotter
    from aiplans_cli.language import Settings

Result = TypeVar("Result")

_AHEAD = 2
"""Blocks read ahead for each process, so that none waits and memory stays flat."""


class Counter(Protocol):
    """Counts the blocks of one language."""

    def count(self, text: str) -> Tally:
        """The tally of a block, which need not be tidy."""


def counter(
    language: str, settings: Settings, stops: frozenset[str] | None, spotter: Spotter
) -> Counter:
    """What counts blocks of a language."""
    if language == "en":
        from aiplans_cli.counting.bulk.english import English

        return English(settings, stops, spotter)
    from aiplans_cli.counting.bulk.chinese import Chinese

    return Chinese(settings, stops, spotter)


def count_blocks(
    blocks: Iterable[str],
    language: str,
    settings: Settings,
    stops: frozenset[str] | None,
    make_spotter: Callable[[str], Spotter],
    jobs: int = 1,
) -> Tally:
    """The tally of some blocks of text, of which ``2 * jobs`` at most are in memory at once.

    ``make_spotter`` makes what finds the concepts of a language, in each process anew; where
    processes are not forked, it must be one that can be pickled. ``jobs`` is a number of
    processes; below 1 it is the number of cores at hand.
    """
    total = Tally()
    for found in worked(blocks, _tallier, (language, settings, stops, make_spotter), jobs):
        total.add(found)
    return total


def _tallier(
    language: str,
    settings: Settings,
    stops: frozenset[str] | None,
    make_spotter: Callable[[str], Spotter],
) -> Callable[[str], Tally]:
    return counter(language, settings, stops, make_spotter(language)).count


def worked(
    blocks: Iterable[str],
    make: Callable[..., Callable[[str], Result]],
    about: tuple[Any, ...],
    jobs: int,
) -> Iterator[Result]:
    """What ``make(*about)``, made once in each of ``jobs`` processes, makes of each block."""
    wanted = jobs if jobs > 0 else cores()
    if wanted == 1:
        yield from map(make(*about), blocks)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(wanted, initializer=_begin, initargs=(make, about)) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for block in blocks:
                waiting.append(pool.submit(_count, block))
                if len(waiting) >= _AHEAD * wanted:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def cores() -> int:
    """The number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # pragma: no cover - not on every system
        return os.cpu_count() or 1


_own: list[Callable[[str], Any]] = []
"""What a worker process does with a block."""


def _begin(make: Callable[..., Callable[[str], Any]], about: tuple[Any, ...]) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and ends its workers
    _own[:] = [make(*about)]


def _count(block: str) -> Any:
    return _own[0](block)
