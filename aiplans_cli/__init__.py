"""Compare policy documents across English and Chinese, with evidence.

Every question of the command line is a function of the same name, which takes names, paths,
documents or counts, and settings as keywords, and returns a ``Report``:

>>> from aiplans_cli import freq
>>> freq("governance", "cn-2025-digest").rows()[0]["count"]
11
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

if TYPE_CHECKING:
    from aiplans_cli.analyses.calibration import calibrate
    from aiplans_cli.analyses.claims.report import claims
    from aiplans_cli.analyses.collocates import collocates
    from aiplans_cli.analyses.comparison.explanation import explain
    from aiplans_cli.analyses.comparison.report import compare, contrast
    from aiplans_cli.analyses.concordance import kwic
    from aiplans_cli.analyses.counting.documents import count
    from aiplans_cli.analyses.distance import distance
    from aiplans_cli.analyses.frequency.report import freq
    from aiplans_cli.analyses.keywords import keywords
    from aiplans_cli.analyses.lexicon import check_concepts, coverage, lexicon, suggest
    from aiplans_cli.analyses.quotations.report import quotes
    from aiplans_cli.analyses.score import score
    from aiplans_cli.analyses.similar import similar
    from aiplans_cli.analyses.texts import outline, texts
    from aiplans_cli.analyses.themes import themes
    from aiplans_cli.analyses.tokens import tokenize, tokens
    from aiplans_cli.analyses.verification import verify
    from aiplans_cli.sources.library.documents import read

_HOMES = {
    "analyses.calibration": "calibrate",
    "analyses.claims.report": "claims",
    "analyses.collocates": "collocates",
    "analyses.comparison.explanation": "explain",
    "analyses.comparison.report": "compare contrast",
    "analyses.concordance": "kwic",
    "analyses.counting.documents": "count",
    "analyses.distance": "distance",
    "analyses.frequency.report": "freq",
    "analyses.keywords": "keywords",
    "analyses.lexicon": "check_concepts coverage lexicon suggest",
    "analyses.quotations.report": "quotes",
    "analyses.score": "score",
    "analyses.similar": "similar",
    "analyses.texts": "outline texts",
    "analyses.themes": "themes",
    "analyses.tokens": "tokenize tokens",
    "analyses.verification": "verify",
    "sources.library.documents": "read",
}
"""Module → the functions of the library in it, which are loaded on demand: the command line
starts without what it does not need."""

__all__ = [
    "calibrate",
    "check_concepts",
    "claims",
    "collocates",
    "compare",
    "contrast",
    "count",
    "coverage",
    "distance",
    "explain",
    "freq",
    "keywords",
    "kwic",
    "lexicon",
    "outline",
    "quotes",
    "read",
    "score",
    "similar",
    "suggest",
    "texts",
    "themes",
    "tokenize",
    "tokens",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = next(module for module, names in _HOMES.items() if name in names.split())
    found = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
    return found


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
