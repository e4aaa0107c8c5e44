"""Work spread over the machines of a Dask cluster, its results added up as a tree."""

from __future__ import annotations

import asyncio
import logging
import pickle
import time
import warnings
from typing import TYPE_CHECKING, Any, TypeVar

from aiplans_cli.errors import AiplansError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Task = TypeVar("Task")
Result = TypeVar("Result")

_FAN = 8
"""Results that one task of the tree adds up."""

_LOGGERS = ("distributed", "distributed.client", "distributed.gc", "tornado.application")
"""Those that Dask gives a level each, so that none has it from the one above."""


def sum_on_cluster(
    address: str,
    work: Callable[[Task], Result],
    add: Callable[[list[Result]], Result],
    tasks: Sequence[Task],
    step: Callable[[], object],
    patience: float = 15,
) -> Result:
    """The sum of what ``work`` makes of each task, on the workers of a scheduler.

    ``add`` must be associative and commutative; both are pickled and sent. ``step`` is called as
    tasks and additions are done, ``steps_of`` times or more: what a lost worker held is made again
    by others. Nothing but the sum comes here. ``patience`` is how many seconds to wait for the
    scheduler, and while there is no worker.

    Raises ``SourceError`` where Dask is not installed, or no scheduler or worker answers in time,
    ``AiplansError`` where the scheduler is lost later on, or the cluster gives up.
    """
    try:
        import distributed
    except ImportError as error:
        fact = "counting on a cluster needs Dask, which is not installed"
        raise SourceError("--cluster", fact, "run pip install 'aiplans[cluster]'") from error
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # we say what went wrong
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            asyncio.run(_greet(address, patience))
            client = distributed.Client(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:  # a time-out is an OSError
            fact = f"no Dask scheduler answers there within {patience:g} seconds"
            remedy = "start one with 'dask scheduler', or check the address"
            raise SourceError(address, fact, remedy) from error
        with client:
            result: Result = _sum(client, address, (work, add), tasks, step, patience)
            return result


async def _greet(address: str, patience: float) -> None:
    """Raise ``OSError`` where nobody at the address speaks as Dask does; a client would hang."""
    from distributed.comm.core import connect

    comm = await asyncio.wait_for(connect(address, timeout=patience), patience)
    await comm.close()


def _sum(
    client: Any, address: str, how: Any, tasks: Sequence[Any], step: Any, patience: float
) -> Any:
    try:
        root = _tree(client, how, tasks, step)
        return _wait(client, address, root, patience)
    except AiplansError:
        raise
    except (Exception, asyncio.CancelledError) as error:
        if _is_lost(client, error):
            fact = "the scheduler was lost before all was counted"
            remedy = "start it and its workers again, and repeat the command"
            raise AiplansError(address, fact, remedy) from error
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        remedy = "check that its workers have this version of aiplans[cluster], and enough memory"
        raise AiplansError(address, f"the cluster gave up ({reason})", remedy) from error


def _is_lost(client: Any, error: BaseException) -> bool:
    """Whether an error is that of a client without its scheduler, be there a new one or none."""
    return client.status != "running" or getattr(error, "reason", "") == "scheduler-connection-lost"


def steps_of(tasks: int) -> int:
    """How many steps it takes to work through so many tasks and to add up what came of them.

    >>> steps_of(1), steps_of(9)
    (1, 12)
    """
    steps = tasks
    while tasks > 1:
        tasks = -(-tasks // _FAN)
        steps += tasks
    return steps


def _tree(client: Any, how: Any, tasks: Sequence[Any], step: Callable[[], object]) -> Any:
    """The future of the sum. No other is held, so the cluster forgets what has been added up."""
    # a task of its own, so that the scheduler can make it again where a worker that has it is lost
    shared = client.submit(pickle.loads, pickle.dumps(how), pure=False)
    level = client.map(_work, [shared] * len(tasks), tasks, pure=False)
    for future in level:
        future.add_done_callback(lambda _: step())
    while len(level) > 1:
        groups = [level[at : at + _FAN] for at in range(0, len(level), _FAN)]
        level = [client.submit(_add, shared, group, pure=False) for group in groups]
        for future in level:
            future.add_done_callback(lambda _: step())
    return level[0]


def _wait(client: Any, address: str, root: Any, patience: float) -> Any:
    """The result, waited for as long as there are workers, or have been of late."""
    seen = time.monotonic()
    while True:
        try:
            return root.result(timeout=1)
        except TimeoutError:
            if client.scheduler_info(n_workers=1)["workers"]:
                seen = time.monotonic()
            elif time.monotonic() - seen > patience:
                fact = f"its scheduler has had no worker for {patience:g} seconds"
                raise SourceError(address, fact, f"start some: 'dask worker {address}'") from None


def _work(how: tuple[Callable[[Any], Any], Any], task: Any) -> Any:
    return how[0](task)


def _add(how: tuple[Any, Callable[[list[Any]], Any]], results: list[Any]) -> Any:
    return how[1](results)
