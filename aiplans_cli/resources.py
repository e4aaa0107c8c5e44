"""The files that come with the package, and the descriptions in its code.

They lie beside it: ``importlib.resources`` would find them in an archive too, at the cost of
several modules whenever the program starts.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Function = TypeVar("_Function", bound="Callable[..., object]")

_FOLDER = Path(__file__).parent / "data"


def resource_text(*names: str) -> str:
    """The text of a file in ``data``, by the names of its folders and its own.

    >>> resource_text("stopwords", "zh.txt")[:1]
    '#'
    """
    return _FOLDER.joinpath(*names).read_text(encoding="utf-8")


def described(function: _Function) -> _Function:
    """The same function with its docstring, which pages of help and of the glossary are made of.

    Python leaves docstrings out under ``-OO`` and ``PYTHONOPTIMIZE=2``; its source has them.

    >>> described(resource_text).__doc__.split(",")[0]
    'The text of a file in ``data``'
    """
    if sys.flags.optimize > 1 and not function.__doc__:
        import ast
        from inspect import getsource
        from textwrap import dedent

        [written] = ast.parse(dedent(getsource(function))).body
        if isinstance(written, ast.FunctionDef):
            function.__doc__ = ast.get_docstring(written, clean=False)
    return function
