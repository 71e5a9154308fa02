"""What an organiser may send to bring lists in."""

from commonroot.intake.forms.lists import ListForm

__all__ = ["ListForm"]
