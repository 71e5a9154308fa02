"""The letter to a circle in words: one set of sentences for the desk, the mail and the circle's
page.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from commonroot.circles.models import Circle
from commonroot.core.fields import Translated
from commonroot.core.places import country_name, language_name
from commonroot.core.time import zone_place
from commonroot.engagement.models import CircleLetter, Project
from commonroot.engagement.queries.letters import Told
from commonroot.engagement.queries.versions import in_language
from commonroot.engagement.rules import SMALL, Alumna, Shown, reading_minutes
from commonroot.engagement.rules.closing import PUBLIC_FACES
from commonroot.programmes.models import Programme
from commonroot.programmes.queries.words import length_words

MOST_TOPICS = 12


@dataclass(frozen=True)
class Piece:
    """A project in the letter. `comment` is "" while the organisers have not written it.

    `picture`: what is in its picture, in words, where there is one that may leave the team.
    """

    key: str
    title: str
    language: str
    byline: str
    summary: str
    comment: str
    picture: str = ""


@dataclass(frozen=True)
class Wish:
    """Somebody named: their name, and what they made, offer and would like."""

    key: str
    name: str
    made: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """A letter exactly as it will be read, in plain sentences of `language`."""

    language: str
    line: str
    day: str
    to: str
    to_title: str
    title: str
    greeting: str
    opening: str
    sentences: list[str]
    about: str
    about_language: str
    topics: list[str]
    works: list[Piece]
    wishes: list[Wish]
    suggestion: str
    ending: str
    unnamed: str

    def values(self) -> dict[str, Any]:
        """The same as plain values, as a letter in the outbox carries them."""
        return asdict(self)

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        texts = [
            *self.sentences,
            *self.topics,
            self.opening,
            self.about,
            self.suggestion,
            self.ending,
        ]
        texts += [f"{work.byline} {work.summary} {work.comment}" for work in self.works]
        texts += [f"{wish.name} {wish.text}" for wish in self.wishes]
        return reading_minutes(sum(len(text.split()) for text in texts))


def circle_words(circle: Circle, language: str) -> str:
    """How a circle is called inside a sentence: "the Kenya circle", elsewhere by its own name."""
    own = circle.name.get(language, "")
    if own and language != "en":
        return str(own)
    if circle.kind == Circle.Kind.COUNTRY:
        return _("the %(country)s circle") % {"country": country_name(circle.country, language)}
    return str(circle.name.chosen((language, "en"))[0])


def sheet(letter: CircleLetter, told: Told, *, at: datetime, language: str = "") -> Sheet:
    """`letter` in words, in its own language or another one."""
    letter = in_language(letter, language or letter.language)
    with override(letter.language):
        return _sheet(letter, told, on=(letter.sent_at or letter.leaves_at or at).date())


def _sheet(letter: CircleLetter, told: Told, *, on: date) -> Sheet:
    programme, circle, language = letter.programme, letter.circle, letter.language
    day = formatted(on, _day_format())
    where = "" if programme.time_zone == "UTC" else zone_place(programme.time_zone, language)
    pictures = _pictures([shown.work.key for shown in told.content.works])
    about, about_language = programme.summary.chosen((language, *programme.languages))
    return Sheet(
        language=language,
        line=_("%(place)s, %(day)s") % {"place": where, "day": day} if where else day,
        day=day,
        to=_("to %(circle)s") % {"circle": circle_words(circle, language)},
        to_title=_("To %(circle)s") % {"circle": circle_words(circle, language)},
        title=_title(letter, told),
        greeting=_("Dear friends,"),
        opening=letter.opening,
        sentences=_sentences(letter, told),
        about=about,
        about_language=about_language,
        topics=_topics(letter, told),
        works=[_piece(shown, pictures=pictures) for shown in told.content.works],
        wishes=[_wish(person, told) for person in told.content.named],
        suggestion=_suggestion(letter, told, on=on),
        ending=letter.ending,
        unnamed=_("Not everyone is named."),
    )


def _title(letter: CircleLetter, told: Told) -> str:
    counted, works = told.content.counted, bool(told.content.works)
    place = _place(letter)
    named = {"number": number_word(counted), "place": place}
    if not counted:
        title = _title_of(letter.programme, letter.language)
        return (
            _("What was made in %(title)s") % {"title": title}
            if works
            else _("News of %(title)s") % {"title": title}
        )
    if letter.circle.kind == Circle.Kind.THEME:
        text = ngettext(
            "%(number)s person who worked on %(place)s, and what came of it",
            "%(number)s people who worked on %(place)s, and what came of it",
            counted,
        )
    elif works:
        text = ngettext(
            "%(number)s person from %(place)s, and what they made",
            "%(number)s people from %(place)s, and what they made",
            counted,
        )
    else:
        text = ngettext(
            "%(number)s person from %(place)s", "%(number)s people from %(place)s", counted
        )
    return _capital(text % named)


def _sentences(letter: CircleLetter, told: Told) -> list[str]:
    content, programme = told.content, letter.programme
    title = _title_of(programme, letter.language)
    period = _period(programme)
    facts = {"period": period, "title": title, "people": told.people, "countries": told.countries}
    if told.people < SMALL:
        first = (
            _("%(period)s people met for %(title)s.") if period else _("People met for %(title)s.")
        )
    elif told.countries > 1:
        first = (
            _("%(period)s %(people)s people from %(countries)s countries met for %(title)s.")
            if period
            else _("%(people)s people from %(countries)s countries met for %(title)s.")
        )
    else:
        first = (
            _("%(period)s %(people)s people met for %(title)s.")
            if period
            else _("%(people)s people met for %(title)s.")
        )
    sentences = [_capital(first % facts)]
    if content.counted:
        if letter.circle.kind == Circle.Kind.THEME:
            text = ngettext(
                "%(number)s who worked on %(place)s agreed that we tell you.",
                "%(number)s who worked on %(place)s agreed that we tell you.",
                content.counted,
            )
        else:
            text = ngettext(
                "%(number)s who lives in %(place)s agreed that we tell you.",
                "%(number)s who live in %(place)s agreed that we tell you.",
                content.counted,
            )
        sentences.append(
            _capital(text % {"number": number_word(content.counted), "place": _place(letter)})
        )
    return sentences + _conduct(letter, told)


def _conduct(letter: CircleLetter, told: Told) -> list[str]:
    """How it was held, and with whose help."""
    programme, conduct = letter.programme, told.conduct
    sentences = []
    if conduct.sessions:
        held = ngettext(
            "It had %(sessions)s session, %(long)s in all, in %(languages)s.",
            "It had %(sessions)s sessions, %(long)s in all, in %(languages)s.",
            conduct.sessions,
        )
        names = [language_name(code, letter.language) for code in programme.languages]
        sentences.append(
            held
            % {
                "sessions": conduct.sessions,
                "long": length_words(conduct.minutes),
                "languages": listed(names) if names else language_name("en", letter.language),
            }
        )
    place = str(Translated(programme.place).chosen((letter.language, *programme.languages))[0])
    if place:
        sentences.append(_("It took place in %(place)s.") % {"place": place})
    if conduct.partners:
        sentences.append(
            _("Partners: %(partners)s.") % {"partners": listed(list(conduct.partners))}
        )
    return sentences


def _topics(letter: CircleLetter, told: Told) -> list[str]:
    """The titles of its sessions, each once, as far as they fit."""
    titles = dict.fromkeys(
        str(Translated(title).chosen((letter.language, *letter.programme.languages))[0])
        for title in told.conduct.titles
    )
    found = [title for title in titles if title]
    more = len(found) - MOST_TOPICS
    if more <= 0:
        return found
    words = ngettext("and %(number)s more", "and %(number)s more", more)
    return [*found[:MOST_TOPICS], words % {"number": more}]


def _suggestion(letter: CircleLetter, told: Told, *, on: date) -> str:
    """What organisers suggest and by when, unless that day has passed when the letter leaves;
    where they wrote nothing, the first thing to do.
    """
    text = letter.suggestion
    if not text and letter.next_by is not None and told.content.named:
        text = _("Would you write to them, and invite them to your next meeting?")
    if not text and letter.circle.kind == Circle.Kind.REGION:
        text = _("Do you know somebody there who gathers others, or would start? Tell us.")
    if not text or letter.next_by is None or letter.next_by <= on:
        return text
    day = formatted(letter.next_by, _day_format())
    return _("%(suggestion)s Best by %(day)s.") % {"suggestion": _sentence(text), "day": day}


def _pictures(keys: list[str]) -> dict[str, str]:
    """{key of a project: its picture in words}, of pictures that may leave the team."""
    rows = Project.objects.filter(key__in=keys, picture__isnull=False, faces__in=PUBLIC_FACES)
    return dict(rows.values_list("key", "picture_words"))


def _piece(shown: Shown, *, pictures: dict[str, str]) -> Piece:
    work = shown.work
    return Piece(
        key=work.key,
        title=work.title,
        language=work.language,
        byline=_byline(shown),
        summary=work.summary,
        comment=work.comment,
        picture=pictures.get(work.key, ""),
    )


def _byline(shown: Shown) -> str:
    kind = {
        Project.Kind.POSTER: _("A poster"),
        Project.Kind.PLAN: _("An action plan"),
        Project.Kind.CASE: _("A case study"),
    }.get(Project.Kind(shown.work.kind), _("A piece of work"))
    names = list(shown.names)
    if names and shown.others:
        more = ngettext("a colleague", "%(number)s colleagues", shown.others) % {
            "number": number_word(shown.others)
        }
        names.append(more)
    if not names:
        return f"{kind}."
    return _stopped(_("%(kind)s by %(names)s.") % {"kind": kind, "names": listed(names)})


def _stopped(sentence: str) -> str:
    """A sentence whose last word is shortened with a full stop needs no second one."""
    return sentence.removesuffix(".") if sentence.endswith("..") else sentence


def _wish(person: Alumna, told: Told) -> Wish:
    made = [shown.work.title for shown in told.content.works if person.key in shown.keys]
    text = " ".join(_sentence(words) for words in (person.wants, person.offers) if words)
    return Wish(key=person.key, name=person.name, made=listed(made) if made else "", text=text)


def listed(words: list[str]) -> str:
    """ "One", "one and two", "one, two and three"."""
    if len(words) == 1:
        return words[0]
    first = pgettext("between the items of a list", ", ").join(words[:-1])
    return _("%(first)s and %(last)s") % {"first": first, "last": words[-1]}


def number_word(number: int) -> str:
    """A number up to ten as a word, as it stands inside a sentence; a larger one in digits."""
    words = (
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
        _("ten"),
    )
    return words[number - 1] if 1 <= number <= len(words) else str(number)


def _period(programme: Programme) -> str:
    """ "From 4 to 14 May 2026", "On 4 May 2026", or "" while there are no dates."""
    first, last = programme.starts_on, programme.ends_on
    if first is None or last is None:
        return ""
    whole = formatted(last, _day_format())
    if first == last:
        return _("on %(day)s,") % {"day": whole}
    pattern = "j" if (first.year, first.month) == (last.year, last.month) else "j F"
    if first.year != last.year:
        pattern = _day_format()
    return _("from %(first)s to %(last)s,") % {"first": formatted(first, pattern), "last": whole}


def _day_format() -> str:
    return pgettext("a date with its year, in Django's letters", "j F Y")


def _place(letter: CircleLetter) -> str:
    if letter.circle.kind == Circle.Kind.COUNTRY:
        return country_name(letter.circle.country, letter.language)
    if letter.circle.kind == Circle.Kind.REGION and letter.countries:
        return listed([country_name(code, letter.language) for code in letter.countries])
    return str(letter.circle.name.chosen((letter.language, "en"))[0])


def _title_of(programme: Programme, language: str) -> str:
    return str(programme.title.chosen((language, *programme.languages))[0])


def _sentence(text: str) -> str:
    """Somebody's own words, as a sentence."""
    return _capital(text if text[-1] in ".!?…؟。" else f"{text}.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
