"""What an organiser may ask about outcomes."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

FIRST, LAST = 1990, 2100


class OutcomesForm(forms.Form):
    """Which course, whose circle, which years; empty: all of them."""

    course = forms.ChoiceField(label=_("Course"), required=False)
    circle = forms.ChoiceField(label=_("Circle"), required=False)
    first = forms.IntegerField(
        label=_("Ended from"),
        help_text=_("A year, like 2024."),
        min_value=FIRST,
        max_value=LAST,
        required=False,
    )
    last = forms.IntegerField(
        label=_("Ended until"), min_value=FIRST, max_value=LAST, required=False
    )

    def __init__(
        self,
        *args: object,
        courses: Sequence[tuple[str, str]],
        circles: Sequence[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        """Offer the courses of the team and the circles there are."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forms take what they take
        for name, everything, offered in (
            ("course", _("All courses"), courses),
            ("circle", _("All circles"), circles),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", everything), *offered]

    def clean(self) -> dict[str, object]:
        """The first year is not after the last."""
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            self.add_error("last", _("This year is before the first one."))
        return given
