"""Word files: every part that a reader sees or could see, walked as it is stored."""

from aiplans_cli.reading.word.read import read_docx

__all__ = ["read_docx"]
