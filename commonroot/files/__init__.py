"""Files that people hand in: checked, made anew, sealed, given out by one page."""
