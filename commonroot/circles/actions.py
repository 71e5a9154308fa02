"""Founding the school, circles and mandates: all writing."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note, open_account
from commonroot.accounts.models import Account
from commonroot.accounts.roles import ROLES, Actor
from commonroot.circles import queries
from commonroot.circles.models import Circle, Mandate, NumbersTold, PublicPage, StateChange
from commonroot.core import small_numbers
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.core.text import sort_key


class SchoolExists(Refused):
    """There is a school in this folder already."""


@transaction.atomic
def found_school(
    *,
    name: str,
    sentence: str,
    languages: list[str],
    country: str,
    time_zone: str,
    by: Actor,
    at: datetime,
) -> Circle:
    """The one school of this instance. Raises SchoolExists."""
    if Circle.objects.filter(kind=Circle.Kind.SCHOOL).exists():
        raise SchoolExists(_("There is a school here already. Sign in, or use another folder."))
    school = Circle.objects.create(
        kind=Circle.Kind.SCHOOL,
        name=Translated({languages[0]: name}),
        sentence=Translated({languages[0]: sentence}),
        tie=Circle.Tie.SAME,
        country=country,
        languages=languages,
        time_zone=time_zone,
        sort_key=sort_key(name),
        created_at=at,
    )
    note("school founded", school, by=by, at=at)
    return school


@transaction.atomic
def open_circle(
    *,
    kind: str,
    name: Translated,
    by: Actor,
    at: datetime,
    sentence: Translated | None = None,
    country: str = "",
    region: Circle | None = None,
    state: str = Circle.State.ACTIVE,
    tie: str = Circle.Tie.UNKNOWN,
    languages: list[str] | None = None,
    time_zone: str = "UTC",
) -> Circle:
    """A team, country, theme or region circle."""
    circle = Circle.objects.create(
        kind=kind,
        name=name,
        sentence=sentence or Translated(),
        country=country,
        region=region,
        state=state,
        tie=tie,
        languages=languages or ["en"],
        time_zone=time_zone,
        sort_key=sort_key(str(name)),
        created_at=at,
    )
    StateChange.objects.create(circle=circle, state=state, since=at.date(), said_at=at)
    note("circle opened", circle, by=by, at=at)
    return circle


class OneAlready(Refused):
    """A country has one circle."""


@transaction.atomic
def change_circle(
    *,
    circle: Circle,
    country: str,
    region: Circle | None,
    tie: str,
    languages: list[str],
    by: Actor,
    at: datetime,
) -> None:
    """Where a circle is, how it belongs to the school, what it speaks. Raises OneAlready."""
    refuse_second(kind=circle.kind, country=country, besides=circle)
    circle.country, circle.region = country, region
    circle.tie, circle.languages = tie, languages
    circle.save(update_fields=["country", "region", "tie", "languages"])
    note("circle changed", circle, by=by, at=at, facts={"tie": tie})


def refuse_second(*, kind: str, country: str, besides: Circle | None = None) -> None:
    """Raise OneAlready where that country has a circle, open or closed."""
    there = Circle.objects.filter(kind=Circle.Kind.COUNTRY, country=country)
    if besides is not None:
        there = there.exclude(pk=besides.pk)
    if kind == Circle.Kind.COUNTRY and there.exists():
        raise OneAlready(
            _("This country has a circle already. If it was closed, let it start again.")
        )


@transaction.atomic
def change_state(
    *, circle: Circle, state: str, since: date, words: str = "", by: Actor, at: datetime
) -> None:
    """How a circle is since that day, and why. What was said last stands; all is its history."""
    StateChange.objects.create(circle=circle, state=state, since=since, words=words, said_at=at)
    circle.state = state
    circle.save(update_fields=["state"])
    note("circle state changed", circle, by=by, at=at, facts={"state": state})


@transaction.atomic
def ask_public_page(*, circle: Circle, by: Actor, at: datetime) -> PublicPage:
    """Write down that the circle is asked what everybody may read about it."""
    page, _made = PublicPage.objects.get_or_create(circle=circle)
    page.asked_at = at
    page.save(update_fields=["asked_at"])
    note("public page asked", circle, by=by, at=at)
    return page


@transaction.atomic
def answer_public_page(
    *,
    circle: Circle,
    is_open: bool,
    words: str = "",
    language: str = "en",
    reach: str = "",
    web: str = "",
    shows_state: bool = False,
    shows_languages: bool = False,
    by: Actor,
    at: datetime,
) -> PublicPage:
    """What the circle says that everybody may read; with a no there is no page, and no words."""
    page, _made = PublicPage.objects.get_or_create(circle=circle)
    page.answered_at, page.is_open, page.language = at, is_open, language
    page.words, page.reach, page.web = (words, reach, web) if is_open else ("", "", "")
    page.shows_state = is_open and shows_state
    page.shows_languages = is_open and shows_languages
    page.save()
    note("public page answered", circle, by=by, at=at, facts={"open": is_open})
    return page


@transaction.atomic
def give_mandate(
    *, account: Account, circle: Circle, role: str, until: datetime | None, by: Actor, at: datetime
) -> Mandate:
    """Let `account` act for `circle` in `role`; given again, the end date is the new one."""
    if role not in ROLES:
        raise ValueError(role)
    mandate, _made = Mandate.objects.update_or_create(
        account=account,
        circle=circle,
        role=role,
        defaults={"until": until},
        create_defaults={"until": until, "since": at},
    )
    note("mandate given", mandate, by=by, at=at, facts={"role": role})
    return mandate


class OwnRole(Refused):
    """Nobody gives themself a role, or takes one from themself."""


class NotForThatCircle(Refused):
    """A role that makes no sense there: a facilitator for a country."""


@transaction.atomic
def invite(
    *,
    address: str,
    shown_name: str,
    language: str,
    circle: Circle,
    role: str,
    until: datetime | None,
    by: Actor,
    at: datetime,
) -> Account:
    """Let somebody sign in for `circle`; an account that the address has already gets the mandate.

    The letter with the link is sent by whoever knows the person. Raises OwnRole and
    NotForThatCircle.
    """
    if circle.kind not in ROLES[role].holds_in:
        raise NotForThatCircle(
            _("“%(role)s” is no role for “%(circle)s”. Choose another of the two.")
            % {"role": role, "circle": circle}
        )
    account = open_account(
        address=address,
        shown_name=shown_name,
        password=None,
        language=language,
        time_zone=circle.time_zone,
        by=by,
        at=at,
    )
    if account.pk == by.account_id:
        raise OwnRole(_("Nobody changes their own role. Ask another steward."))
    give_mandate(account=account, circle=circle, role=role, until=until, by=by, at=at)
    return account


@transaction.atomic
def end_mandate(*, mandate: Mandate, by: Actor, at: datetime) -> None:
    """What the mandate opened is closed at the next request. Raises OwnRole."""
    if mandate.account_id == by.account_id:
        raise OwnRole(_("Nobody changes their own role. Ask another steward."))
    mandate.until = at
    mandate.save(update_fields=["until"])
    note("mandate ended", mandate, by=by, at=at, facts={"role": mandate.role})


@transaction.atomic
def describe(
    *, circle: Circle, name: Translated, sentence: Translated, by: Actor, at: datetime
) -> None:
    """What a circle, or the school, is called and is for, in every language it speaks."""
    circle.name, circle.sentence = name, sentence
    circle.sort_key = sort_key(str(name))
    circle.save(update_fields=["name", "sentence", "sort_key"])
    note("circle described", circle, by=by, at=at)


@transaction.atomic
def ask_for_care(*, circle: Circle, care: str, by: Actor, at: datetime) -> None:
    """How carefully everybody in it is treated at least; `registration` sees to who that is."""
    circle.care = care
    circle.save(update_fields=["care"])
    note("care asked for", circle, by=by, at=at, facts={"care": care})


@transaction.atomic
def open_network(
    *,
    school: Circle,
    members_by: str,
    words: Translated,
    welcome: Translated,
    by: Actor,
    at: datetime,
) -> None:
    """How one becomes a member of the school's network, what members share, how they are welcomed.

    With "" for `members_by` nobody joins any more; whoever belongs stays.
    """
    school.members_by, school.members_words, school.welcome_words = members_by, words, welcome
    school.save(update_fields=["members_by", "members_words", "welcome_words"])
    note("network opened", school, by=by, at=at, facts={"by": members_by})


@transaction.atomic
def tell_numbers(*, counts: Mapping[str, int], at: datetime) -> NumbersTold:
    """What regions are told this month of these numbers, by the one rule of small numbers.

    Twice in a month changes nothing.
    """
    month = at.astimezone(UTC).date().replace(day=1)
    told = small_numbers.tell(counts, before=queries.numbers_told())
    row, made = NumbersTold.objects.get_or_create(
        made_on=month, defaults={"counts": told.counts, "basis": told.basis}
    )
    if made:
        note("numbers told", by=Actor.system(), at=at, facts={"countries": len(told.basis)})
    return row
