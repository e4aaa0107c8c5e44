"""The ``aiplans`` program: how it starts, and how it ends."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the program and exit with its code: 0, 1 (input), 2 (usage), 3 (check), 130."""
    if sys.argv[1:] in (["--version"], ["-V"]):  # asked by scripts, so answered at once
        from aiplans_cli import __version__

        sys.stdout.write(f"aiplans {__version__}\n")
        return
    sys.exit(_guarded())


def _guarded() -> int:
    from aiplans_cli.errors import AiplansError

    try:
        from aiplans_cli.cli.app import run

        code = run(sys.argv[1:])
        sys.stdout.flush()
    except AiplansError as error:
        sys.stderr.write(f"aiplans: {error}\n")
        return 1
    except BrokenPipeError:
        # Python flushes stdout once more as it exits; there is nobody to hear about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return 130
    return code


if __name__ == "__main__":
    main()
