"""Reports as text: tables on a screen, TSV, CSV, JSON, Markdown and HTML."""
