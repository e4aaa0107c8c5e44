"""What was named, as sources: documents that have been counted, and the way to their texts."""
