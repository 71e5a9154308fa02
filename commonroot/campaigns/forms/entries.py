"""One form for every kind of entry: its fields with the widgets of the house, help and errors."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools import Field, Kind
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.queries.words import amiss_words
from commonroot.campaigns.rules.values import NOT_SAID, Amiss, cleaned

SHORT = 600  # letters: what may be longer gets one line more
FEW = 3  # so many answers are shown at once; more of them are a list
Choices = Mapping[str, Sequence[tuple[str, str]]]


class ValueField(forms.Field):
    """A field of a tool: what is typed becomes what is kept, or a sentence that says what is
    amiss.
    """

    def __init__(self, shape: Field, **kwargs: Any) -> None:
        self.shape = shape
        super().__init__(required=False, **kwargs)

    @property
    def choices(self) -> Sequence[tuple[Any, Any]]:
        """What may be chosen, where answers are offered."""
        return tuple(getattr(self.widget, "choices", ()))

    def clean(self, value: Any) -> Any:
        """What is kept; None for nothing."""
        try:
            return cleaned(self.shape, value)
        except Amiss as amiss:
            raise forms.ValidationError(amiss_words(amiss)) from amiss


class EntryForm(forms.Form):
    """Input of `actions.entries.add` and `write`: the fields of a kind, and `seen`.

    `choices`: {field: (key, name) each} of the fields that name an entry or somebody of the team.
    `only`: some of its fields, in the order of the kind.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self,
        kind: Kind,
        *args: Any,
        choices: Choices | None = None,
        only: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for shape in kind.fields:
            if not only or shape.code in only:
                self.fields[shape.code] = _field(
                    shape,
                    (choices or {}).get(shape.code, ()),
                    # An answer of a few is taken back by another: pressing it again does nothing.
                    open=not shape.needed and bool(self.initial.get(shape.code)),
                )

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that people see, in order."""
        return [one for one in self if not one.is_hidden]

    @property
    def said(self) -> dict[str, Any]:
        """{field: value} of what was sent; `seen` apart."""
        return {code: value for code, value in self.cleaned_data.items() if code != "seen"}

    @property
    def read_until(self) -> int:
        """The newest change that the page had read; 0: it does not say."""
        return self.cleaned_data.get("seen") or 0


def _field(shape: Field, choices: Sequence[tuple[str, str]], *, open: bool) -> ValueField:
    widget = _widget(shape, choices)
    if open and isinstance(widget, forms.RadioSelect):
        widget.choices = [*widget.choices, (NOT_SAID, _("not said"))]
    return ValueField(shape, label=shape.label, help_text=_help(shape), widget=widget)


def _help(shape: Field) -> Any:
    """The help of a field with its example: in the open, for a placeholder goes when one types."""
    if not shape.example:
        return shape.help or ""
    example = format_lazy(_("For example: {example}"), example=shape.example)
    return format_lazy("{} {}", shape.help, example) if shape.help else example


NOTHING = ("", "–")
PLAIN: dict[Type, Callable[[], forms.Widget]] = {
    Type.LINE: forms.TextInput,
    Type.NUMBER: lambda: forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
    Type.YES_NO: forms.CheckboxInput,
    Type.DATE: lambda: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    Type.DUE: lambda: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    Type.MOMENT: lambda: forms.DateTimeInput(
        attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
    ),
}


def _widget(shape: Field, choices: Sequence[tuple[str, str]]) -> forms.Widget:
    if shape.type in PLAIN:
        return PLAIN[shape.type]()
    if shape.type == Type.TEXT:
        return forms.Textarea(attrs={"rows": 4 if shape.longest > SHORT else 3})
    if shape.type == Type.SEVERAL:
        return forms.CheckboxSelectMultiple(choices=shape.choices)
    if shape.type == Type.CHOICE and len(shape.choices) <= FEW:
        return forms.RadioSelect(choices=shape.choices)
    given = shape.choices if shape.type == Type.CHOICE else choices
    return forms.Select(choices=[NOTHING, *given])
