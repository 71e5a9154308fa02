"""Pages of calls and applications, a module per noun."""
