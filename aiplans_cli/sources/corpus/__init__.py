"""Many texts: what lies in folders and stores, their bytes, and what is finished of them."""
