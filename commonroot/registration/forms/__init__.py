"""What people may send about places: shapes only, never rules."""

from commonroot.registration.forms.asking import RegisterForm
from commonroot.registration.forms.desk import ByHandForm
from commonroot.registration.forms.own import CodeForm, OwnDetailsForm, WayForm

__all__ = ["ByHandForm", "CodeForm", "OwnDetailsForm", "RegisterForm", "WayForm"]
