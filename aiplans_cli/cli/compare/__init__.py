"""``aiplans compare``: what stands out in one document against others, by term or by concept."""

from aiplans_cli.cli.compare.command import app
from aiplans_cli.cli.compare.report import compare_report

__all__ = ["app", "compare_report"]
