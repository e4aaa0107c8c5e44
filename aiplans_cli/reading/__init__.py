"""From a file's bytes to a document in sections."""

from aiplans_cli.reading.registry import READERS, Reader, read_bytes, read_path, sniff

__all__ = ["READERS", "Reader", "read_bytes", "read_path", "sniff"]
