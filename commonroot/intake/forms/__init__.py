"""What an organiser may send to bring lists in."""

from commonroot.intake.forms.columns import ColumnsForm
from commonroot.intake.forms.lists import ListForm

__all__ = ["ColumnsForm", "ListForm"]
