"""Importing a library without the optional parts that it loads when it finds them.

nltk imports scikit-learn, and jieba imports pkg_resources, for features that are not used here;
together they cost more than a second of start-up.
"""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Within the block, importing any of ``modules`` (or their parts) fails, unless already loaded.

    Libraries that treat them as optional then go on without them. Warnings that a library gives
    while it is imported concern its authors, so they are dropped.

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
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name in hidden:
            if sys.modules.get(name, "") is None:
                del sys.modules[name]
