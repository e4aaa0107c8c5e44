"""Counting: documents to counts files, one or many, here or on a cluster."""
