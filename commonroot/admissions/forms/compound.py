"""Fields of an application that are more than one input: hours of a week, languages, referees."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from commonroot.admissions.rules.questions import (
    FIRST_HALF_HOUR,
    HALF_HOURS,
    LAST_HALF_HOUR,
    WEEKDAYS,
)
from commonroot.core.places import language_choices, language_name

LEVELS = (
    (1, gettext_lazy("a little")),
    (2, gettext_lazy("I follow a talk")),
    (3, gettext_lazy("I speak it well")),
    (4, gettext_lazy("as my own language")),
)
OTHER_LANGUAGES = 3  # further languages than those of the call
NAME_LENGTH, WAY_LENGTH = 120, 254
LONGEST_DAY = 5
PHONE = re.compile(r"\+?[\d\s()./-]{6,30}")


def _all_of(data: Mapping[str, Any], name: str) -> list[str]:
    """Every value sent under a name: of a browser's form, or of a plain dictionary."""
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    found = data.get(name, [])
    return list(found) if isinstance(found, list | tuple) else [found]


class HoursWidget(forms.Widget):
    """A box for each half-hour of a week, the night folded away; a table that works by itself."""

    def value_from_datadict(  # noqa: PLR0917 - as Django asks a widget
        self, data: Any, files: Any, name: str
    ) -> list[str]:
        """What was ticked: "2-38" is Wednesday 19:00."""
        return _all_of(data, name)

    def render(  # noqa: PLR0917 - as Django asks a widget
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        """The week by day, then the night."""
        chosen = {
            one if isinstance(one, str) else f"{one[0]}-{one[1]}" for one in value or () if one
        }
        days = Locale.parse(get_language() or "en", sep="-").days["stand-alone"]
        night = [*range(LAST_HALF_HOUR, HALF_HOURS), *range(FIRST_HALF_HOUR)]
        at_night = sum(int(one.rpartition("-")[2] or 0) in night for one in chosen if "-" in one)
        return format_html(
            '<div class="hours" data-hours>{}<details class="more"{}><summary>{}</summary>{}'
            "</details></div>",
            _table(name, range(FIRST_HALF_HOUR, LAST_HALF_HOUR), chosen=chosen, days=days),
            mark_safe(" open") if at_night else "",
            _("Night, 23:00 to 7:00"),
            _table(name, night, chosen=chosen, days=days),
        )


def _day_heads(days: Any) -> dict[int, str]:
    """Days as short as seven stand beside each other on a phone."""
    short: dict[int, str] = days["abbreviated"]
    return short if max(map(len, short.values())) <= LONGEST_DAY else days["narrow"]


def _table(name: str, halves: Sequence[int], *, chosen: set[str], days: Any) -> SafeString:
    short = _day_heads(days)
    heads = "".join(
        f'<th scope="col"><abbr title="{escape(days["wide"][day])}">'
        f"{escape(short[day])}</abbr></th>"
        for day in range(WEEKDAYS)
    )
    rows = []
    for half in halves:
        clock = f"{half // 2:02}:{'30' if half % 2 else '00'}"
        boxes = "".join(
            f'<td><label><input type="checkbox" name="{name}" value="{day}-{half}"'
            f' aria-label="{escape(days["wide"][day])} {clock}"'
            f"{' checked' if f'{day}-{half}' in chosen else ''}><span></span></label></td>"
            for day in range(WEEKDAYS)
        )
        rows.append(
            f'<tr{"" if half % 2 else " class=hours__full"}><th scope="row"><bdi dir="ltr">'
            f"{clock}</bdi></th>{boxes}</tr>"
        )
    return mark_safe(  # noqa: S308 - of our own constants and numbers; names of days are escaped
        f'<table class="hours__week"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


class HoursField(forms.Field):
    """Free half-hours of an ordinary week as `[[weekday 0–6, half-hour 0–47]]`; None: none said."""

    widget = HoursWidget

    def clean(self, value: Any) -> list[list[int]] | None:
        """In order, each once. What is no half-hour of a week was not ticked in our table."""
        found = set()
        for one in value or ():
            day, _dash, half = str(one).partition("-")
            if not (day.isdecimal() and half.isdecimal()):
                raise ValidationError(_("These hours could not be read. Tick them again."))
            if int(day) >= WEEKDAYS or int(half) >= HALF_HOURS:
                raise ValidationError(_("These hours could not be read. Tick them again."))
            found.add((int(day), int(half)))
        return [list(one) for one in sorted(found)] or None


class LanguagesWidget(forms.Widget):
    """How well each language of the call is spoken, and some further ones to choose."""

    def __init__(self, languages: Sequence[str]) -> None:
        super().__init__()
        self.languages = list(languages)

    def value_from_datadict(  # noqa: PLR0917 - as Django asks a widget
        self, data: Any, files: Any, name: str
    ) -> list[tuple[str, str]]:
        """(code, level) as chosen, each maybe empty."""
        found = [(code, data.get(f"{name}-{code}", "")) for code in self.languages]
        others = [
            (data.get(f"{name}-{n}-code", ""), data.get(f"{name}-{n}-level", ""))
            for n in range(OTHER_LANGUAGES)
        ]
        return [(code, level) for code, level in found if level] + [
            pair for pair in others if any(pair)
        ]

    def render(  # noqa: PLR0917 - as Django asks a widget
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        """A line for each language of the call, then the others."""
        pairs = list(value.items()) if isinstance(value, Mapping) else list(value or ())
        said = {code: str(level) for code, level in pairs if code in self.languages}
        others = [(code, str(level)) for code, level in pairs if code not in self.languages]
        others += [("", "")] * (OTHER_LANGUAGES - len(others))
        reader = get_language() or "en"
        levels = [("", "—"), *((str(n), str(words)) for n, words in LEVELS)]
        fixed = format_html_join(
            "",
            '<div class="spoken"><label for="id_{0}-{1}"><bdi>{2}</bdi></label>{3}</div>',
            (
                (name, code, language_name(code, reader),
                 _select(f"{name}-{code}", levels, chosen=said.get(code, "")))
                for code in self.languages
            ),
        )  # fmt: skip
        named = [
            ("", _("another…")),
            *(pair for pair in language_choices(reader) if pair[0] not in self.languages),
        ]
        further = format_html_join(
            "",
            '<div class="spoken">{}{}</div>',
            (
                (
                    _select(f"{name}-{n}-code", named, chosen=code, told=_("Another language")),
                    _select(f"{name}-{n}-level", levels, chosen=level, told=_("How well?")),
                )
                for n, (code, level) in enumerate(others[:OTHER_LANGUAGES])
            ),
        )
        return format_html("{}{}", fixed, further)


def _select(
    name: str, options: Sequence[tuple[str, str]], *, chosen: str, told: str = ""
) -> SafeString:
    listed = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(words)}</option>"
        for value, words in options
    )
    return format_html(
        '<select class="field__input" name="{0}" id="id_{0}"{1}>{2}</select>',
        name,
        format_html(' aria-label="{}"', told) if told else "",
        mark_safe(listed),  # noqa: S308 - escaped above
    )


class LanguagesField(forms.Field):
    """Languages and how well, `{code: 1–4}`; None: none said."""

    def __init__(self, *, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(widget=LanguagesWidget(languages), **kwargs)
        self.known = {code for code, _name in language_choices("en")} | set(languages)

    def clean(self, value: Any) -> dict[str, int] | None:
        """Every language that was chosen has a level, and the other way about."""
        found: dict[str, int] = {}
        for code, level in value or ():
            if not code:
                raise ValidationError(_("You said how well, but not which language."))
            if code not in self.known:
                raise ValidationError(_("We do not know this language. Choose one of the list."))
            if level not in {"1", "2", "3", "4"}:
                raise ValidationError(
                    _("Say how well you speak %(language)s.")
                    % {"language": language_name(code, get_language() or "en")}
                )
            found[code] = int(level)
        return found or None


class RefereesWidget(forms.Widget):
    """A name, an address and a language for each person who speaks for an applicant."""

    def __init__(self, *, most: int, languages: Sequence[str]) -> None:
        super().__init__()
        self.most, self.languages = most, list(languages)

    def value_from_datadict(  # noqa: PLR0917 - as Django asks a widget
        self, data: Any, files: Any, name: str
    ) -> list[dict[str, str]]:
        """What was typed of each, empty ones left out."""
        usual = self.languages[0] if self.languages else "en"
        found = [
            {
                "name": data.get(f"{name}-{n}-name", "").strip(),
                "way": data.get(f"{name}-{n}-way", "").strip(),
                "language": data.get(f"{name}-{n}-language", "") or usual,
            }
            for n in range(self.most)
        ]
        return [one for one in found if one["name"] or one["way"]]

    def render(  # noqa: PLR0917 - as Django asks a widget
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        """Two lines for each, and the language where there are several."""
        reader = get_language() or "en"
        rows = [*(value or ()), *({} for _n in range(self.most))][: self.most]
        spoken = [(code, language_name(code, reader)) for code in self.languages]
        return format_html_join(
            "",
            '<div class="speaker">{}{}{}</div>',
            (
                (
                    _line(
                        f"{name}-{n}-name",
                        _("Their name"),
                        value=one.get("name", ""),
                        direction="auto",
                    ),
                    _line(
                        f"{name}-{n}-way",
                        _("Their e-mail address, or phone number with country code"),
                        value=one.get("way", ""),
                        direction="ltr",
                    ),
                    format_html(
                        '<label class="field__label" for="id_{0}">{1}</label>{2}',
                        f"{name}-{n}-language",
                        _("We write to them in"),
                        _select(f"{name}-{n}-language", spoken, chosen=one.get("language", "")),
                    )
                    if len(spoken) > 1
                    else "",
                )
                for n, one in enumerate(rows)
            ),
        )


def _line(name: str, words: str, *, value: str, direction: str) -> SafeString:
    return format_html(
        '<label class="field__label" for="id_{0}">{1}</label>'
        '<input class="field__input" type="text" name="{0}" id="id_{0}" value="{2}" dir="{3}"'
        ' autocomplete="off" maxlength="{4}">',
        name,
        words,
        value,
        direction,
        NAME_LENGTH if direction == "auto" else WAY_LENGTH,
    )


class RefereesField(forms.Field):
    """Who speaks for somebody, `[{name, way, language}]`; None: nobody named."""

    def __init__(self, *, most: int, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(widget=RefereesWidget(most=most, languages=languages), **kwargs)
        self.most, self.languages = most, list(languages)

    def clean(self, value: Any) -> list[dict[str, str]] | None:
        """Each with a name and a way that can be one."""
        for one in value or ():
            if not one["name"]:
                raise ValidationError(_("Whose address is %(way)s?") % {"way": one["way"]})
            if not one["way"]:
                raise ValidationError(
                    _("How do we reach %(name)s? Write an e-mail address or a phone number.")
                    % {"name": one["name"]}
                )
            if len(one["name"]) > NAME_LENGTH or not _is_way(one["way"]):
                raise ValidationError(
                    _("%(way)s is no address or number that we can write to.")
                    % {"way": one["way"][:WAY_LENGTH]}
                )
            if self.languages and one["language"] not in self.languages:
                raise ValidationError(_("We do not write in that language here. Choose another."))
        return [dict(one) for one in value or ()] or None


def _is_way(way: str) -> bool:
    if PHONE.fullmatch(way):
        return True
    try:
        validate_email(way)
    except ValidationError:
        return False
    return len(way) <= WAY_LENGTH
