"""Processes that work beside this one and never outlive it.

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
    from collections.abc import Callable, Iterator
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.context import BaseContext


def cores() -> int:
    """The number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # pragma: no cover - not on every system
        return os.cpu_count() or 1


@contextmanager
def processes(
    wanted: int,
    begin: Callable[..., None],
    about: tuple[Any, ...],
    remedy: str,
    context: BaseContext | None = None,
) -> Iterator[ProcessPoolExecutor]:
    """A pool of processes, each of which begins with ``begin(*about)``.

    Where the work is left with an error or by Ctrl-C they are ended at once. Raises
    ``AiplansError`` with ``remedy`` where one was ended from outside.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context

    context = context or get_context()
    parent = os.getpid() if context.get_start_method() == "fork" else 0
    others = set(active_children())
    pool = ProcessPoolExecutor(wanted, context, initializer=_begin, initargs=(parent, begin, about))
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


def _begin(parent: int, begin: Callable[..., None], about: tuple[Any, ...]) -> None:
    """``parent`` is 0 where a server forks, or the system tells no other."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and ends its workers
    threading.Thread(target=_follow, args=(parent or os.getppid(),), daemon=True).start()
    begin(*about)


def _follow(parent: int) -> None:
    """End this process when its parent is gone, killed perhaps, which tells nobody."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
