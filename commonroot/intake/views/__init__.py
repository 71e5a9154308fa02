"""Pages of bringing lists in: choose, see what they say, look at pairs, bring in, take back."""
