"""Writing in the handbook: answers, the list of a course, templates."""
