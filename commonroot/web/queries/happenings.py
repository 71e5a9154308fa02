"""What of a person each area tells for the timeline, in words."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.models import Account
from commonroot.consent.models import LedgerEvent, Told
from commonroot.consent.queries import ledger_of, told_about
from commonroot.core.text import isolated
from commonroot.engagement.models import FollowUp, Introduction, Maker, Participation, Promise
from commonroot.intake.models import ImportRow
from commonroot.intake.queries.reviewing import short_name
from commonroot.messaging.models import Letter
from commonroot.people.models import Change, EarlierCourse, Membership, Merge, Person
from commonroot.people.queries import changes
from commonroot.programmes.models import Enquiry, Presenter
from commonroot.programmes.queries import enquiries_of
from commonroot.registration.models import Registration
from commonroot.stewardship.models import DetailsQuestion
from commonroot.web.queries import timeline as lines
from commonroot.web.queries import words
from commonroot.web.queries.counted import how_many
from commonroot.web.queries.labels import change_words
from commonroot.web.queries.timeline import Reach, Shown, Source, Words

ABOUT = 60  # letters of a question


def timeline(
    person: Person, *, reach: Reach, at: datetime, kind: str = "", number: int = 1
) -> Shown:
    """A page of everything that happened, the newest first; only places without the register."""
    return lines.page(person, sources=SOURCES, reach=reach, at=at, kind=kind, number=number)


def registrations(person: Person, reach: Reach) -> QuerySet[Registration]:
    """The places of a person that may be seen."""
    found = Registration.objects.filter(person=person)
    return found if reach.register else found.filter(session__programme__in=reach.programmes)


def session_words(row: Registration) -> Words:
    """A place: the session, its programme, how it stands."""
    return Words(
        title=str(row.session.title),
        text=f"{row.session.programme.title} · {row.get_state_display()}",
        url=reverse("registration:roster", args=[row.session.key]),
    )


def _own(rows: QuerySet[Any], reach: Reach) -> QuerySet[Any]:
    """Nothing but places is seen where the register is not open."""
    return rows if reach.register else rows.none()


def _places(rows: Sequence[Registration]) -> Iterator[Words]:
    return (session_words(row) for row in rows)


def _courses(rows: Sequence[Participation]) -> Iterator[Words]:
    for row in rows:
        came = ngettext("came to %(n)s session", "came to %(n)s sessions", row.came) % {
            "n": row.came
        }
        said = [row.get_role_display(), came if row.role == Participation.Role.PARTICIPANT else ""]
        if row.background != Participation.Background.UNKNOWN:
            said.append(_("starting from: %(where)s") % {"where": row.get_background_display()})
        yield Words(
            title=_("Took part in %(title)s") % {"title": row.programme.title},
            text=" · ".join(filter(None, said)),
            url=reverse("web:programme", args=[row.programme.key]),
        )


def _earlier(rows: Sequence[EarlierCourse]) -> Iterator[Words]:
    for row in rows:
        said = (str(row.year or ""), row.role, words.source(row.source))
        yield Words(
            title=_("Took part in %(title)s") % {"title": row.title},
            text=" · ".join(filter(None, said)),
        )


def _presented(rows: Sequence[Presenter]) -> Iterator[Words]:
    for row in rows:
        title = _("Presented %(title)s") % {"title": row.session.title}
        yield Words(title=title, text=str(row.session.programme))


def _work(rows: Sequence[Maker]) -> Iterator[Words]:
    for row in rows:
        yield Words(
            title=_("Made %(title)s") % {"title": row.project.title},
            text=f"{row.project.get_kind_display()} · {row.project.programme}"
            f" · {row.get_naming_display()}",
        )


def _promises(rows: Sequence[Promise]) -> Iterator[Words]:
    return (Words(title=_("Promised"), text=row.text) for row in rows)


def _letters(rows: Sequence[Letter]) -> Iterator[Words]:
    for row in rows:
        subject = row.subject or words.purpose(row.purpose)
        yield Words(
            title=_("Letter: %(subject)s") % {"subject": subject},
            text=row.get_state_display(),
            tone="clay" if row.state == Letter.State.BOUNCED else "",
        )


def _questions(rows: Sequence[Enquiry]) -> Iterator[Words]:
    for row in rows:
        about = row.subject or " ".join(row.text.split())
        yield Words(
            title=_("Wrote to us: %(about)s") % {"about": Truncator(about).chars(ABOUT)},
            text=_("answered") if row.answered_at else _("waits for an answer"),
            url=reverse("programmes:question", args=[row.key]),
        )


def _agreements(rows: Sequence[LedgerEvent]) -> Iterator[Words]:
    for row in rows:
        title = f"{_upper(row.get_state_display())}: {words.purpose(row.purpose)}"
        yield Words(title=title, text=row.get_how_display())


def _told(rows: Sequence[Told]) -> Iterator[Words]:
    for row in rows:
        yield Words(
            title=_("%(who)s was told") % {"who": row.audience_name},
            text=_("for %(purpose)s") % {"purpose": words.purpose(row.purpose)},
        )


def _follow_ups(rows: Sequence[FollowUp]) -> Iterator[Words]:
    for row in rows:
        said = [row.get_state_display()]
        said += [str(row.get_outcome_display())] if row.outcome else []
        said += [str(row.get_engagement_display())] if row.engagement else []
        title = _("Asked how it goes after %(title)s") % {"title": row.wave.programme.title}
        yield Words(title=title, text=" · ".join(said))


def _introductions(rows: Sequence[Introduction]) -> Iterator[Words]:
    for row in rows:
        leads_to = row.pathway if row.pathway is not None else row.circle
        title = _("Introduction to %(circle)s") % {"circle": leads_to}
        yield Words(title=title, text=str(row.get_state_display()))


def _memberships(rows: Sequence[Membership]) -> Iterator[Words]:
    for row in rows:
        title = _("In %(circle)s") % {"circle": row.circle}
        yield Words(title=title, text=str(row.get_role_display()))


def _changes(rows: Sequence[Change]) -> Iterator[Words]:
    names = named([row.actor for row in rows])
    for row in rows:
        yield Words(
            title=change_words(row),
            text=_("by %(name)s") % {"name": names[row.actor]},
            url=reverse("web:person_history", args=[row.person.key]),
        )


def _merges(rows: Sequence[Merge]) -> Iterator[Words]:
    names = named([row.by for row in rows])
    for row in rows:
        parted = _("parted again")
        by = _("by %(name)s") % {"name": names[row.by]}
        yield Words(
            title=_("Two entries became one"),
            text=f"{by} · {parted}" if row.undone_at else by,
        )


def _lists(person: Person, reach: Reach) -> QuerySet[Any]:
    """One row for each list that somebody stands in."""
    rows = _own(ImportRow.objects.filter(person=person), reach)
    firsts = rows.order_by().values("batch").annotate(first=Min("pk")).values("first")
    beside = ImportRow.objects.filter(person=person, batch=OuterRef("batch"))
    found: QuerySet[Any] = rows.filter(pk__in=firsts).annotate(rows=how_many(beside))
    return found


def _imports(rows: Sequence[ImportRow]) -> Iterator[Words]:
    for row in rows:
        more = row.rows - 1  # type: ignore[attr-defined]  # annotated by `_lists`
        text = _("row %(number)s") % {"number": row.number}
        if more:
            text = ngettext(
                "row %(number)s and %(n)s more", "row %(number)s and %(n)s more", more
            ) % {"number": row.number, "n": more}
        yield Words(
            title=_("Came with the list %(name)s") % {"name": isolated(short_name(row.batch))},
            text=text,
            url=reverse("intake:says", args=[row.batch.key]),
        )


def _asked(rows: Sequence[DetailsQuestion]) -> Iterator[Words]:
    for row in rows:
        said = [row.get_state_display()] + ([row.get_said_display()] if row.said else [])
        yield Words(
            title=_("Asked whether their details are right"),
            text=" · ".join(said),
            tone="clay" if row.state == DetailsQuestion.State.RETURNED else "",
        )


def _begun(person: Person, reach: Reach) -> QuerySet[Any]:
    """Themself, unless the list they came with says so already."""
    came = Q(origin=Person.Origin.IMPORT) & Exists(ImportRow.objects.filter(person=person))
    return _own(Person.objects.filter(pk=person.pk).exclude(came), reach)


def _beginnings(rows: Sequence[Person]) -> Iterator[Words]:
    return (Words(title=_("Came to us"), text=str(row.get_origin_display())) for row in rows)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def named(actors: Sequence[str]) -> dict[str, str]:
    """{kind:key: name} of those who did something: organisers by name, the person themself."""
    keys = {actor.partition(":")[2] for actor in actors if actor.startswith("account:")}
    names = dict(Account.objects.filter(key__in=keys).values_list("key", "shown_name"))
    themself, system = _("themself"), _("Commonroot")

    def name(actor: str) -> str:
        kind, _colon, key = actor.partition(":")
        return themself if kind == "link" else names.get(key, system)

    return {actor: name(actor) for actor in actors}


SOURCES: tuple[Source, ...] = (
    Source(
        "courses",
        ("session__starts_at", "session__sorts_on", "asked_at"),
        registrations,
        _places,
        ("session__programme",),
    ),
    Source(
        "courses",
        ("recorded_at",),
        lambda person, reach: _own(Participation.objects.filter(person=person), reach),
        _courses,
        ("programme",),
    ),
    Source(
        "courses",
        ("session__starts_at", "session__sorts_on", "session__updated_at"),
        lambda person, reach: _own(Presenter.objects.filter(person=person), reach),
        _presented,
        ("session__programme",),
    ),
    Source(
        "courses",
        ("said_on",),
        lambda person, reach: _own(EarlierCourse.objects.filter(person=person), reach),
        _earlier,
    ),
    Source(
        "work",
        ("project__created_at",),
        lambda person, reach: _own(Maker.objects.filter(person=person), reach),
        _work,
        ("project__programme",),
    ),
    Source(
        "work",
        ("made_at",),
        lambda person, reach: _own(Promise.objects.filter(person=person), reach),
        _promises,
    ),
    Source(
        "after",
        ("answered_at", "asked_at"),
        lambda person, reach: _own(
            FollowUp.objects.filter(person=person, asked_at__isnull=False), reach
        ),
        _follow_ups,
        ("wave__programme",),
    ),
    Source(
        "circles",
        ("changed_at",),
        lambda person, reach: _own(Introduction.objects.filter(person=person), reach),
        _introductions,
        ("circle", "pathway"),
    ),
    Source(
        "circles",
        ("since",),
        lambda person, reach: _own(Membership.objects.filter(person=person), reach),
        _memberships,
        ("circle",),
    ),
    Source(
        "circles",
        ("at",),
        lambda person, reach: _own(told_about(person), reach),
        _told,
    ),
    Source(
        "letters",
        ("ended_at", "created_at"),
        lambda person, reach: _own(
            Letter.objects.filter(subject_key=person.key).defer("values", "text", "html"), reach
        ),
        _letters,
    ),
    Source(
        "letters",
        ("newest_at", "asked_at"),
        lambda person, reach: _own(enquiries_of(person), reach),
        _questions,
    ),
    Source(
        "agreements",
        ("at",),
        lambda person, reach: _own(ledger_of(person), reach),
        _agreements,
    ),
    Source(
        "details",
        ("at",),
        lambda person, reach: _own(changes(person), reach),
        _changes,
        ("person",),
    ),
    Source(
        "details",
        ("at",),
        lambda person, reach: _own(Merge.objects.filter(person=person).defer("log"), reach),
        _merges,
    ),
    Source(
        "details",
        ("applied_at", "batch__read_at"),
        _lists,
        _imports,
        ("batch",),
    ),
    Source(
        "details",
        ("answered_at", "asked_at", "made_at"),
        lambda person, reach: _own(DetailsQuestion.objects.filter(person=person), reach),
        _asked,
    ),
    Source(
        "details",
        ("created_at",),
        _begun,
        _beginnings,
    ),
)
