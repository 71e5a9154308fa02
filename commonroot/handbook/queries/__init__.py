"""Reading the handbook: chapters with a course's answers, its list, accounts, templates."""
