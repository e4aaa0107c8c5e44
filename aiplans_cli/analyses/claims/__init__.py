"""Claims: sentences about documents, checked by a small safe language."""
