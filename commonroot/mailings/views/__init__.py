"""Pages of letters to many and of the groups of the alumni."""
