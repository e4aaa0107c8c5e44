"""Compare policy documents across English and Chinese, with evidence."""

__version__ = "0.1.0"
