"""Commands of the post office."""
