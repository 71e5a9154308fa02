"""The letter to a circle before a course, in words: the same for the desk, the mail, the page."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from commonroot.circles.models import Circle
from commonroot.core.places import country_name
from commonroot.engagement.models import Briefing, Liaison
from commonroot.engagement.queries.liaison import begins_on
from commonroot.engagement.queries.sheet import circle_words
from commonroot.people.models import Person
from commonroot.programmes.models import Programme


@dataclass(frozen=True)
class Comes:
    """Somebody named: their name, and what they would like and offer, in their own words."""

    key: str
    name: str
    text: str


@dataclass(frozen=True)
class Before:
    """A letter before a course exactly as it will be read, in plain sentences of `language`.

    `first` says who comes; "" in a letter that goes to every circle alike, and to a region.
    """

    language: str
    to_title: str
    title: str
    greeting: str
    own: str
    course: str
    about: str
    about_language: str
    first: str
    named: list[Comes]
    unnamed: str
    asks: list[str]

    def values(self) -> dict[str, Any]:
        """The same as plain values, as a letter in the outbox carries them."""
        return asdict(self)


def own_words(programme: Programme) -> dict[str, str]:
    """What the organisers wrote for these letters, by language."""
    found = Briefing.objects.filter(programme=programme).first()
    return {code: text for code, text in found.words.items() if text} if found else {}


def language_for(circle: Circle, said: str = "") -> str:
    """The language of a letter: as said for the contact, else the circle's first that we write."""
    ours = dict(settings.LANGUAGES)
    wanted = (said, *circle.languages)
    return next((code for code in wanted if code in ours), settings.LANGUAGE_CODE)


def before_course(
    liaison: Liaison,
    *,
    circle: Circle,
    people: Sequence[Person],
    of_country: bool,
    language: str,
) -> Before:
    """The letter about `liaison` to `circle`. `people`: whom it may name; `of_country`: whether it
    may say that people of that country or theme take part.
    """
    with override(language):
        place = _place(liaison, language)
        to_region = circle.kind == Circle.Kind.REGION
        frame = _frame(liaison.programme, circle=circle, language=language)
        if to_region and not of_country:
            # A country beside a course would say that somebody from there takes part.
            title = _("Who works in %(place)s?") % {"place": place}
            frame |= {"title": title, "own": "", "course": "", "about": "", "about_language": ""}
        return Before(
            **frame,
            first=_who(
                liaison, place=place, region=to_region, named=bool(people), of_country=of_country
            ),
            named=[_comes(person) for person in people],
            unnamed=_("Not everyone is named.") if people or of_country else "",
            asks=_asks_region(place) if to_region else _asks(),
        )


def news(programme: Programme, *, circle: Circle, language: str) -> Before:
    """The letter that goes to every circle alike and says nothing about who takes part."""
    with override(language):
        return Before(
            **_frame(programme, circle=circle, language=language),
            first="",
            named=[],
            unnamed="",
            asks=[
                _("Is there a topic of your work that it should take up, or somebody to meet?"),
                _("Just answer this letter."),
            ],
        )


def _frame(programme: Programme, *, circle: Circle, language: str) -> dict[str, Any]:
    title = programme.title.chosen((language, *programme.languages))[0]
    about, about_language = programme.summary.chosen((language, *programme.languages))
    day = begins_on(programme)
    called = circle_words(circle, language)
    return {
        "language": language,
        "to_title": _("To %(circle)s") % {"circle": called},
        "title": _("Before %(title)s") % {"title": title},
        "greeting": _("Dear friends,"),
        "own": own_words(programme).get(language, ""),
        "course": _course(title, day),
        "about": about,
        "about_language": about_language,
    }


def _course(title: str, day: date | None) -> str:
    if day is None:
        return _("We are preparing %(title)s.") % {"title": title}
    whole = formatted(day, pgettext("a date with its year, in Django's letters", "j F Y"))
    return _("On %(day)s we begin %(title)s.") % {"title": title, "day": whole}


def _who(liaison: Liaison, *, place: str, region: bool, named: bool, of_country: bool) -> str:
    facts = {"place": place}
    if named and liaison.theme_id:
        return _("Who works on %(place)s, takes part, and agreed that you hear of it:") % facts
    if named:
        return _("Who lives in %(place)s, takes part, and agreed that you hear of it:") % facts
    if not of_country:
        return ""
    if liaison.theme_id:
        return _("People who work on %(place)s take part.") % facts
    if region:
        return (
            _("People who live in %(place)s take part. We know of no circle there that answers.")
            % facts
        )
    return _("People who live in %(place)s take part.") % facts


def _asks() -> list[str]:
    return [
        _("Could somebody of you meet them, before or after the course?"),
        _("Is there a topic of your work that it should take up, or somebody to meet?"),
    ]


def _asks_region(place: str) -> list[str]:
    return [
        _("Do you know somebody in %(place)s who gathers others, or would start?")
        % {"place": place},
        _("Give a name only if they agree. We name nobody to anyone before they said yes."),
    ]


def _place(liaison: Liaison, language: str) -> str:
    if liaison.theme is not None:
        return str(liaison.theme.name.chosen((language, "en"))[0])
    return country_name(liaison.country, language)


def _comes(person: Person) -> Comes:
    words = [text.strip() for text in (person.wants, person.offers) if text.strip()]
    text = " ".join(_capital(one if one[-1] in ".!?…؟。" else f"{one}.") for one in words)
    return Comes(key=person.key, name=person.shown_name, text=text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
