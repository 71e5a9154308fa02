"""Letters about applications; a module per noun. Links in them carry a token."""
