"""Who is of a team: asked, joined, gone and taken in again; who leads, who reads of dangers."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import count_try, note
from commonroot.accounts.roles import Actor
from commonroot.admissions.actions.applying import count_letters, newcomer
from commonroot.campaigns.actions.entries import held
from commonroot.campaigns.emails import team as emails
from commonroot.campaigns.models import Campaign, Member, PublicAsk, Task
from commonroot.campaigns.queries import team as queries
from commonroot.campaigns.rules import team as rules
from commonroot.core.errors import Refused
from commonroot.messaging.actions import cancel_letters
from commonroot.people.actions import add_way, answer_link, typed_way
from commonroot.people.models import Link, Person
from commonroot.people.queries import working_way
from commonroot.registration.actions import NotAName, confirm_by_link


class NobodyLeads(Refused):
    """Somebody has to lead the campaign."""


class InAlready(Refused):
    """They are of the team, or asked to be."""


class NoRoom(Refused):
    """The team is as large as it may be."""


class TooLateToComeBack(Refused):
    """Too much time has passed, or there is no way back."""


@transaction.atomic
def invite(
    *, campaign: Campaign, person: Person, host: Person, by: Actor, at: datetime
) -> tuple[Member, str]:
    """Ask somebody whom the house knows to join; their place, and the token of the link in their
    letter. A team asks so many people in a day, no more.

    Raises InAlready, NoRoom, TooManyTries.
    """
    count_try("campaign named", campaign.key, limit=rules.NAMED_A_DAY, per=timedelta(days=1), at=at)
    return ask_to_join(campaign=campaign, person=person, host=host, by=by, at=at)


@transaction.atomic
def ask_to_join(
    *, campaign: Campaign, person: Person, host: Person, by: Actor, at: datetime
) -> tuple[Member, str]:
    """Make a place and write to whom it is for; until they say yes they read nothing.

    Raises InAlready, NoRoom.
    """
    campaign = held(campaign)
    there = Member.objects.filter(campaign=campaign, left_at=None)
    if there.filter(person=person).exists():
        raise InAlready(_("They are of the team, or asked to be."))
    if there.count() >= rules.MOST:
        raise NoRoom(_("The team is as large as it may be."))
    member = Member.objects.create(
        campaign=campaign, person=person, invited_by=f"{by.kind}:{by.key}", invited_at=at
    )
    token = letter_link(member, at=at)
    emails.post_invited(member, host=host, token=token, at=at)
    note("asked to join a campaign", member, by=by, at=at, person_key=person.key)
    return member, token


@transaction.atomic
def invite_by_way(
    *,
    campaign: Campaign,
    name: str,
    way_text: str,
    language: str,
    host: Person,
    by: Actor,
    at: datetime,
) -> tuple[Member, str]:
    """Ask somebody by an address or a number; until they say yes there is only what was typed.

    Nobody learns here whether the address is known. Raises NoSuchWay, NotAName, AskedTooOften and
    what `invite` raises.
    """
    kind, value = typed_way(way_text)
    if not any(letter.isalnum() for letter in name):
        raise NotAName(_("Please write a name for this person."))
    count_letters(value, at=at)
    person = newcomer(name=name, language=language, zone="", by=by, at=at)
    add_way(person=person, kind=kind, value=value, at=at)
    return invite(campaign=campaign, person=person, host=host, by=by, at=at)


def letter_link(member: Member, *, at: datetime) -> str:
    """The token of a link that opens the campaign for somebody of it, for a letter of theirs."""
    return answer_link(
        person=member.person,
        thing=f"campaign:{member.campaign.key}",
        way=working_way(member.person),
        days=rules.ASKED_FOR_DAYS,
        at=at,
    )


@transaction.atomic
def join(*, member: Member, link: Link | None, by: Actor, at: datetime) -> Campaign:
    """Somebody says that they are part of it; by the link of their letter they are who they are.

    Saying it twice changes nothing.
    """
    campaign = held(member.campaign)
    if link is not None and link.way is not None:
        person = confirm_by_link(link=link, by=by, at=at)
        member = queries.place(campaign, person) or member
    member.refresh_from_db()
    if member.joined_at is None and member.left_at is None:
        member.joined_at = at
        member.save(update_fields=["joined_at"])
        note("joined a campaign", member, by=by, at=at, person_key=member.person.key)
    return campaign


@transaction.atomic
def leave(*, member: Member, by: Actor, at: datetime) -> None:
    """Somebody leaves, says no, or is taken out by who leads: they read nothing from now on.

    What they wrote stays, what they looked after is free, letters to them do not leave any more.
    Raises NobodyLeads. Leaving twice is leaving.
    """
    campaign = held(member.campaign)
    member.refresh_from_db()
    if member.left_at is not None:
        return
    if member.leads and not queries.leads(campaign).exclude(pk=member.pk).exists():
        others = queries.joined(campaign).exclude(pk=member.pk).exists()
        raise NobodyLeads(
            _("Nobody else leads the campaign. Let another one of you lead it first.")
            if others
            else _("Nobody else is in the campaign. Throw it away if you need it no more.")
        )
    Task.objects.filter(member=member, done_at=None).delete()
    PublicAsk.objects.filter(member=member).delete()
    Link.objects.filter(
        person=member.person, thing=f"campaign:{campaign.key}", revoked_at=None
    ).update(revoked_at=at)
    note("left a campaign", member, by=by, at=at, person_key=member.person.key)
    person = member.person
    if member.joined_at is None and person.provisional and not queries.is_elsewhere(person):
        cancel_letters(person_key=person.key, at=at)
        person.delete()
        return
    member.left_at, member.leads, member.reads_risks = at, False, False
    member.save(update_fields=["left_at", "leads", "reads_risks"])


@transaction.atomic
def take_in_again(*, member: Member, by: Actor, at: datetime) -> None:
    """Take back that somebody left or was taken out. Raises TooLateToComeBack after two weeks."""
    campaign = held(member.campaign)
    member.refresh_from_db()
    if member.left_at is None:
        return
    if queries.place(campaign, member.person) is not None or not rules.may_come_back(
        member.left_at, at=at
    ):
        raise TooLateToComeBack(_("That was too long ago. Ask them to join anew."))
    member.left_at = None
    member.save(update_fields=["left_at"])
    note("came back to a campaign", member, by=by, at=at, person_key=member.person.key)


@transaction.atomic
def let_lead(*, member: Member, leads: bool, by: Actor, at: datetime) -> None:
    """Let somebody lead, or not any more; whoever leads reads notes on dangers too.

    Raises NobodyLeads for the last one.
    """
    campaign = held(member.campaign)
    if not leads and not queries.leads(campaign).exclude(pk=member.pk).exists():
        raise NobodyLeads(
            _("Nobody else leads the campaign. Let another one of you lead it first.")
        )
    member.leads = leads
    member.reads_risks = member.reads_risks or leads
    member.save(update_fields=["leads", "reads_risks"])
    note(
        "leads a campaign", member, by=by, at=at, person_key=member.person.key,
        facts={"leads": leads},
    )  # fmt: skip


@transaction.atomic
def let_read_risks(*, member: Member, reads: bool, by: Actor, at: datetime) -> None:
    """Let somebody of the team read and write the notes on dangers, or not any more."""
    member.reads_risks = reads
    member.save(update_fields=["reads_risks"])
    note(
        "reads notes on dangers", member, by=by, at=at, person_key=member.person.key,
        facts={"reads": reads},
    )  # fmt: skip


@transaction.atomic
def let_the_oldest_lead(*, campaign: Campaign, at: datetime) -> None:
    """Where whoever led was forgotten: whoever is in the team for longest leads from now on."""
    campaign = held(campaign)
    oldest = queries.joined(campaign).order_by("joined_at", "pk").first()
    if oldest is not None and not queries.leads(campaign).exists():
        let_lead(member=oldest, leads=True, by=Actor.system(), at=at)
