"""A field of a form in which somebody chooses a time zone."""

from typing import Any

from django import forms
from django.utils.translation import get_language

from commonroot.core.zones import canonical, zone_choices


class ZoneField(forms.ChoiceField):
    """Whose clock counts. An old name of a zone is taken for the one in the list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: zone_choices(get_language() or "en"), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """What is chosen when the form is shown."""
        return canonical(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        """What was chosen."""
        return canonical(super().to_python(value))
