"""The ``aiplans`` program: how it starts, and how it ends."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress

_OBJECTS = 100_000
"""New objects after which garbage is looked for. A short run makes few, most of them to be kept;
looking as often as Python does by itself takes a twentieth of its time."""


def main() -> None:
    """Run the program and exit with its code: 0, 1 (input), 2 (usage), 3 (check), 130."""
    sys.exit(_guarded())


def program() -> None:
    """The same for a process of its own, which ends at once.

    Python would first take down every module that was loaded, scikit-learn's hundreds among them:
    a tenth of a second in which nothing is saved. What must happen at the end still does.
    """
    gc.set_threshold(_OBJECTS)
    _hold_streams()
    try:
        main()
    except SystemExit as ended:
        threads = sys.modules.get("threading")
        if threads is not None and threads.active_count() > 1:
            raise  # they have something to finish
        atexit._run_exitfuncs()
        if sys.stdout is not None:
            sys.stdout.flush()
        with suppress(OSError, ValueError, AttributeError):  # nobody listens
            sys.stderr.flush()
        os._exit(ended.code if isinstance(ended.code, int) else 0)


def _hold_streams() -> None:
    """Keep files from taking the numbers of standard streams that the shell has closed.

    What anything wrote to such a stream would land in them. Writing to it fails, as before.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # takes the lowest number that is free: this one


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
        return 130
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
    if sys.argv[1:] in (["--version"], ["-V"]):  # asked by scripts, so answered at once
        from aiplans_cli import __version__

        if sys.stdout is not None:
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
