"""``aiplans lexicon``: the concept list itself: show, check, measure, grow and import it."""

from aiplans_cli.cli.lexicon.commands import app
from aiplans_cli.cli.lexicon.importing import FOREIGN

__all__ = ["FOREIGN", "app"]
