"""Importing no more than is used: start-up is what a user of small documents waits for.

nltk imports scikit-learn, and jieba imports pkg_resources, for features that are not used here;
together they cost more than a second. And a room has many modules, of which a command needs few.
"""

import gc
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: where millions of records are made, and few are dropped."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Within the block, importing any of ``modules`` (or their parts) fails, unless already loaded.

    Libraries that treat them as optional then go on without them. Warnings that a library gives
    while it is imported concern its authors, so they are dropped; and no garbage is looked for,
    since importing makes many objects and drops few.

    >>> with without("a_module_that_is_optional"):
    ...     try:
    ...         import a_module_that_is_optional
    ...     except ImportError:
    ...         print("absent")
    absent
    """
    hidden = [name for name in modules if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # the documented way to block an import
    try:
        with uncollected(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name in hidden:
            if sys.modules.get(name, "") is None:
                del sys.modules[name]


def scikit_learn() -> None:
    """Import scikit-learn without what it would load for data frames and bars where it finds it.

    For a process of our own: one that goes on to other things may want its data frames.
    """
    with without("pandas", "rich.progress"):
        import sklearn.feature_extraction.text  # noqa: F401


def on_demand(package: str, **modules: str) -> Callable[[str], Any]:
    """The ``__getattr__`` of a package whose modules are imported when a name of theirs is used.

    ``modules`` are its modules, each with the names, parted by spaces, that it gives the package.

    >>> found = on_demand("collections", abc="Mapping Sequence")
    >>> found("Sequence").__name__
    'Sequence'
    """
    homes = {name: module for module, names in modules.items() for name in names.split()}

    def find(name: str) -> Any:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{home}"), name)
        setattr(sys.modules[package], name, value)  # so that it is looked for once
        return value

    return find
