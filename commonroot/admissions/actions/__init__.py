"""Calls, applications, reviews, decisions: everything written; a module per noun."""
