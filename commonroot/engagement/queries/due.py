"""What the years after ask of an organiser today."""

from datetime import UTC, datetime, time, timedelta

from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.circles.models import Circle
from commonroot.core.due import Due
from commonroot.core.places import country_name
from commonroot.engagement.models import (
    CircleLetter,
    Experience,
    FollowUp,
    Introduction,
    Participation,
    Project,
    Wave,
)
from commonroot.engagement.queries.people import not_asked
from commonroot.engagement.queries.sheet import circle_words
from commonroot.engagement.rules import INTRODUCTION_WAITS
from commonroot.engagement.rules.closing import NUDGE_AFTER
from commonroot.people.models import Person
from commonroot.people.queries import in_high_care
from commonroot.programmes.models import Programme

LATE_CLOSE = timedelta(days=14)
LATE_LETTER = timedelta(days=30)
State = CircleLetter.State


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """Everything of the years after that waits for `actor` now."""
    theirs = [
        programme
        for programme in Programme.objects.filter(
            Q(closed_at__isnull=False) | Q(ends_on__lt=at.date(), published_at__isnull=False)
        ).order_by("ends_on", "pk")
        if holds(actor, Permission.EDIT_PROGRAMMES, within=programme.run_by_id)
    ]
    closed = [programme for programme in theirs if programme.closed_at is not None]
    return [
        *_to_close(theirs, at=at),
        *_not_asked(closed, at=at),
        *_without_comment(closed, at=at),
        *_unsent(closed, at=at),
        *_unanswered(closed, at=at),
        *_accounts(closed),
        *_without_circle(closed, at=at),
        *_introductions(closed, at=at),
        *_answers(closed, at=at),
    ]


def _to_close(programmes: list[Programme], *, at: datetime) -> list[Due]:
    found = []
    for programme in programmes:
        if programme.closed_at is None and programme.ends_on is not None:
            since = datetime.combine(programme.ends_on, time(), tzinfo=UTC)
            found.append(
                Due(
                    minutes=10,
                    what=_("Close %(title)s") % {"title": programme.title},
                    why=_(
                        "It has ended. Closing keeps who took part "
                        "and plans when we ask how it went."
                    ),
                    button=_("Count and look"),
                    address=reverse("engagement:close", args=[programme.key]),
                    since=since,
                    late=at - since > LATE_CLOSE,
                )
            )
    return found


def _not_asked(programmes: list[Programme], *, at: datetime) -> list[Due]:
    numbers = not_asked(programmes, at=at)
    found = []
    for programme in programmes:
        number = numbers.get(programme.pk, 0)
        if number:
            found.append(
                Due(
                    minutes=3,
                    what=ngettext(
                        "Ask %(number)s person whether we may keep them in the register",
                        "Ask %(number)s people whether we may keep them in the register",
                        number,
                    )
                    % {"number": number},
                    why=_("They took part in %(title)s and were never asked.")
                    % {"title": programme.title},
                    button=_("Look and ask"),
                    address=reverse("engagement:alumni", args=[programme.key]),
                    since=programme.closed_at or at,
                )
            )
    return found


def _without_comment(programmes: list[Programme], *, at: datetime) -> list[Due]:
    rows = (
        Project.objects.filter(programme__in=programmes, comment="")
        .order_by()
        .values_list("programme")
        .annotate(number=Count("pk"), since=Min("created_at"))
    )
    counts = {programme: (number, since) for programme, number, since in rows}
    return [
        Due(
            minutes=5 * counts[programme.pk][0],
            what=ngettext(
                "Write a comment on %(number)s project",
                "Write a comment on %(number)s projects",
                counts[programme.pk][0],
            )
            % {"number": counts[programme.pk][0]},
            why=_(
                "Letters about %(title)s wait for it: the circle reads what you make of the work."
            )
            % {"title": programme.title},
            button=_("Write"),
            address=reverse("engagement:projects", args=[programme.key]),
            since=counts[programme.pk][1],
            late=at - counts[programme.pk][1] > LATE_LETTER,
        )
        for programme in programmes
        if programme.pk in counts
    ]


def _unsent(programmes: list[Programme], *, at: datetime) -> list[Due]:
    drafts: dict[int, list[CircleLetter]] = {}
    for letter in (
        CircleLetter.objects.filter(programme__in=programmes, state=State.DRAFT)
        .select_related("circle", "programme")
        .order_by("drafted_at", "pk")
    ):
        drafts.setdefault(letter.programme_id, []).append(letter)
    found = []
    for programme in programmes:
        letters = drafts.get(programme.pk, [])
        found += [_stopped(letter) for letter in letters if letter.stopped]
        waiting = [letter for letter in letters if not letter.stopped]
        if waiting:
            found.append(
                Due(
                    minutes=4 * len(waiting),
                    what=ngettext(
                        "Send %(number)s letter to a circle",
                        "Send %(number)s letters to circles",
                        len(waiting),
                    )
                    % {"number": len(waiting)},
                    why=_("About %(title)s. The facts are written already.")
                    % {"title": programme.title},
                    button=_("See the letters"),
                    address=reverse("engagement:letters", args=[programme.key]),
                    since=waiting[0].drafted_at,
                    late=at - waiting[0].drafted_at > LATE_LETTER,
                )
            )
    return found


def _unanswered(programmes: list[Programme], *, at: datetime) -> list[Due]:
    """Circles that have not answered for three weeks and were not reminded."""
    waiting = (
        CircleLetter.objects.filter(
            programme__in=programmes,
            state=State.SENT,
            nudged_at=None,
            sent_at__lte=at - NUDGE_AFTER,
        )
        .select_related("circle", "programme")
        .order_by("sent_at", "pk")
    )
    return [
        Due(
            minutes=2,
            what=_("%(circle)s has not answered")
            % {"circle": _upper(circle_words(letter.circle, get_language() or "en"))},
            why=_("The letter about %(title)s left three weeks ago. Remind them once, or call.")
            % {"title": letter.programme.title},
            button=_("Look"),
            address=reverse("engagement:letter", args=[letter.key]),
            since=letter.sent_at or at,
        )
        for letter in waiting
    ]


def _accounts(programmes: list[Programme]) -> list[Due]:
    """Accounts for the handbook that their authors wrote and nobody has read."""
    rows = (
        Experience.objects.filter(programme__in=programmes, state=Experience.State.WRITTEN)
        .order_by()
        .values_list("programme")
        .annotate(number=Count("pk"), since=Min("changed_at"))
    )
    counts = {programme: (number, since) for programme, number, since in rows}
    return [
        Due(
            minutes=3 * counts[programme.pk][0],
            what=ngettext(
                "Read %(number)s account for the handbook",
                "Read %(number)s accounts for the handbook",
                counts[programme.pk][0],
            )
            % {"number": counts[programme.pk][0]},
            why=_("How those who ran %(title)s managed it.") % {"title": programme.title},
            button=_("Read"),
            address=reverse("engagement:accounts", args=[programme.key]),
            since=counts[programme.pk][1],
        )
        for programme in programmes
        if programme.pk in counts
    ]


def _stopped(letter: CircleLetter) -> Due:
    said = {
        CircleLetter.Stopped.WITHDRAWN: _(
            "Somebody took their yes back. Look at the letter again."
        ),
        CircleLetter.Stopped.RETURNED: _("It came back from every contact."),
    }
    return Due(
        minutes=3,
        what=_("The letter to %(circle)s did not leave")
        % {"circle": circle_words(letter.circle, get_language() or "en")},
        why=said[CircleLetter.Stopped(letter.stopped)],
        button=_("Look"),
        address=reverse("engagement:letter", args=[letter.key]),
        since=letter.leaves_at or letter.drafted_at,
        late=True,
    )


def _without_circle(programmes: list[Programme], *, at: datetime) -> list[Due]:
    with_circle = set(
        Circle.objects.filter(kind=Circle.Kind.COUNTRY)
        .exclude(state=Circle.State.CLOSED)
        .values_list("country", flat=True)
    )
    countries = set(Person.objects.order_by().values_list("country", flat=True).distinct())
    # By their countries, most of which have one: not by everybody who took part.
    without = sorted(countries - with_circle - {""})
    rows = (
        Participation.objects.filter(programme__in=programmes, person__country__in=without)
        .exclude(in_high_care("person"))
        .order_by()
        .values_list("programme", "person__country")
        .annotate(number=Count("person", distinct=True))
    )
    asked = {
        (programme, code)
        for programme, codes in CircleLetter.objects.filter(
            programme__in=programmes, circle__kind=Circle.Kind.REGION
        ).values_list("programme__key", "countries")
        for code in codes
    }
    by_key = {programme.pk: programme for programme in programmes}
    found = []
    for pk, country, number in rows:
        programme = by_key[pk]
        if (programme.key, country) in asked:
            continue
        name = country_name(country, get_language() or "en")
        found.append(
            Due(
                minutes=3,
                what=_("%(country)s has no circle yet") % {"country": name},
                why=ngettext(
                    "%(number)s person from there finished %(title)s.",
                    "%(number)s people from there finished %(title)s.",
                    number,
                )
                % {"number": number, "title": programme.title},
                button=_("Write to the region"),
                address=f"{reverse('engagement:letters', args=[programme.key])}#{country}",
                since=programme.closed_at or at,
            )
        )
    return sorted(found, key=lambda item: item.what)


def _introductions(programmes: list[Programme], *, at: datetime) -> list[Due]:
    asked: dict[CircleLetter, list[Introduction]] = {}
    for wanted in (
        Introduction.objects.filter(
            letter__programme__in=programmes, state=Introduction.State.WANTED
        )
        .select_related("letter", "circle")
        .order_by("changed_at", "pk")
    ):
        assert wanted.letter is not None  # asked for above
        asked.setdefault(wanted.letter, []).append(wanted)
    return [
        Due(
            minutes=2 * len(wanted),
            what=_("%(circle)s asks to be introduced")
            % {"circle": _upper(circle_words(wanted[0].meets, get_language() or "en"))},
            why=ngettext(
                "To %(number)s person. They are asked by letter and have not answered yet.",
                "To %(number)s people. They are asked by letter and have not answered yet.",
                len(wanted),
            )
            % {"number": len(wanted)},
            button=_("See who"),
            address=reverse("engagement:letter", args=[letter.key]),
            since=wanted[0].changed_at,
            late=at - wanted[0].changed_at > INTRODUCTION_WAITS,
        )
        for letter, wanted in asked.items()
    ]


def _answers(programmes: list[Programme], *, at: datetime) -> list[Due]:
    unread = unread_answers(programmes)
    found = []
    for wave in (
        Wave.objects.filter(pk__in=unread).select_related("programme").order_by("due_on", "pk")
    ):
        number, since = unread[wave.pk]
        found.append(
            Due(
                minutes=min(20, 2 + number),
                what=ngettext("Read %(number)s answer", "Read %(number)s answers", number)
                % {"number": number},
                why=_("How it went after %(title)s.") % {"title": wave.programme.title},
                button=_("Read"),
                address=reverse("engagement:wave", args=[wave.key]),
                since=since,
            )
        )
    return found


def unread_answers(programmes: list[Programme]) -> dict[int, tuple[int, datetime]]:
    """Answers since an organiser last said that they are read: {wave id: (how many, since
    when)}.
    """
    rows: QuerySet[FollowUp] = FollowUp.objects.filter(
        Q(wave__read_at=None) | Q(answered_at__gt=F("wave__read_at")),
        wave__programme__in=programmes,
        state=FollowUp.State.ANSWERED,
    )
    counted = (
        rows.order_by().values_list("wave").annotate(number=Count("pk"), since=Min("answered_at"))
    )
    return {wave: (number, since) for wave, number, since in counted}


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
