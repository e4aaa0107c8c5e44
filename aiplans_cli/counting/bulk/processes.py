"""Tasks worked on in as many processes as wanted, beside this one, which they never outlive.

Processes, since neither Python nor the segmenter lets two threads work at once.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import AiplansError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext

_AHEAD = 2
"""Tasks handed out for each process, so that none waits and memory stays flat."""


def cores() -> int:
    """The number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # pragma: no cover - not on every system
        return os.cpu_count() or 1


def worked(
    tasks: Iterable[Any],
    make: Callable[..., Any],
    about: tuple[Any, ...],
    wanted: int,
    remedy: str,
    *,
    rest: bool = False,
) -> Iterator[tuple[Any, Any]]:
    """Each task with what comes of it, as they are done, by ``wanted`` processes.

    In each of them ``make(*about)`` makes what is called with the tasks. With ``rest``, what its
    method of that name gives is the last to come of each process, of the task ``None``. Raises
    ``AiplansError`` with ``remedy`` where a process was ended from outside.

    >>> list(worked([3, 4], lambda by: lambda task: task * by, (10,), 1, ""))
    [(3, 30), (4, 40)]
    """
    if wanted <= 1:
        worker = make(*about)
        for task in tasks:
            yield task, worker(task)
        if rest:
            yield None, worker.rest()
        return
    from concurrent.futures import FIRST_COMPLETED, wait
    from multiprocessing import get_context

    context = get_context()
    waiting: dict[Future[Any], Any] = {}
    with _processes(wanted, (make, about, context.Barrier(wanted)), remedy, context) as pool:
        for task in tasks:
            waiting[pool.submit(_work, task)] = task
            while len(waiting) >= _AHEAD * wanted:
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    yield waiting.pop(future), future.result()
        if rest:
            waiting |= {pool.submit(_rest): None for _ in range(wanted)}
        while waiting:
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), future.result()


@contextmanager
def _processes(
    wanted: int, about: tuple[Any, ...], remedy: str, context: BaseContext
) -> Iterator[ProcessPoolExecutor]:
    """A pool of processes that know what it is ``about``.

    Where the work is left with an error or by Ctrl-C they are ended at once.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children

    parent = os.getpid() if context.get_start_method() == "fork" else 0
    others = set(active_children())
    pool = ProcessPoolExecutor(wanted, context, initializer=_begin, initargs=(parent, *about))
    try:
        yield pool
    except BaseException as error:
        for process in set(active_children()) - others:
            process.kill()  # what it was at is lost, and nobody waits for it
        if isinstance(error, BrokenProcessPool):
            fact = "a process was ended from outside, perhaps for want of memory"
            raise AiplansError("aiplans count", fact, remedy) from error
        raise
    finally:
        pool.shutdown(cancel_futures=True)


_held: list[tuple[Any, Any]] = []
"""What works in this process, and where it waits for the others."""


def _begin(parent: int, make: Callable[..., Any], about: tuple[Any, ...], together: Any) -> None:
    """``parent`` is 0 where a server forks, or the system tells no other."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and ends its workers
    threading.Thread(target=_follow, args=(parent or os.getppid(),), daemon=True).start()
    _held[:] = [(make(*about), together)]


def _work(task: Any) -> Any:
    return _held[0][0](task)


def _rest() -> Any:
    worker, together = _held[0]
    together.wait()  # so that each process is asked once
    return worker.rest()


def _follow(parent: int) -> None:
    """End this process when its parent is gone, killed perhaps, which tells nobody."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
