"""A question as it would be typed."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from os import PathLike, fspath
from typing import Any

from aiplans_cli.settings import options_of


def typed(named: Sequence[str | PathLike[str]], *records: Any) -> str:
    """The command that makes a report of what is named, with the settings that are not the usual.

    >>> from aiplans_cli.sources.settings import SourceSettings
    >>> typed(["a b.md"], SourceSettings(stem=True, where=("year=2024",), stop_words="off"))
    "aiplans report 'a b.md' --stem --no-stop-words --where year=2024"
    """
    words = ["aiplans", "report", *(fspath(name) for name in named)]
    for record in records:
        kind: Any = type(record)
        for name, (_, option, usual) in options_of(kind).items():
            value = getattr(record, name)
            if option is None or value == usual:
                continue
            flags = (*option.flags, f"--{name.strip('_').replace('_', '-')}")[0].split("/")
            if isinstance(value, bool):
                words.append(flags[0] if value else flags[-1])
            elif name == "stop_words" and value == "off":
                words.append("--no-stop-words")
            else:
                several = value if isinstance(value, tuple) else (value,)
                words += [word for one in several for word in (flags[0], str(one))]
    return shlex.join(words)
