"""What stands in the rows of a list of people, in words; fetched for a whole page at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max, Min, Q
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from commonroot.consent.models import Agreement
from commonroot.consent.rules import Purpose
from commonroot.core.places import country_name, language_name
from commonroot.engagement.models import Participation, Wave
from commonroot.people.models import (
    Affiliation,
    ContactWay,
    EarlierCourse,
    Interest,
    Membership,
    Offer,
    Person,
    SpokenLanguage,
)
from commonroot.people.queries import freshness
from commonroot.programmes.queries.words import day_words
from commonroot.registration.models import Registration
from commonroot.web.queries.around import Around
from commonroot.web.queries.words import age

# What may stand beside the name; each once, in this order.
COLUMNS = {
    "course": gettext_lazy("Last course, circle"),
    "confirmed": gettext_lazy("Confirmed"),
    "next": gettext_lazy("Next"),
    "languages": gettext_lazy("Languages"),
    "organisation": gettext_lazy("Organisation"),
    "themes": gettext_lazy("Themes"),
    "offers": gettext_lazy("Offers"),
    "reach": gettext_lazy("Reached by"),
    "source": gettext_lazy("Where they come from"),
    "added": gettext_lazy("Added"),
}


@dataclass(frozen=True)
class Line:
    """A row of the list, in words."""

    key: str
    name: str
    city: str
    country: str
    course: str
    circle: str
    circle_tone: str  # "", "muted" or "clay"
    state: str
    age: str
    next: str
    more: Mapping[str, str] = field(default_factory=dict)  # what the chosen columns say


def lines(
    people: list[Person],
    columns: Iterable[str],
    *,
    at: datetime,
    around: Around,
    today: date,
) -> list[Line]:
    """The rows of these people: as many queries as the columns need, however many people."""
    beside = _Beside(people, at=at, around=around)
    more = _more(people, columns, around=around)
    return [_line(one, beside, more[one.pk], at=at, today=today) for one in people]


class _Beside:
    """What stands beside the names of a page, fetched in one go for all of them."""

    def __init__(self, people: list[Person], *, at: datetime, around: Around) -> None:
        ids = [one.pk for one in people]
        self.around = around
        self.took_part: dict[int, list[int]] = {}
        for pk, course in Participation.objects.filter(person__in=ids).values_list(
            "person", "programme"
        ):
            self.took_part.setdefault(pk, []).append(course)
        self.coming: dict[int, datetime] = {}
        claims = (
            Registration.objects.filter(person__in=ids)
            .exclude(state__in=(Registration.State.CANCELLED, Registration.State.DECLINED))
            .values("person", "session__programme")
            .annotate(
                last=Max("asked_at"),
                next=Min("session__starts_at", filter=Q(session__starts_at__gt=at)),
            )
        )
        for claim in claims:
            self.took_part.setdefault(claim["person"], []).append(claim["session__programme"])
            if claim["next"]:
                known = self.coming.get(claim["person"], claim["next"])
                self.coming[claim["person"]] = min(known, claim["next"])
        # The newest comes last, and stays.
        earlier = EarlierCourse.objects.filter(person__in=ids).order_by("year", "pk")
        self.earlier = {
            pk: f"{title}, {year}" if year else title
            for pk, title, year in earlier.values_list("person", "title", "year")
        }
        members = Membership.objects.filter(person__in=ids, until=None)
        self.member_of = dict(members.order_by("-since").values_list("person", "circle"))
        said = Agreement.objects.filter(
            Q(valid_until=None) | Q(valid_until__gt=at),
            person__in=ids,
            purpose__in=(Purpose.REGISTER, Purpose.COUNTRY_CIRCLE, Purpose.FOLLOW_UP),
        )
        self.said = {
            (pk, purpose): state
            for pk, purpose, state in said.values_list("person", "purpose", "state")
        }
        # The soonest of a programme comes last, and stays.
        waves = Wave.objects.filter(sent_at=None, due_on__gte=at.date()).order_by("-due_on")
        self.waves = dict(waves.values_list("programme", "due_on"))


def _line(  # noqa: PLR0917 - a person and what stands beside them
    one: Person, beside: _Beside, more: Mapping[str, str], *, at: datetime, today: date
) -> Line:
    around = beside.around
    took_part = [
        around.courses[pk] for pk in beside.took_part.get(one.pk, ()) if pk in around.courses
    ]
    last = max(took_part, key=lambda course: (course.starts_on, course.pk), default=None)
    circle, tone = _circle_words(one, beside)
    state, count, unit = freshness(one, at=at)
    return Line(
        key=one.key,
        name=one.shown_name,
        city=one.city,
        country=country_name(one.country, around.language) if one.country else "",
        course=last.name if last else beside.earlier.get(one.pk, ""),
        circle=circle,
        circle_tone=tone,
        state=state,
        age=age(count, unit),
        next=_next_words(one, beside, today=today),
        more=more,
    )


def _circle_words(one: Person, beside: _Beside) -> tuple[str, str]:
    """The circle somebody belongs with and its tone, or why none is named."""
    circle = beside.around.circles.get(beside.member_of.get(one.pk, 0))
    said = beside.said.get((one.pk, Purpose.COUNTRY_CIRCLE))
    if circle is None:
        if said in (Agreement.State.REFUSED, Agreement.State.WITHDRAWN):
            return _("said no to the circle"), ""
        if said != Agreement.State.GIVEN:
            return _("circle: not asked"), ""
        circle = beside.around.by_country.get(one.country)
        if circle is None:
            return (_("no circle yet"), "clay") if one.country else (_("country not known"), "")
    return (
        _("%(circle)s (quiet)") % {"circle": circle.name} if circle.is_quiet else circle.name
    ), ""


def _next_words(one: Person, beside: _Beside, *, today: date) -> str:
    """What is next: they come, they will be asked how it went, or they were never asked."""
    if one.pk in beside.coming:
        return _("Comes %(day)s") % {
            "day": day_words(beside.coming[one.pk].date(), today=today, short=True)
        }
    if beside.said.get((one.pk, Purpose.FOLLOW_UP)) == Agreement.State.GIVEN:
        waves = [
            beside.waves[course]
            for course in beside.took_part.get(one.pk, ())
            if course in beside.waves
        ]
        if waves:
            return _("Ask on %(day)s") % {"day": day_words(min(waves), today=today, short=True)}
    if beside.said.get((one.pk, Purpose.REGISTER)) == Agreement.State.UNKNOWN:
        return _("To be asked")
    return ""


def _more(
    people: list[Person], columns: Iterable[str], *, around: Around
) -> dict[int, dict[str, str]]:
    """What the further columns say of each of these people, by primary key and column."""
    found: dict[int, dict[str, str]] = {one.pk: {} for one in people}
    for code in columns:
        if code in MORE:
            for pk, words in MORE[code](people, around).items():
                found[pk][code] = words
    return found


def _languages(people: list[Person], around: Around) -> dict[int, str]:
    rows = SpokenLanguage.objects.filter(person__in=people).order_by("language")
    return _joined(
        (pk, language_name(code, around.language))
        for pk, code in rows.values_list("person", "language")
    )


def _organisations(people: list[Person], around: Around) -> dict[int, str]:
    rows = Affiliation.objects.filter(person__in=people, until=None).order_by("pk")
    own = [(one.pk, one.organisation) for one in people if one.organisation]
    return _joined([*own, *rows.values_list("person", "organisation")])


def _themes(people: list[Person], around: Around) -> dict[int, str]:
    rows = Interest.objects.filter(person__in=people).order_by("pk").values_list("person", "theme")
    return _joined(
        (pk, around.circles[theme].name) for pk, theme in rows if theme in around.circles
    )


def _offers(people: list[Person], around: Around) -> dict[int, str]:
    rows = Offer.objects.filter(person__in=people).order_by("pk").values_list("person", "kind")
    words = dict(Offer.Kind.choices)
    return _joined((pk, str(words[kind])) for pk, kind in rows)


def _reach(people: list[Person], around: Around) -> dict[int, str]:
    """By what they are reached, never the address itself; of somebody in high care nothing."""
    known = [one for one in people if not one.is_high]
    rows = ContactWay.objects.filter(person__in=known).order_by("kind", "pk")
    return _joined(
        (pk, str(_way_words(kind, state)))
        for pk, kind, state in rows.values_list("person", "kind", "state")
    )


def _way_words(kind: str, state: str) -> str:
    words = {"mail": _("e-mail"), "phone": _("phone")}[kind]
    if state == ContactWay.State.BROKEN:
        return _("%(way)s (came back)") % {"way": words}
    return words


def _sources(people: list[Person], around: Around) -> dict[int, str]:
    return {one.pk: str(Person.Origin(one.origin).label) for one in people}


def _added(people: list[Person], around: Around) -> dict[int, str]:
    pattern = pgettext("day in a table", "j M Y")
    return {one.pk: date_format(one.created_at, pattern) for one in people}


def _joined(pairs: Iterable[tuple[int, str]]) -> dict[int, str]:
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for pk, words in pairs:
        found[pk][words] = None
    return {pk: _(", ").join(many) for pk, many in found.items()}


MORE: dict[str, Callable[[list[Person], Around], dict[int, str]]] = {
    "languages": _languages,
    "organisation": _organisations,
    "themes": _themes,
    "offers": _offers,
    "reach": _reach,
    "source": _sources,
    "added": _added,
}
