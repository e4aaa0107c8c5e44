"""Compare policy documents across English and Chinese, with evidence.

Every question of the command line is a function of the same name, which takes names, paths,
documents or counts, and settings as keywords, and returns a ``Report``:

>>> from aiplans_cli import freq
>>> freq("governance", "cn-2025-digest").rows()[0]["count"]
11
"""

from __future__ import annotations

TYPE_CHECKING = False  # what mypy takes for that of ``typing``, which takes time to load
if TYPE_CHECKING:
    from typing import Any

__version__ = "0.5.0"

_HOMES = {
    "calibrate": "analyses.calibration",
    "categories": "analyses.categories",
    "check_concepts": "analyses.lexicon",
    "claims": "analyses.claims.report",
    "collocates": "analyses.collocates",
    "compare": "analyses.comparison.report",
    "contrast": "analyses.comparison.report",
    "count": "analyses.counting.documents",
    "coverage": "analyses.lexicon",
    "distance": "analyses.distance",
    "explain": "analyses.comparison.explanation",
    "freq": "analyses.frequency.report",
    "keywords": "analyses.keywords",
    "kwic": "analyses.concordance",
    "lexicon": "analyses.lexicon",
    "matrix": "analyses.matrix",
    "outline": "analyses.texts",
    "plot": "analyses.pictures",
    "profile": "analyses.profile",
    "quotes": "analyses.quotations.report",
    "read": "sources.documents",
    "report": "analyses.publication.report",
    "score": "analyses.score",
    "similar": "analyses.similar",
    "suggest": "analyses.suggestions",
    "texts": "analyses.texts",
    "themes": "analyses.themes",
    "tokenize": "analyses.tokens",
    "tokens": "analyses.tokens",
    "topics": "analyses.topics",
    "verify": "analyses.verification",
}
"""Function of the library → its module, loaded on demand: the command line starts without what it
does not need."""

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found


def __dir__() -> list[str]:
    return [*_HOMES, "__version__"]
