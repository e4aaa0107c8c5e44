"""The questions: one function for each, from what is named and its settings to a report."""
