"""Reading discussion lists: who belongs on one, by which address, and what is to be handed over."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from commonroot.consent.models import Unsafe
from commonroot.mailings.models import Discussion, Group, Seat
from commonroot.mailings.queries.groups import members_of
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import BY_PHONE, in_high_care

# Whoever withdraws, pauses or is forgotten is off the list before five minutes are over.
EVERY = timedelta(seconds=110)
AFTER_FAULT = timedelta(minutes=4)


def list_address(group: Group) -> str:
    """Where one writes to the list; "" where the settings name no server."""
    return f"{group.local}@{settings.MAILMAN_DOMAIN}" if settings.MAILMAN_URL else ""


def discussion_of(group: Group) -> Discussion | None:
    """How the list of that group stands at the server; None: it was never handed over."""
    return Discussion.objects.filter(group=group).select_related("group").first()


def lists_to_hand_over(*, at: datetime) -> QuerySet[Group]:
    """Groups whose list is to be compared with the server now; none where there is no server.

    Also those that were closed, until their list is deleted there.
    """
    if not settings.MAILMAN_URL or settings.DEMO:
        return Group.objects.none()
    groups = Group.objects.filter(kind=Group.Kind.DISCUSSION)
    never = Q(discussion=None, closed_at=None)
    open_or_to_end = Q(closed_at=None) | Q(discussion__ended_at=None, discussion__isnull=False)
    asked = Q(discussion__asked_at__isnull=False)
    rested = Q(discussion__fault="", discussion__tried_at__lte=at - EVERY)
    again = ~Q(discussion__fault="") & Q(discussion__tried_at__lte=at - AFTER_FAULT)
    fresh = Q(discussion__isnull=False, discussion__tried_at=None)
    due = asked | rested | again | fresh
    return groups.filter(never | (open_or_to_end & due)).order_by("pk")


def belonging(group: Group, *, at: datetime) -> QuerySet[Person]:
    """Who belongs on the list: members to whom it is safe to write. Whoever is in high care only
    after their own yes to this list, since another program then knows of them.
    """
    said_yes = Seat.objects.filter(
        discussion__group=group, person=OuterRef("pk"), yes_at__isnull=False
    )
    people = members_of(group, at=at).exclude(Exists(Unsafe.objects.filter(person=OuterRef("pk"))))
    by_mail = people.exclude(channel__in=BY_PHONE)
    return by_mail.filter(~in_high_care() | Exists(said_yes))


def wanted_addresses(group: Group, *, at: datetime) -> dict[str, list[Person]]:
    """{address in small letters: people} that belong on the list; who left no address is not."""
    ways = (
        ContactWay.objects.filter(
            person__in=belonging(group, at=at).values("pk"),
            kind=ContactWay.Kind.MAIL,
            state=ContactWay.State.WORKING,
        )
        .select_related("person")
        .order_by("person", "-preferred", F("confirmed_at").desc(nulls_last=True), "pk")
    )
    found: dict[str, list[Person]] = {}
    seen: set[int] = set()
    for way in ways:
        if way.person_id not in seen:
            seen.add(way.person_id)
            found.setdefault(way.value.casefold(), []).append(way.person)
    return found


def handed_addresses(discussion: Discussion) -> dict[str, list[Seat]]:
    """{address in small letters: seats} that were handed over and, as far as we know, are there."""
    found: dict[str, list[Seat]] = {}
    seats = discussion.seats.exclude(handed_at=None).select_related("person").order_by("pk")
    for seat in seats:
        found.setdefault(seat.address.casefold(), []).append(seat)
    return found


def needs_own_yes(person: Person, group: Group) -> bool:
    """Whether `person` is asked about this list by itself, and did not say yes."""
    if group.kind != Group.Kind.DISCUSSION or not person.is_high:
        return False
    return not Seat.objects.filter(
        person=person, discussion__group=group, yes_at__isnull=False
    ).exists()
