"""The ``aiplans`` program: how it starts, and how it ends."""

from __future__ import annotations

# No more than Python has loaded by itself: until ``program`` runs, Ctrl-C is answered by Python.
import os
import sys

TYPE_CHECKING = False  # what mypy takes for that of ``typing``, which takes time to load
if TYPE_CHECKING:
    from collections.abc import Callable

_OBJECTS = 100_000
"""New objects after which garbage is looked for. A short run makes few, most of them to be kept;
looking as often as Python does by itself takes a twentieth of its time."""

INTERRUPTED = 130
"""The exit code of a run that was ended by Ctrl-C."""


def main() -> None:
    """Run the program and exit with its code: 0, 1 (input), 2 (usage), 3 (check), 130."""
    sys.exit(_guarded())


def program() -> None:
    """The same for a process of its own, which ends at once.

    Python would first take down every module that was loaded, scikit-learn's hundreds among them:
    a tenth of a second in which nothing is saved. What must happen at the end still does.
    """
    interrupts = _Interrupts()
    try:
        code = interrupts.code_of(main)
    except KeyboardInterrupt:  # at the very moment of the end
        interrupts.over = True
        code = INTERRUPTED
    threads = sys.modules.get("threading")
    if threads is not None and threads.active_count() > 1:
        sys.exit(code)  # they have something to finish
    if (hooks := sys.modules.get("atexit")) is not None:  # Ctrl-C may have come before it
        hooks._run_exitfuncs()
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):  # nobody listens
        pass
    os._exit(code)


class _Interrupts:
    """Ctrl-C in a process of our own: exit code 130 and no traceback, wherever it comes.

    As ``KeyboardInterrupt`` it may come where no exception can go on, as in a callback of the
    garbage collector or of an import: there it is said again a moment later. Libraries may make
    another error of it, so what a run ends with after one does not count.
    """

    def __init__(self) -> None:
        self._process = os.getpid()
        self._heard = False
        self.over = False
        """Whether there is nothing left that could be interrupted."""

    def code_of(self, run: Callable[[], None]) -> int:
        """The exit code of what ends by ``SystemExit``."""
        import signal

        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is ignored
            signal.signal(signal.SIGINT, self._hear)
            sys.unraisablehook = self._unraisable
        try:
            import atexit  # noqa: F401 - loaded while Ctrl-C is heard
            import gc

            gc.set_threshold(_OBJECTS)
            _hold_streams()
            run()
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
        except BaseException:
            if not self._heard:
                raise
        self.over = True
        return INTERRUPTED if self._heard else code

    def _hear(self, *_: object) -> None:
        if os.getpid() != self._process:
            os._exit(INTERRUPTED)  # a fork that has not yet become what it is to be
        if not self.over:
            self._heard = True
            raise KeyboardInterrupt

    def _unraisable(self, ignored: sys.UnraisableHookArgs) -> None:
        if not issubclass(ignored.exc_type, KeyboardInterrupt):
            sys.__unraisablehook__(ignored)
            return
        import _thread
        import signal
        import threading

        if hasattr(signal, "pthread_kill"):  # which ends what is being waited for, too
            to_whom = (threading.main_thread().ident, signal.SIGINT)
            again = threading.Timer(0.01, signal.pthread_kill, to_whom)
        else:
            again = threading.Timer(0.01, _thread.interrupt_main)
        again.daemon = True
        again.start()


def _hold_streams() -> None:
    """Keep files from taking the numbers of standard streams that the shell has closed.

    What anything wrote to such a stream would land in them. Writing to it fails, as before.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # takes the lowest number that is free: this one
    if getattr(sys.stdout, "errors", "") == "strict":  # pages of help, on a terminal of GBK
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _guarded() -> int:
    from aiplans_cli.errors import AiplansError, say

    try:
        code = _run()
        if sys.stdout is not None:  # there is none where the shell closed it
            sys.stdout.flush()
    except AiplansError as error:
        say(f"aiplans: {error}")
        return 1
    except KeyboardInterrupt:
        say("")
        return INTERRUPTED
    except SystemExit as ending:  # typer's answer to a closed pipe, and to completion
        if isinstance(ending.__context__, BrokenPipeError):
            return _unheard()
        raise
    except BrokenPipeError:
        return _unheard()
    except OSError as error:
        # Files are named where they are opened; what is left is standard output itself.
        say(f"aiplans: standard output: {error.strerror}; make room, or use -o FILE")
        _unheard()
        return 1
    return code


def _run() -> int:
    if sys.stdout is None and {"--version", "-V", "--help", "-h"} & set(sys.argv):
        from aiplans_cli.errors import AiplansError

        raise AiplansError("standard output", "it is closed", "open it to read the answer")
    if sys.argv[1:] in (["--version"], ["-V"]):  # asked by scripts, so answered at once
        from aiplans_cli import __version__

        sys.stdout.write(f"aiplans {__version__}\n")
        return 0
    from aiplans_cli.cli.app import run

    return run(sys.argv[1:])


def _unheard() -> int:
    """Keep Python from flushing, as it exits, what nobody can hear; that is no failure of ours."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    program()
