"""What was named, as sources: documents that have been counted, and the way to their texts."""

from typing import TYPE_CHECKING

from aiplans_cli.lean_imports import on_demand

if TYPE_CHECKING:
    from aiplans_cli.sources.journal import STDIN, Journal
    from aiplans_cli.sources.rules import Rules
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.sources.source import Source, named_apart, told_apart
else:
    __getattr__ = on_demand(
        __name__,
        journal="STDIN Journal",
        rules="Rules",
        session="Named Session",
        source="Source named_apart told_apart",
    )

__all__ = ["STDIN", "Journal", "Named", "Rules", "Session", "Source", "named_apart", "told_apart"]
