"""Who looks after whom, and who hears when somebody asks for help."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from commonroot.accounts.models import Account
from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission, roles_with
from commonroot.circles.models import Circle
from commonroot.circles.queries import standing_mandates
from commonroot.engagement.models import FollowUp, Introduction, OneToOne, Owner, PathwayContact
from commonroot.people.models import Person, SavedList
from commonroot.people.queries import kept_by
from commonroot.programmes.models import Commitment, Enquiry, Function, Programme

FOLLOWS = tuple(roles_with(Permission.EDIT_PROGRAMMES))


def who_may_follow(*, at: datetime, within: Circle | None = None) -> list[Account]:
    """Organisers who may look after people: of the school, and of one team or of all, by name."""
    standing = standing_mandates(at=at).filter(
        role__in=FOLLOWS, account__is_active=True, account__locked_at=None
    )
    if within is not None:
        standing = standing.filter(Q(circle=within) | Q(circle__kind=Circle.Kind.SCHOOL))
    found = {row.account_id: row.account for row in standing}
    return sorted(found.values(), key=lambda account: (account.shown_name, account.pk))


def who_hears(person: Person, *, programme: Programme, at: datetime) -> list[Account]:
    """Who is told that `person` asked for help: whoever looks after them, else the team."""
    may = who_may_follow(at=at, within=programme.run_by)
    owner = Owner.objects.filter(person=person).first()
    theirs = [one for one in may if owner is not None and one.pk == owner.account_id]
    return theirs or may


def owner_of(person: Person) -> Account | None:
    """Who looks after `person`."""
    row = Owner.objects.filter(person=person).select_related("account").first()
    return row.account if row is not None else None


def one_to_one(key: str) -> OneToOne | None:
    """The conversation with that key."""
    return OneToOne.objects.select_related("person", "account").filter(key=key).first()


def conversations(person: Person, *, account_id: int | None) -> QuerySet[OneToOne]:
    """What that organiser wrote down of talks with `person`, the newest first: nobody else's."""
    return OneToOne.objects.filter(person=person, account=account_id).order_by("-held_on", "-pk")


def conversations_due(*, account_id: int, at: datetime) -> QuerySet[OneToOne]:
    """Talks whose next date has come, the oldest first."""
    return (
        OneToOne.objects.filter(account=account_id, done_at=None, next_on__lte=at.date())
        .select_related("person")
        .order_by("next_on", "pk")
    )


def help_wanted(person: Person, *, seen_by: Actor) -> FollowUp | None:
    """The oldest request for help of `person` that nobody has seen to, after a course of those
    that `seen_by` works for.
    """
    rows = in_circles_of(
        FollowUp.objects.filter(person=person, helped_at=None).exclude(asked_help_at=None),
        "wave__programme__run_by",
        actor=seen_by,
        permission=Permission.EDIT_PROGRAMMES,
    )
    return rows.select_related("wave__programme").order_by("asked_help_at", "pk").first()


def owned(account: Account) -> dict[str, int]:
    """How much of each kind belongs to an organiser, as `actions.hand_over` hands it over."""
    counted = Account.objects.filter(pk=account.pk).aggregate(
        people=Count("looks_after", distinct=True),
        conversations=Count("one_to_ones", distinct=True),
    )
    return {
        "people": counted["people"],
        "conversations": counted["conversations"],
        "introductions": Introduction.objects.filter(owner=account).count(),
        "contacts": PathwayContact.objects.filter(person__account=account, until=None).count(),
        "names": kept_by(account.pk).count(),
        "lists": SavedList.objects.filter(account=account).count(),
        "functions": _functions(account),
        "questions": Enquiry.objects.filter(owner=account, answered_at=None).count(),
    }


def _functions(account: Account) -> int:
    """What somebody covers or promised for programmes that still run."""
    covers = Function.objects.filter(person__account=account, programme__closed_at=None)
    promised = Commitment.objects.filter(person__account=account, done_at=None)
    return covers.count() + promised.count()
