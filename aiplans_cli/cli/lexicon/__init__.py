"""``aiplans lexicon``: the concept list itself: show, check, measure, grow and import it."""

from aiplans_cli.cli.lexicon import importing, tallying
from aiplans_cli.cli.lexicon.commands import app

__all__ = ["app", "importing", "tallying"]
