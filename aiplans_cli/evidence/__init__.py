"""Evidence: the lines behind a number, and what made an output."""
