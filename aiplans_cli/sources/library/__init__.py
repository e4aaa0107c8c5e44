"""The library of documents: what it knows, what a typed source means, adding and fetching."""
