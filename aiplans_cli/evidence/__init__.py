"""Evidence: the lines behind a number, quotations found in their sources, claims checked."""
