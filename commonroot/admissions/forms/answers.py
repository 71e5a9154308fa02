"""The questions of a call as a form: to fill in, to hand in, to look at beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonroot.admissions.forms.compound import HoursField, LanguagesField, RefereesField
from commonroot.admissions.models import FormQuestion
from commonroot.admissions.queries.calls import asked
from commonroot.admissions.rules import questions as rules
from commonroot.core.places import country_choices
from commonroot.core.zones import town
from commonroot.programmes.queries import shown
from commonroot.ui.parts.fields import error_text, field

Kind = FormQuestion.Kind
COMPOUND = frozenset({Kind.HOURS, Kind.LANGUAGES, Kind.REFEREE})
MEGABYTE = 1024 * 1024
MOST_NUMBER = 10**9


@dataclass(frozen=True)
class Shown:
    """One question as a page shows it; a heading has no `html`."""

    question: FormQuestion
    prompt: SafeString | str
    explanation: SafeString | str
    html: SafeString | str = ""
    fine: tuple[str, ...] = ()  # who reads it, how long it is kept
    only_if: str = ""
    after: str = ""  # key of the question it hangs on, if that is on the same page
    values: str = ""  # codes of the answers after which it is asked, parted by blanks
    hidden: bool = False


class AnswersForm(forms.Form):
    """Answers to the questions of a call, each under its question's key.

    Without `strict` it keeps what is half done: nothing must be answered. With it, everything must
    be there that is asked and needed.
    """

    def __init__(
        self,
        *args: Any,
        questions: Sequence[FormQuestion],
        answers: Mapping[str, Any] | None = None,
        strict: bool = False,
        languages: Sequence[str] = (),
        zone: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        self.answers = dict(answers or {})
        self.strict, self.zone = strict, zone
        self.languages = list(languages)
        for one in self.questions:
            if one.kind == Kind.HEADING:
                continue
            self.fields[one.key] = self._field(one)
            self.initial[one.key] = _initial(one, self.answers.get(one.key))

    def clean(self) -> dict[str, Any]:
        """When it is handed in: what is asked and needed is there."""
        cleaned = super().clean() or {}
        if not self.strict:
            return cleaned
        there = asked(self.questions, self._known(cleaned))
        for one in self.questions:
            if one.kind == Kind.HEADING:
                continue
            if one.key not in there:
                # What nobody is asked cannot be answered wrongly.
                self.errors.pop(one.key, None)
                cleaned[one.key] = None
            elif one.required and one.key not in self.errors and not self._is_there(one, cleaned):
                self.add_error(one.key, _missing_words(one))
        return cleaned

    def values(self) -> dict[str, Any]:
        """`{question key: value or None}` of all that can be read, as it is kept."""
        assert self.errors is not None
        return {
            one.key: self._value(one, self.cleaned_data[one.key])
            for one in self.questions
            if one.key in self.cleaned_data
        }

    def dropped(self) -> set[str]:
        """Keys of the questions whose file is to be taken away."""
        return {
            one.key
            for one in self.questions
            if one.kind == Kind.FILE and self.data.get(f"{one.key}-drop")
        }

    def shown(self) -> list[Shown]:
        """Each question for the page, in order."""
        there = asked(self.questions, self._known(self._as_typed()))
        here = {one.key for one in self.questions}
        return [self._shown(one, here=here, there=there) for one in self.questions]

    def _known(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """Every answer there is: those of other pages, then what was typed here."""
        found = dict(self.answers)
        for one in self.questions:
            if one.key in typed:
                found[one.key] = self._value(one, typed[one.key])
        return found

    def _as_typed(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_bound and self.errors is not None else {}

    def _value(self, one: FormQuestion, cleaned: Any) -> Any:
        if one.kind == Kind.YES_NO:
            return {"yes": True, "no": False}.get(cleaned)
        if one.kind == Kind.AGREE:
            return True if cleaned else None
        if one.kind == Kind.FILE:
            return None
        return None if cleaned in ("", []) else cleaned

    def _is_there(self, one: FormQuestion, cleaned: Mapping[str, Any]) -> bool:
        if one.kind == Kind.FILE:
            kept = self.answers.get(one.key) is not None and one.key not in self.dropped()
            return kept or bool(cleaned.get(one.key))
        if one.kind == Kind.REFEREE:
            return len(cleaned.get(one.key) or ()) >= (one.most or 1)
        return self._value(one, cleaned.get(one.key)) is not None

    def _shown(self, one: FormQuestion, *, here: set[str], there: frozenset[str]) -> Shown:
        programme = one.call.programme
        prompt, explanation = shown(one.prompt, programme), shown(one.explanation, programme)
        after = one.shown_if.key if one.shown_if and one.shown_if.key in here else ""
        return Shown(
            question=one,
            prompt=prompt,
            explanation=explanation,
            html="" if one.kind == Kind.HEADING else self._html(one),
            fine=() if one.kind == Kind.HEADING else fine_words(one),
            only_if=only_if_words(one) if after else "",
            after=after,
            values=" ".join(one.shown_if_values) if after else "",
            hidden=bool(after) and one.key not in there,
        )

    def _html(self, one: FormQuestion) -> SafeString:
        bound = self[one.key]
        if one.kind == Kind.FILE and self.answers.get(one.key) is not None:
            return format_html(
                '{}<p class="asking__file">{} <label><input type="checkbox" name="{}-drop"> {}'
                "</label></p>",
                field(bound),
                _("We have %(name)s.") % {"name": f"\u2068{self.answers[one.key].name}\u2069"},
                one.key,
                _("Take it away"),
            )
        if one.kind not in COMPOUND:
            return field(bound)
        return self._group(one, bound)

    def _group(self, one: FormQuestion, bound: BoundField) -> SafeString:
        """Several inputs under one question."""
        name = f"id_{one.key}"
        helped = bound.help_text
        if one.kind == Kind.HOURS and self.zone:
            told = _("By the clock in %(town)s.") % {
                "town": town(self.zone, get_language() or "en")
            }
            helped = format_html("{} <strong>{}</strong>", helped, told)
        return format_html(
            '<fieldset class="field" id="{}" aria-describedby="{}">'
            '<legend class="field__label">{}</legend>{}{}{}</fieldset>',
            name,
            f"{name}-error" if bound.errors else f"{name}-help",
            bound.label,
            format_html('<p class="field__help" id="{}-help">{}</p>', name, helped),
            error_text(bound, name),
            bound.as_widget(),
        )

    def _field(self, one: FormQuestion) -> forms.Field:
        if one.kind in {Kind.CHOICE, Kind.SEVERAL, Kind.YES_NO, Kind.SCALE, Kind.COUNTRY}:
            return _choice_field(one, _common(one))
        if one.kind in COMPOUND:
            return self._compound_field(one, _common(one))
        if one.kind == Kind.NUMBER:
            return forms.IntegerField(
                min_value=-MOST_NUMBER,
                max_value=MOST_NUMBER,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
                error_messages={"invalid": _("Write a number, in digits.")},
                **_common(one),
            )
        if one.kind == Kind.AGREE:
            return forms.BooleanField(**_common(one))
        if one.kind == Kind.FILE:
            return FileField(**_common(one))
        return _text_field(one, _common(one))

    def _compound_field(self, one: FormQuestion, common: dict[str, Any]) -> forms.Field:
        if one.kind == Kind.HOURS:
            return HoursField(**common)
        if one.kind == Kind.LANGUAGES:
            return LanguagesField(languages=self.languages, **common)
        most = min(one.most or 1, rules.MOST_REFEREES)
        return RefereesField(most=most, languages=self.languages, **common)


def _common(one: FormQuestion) -> dict[str, Any]:
    programme = one.call.programme
    return {
        "label": shown(one.prompt, programme),
        "help_text": shown(one.explanation, programme),
        "required": False,
    }


def _choice_field(one: FormQuestion, common: dict[str, Any]) -> forms.Field:
    if one.kind == Kind.COUNTRY:
        return forms.ChoiceField(choices=country_choices(get_language() or "en"), **common)
    if one.kind == Kind.SCALE:
        steps = [(n, str(n)) for n in range(1, (one.most or rules.SCALE_USUAL) + 1)]
        return forms.TypedChoiceField(
            choices=steps, coerce=int, widget=forms.RadioSelect, empty_value=None, **common
        )
    if one.kind == Kind.YES_NO:
        either = (("yes", _("Yes")), ("no", _("No")))
        return forms.ChoiceField(choices=either, widget=forms.RadioSelect, **common)
    choices = [(row["value"], shown(row["words"], one.call.programme)) for row in one.choices]
    if one.kind == Kind.SEVERAL:
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=choices, widget=boxes, **common)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


class FileField(forms.FileField):
    """A file of a size that is taken; what is in it is looked at when it is kept."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Small enough, and not empty."""
        found = super().clean(data, initial)
        if found and found.size > rules.MOST_FILE_MEGABYTES * MEGABYTE:
            raise forms.ValidationError(
                _(
                    "%(name)s is larger than %(most)s MB. Save it smaller, or send only the "
                    "pages that matter."
                ),
                params={"name": found.name, "most": rules.MOST_FILE_MEGABYTES},
            )
        return found


def _text_field(one: FormQuestion, common: dict[str, Any]) -> forms.CharField:
    long = one.kind == Kind.TEXT
    most = one.most or (rules.TEXT_LENGTH if long else rules.LINE_LENGTH)
    rows = 4 if most <= rules.TEXT_LENGTH // 4 else 8
    return LinesField(
        widget=forms.Textarea(attrs={"rows": rows}) if long else forms.TextInput(),
        max_length=most,
        error_messages={
            "max_length": _(
                "This is %(show_value)s letters long; at most %(limit_value)s are read. "
                "Shorten it a little."
            )
        },
        **common,
    )


class LinesField(forms.CharField):
    """Text in lines that end alike, whatever sent them. The browser does not cut it short."""

    def to_python(self, value: Any) -> str:
        """As it is kept."""
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: what is pasted in is kept whole, and somebody shortens it themself."""
        return {}


def _initial(one: FormQuestion, value: Any) -> Any:
    if one.kind == Kind.YES_NO and value is not None:
        return "yes" if value else "no"
    return None if one.kind == Kind.FILE else value


def _missing_words(one: FormQuestion) -> str:
    if one.kind == Kind.AGREE:
        return _("Without this we cannot take your application. Tick it if you agree.")
    if one.kind in {Kind.CHOICE, Kind.YES_NO, Kind.SCALE, Kind.COUNTRY}:
        return _("Choose one answer.")
    if one.kind in {Kind.SEVERAL, Kind.HOURS}:
        return _("Choose at least one.")
    if one.kind == Kind.FILE:
        return _("Choose the file.")
    if one.kind == Kind.REFEREE:
        return ngettext(
            "Name somebody who can speak for you.",
            "Name %(count)s people who can speak for you.",
            one.most or 1,
        ) % {"count": one.most or 1}
    return _("We need an answer to this.")


def fine_words(one: FormQuestion) -> tuple[str, ...]:
    """What stands small below a question: needed or not, how sensitive, who reads it, how long."""
    found = [_("Needed") if one.required else _("May stay empty")]
    if one.care == FormQuestion.Care.SENSITIVE:
        found.append(_("sensitive"))
    if one.panel == FormQuestion.Panel.NEVER:
        found.append(_("only the organisers read it"))
    elif one.panel == FormQuestion.Panel.BLIND:
        found.append(_("hidden from those who choose, at first"))
    found.append(
        ngettext(
            "kept %(count)s day after the decision",
            "kept %(count)s days after the decision",
            one.keep_days,
        )
        % {"count": number_format(one.keep_days)}
    )
    if one.kind == Kind.FILE:
        found.append(
            _("a document, picture or sound, up to %(most)s MB")
            % {"most": rules.MOST_FILE_MEGABYTES}
        )
    elif one.kind == Kind.TEXT:
        found.append(
            _("up to %(count)s letters")
            % {"count": number_format(one.most or rules.TEXT_LENGTH, force_grouping=True)}
        )
    return tuple(found)


def only_if_words(one: FormQuestion) -> str:
    """ "Only if you answered “Yes” to “…”." """
    leading = one.shown_if
    if leading is None:
        return ""
    programme = one.call.programme
    words = {row["value"]: shown(row["words"], programme) for row in leading.choices}
    words |= {"yes": _("Yes"), "no": _("No")} if leading.kind == Kind.YES_NO else {}
    said = _(" or ").join(f"“{words.get(code, code)}”" for code in one.shown_if_values)
    return _("Only if you answered %(answers)s to “%(question)s”.") % {
        "answers": said,
        "question": shown(leading.prompt, programme),
    }
