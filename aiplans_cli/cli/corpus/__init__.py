"""Many texts to one counts file in Parquet."""
