"""Pages of the handbook: a course's own, the school's, answers, lists, texts."""
