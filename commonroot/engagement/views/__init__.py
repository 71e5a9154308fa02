"""Pages of the years after: of a programme, its letters, its rounds of questions, and those opened
by link.
"""
