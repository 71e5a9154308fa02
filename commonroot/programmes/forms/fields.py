"""Fields that several forms of planning share: dates as far as known, texts in each language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import Translated
from commonroot.core.zone_fields import ZoneField
from commonroot.programmes.models import Session
from commonroot.programmes.queries.words import language_name
from commonroot.programmes.rules import dates
from commonroot.programmes.rules.dates import When

TITLE_LENGTH = 120
SENTENCE_LENGTH = 300
TEXT_LENGTH = 4000
SHORTEST, LONGEST = 10, 12 * 60
MOST_PLACES = 100_000
WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
    _("Sunday"),
)  # fmt: skip


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day, chosen or typed."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required, help_text=help_text)


def clock_field(label: Any, *, required: bool = False) -> forms.TimeField:
    """What the host's clock shows."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=required)


def minutes_field(label: Any = None, *, initial: int = 120) -> forms.IntegerField:
    """A length."""
    label = label or _("How many minutes?")
    return forms.IntegerField(label=label, min_value=SHORTEST, max_value=LONGEST, initial=initial)


def zone_field() -> ZoneField:
    """By whose clock."""
    return ZoneField(label=_("By whose clock?"))


class DateFields(forms.Form):
    """When something is, as far as it is known."""

    precision = forms.ChoiceField(label=_("How exactly is it known?"), choices=Session.Precision)
    on = day_field(_("Day"), help_text=_("For a week its first day, for a month any day in it."))
    until = day_field(_("Until"), help_text=_("Only for some months: any day in the last one."))
    clock = clock_field(_("Time"))

    def clean(self) -> dict[str, Any]:
        """A day needs an hour, and everything but “no date yet” a day."""
        cleaned = super().clean() or {}
        precision = cleaned.get("precision")
        if precision in {"day", "week", "month", "span"} and not cleaned.get("on"):
            self.add_error("on", _("When is it? Give the day, or choose “no date yet”."))
        if precision == "day" and not cleaned.get("clock"):
            self.add_error("clock", _("At what time? Without one, choose the week or the month."))
        until, on = cleaned.get("until"), cleaned.get("on")
        if precision == "span" and (not until or (on and until < on)):
            self.add_error("until", _("Until which month? It cannot end before it begins."))
        return cleaned

    def when(self) -> tuple[When, time | None]:
        """The time that was chosen, and the clock for a day."""
        return when_of(
            self.cleaned_data["precision"],
            on=self.cleaned_data["on"],
            until=self.cleaned_data["until"],
            clock=self.cleaned_data["clock"],
        )


def when_of(
    precision: str, *, on: date | None, until: date | None = None, clock: time | None = None
) -> tuple[When, time | None]:
    """What fields of a form mean."""
    if on is None or precision == "open":
        return dates.NO_DATE, None
    if precision == "day":
        return dates.day(on), clock
    if precision == "week":
        return dates.week(on), None
    first = dates.month(on.year, on.month)
    if precision == "month":
        return first, None
    last = until or on
    return dates.span(first, dates.month(last.year, last.month)), None


def date_initial(session: Session) -> dict[str, Any]:
    """What `DateFields` shows of a session."""
    return {
        "precision": session.precision,
        "on": session.held_on,
        "until": session.until_on,
        "clock": session.wall_time,
    }


class InLanguages:
    """Texts asked once in each language: fields `title_en`, `title_fr` and so on."""

    def __init__(self, form: forms.Form, languages: Sequence[str]) -> None:
        self.form = form
        self.languages = list(languages)
        self.names: dict[str, bool] = {}

    def add(
        self,
        name: str,
        label: Any,
        *,
        help_text: Any = "",
        length: int = TEXT_LENGTH,
        rows: int = 0,
        required: bool = False,
        lines: bool = False,
    ) -> None:
        """One text; `rows` high where it may be long, `lines`: a list, one a line."""
        self.names[name] = lines
        for number, language in enumerate(self.languages):
            told = f"{label} ({language_name(language)})" if len(self.languages) > 1 else label
            widget: forms.Widget = forms.TextInput()
            if rows or lines:
                widget = forms.Textarea(attrs={"rows": rows or 4})
            widget.attrs["lang"] = language
            self.form.fields[f"{name}_{language}"] = forms.CharField(
                label=told,
                help_text=help_text if number == 0 else "",
                max_length=length,
                required=required and number == 0,
                widget=widget,
            )

    def bound(self, *names: str) -> list[Any]:
        """The fields of these texts, in order."""
        return [self.form[f"{name}_{language}"] for name in names for language in self.languages]

    def initial(self, thing: object) -> dict[str, str]:
        """What stands there now."""
        found = {}
        for name, lines in self.names.items():
            value: Any = getattr(thing, name)
            for language in self.languages:
                found[f"{name}_{language}"] = (
                    "\n".join(line.get(language, "") for line in value).rstrip("\n")
                    if lines
                    else value.get(language, "")
                )
        return found

    def written(self, cleaned: Mapping[str, Any], *, was: object = None) -> dict[str, Any]:
        """Texts and lists as the models hold them; languages not asked for stay as they were."""
        found: dict[str, Any] = {}
        for name, lines in self.names.items():
            texts = {code: cleaned.get(f"{name}_{code}", "") for code in self.languages}
            if lines:
                found[name] = _lines(texts)
                continue
            kept = dict(getattr(was, name)) if was is not None else {}
            said = {**kept, **{code: text.strip() for code, text in texts.items()}}
            found[name] = Translated({code: text for code, text in said.items() if text})
        return found


def _lines(texts: Mapping[str, str]) -> list[dict[str, str]]:
    split = {code: [line.strip() for line in text.splitlines()] for code, text in texts.items()}
    most = max((len(lines) for lines in split.values()), default=0)
    rows: Iterable[dict[str, str]] = (
        {code: lines[n] for code, lines in split.items() if n < len(lines) and lines[n]}
        for n in range(most)
    )
    return [row for row in rows if row]
