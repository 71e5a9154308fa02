"""How applications and small groups are said: answers by their question, reasons by their sort."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from commonroot.admissions.models import Call, FormQuestion
from commonroot.core.fields import Translated
from commonroot.core.places import country_name, language_name
from commonroot.groups.models import Gathering

Kind = FormQuestion.Kind
REASONS: dict[Any, Any] = {
    "team": gettext_lazy("you came together"),
    "language": gettext_lazy("a language you share"),
    "country": gettext_lazy("the same country"),
    "region": gettext_lazy("the same part of the world"),
    "theme": gettext_lazy("the same theme"),
    "hours": gettext_lazy("hours at which you can meet"),
}
VISA = {
    "not_needed": gettext_lazy("not needed"),
    "asked": gettext_lazy("asked for"),
    "there": gettext_lazy("there"),
    "refused": gettext_lazy("refused"),
}
JOURNEY = {
    "arrives": gettext_lazy("arrives"),
    "leaves": gettext_lazy("leaves"),
    "flight": gettext_lazy("flight or train"),
    "passport_name": gettext_lazy("name in the passport"),
    "visa": gettext_lazy("visa"),
}


def course_of_call(value: Any, _row: Mapping[str, Any]) -> str:
    """The course of a call, by its name; the call itself has none."""
    found = Call.objects.filter(key=value).select_related("programme").first()
    return str(found.programme) if found is not None else ""


def meeting(value: Any, _row: Mapping[str, Any]) -> str:
    """ "meeting 2": which gathering of a group."""
    found = Gathering.objects.filter(key=value).first()
    return _("meeting %(number)s") % {"number": found.number} if found is not None else ""


def reasons(value: Any, _row: Mapping[str, Any]) -> str:
    """Why somebody is in their group; what has no words is left out."""
    said = (str(REASONS.get(one[0], "")) for one in value)
    return f"{_(',')} ".join(filter(None, dict.fromkeys(said)))


def journey(value: Any, _row: Mapping[str, Any]) -> str:
    """ "arrives: 3 May; flight or train: …": what somebody wrote of their journey."""
    return "; ".join(
        f"{words}: {VISA.get(value[name], value[name])}"
        for name, words in JOURNEY.items()
        if name in value
    )


def commitments(value: Any, _row: Mapping[str, Any]) -> str:
    """What somebody agreed to with an offered place, as it was shown."""
    said = (str(Translated(one)) if isinstance(one, dict) else str(one) for one in value)
    return "; ".join(said)


def answer(value: Any, row: Mapping[str, Any]) -> str:
    """An answer as it was given: the words of what was chosen, languages with their level."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return f"{_(',')} ".join(
            f"{language_name(code, get_language() or 'en')} {level}"
            for code, level in value.items()
        )
    if isinstance(value, list) and value and isinstance(value[0], list):
        hours = len(value) // 2
        return ngettext("%(n)s hour of a week", "%(n)s hours of a week", hours) % {"n": hours}
    question = _question(row)
    codes = value if isinstance(value, list) else [value]
    return f"{_(',')} ".join(_chosen(code, question) for code in codes)


def _question(row: Mapping[str, Any]) -> FormQuestion | None:
    """The question that was answered: all that is held of it is how it is asked."""
    asked = FormQuestion.objects.filter(kind__in=(Kind.CHOICE, Kind.SEVERAL, Kind.COUNTRY))
    return next((one for one in asked if str(one) == row.get("question")), None)


def _chosen(code: Any, question: FormQuestion | None) -> str:
    if question is None:
        return str(code)
    if question.kind == Kind.COUNTRY:
        return country_name(code, get_language() or "en")
    words = {choice["value"]: choice["words"] for choice in question.choices}
    return str(Translated(words[code])) if code in words else str(code)
