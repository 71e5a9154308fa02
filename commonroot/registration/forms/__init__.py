"""What people may send about places: shapes only, never rules."""

from commonroot.registration.forms.asking import OwnPlaceForm, RegisterForm, SeriesForm
from commonroot.registration.forms.desk import (
    ByHandForm,
    DoorForm,
    PasteForm,
    QuestionForm,
    QuotaForm,
    WriteForm,
    WriteInForm,
)
from commonroot.registration.forms.own import CodeForm, OwnDetailsForm, WayForm

__all__ = [
    "ByHandForm",
    "CodeForm",
    "DoorForm",
    "OwnDetailsForm",
    "OwnPlaceForm",
    "PasteForm",
    "QuestionForm",
    "QuotaForm",
    "RegisterForm",
    "SeriesForm",
    "WayForm",
    "WriteForm",
    "WriteInForm",
]
