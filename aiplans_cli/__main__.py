"""The ``aiplans`` program: how it starts, and how it ends."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the program and exit with its code: 0, 1 (input), 2 (usage), 3 (check), 130."""
    sys.exit(_guarded())


def _guarded() -> int:
    from aiplans_cli.errors import AiplansError

    try:
        code = _run()
        if sys.stdout is not None:  # there is none where the shell closed it
            sys.stdout.flush()
    except AiplansError as error:
        sys.stderr.write(f"aiplans: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return 130
    except SystemExit as ending:  # typer's answer to a closed pipe, and to completion
        if isinstance(ending.__context__, BrokenPipeError):
            return _unheard()
        raise
    except BrokenPipeError:
        return _unheard()
    except OSError as error:
        # Files are named where they are opened; what is left is standard output itself.
        sys.stderr.write(f"aiplans: standard output: {error.strerror}; make room, or use -o FILE\n")
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
    main()
