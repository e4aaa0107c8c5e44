"""What stands out in one document against others, by term or by concept."""
