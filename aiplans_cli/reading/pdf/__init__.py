"""PDF files: printed lines back to headings, paragraphs and notes, with printed page numbers."""

from aiplans_cli.reading.pdf.read import read_pdf

__all__ = ["read_pdf"]
