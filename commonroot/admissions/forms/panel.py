"""What organisers may send about the panel: a line of the rubric, a phase, a cover."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.models import Account
from commonroot.admissions.models import Criterion, ReviewPhase
from commonroot.core.fields import Translated
from commonroot.programmes.queries.words import language_name

WORDS = 2000
MOST_POINTS = 10
MOST_READERS = 9


class ReaderForm(forms.Form):
    """Input of `actions.panel.add_reader`."""

    account = forms.ChoiceField(label=_("Who reads"))

    def __init__(self, *args: Any, accounts: Iterable[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"] = forms.ChoiceField(
            label=_("Who reads"),
            choices=[(one.key, one.shown_name) for one in accounts],
        )


class InLanguages(forms.Form):
    """A form with some texts in each language of a call: fields `title-en`, `words-en`."""

    def add_texts(
        self,
        name: str,
        *,
        label: str,
        languages: Iterable[str],
        told: Mapping[str, str],
        lines: int,
    ) -> None:
        """One field a language; none of them must be filled alone."""
        codes = list(languages)
        for code in codes:
            widget: forms.Widget = (
                forms.Textarea(attrs={"rows": lines, "lang": code})
                if lines > 1
                else forms.TextInput(attrs={"lang": code})
            )
            self.fields[f"{name}-{code}"] = forms.CharField(
                label=label if len(codes) == 1 else f"{label} ({language_name(code)})",
                max_length=WORDS if lines > 1 else 160,
                required=False,
                initial=told.get(code, ""),
                widget=widget,
            )

    def texts(self, name: str) -> Translated:
        """What was typed under a name, by language; languages without words are left out."""
        return Translated(
            {
                field.removeprefix(f"{name}-"): value.strip()
                for field, value in self.cleaned_data.items()
                if field.startswith(f"{name}-") and value.strip()
            }
        )

    def require_title(self) -> None:
        """One language must have a title."""
        if not self.texts("title"):
            first = next(name for name in self.fields if name.startswith("title-"))
            self.add_error(first, _("Give it a name that readers see."))


class CriterionForm(InLanguages):
    """Input of `actions.panel.set_criterion`."""

    def __init__(
        self, *args: Any, languages: Iterable[str], criterion: Criterion | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        codes = list(languages) or ["en"]
        title = criterion.title if criterion else Translated()
        words = criterion.words if criterion else Translated()
        self.add_texts(
            "title", label=str(_("What is looked at")), languages=codes, told=title, lines=1
        )
        self.add_texts(
            "words",
            label=str(_("What few and many points mean")),
            languages=codes,
            told=words,
            lines=3,
        )
        self.fields["most"] = forms.IntegerField(
            label=_("Most points"),
            help_text=_("Readers choose from 0 to this."),
            min_value=1,
            max_value=MOST_POINTS,
            initial=criterion.most if criterion else 5,
        )
        self.fields["weight"] = forms.IntegerField(
            label=_("How much it counts"),
            help_text=_("2 counts twice as much as 1; 0 counts nothing."),
            min_value=0,
            max_value=9,
            initial=criterion.weight if criterion else 1,
        )

    def clean(self) -> dict[str, Any]:
        """One language must have a title."""
        self.require_title()
        return self.cleaned_data


class PhaseForm(InLanguages):
    """Input of `actions.panel.set_phase`; times by the clock of the call's zone."""

    def __init__(
        self,
        *args: Any,
        languages: Iterable[str],
        zone: str,
        phase: ReviewPhase | None,
        begins: datetime,
        ends: datetime,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.place = ZoneInfo(zone)
        title = phase.title if phase else Translated()
        self.add_texts(
            "title", label=str(_("Name")), languages=list(languages) or ["en"], told=title, lines=1
        )
        for name, label, moment in (
            ("opens_at", _("Begins"), phase.opens_at if phase else begins),
            ("closes_at", _("Ends"), phase.closes_at if phase else ends),
        ):
            self.fields[name] = forms.CharField(
                label=label,
                initial=f"{moment.astimezone(self.place):%Y-%m-%dT%H:%M}",
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
            )
        self.fields["each"] = forms.IntegerField(
            label=_("Readers for each application"),
            help_text=_("0: everybody on the panel reads every application."),
            min_value=0,
            max_value=MOST_READERS,
            initial=phase.each if phase else 2,
        )
        self.fields["blind"] = forms.BooleanField(
            label=_("Who applies stays hidden"),
            help_text=_("Readers see a number, no name, and no question marked as telling."),
            required=False,
            initial=phase.blind if phase else True,
        )
        self.fields["scores"] = forms.BooleanField(
            label=_("Points are given"),
            help_text=_("Without it readers write notes alone, and points stay as they are."),
            required=False,
            initial=phase.scores if phase else True,
        )
        self.fields["shows_others"] = forms.BooleanField(
            label=_("Afterwards readers see what the others found"),
            help_text=_("Only of applications for which they gave their own."),
            required=False,
            initial=phase.shows_others if phase else False,
        )

    def clean(self) -> dict[str, Any]:
        """The name, and both moments in their order."""
        self.require_title()
        moments = [self._moment(name) for name in ("opens_at", "closes_at")]
        if None not in moments and moments[0] >= moments[1]:  # type: ignore[operator]  # both are there
            self.add_error("closes_at", _("It must end after it begins."))
        return self.cleaned_data

    def _moment(self, name: str) -> datetime | None:
        typed = self.cleaned_data.get(name)
        if not typed:
            return None
        try:
            local = datetime.fromisoformat(typed)
        except ValueError:
            self.add_error(name, _("We could not read this date. Write it as 2026-11-27T18:00."))
            return None
        self.cleaned_data[name] = local.replace(tzinfo=self.place)
        return local

    def said(self) -> dict[str, Any]:
        """What the action is given."""
        names = ("opens_at", "closes_at", "each", "blind", "scores", "shows_others")
        return {name: self.cleaned_data[name] for name in names} | {"title": self.texts("title")}
