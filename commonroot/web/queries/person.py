"""One person: how far somebody may see them, what we hold, what happened, what is next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.consent.queries import SCHOOL, ledger_of, may, told_about
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.places import country_name, language_name
from commonroot.engagement.models import FollowUp, Introduction, Maker, Participation, Promise, Wave
from commonroot.messaging.models import Letter
from commonroot.messaging.queries import letters_to
from commonroot.people.models import Change, Membership, Person
from commonroot.people.permissions import can_see_register
from commonroot.people.queries import age_of, freshness
from commonroot.programmes.models import Presenter, Programme
from commonroot.programmes.queries.words import day_words
from commonroot.registration.models import Registration
from commonroot.web.queries import words
from commonroot.web.queries.rail import programmes_of

EACH = 100  # of each kind at most: enough for a life in a school, and a bound for one page
SHOWN = 40


@dataclass(frozen=True)
class Reach:
    """What of a person is open to somebody: everything by the register, else some programmes."""

    register: bool
    programmes: frozenset[int]

    def __bool__(self) -> bool:
        return self.register or bool(self.programmes)


@dataclass(frozen=True)
class Detail:
    """Something we hold, with who said it and when."""

    label: str
    value: str
    source: str
    state: str
    age: str


@dataclass(frozen=True)
class Happening:
    """An entry of the timeline."""

    at: datetime
    title: str
    text: str = ""
    url: str = ""
    tone: str = ""


def reach(person: Person, *, actor: Actor, at: datetime) -> Reach:
    """What `actor` may see of `person` now; nothing when neither agreement nor a place opens it."""
    if can_see_register(actor) and may(person, Purpose.REGISTER, SCHOOL, at=at):
        return Reach(register=True, programmes=frozenset())
    theirs = Registration.objects.filter(person=person, session__programme__in=programmes_of(actor))
    open_ones = set()
    for programme in Programme.objects.filter(pk__in=theirs.values("session__programme")):
        audience = Audience(AudienceKind.PROGRAMME, programme.key)
        if may(person, Purpose.THIS_PROGRAMME, audience, at=at):
            open_ones.add(programme.pk)
    return Reach(register=False, programmes=frozenset(open_ones))


LABELS = {
    "shown_name": gettext_lazy("Name"),
    "given_name": gettext_lazy("Given names"),
    "family_name": gettext_lazy("Family names"),
    "pronouns": gettext_lazy("Pronouns"),
    "city": gettext_lazy("City"),
    "country": gettext_lazy("Country"),
    "language": gettext_lazy("Letters in"),
    "time_zone": gettext_lazy("Time zone"),
    "organisation": gettext_lazy("Organisation"),
    "offers": gettext_lazy("Offers"),
    "wants": gettext_lazy("Would like"),
}


def details(person: Person, *, at: datetime, language: str) -> list[Detail]:
    """What is filled in of a person beside the name, with who said it and how old it is."""
    values = {field: getattr(person, field) for field in LABELS if field != "shown_name"}
    values["country"] = country_name(person.country, language) if person.country else ""
    values["language"] = language_name(person.language, language)
    return [_detail(person, field, value=value, at=at) for field, value in values.items() if value]


def _detail(person: Person, field: str, *, value: str, at: datetime) -> Detail:
    first = [person.origin, person.created_at.date().isoformat()]
    said_by, said_on = (person.provenance.get(field) or first)[:2]
    said_at = _midnight(date.fromisoformat(said_on))
    # Whoever confirms their details confirms all of them.
    newest = max(filter(None, (said_at, person.confirmed_at)))
    state, count, unit = age_of(newest, at=at)
    return Detail(
        label=str(LABELS[field]),
        value=value,
        source=words.source(said_by),
        state=state,
        age=words.age(count, unit),
    )


def freshness_words(person: Person, *, at: datetime) -> tuple[str, str]:
    """The sign of a person's freshness and its age in words."""
    state, count, unit = freshness(person, at=at)
    return state, words.age(count, unit)


def circles_of(person: Person) -> list[str]:
    """The circles somebody is in, with their part in it."""
    rows = (
        Membership.objects.filter(person=person, until=None)
        .select_related("circle")
        .order_by("since", "pk")
    )
    return [
        _("%(circle)s (contact)") % {"circle": row.circle}
        if row.role == Membership.Role.CONTACT
        else str(row.circle)
        for row in rows
    ]


def following(person: Person, *, reach: Reach, at: datetime, today: date) -> list[Happening]:
    """What is next: sessions they come to, questions to them, promises due; the soonest first."""
    coming = _registrations(person, reach).filter(
        session__starts_at__gt=at, state__in=("placed", "waiting", "offered")
    )
    found = [_session_happening(row) for row in coming]
    if reach.register:
        programmes = Participation.objects.filter(person=person).values("programme")
        waves = Wave.objects.filter(programme__in=programmes, sent_at=None, due_on__gte=today)
        found += [
            Happening(
                at=_midnight(wave.due_on),
                title=_("We ask how it goes"),
                text=str(wave.programme),
                url=reverse("engagement:wave", args=[wave.key]),
            )
            for wave in waves.select_related("programme")
        ]
        found += [
            Happening(
                at=_midnight(promise.due_on), title=_("Their promise comes back"), text=promise.text
            )
            for promise in Promise.objects.filter(person=person, due_on__gte=today)
        ]
    return sorted(found, key=lambda one: one.at)


def timeline(person: Person, *, reach: Reach, at: datetime) -> list[Happening]:
    """Everything that happened, the newest first; only places when the register is not open."""
    found = [
        _session_happening(row)
        for row in _registrations(person, reach).exclude(session__starts_at__gt=at)[:EACH]
    ]
    if reach.register:
        for part in (_course, _work, _letters, _agreements, _told, _afterwards, _changes):
            found += part(person)
        found.append(_beginning(person))
    return sorted((one for one in found if one.at <= at), key=lambda one: one.at, reverse=True)


def _registrations(person: Person, reach: Reach) -> QuerySet[Registration]:
    rows = Registration.objects.filter(person=person).select_related("session__programme")
    if not reach.register:
        rows = rows.filter(session__programme__in=reach.programmes)
    return rows.order_by(F("session__starts_at").desc(nulls_last=True), "-pk")


def _session_happening(row: Registration) -> Happening:
    day = row.session.sorts_on
    moment = row.session.starts_at or (_midnight(day) if day else row.asked_at)
    return Happening(
        at=moment,
        title=str(row.session.title),
        text=f"{row.session.programme.title} · {row.get_state_display()}",
        url=reverse("registration:roster", args=[row.session.key]),
    )


def _course(person: Person) -> Iterator[Happening]:
    for row in Participation.objects.filter(person=person).select_related("programme")[:EACH]:
        came = ngettext("came to %(n)s session", "came to %(n)s sessions", row.came) % {
            "n": row.came
        }
        said = [row.get_role_display(), came if row.role == Participation.Role.PARTICIPANT else ""]
        if row.background != Participation.Background.UNKNOWN:
            said.append(_("starting from: %(where)s") % {"where": row.get_background_display()})
        yield Happening(
            at=row.recorded_at,
            title=_("Took part in %(title)s") % {"title": row.programme.title},
            text=" · ".join(filter(None, said)),
            url=reverse("web:programme", args=[row.programme.key]),
        )
    for shown in Presenter.objects.filter(person=person).select_related("session__programme")[
        :EACH
    ]:
        held = shown.session.sorts_on
        yield Happening(
            at=shown.session.starts_at or (_midnight(held) if held else shown.session.updated_at),
            title=_("Presented %(title)s") % {"title": shown.session.title},
            text=str(shown.session.programme),
        )


def _work(person: Person) -> Iterator[Happening]:
    for row in Maker.objects.filter(person=person).select_related("project__programme")[:EACH]:
        yield Happening(
            at=row.project.created_at,
            title=_("Made %(title)s") % {"title": row.project.title},
            text=f"{row.project.get_kind_display()} · {row.project.programme}"
            f" · {row.get_naming_display()}",
        )
    for made in Promise.objects.filter(person=person).select_related("programme")[:EACH]:
        yield Happening(at=made.made_at, title=_("Promised"), text=made.text)


def _letters(person: Person) -> Iterator[Happening]:
    for letter in letters_to(person.key)[:EACH]:
        subject = letter.subject or words.purpose(letter.purpose)
        yield Happening(
            at=letter.ended_at or letter.created_at,
            title=_("Letter: %(subject)s") % {"subject": subject},
            text=letter.get_state_display(),
            tone="clay" if letter.state == Letter.State.BOUNCED else "",
        )


def _agreements(person: Person) -> Iterator[Happening]:
    for event in ledger_of(person)[:EACH]:
        yield Happening(
            at=event.at,
            title=f"{_upper(event.get_state_display())}: {words.purpose(event.purpose)}",
            text=event.get_how_display(),
        )


def _told(person: Person) -> Iterator[Happening]:
    for told in told_about(person)[:EACH]:
        yield Happening(
            at=told.at,
            title=_("%(who)s was told") % {"who": told.audience_name},
            text=_("for %(purpose)s") % {"purpose": words.purpose(told.purpose)},
        )


def _afterwards(person: Person) -> Iterator[Happening]:
    rows = FollowUp.objects.filter(person=person, asked_at__isnull=False).select_related(
        "wave__programme"
    )
    for row in rows[:EACH]:
        said = [row.get_state_display()]
        said += [str(row.get_outcome_display())] if row.outcome else []
        said += [str(row.get_engagement_display())] if row.engagement else []
        yield Happening(
            at=row.answered_at or row.asked_at or row.wave.sent_at,  # type: ignore[arg-type]  # asked, so there is one
            title=_("Asked how it goes after %(title)s") % {"title": row.wave.programme},
            text=" · ".join(said),
        )
    for met in Introduction.objects.filter(person=person).select_related("circle")[:EACH]:
        yield Happening(
            at=met.changed_at,
            title=_("Introduction to %(circle)s") % {"circle": met.circle},
            text=str(met.get_state_display()),
        )
    for part in Membership.objects.filter(person=person).select_related("circle")[:EACH]:
        yield Happening(
            at=_midnight(part.since),
            title=_("In %(circle)s") % {"circle": part.circle},
            text=str(part.get_role_display()),
        )


def _changes(person: Person) -> Iterator[Happening]:
    changes = list(Change.objects.filter(person=person).order_by("-at", "-pk")[:EACH])
    keys = {
        change.actor.partition(":")[2] for change in changes if change.actor.startswith("account:")
    }
    names = dict(Account.objects.filter(key__in=keys).values_list("key", "shown_name"))
    for change in changes:
        fields = ", ".join(str(LABELS.get(field, field)) for field in (change.after or {}))
        yield Happening(
            at=change.at,
            title=_("Changed: %(fields)s") % {"fields": fields}
            if fields
            else _("Details were changed"),
            text=_("by %(name)s")
            % {"name": names.get(change.actor.partition(":")[2], _("Commonroot"))},
        )


def _beginning(person: Person) -> Happening:
    return Happening(
        at=person.created_at, title=_("Came to us"), text=str(person.get_origin_display())
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def rows(happenings: list[Happening], *, today: date, zone: str) -> list[dict[str, str]]:
    """Happenings as `{% timeline %}` takes them."""
    return [
        {
            "date": day_words(one.at.astimezone(ZoneInfo(zone)).date(), today=today, short=True),
            "title": one.title,
            "text": one.text,
            "url": one.url,
            "tone": one.tone,
        }
        for one in happenings
    ]
