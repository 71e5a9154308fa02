"""Letters about campaigns."""
