"""Quotations: found in an article, and looked for in its sources."""
