"""What is kept on the disk: files written whole, the user's folders, and the cache."""
