"""Compare policy documents across English and Chinese, with evidence.

``from aiplans_cli import read, tokenize, count, contrast`` works in a notebook.
"""

from typing import Any

__version__ = "0.1.0"

_API = ("compare", "contrast", "count", "read", "tokenize")


def __getattr__(name: str) -> Any:
    # Loaded on demand, so that the command line starts without what it does not need.
    if name in _API:
        from aiplans_cli import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
