"""Commands of registration."""
