"""What people may send about preparing: a task, and what somebody did of one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.admissions.forms.panel import InLanguages
from commonroot.admissions.models import Preparation

LONG = 8000
SHORT = 200
VISA_WORDS = (
    ("", _("not said yet")),
    ("not_needed", _("I need none")),
    ("asked", _("I have asked for it")),
    ("there", _("I have it")),
    ("refused", _("It was refused")),
)
READY_WORDS = (("residential", _("Residential course")), ("series", _("Learning series")))


class ReadyForm(forms.Form):
    """Input of `actions.preparing.begin_with`."""

    ready = forms.ChoiceField(label=_("What kind of course"), choices=READY_WORDS)


class PreparationForm(InLanguages):
    """Input of `actions.preparing.ask` and `change`: title and words in each language."""

    kind = forms.ChoiceField(label=_("What it is"), choices=Preparation.Kind.choices)
    due_on = forms.DateField(
        label=_("By when"),
        help_text=_("Whoever has it left is reminded four days before."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    travellers_only = forms.BooleanField(
        label=_("Only for those who come from another country"), required=False
    )

    def __init__(
        self,
        *args: Any,
        languages: Iterable[str],
        preparation: Preparation | None = None,
        **kwargs: Any,
    ) -> None:
        if preparation is not None:
            kwargs["initial"] = {
                "kind": preparation.kind,
                "due_on": preparation.due_on,
                "travellers_only": preparation.travellers_only,
            }
        super().__init__(*args, **kwargs)
        codes = list(languages) or ["en"]
        told = (preparation.title, preparation.words) if preparation else ({}, {})
        self.add_texts("title", label=str(_("Title")), languages=codes, told=told[0], lines=1)
        self.add_texts(
            "words", label=str(_("What to do, with links")), languages=codes, told=told[1], lines=3
        )
        texts = [name for name in self.fields if "-" in name]
        self.order_fields(["kind", *texts, "due_on", "travellers_only"])

    def clean(self) -> dict[str, Any]:
        """One language must have a title."""
        self.require_title()
        return self.cleaned_data


class PreparedForm(forms.Form):
    """Input of `actions.preparing.keep_prepared`; the fields follow the kind of the task."""

    words = forms.CharField(
        label=_("A word to the organisers"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONG,
        required=False,
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = Preparation.Kind
        if kind in {kinds.WRITE, kinds.PRACTICAL}:
            self.fields["words"].label = (
                _("What you write") if kind == kinds.WRITE else _("What you need")
            )
            self.fields["words"].widget.attrs["rows"] = 8 if kind == kinds.WRITE else 4
        if kind == kinds.FILE:
            self.fields["file"] = forms.FileField(
                label=_("Your file"), required=False, help_text=_("A PDF, a picture or a text.")
            )
        if kind == kinds.TRAVEL:
            self._add_journey()

    def _add_journey(self) -> None:
        moment = {"type": "datetime-local"}
        for name, label, widget in (
            ("visa", _("Your visa"), None),
            ("arrives", _("You arrive on"), moment),
            ("leaves", _("You leave on"), moment),
            ("flight", _("Flight or train"), {}),
            ("passport_name", _("Your name as the passport has it"), {}),
        ):
            self.fields[name] = (
                forms.ChoiceField(label=label, choices=VISA_WORDS, required=False)
                if widget is None
                else forms.CharField(
                    label=label,
                    max_length=SHORT,
                    required=False,
                    widget=forms.TextInput(attrs={"dir": "auto", **widget}),
                )
            )
        self.fields["passport_name"].help_text = _(
            "Only if a ticket or a letter for the visa is made for you. It is deleted two months "
            "after the course."
        )
        self.order_fields(["visa", "arrives", "leaves", "flight", "passport_name", "words"])

    @property
    def journey(self) -> dict[str, str]:
        """What was said of a journey."""
        names = ("visa", "arrives", "leaves", "flight", "passport_name")
        return {name: self.cleaned_data.get(name) or "" for name in names}
