"""The years after a course: the alumni register, project work, circle letters, promises,
follow-up.
"""
