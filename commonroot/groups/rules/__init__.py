"""How small groups are formed: plain Python, the same input always gives the same groups."""
