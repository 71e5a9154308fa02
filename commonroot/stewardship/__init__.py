"""Duties across all areas: being forgotten, retention, the declared personal data."""
