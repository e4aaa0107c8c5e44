"""``aiplans compare``: what stands out in one document against others, by term or by concept."""

from aiplans_cli.cli.compare.command import app

__all__ = ["app"]
