"""Pages of stewardship: the notice, what we can protect, and the page for the careful."""
