"""Pages of small groups."""
