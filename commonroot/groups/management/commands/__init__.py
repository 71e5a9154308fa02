"""Commands for small groups."""
