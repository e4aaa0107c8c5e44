"""How often words and concepts stand, and where."""
