"""Web pages: every element is walked, and what is the text of the page is told from the rest."""

from aiplans_cli.reading.web.read import read_html

__all__ = ["read_html"]
