"""What a steward may send to let somebody sign in."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.roles import ROLES
from commonroot.circles.models import Circle


class InviteForm(forms.Form):
    """Input of `circles.actions.invite`."""

    shown_name = forms.CharField(label=_("Their name"), max_length=120)
    address = forms.EmailField(label=_("Their e-mail address"), max_length=254)
    circle = forms.ChoiceField(label=_("For"))
    role = forms.ChoiceField(
        label=_("What they may do"),
        choices=[
            (role.code, format_lazy("{name}: {sentence}", name=role.name, sentence=role.sentence))
            for role in ROLES.values()
        ],
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("Until"),
        help_text=_("Access ends after that day. It can be given again."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, circles: list[Circle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["circle"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(circle.key, str(circle.name)) for circle in circles]
