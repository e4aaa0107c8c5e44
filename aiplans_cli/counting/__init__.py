"""Words to counts, which add up: the counts of many documents are the sum of theirs."""
