"""Loading programme files."""
