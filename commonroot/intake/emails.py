"""The letters that ask somebody of an old list whether they may be kept."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonroot.circles.models import Circle
from commonroot.consent.queries import SCHOOL
from commonroot.consent.rules import Purpose
from commonroot.core.places import country_name
from commonroot.intake.models import Asked, ListRound
from commonroot.intake.rules import asking as rules
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import page_address
from commonroot.programmes.queries.words import day_words

TEMPLATE = "intake/emails/keep"
ANSWERS = ("yes", "correct", "no")
SAMPLE_TOKEN = "…"  # noqa: S105 - stands in a sample where the link of a real letter would be


def language_of(person: Person, school: Circle | None) -> str:
    """The language in which `person` is asked."""
    return rules.letter_language(
        said=person.language if "language" in person.provenance else "",
        country=person.country,
        known=list(dict(settings.LANGUAGES)),
        ours=school.languages if school else [],
    )


def held_words(person: Person, *, kinds: Collection[str]) -> str:
    """What we hold of somebody, in words of the language now active: "your name, your country".

    `kinds` are those of their contact ways.
    """
    words = [_("your name")]
    words += [_("your e-mail address")] * (ContactWay.Kind.MAIL in kinds)
    words += [_("your phone number")] * (ContactWay.Kind.PHONE in kinds)
    words += [_("your country")] * bool(person.country)
    words += [_("your town")] * bool(person.city)
    words += [_("your organisation")] * bool(person.organisation)
    words.append(_("the line of that list"))
    return f"{_(',')} ".join(words)


def source_words(list_round: ListRound) -> str:
    """Where the name comes from, as a sentence of the language now active."""
    sources = ListRound.Source
    said = {
        sources.UNSURE: _(
            "Your name stands in an old list of ours, and we no longer know how it came there."
        ),
        sources.COURSES: _(
            "Your name stands in our list of people who took part in our courses or meetings."
        ),
        sources.LETTERS: _("Your name stands in our list of people who signed up for our letters."),
        sources.CONTACTS: _("Your name stands in a list of contacts that our organisers kept."),
    }[sources(list_round.source)]
    if not list_round.years:
        return said
    return f"{said} " + _("The list is from %(years)s.") % {"years": list_round.years}


def letter_fields(
    list_round: ListRound,
    person: Person,
    *,
    way: ContactWay | None,
    kinds: Collection[str],
    token: str,
    school: Circle | None,
    first_at: datetime | None,
    until: datetime,
    at: datetime,
) -> dict[str, Any]:
    """Everything a letter needs but its cause; `first_at` is when the first one left, for the
    second.
    """
    language = language_of(person, school)
    page = f"{page_address(token)}?l={language}"
    with override(language):
        sentence, _language = school.sentence.chosen((language,)) if school else ("", "")
        values = {
            "name": person.shown_name,
            "sentence": sentence if _language == language else "",
            "source": source_words(list_round),
            "held": held_words(person, kinds=kinds),
            "country": country_name(school.country, language) if school and school.country else "",
            "first": day_words(first_at.date(), today=at.date()) if first_at else "",
            "until": day_words(until.date(), today=at.date()),
            "answers": [{"label": _label(one), "url": f"{page}&a={one}"} for one in ANSWERS],
            "link": page,
            "plain": person.is_high,
        }
    by_mail = way is not None and way.kind == ContactWay.Kind.MAIL
    return {
        "subject_key": person.key,
        "purpose": Purpose.NOTICE,
        "audience": str(SCHOOL),
        "template": TEMPLATE,
        "values": values,
        "language": language,
        "way": Letter.Way.MAIL if by_mail else Letter.Way.HAND,
        "address": way.value if way is not None else "",
    }


def _label(answer: str) -> str:
    return {
        "yes": _("Yes, keep me"),
        "correct": _("Correct it, and keep me"),
        "no": _("No, delete me"),
    }[answer]


def sample(list_round: ListRound, person: Person, *, school: Circle | None, at: datetime) -> Letter:
    """The letter that `person` would get, not posted and without a working link."""
    kinds = {way.kind for way in person.ways.all()}
    fields = letter_fields(
        list_round,
        person,
        way=None,
        kinds=kinds,
        token=SAMPLE_TOKEN,
        school=school,
        first_at=None,
        until=at + rules.RECALL + timedelta(days=list_round.days),
        at=at,
    )
    fields["way"] = Letter.Way.MAIL if ContactWay.Kind.MAIL in kinds else Letter.Way.HAND
    return Letter(pk=-person.pk, due_at=at, created_at=at, **fields)


def post_asking(
    asked: Asked,
    person: Person,
    *,
    way: ContactWay,
    token: str,
    school: Circle | None,
    at: datetime,
) -> Letter | None:
    """The first letter, or the second when the first has left."""
    list_round = asked.list_round
    again = asked.asked_at is not None
    until = at + timedelta(days=list_round.days)
    if again and asked.ends_at is not None:
        until = rules.silence_at(asked.ends_at, reminded_at=at)
    return post(
        once=f"asking:{asked.key}:{asked.letters + 1}",
        at=at,
        **letter_fields(
            list_round,
            person,
            way=way,
            kinds={one.kind for one in person.ways.all()},
            token=token,
            school=school,
            first_at=asked.asked_at,
            until=until,
            at=at,
        ),
    )
