"""A report on documents for readers who were not there: what many commands find, in one answer."""
