"""The files that come with the package.

They lie beside it: ``importlib.resources`` would find them in an archive too, at the cost of
several modules whenever the program starts.
"""

from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


def resource_text(*names: str) -> str:
    """The text of a file in ``data``, by the names of its folders and its own.

    >>> resource_text("stopwords", "zh.txt")[:1]
    '#'
    """
    return _FOLDER.joinpath(*names).read_text(encoding="utf-8")
