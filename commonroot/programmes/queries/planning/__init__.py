"""Reading for those who plan: dates, changes, checks, presenters, the team."""
