"""Tables of texts: from the bytes of a table to rows, one document each."""

from aiplans_cli.reading.tables.registry import TABLES, TableFormat, table_format

__all__ = ["TABLES", "TableFormat", "table_format"]
