"""Who is of a team: asked, joined, gone, taken in again; who leads and who reads of dangers."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import team as actions
from commonroot.campaigns.forms.campaigns import StartForm
from commonroot.campaigns.models import Campaign, Member, PublicAsk, Step, Task
from commonroot.campaigns.queries import team as queries
from commonroot.campaigns.tasks import workspace as tasks
from commonroot.consent.rules import Purpose
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.people.models import Link, Person
from tests.campaigns.around import by_page, let_be_seen
from tests.factories.campaigns import CampaignFactory, EntryFactory, MemberFactory
from tests.factories.campaigns import team as a_team
from tests.factories.engagement import agree
from tests.factories.groups import GroupMemberFactory, SmallGroupFactory
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def told():
    """Letters that wait: which one, to whom."""
    return sorted(Letter.objects.values_list("template", "subject_key"))


def test_somebody_known_is_asked_once_and_reads_nothing_before_a_yes(at):
    lead, _other = a_team()
    person = ContactWayFactory().person

    member, token = actions.invite(
        campaign=lead.campaign, person=person, host=lead.person, by=SYSTEM, at=at
    )

    assert (member.joined_at, member.leads, member.reads_risks) == (None, False, False)
    assert told() == [("campaigns/emails/invited", person.key)]
    link = Link.objects.get(person=person)
    assert (link.scope, link.thing) == ("answer", f"campaign:{lead.campaign.key}")
    assert token
    with pytest.raises(actions.InAlready):
        actions.invite(campaign=lead.campaign, person=person, host=lead.person, by=SYSTEM, at=at)


def test_a_stranger_is_asked_by_an_address_and_is_who_they_are_by_saying_yes(school, at):
    lead, _other = a_team()

    member, token = actions.invite_by_way(
        campaign=lead.campaign, name="Zawadi", way_text="zawadi@example.org", language="en",
        host=lead.person, by=SYSTEM, at=at,
    )  # fmt: skip
    assert member.person.provisional
    link = Link.objects.get(person=member.person)
    by = Actor(kind="link", key=link.key, person_id=member.person_id, scope="answer",
               thing=link.thing)  # fmt: skip
    actions.join(member=member, link=link, by=by, at=at)
    actions.join(member=member, link=None, by=by, at=at + timedelta(days=1))

    member.refresh_from_db()
    assert (member.joined_at, member.person.provisional, bool(token)) == (at, False, True)


def test_an_address_of_somebody_known_leads_to_them(school, at):
    lead, _other = a_team()
    known = ContactWayFactory(
        person__shown_name="Zawadi Otieno", value="zawadi@example.org", confirmed_at=at
    ).person
    member, _token = actions.invite_by_way(
        campaign=lead.campaign, name="Zawadi Otieno", way_text="zawadi@example.org", language="en",
        host=lead.person, by=SYSTEM, at=at,
    )  # fmt: skip
    link = Link.objects.get(person=member.person)

    actions.join(member=member, link=link, by=SYSTEM, at=at)

    assert list(queries.joined(lead.campaign).values_list("person", flat=True).order_by("pk"))[
        -1:
    ] == [known.pk]


@pytest.mark.parametrize(
    ("name", "way", "refusal"),
    [
        ("Zawadi", "not an address", "NoSuchWay"),
        ("...", "zawadi@example.org", "NotAName"),
    ],
)
def test_what_cannot_be_reached_or_named_is_not_asked(at, name, way, refusal):
    lead, _other = a_team()

    with pytest.raises(Exception) as refused:  # noqa: PT011 - two refusals of two areas
        actions.invite_by_way(
            campaign=lead.campaign, name=name, way_text=way, language="en", host=lead.person,
            by=SYSTEM, at=at,
        )  # fmt: skip

    assert type(refused.value).__name__ == refusal
    assert Member.objects.count() == 2


def test_a_team_has_an_end(at, monkeypatch):
    lead, _other = a_team()
    monkeypatch.setattr("commonroot.campaigns.rules.team.MOST", 2)

    with pytest.raises(actions.NoRoom):
        actions.invite(
            campaign=lead.campaign, person=PersonFactory(), host=lead.person, by=SYSTEM, at=at
        )


@pytest.mark.parametrize("high", [False, True])
def test_letters_never_name_the_campaign_and_paused_people_get_none(at, high):
    lead, _other = a_team()
    open_one = ContactWayFactory(person__risk="high" if high else "careful").person
    paused = ContactWayFactory(person__frozen_at=at).person
    nowhere = PersonFactory()

    for person in (open_one, paused, nowhere):
        actions.invite(campaign=lead.campaign, person=person, host=lead.person, by=SYSTEM, at=at)

    letter = Letter.objects.get()
    assert letter.subject_key == open_one.key
    assert set(letter.values) == ({"page"} if high else {"page", "name", "host"})
    assert lead.campaign.name not in str(letter.values)


def test_who_leaves_reads_nothing_and_what_they_wrote_stays(at):
    lead, other = a_team()
    open_link(person=other.person, scope="answer", thing=f"campaign:{lead.campaign.key}", at=at)
    task = Task.objects.create(entry=EntryFactory(campaign=lead.campaign), member=other)
    PublicAsk.objects.create(campaign=lead.campaign, member=other, shared_to=Step.PUBLIC,
                             asked_at=at)  # fmt: skip

    actions.leave(member=other, by=SYSTEM, at=at)
    actions.leave(member=other, by=SYSTEM, at=at)

    other.refresh_from_db()
    assert (other.left_at, other.leads, other.reads_risks) == (at, False, False)
    assert list(Task.objects.filter(pk=task.pk)) == list(PublicAsk.objects.all()) == []
    assert list(Link.objects.values_list("revoked_at", flat=True)) == [at]
    assert lead.campaign.entries.count() == 1


def test_somebody_always_leads(at):
    lead, other = a_team()

    with pytest.raises(actions.NobodyLeads, match="Let another one"):
        actions.leave(member=lead, by=SYSTEM, at=at)
    with pytest.raises(actions.NobodyLeads):
        actions.let_lead(member=lead, leads=False, by=SYSTEM, at=at)
    actions.leave(member=other, by=SYSTEM, at=at)
    with pytest.raises(actions.NobodyLeads, match="Throw it away"):
        actions.leave(member=lead, by=SYSTEM, at=at)

    lead.refresh_from_db()
    assert (lead.leads, lead.left_at) == (True, None)


def test_leading_is_handed_over_and_dangers_are_read_by_whom_the_team_lets(at):
    lead, other = a_team()

    actions.let_lead(member=other, leads=True, by=SYSTEM, at=at)
    actions.let_lead(member=lead, leads=False, by=SYSTEM, at=at)
    actions.let_read_risks(member=lead, reads=False, by=SYSTEM, at=at)

    lead.refresh_from_db()
    other.refresh_from_db()
    assert (lead.leads, lead.reads_risks) == (False, False)
    assert (other.leads, other.reads_risks) == (True, True)


def test_who_left_is_taken_in_again_for_two_weeks(at):
    lead, other = a_team()
    actions.leave(member=other, by=SYSTEM, at=at)
    assert queries.left_lately(lead.campaign, at=at) == [other]

    actions.take_in_again(member=other, by=SYSTEM, at=at + timedelta(days=14))
    actions.take_in_again(member=other, by=SYSTEM, at=at + timedelta(days=14))
    actions.leave(member=other, by=SYSTEM, at=at)

    other.refresh_from_db()
    with pytest.raises(actions.TooLateToComeBack):
        actions.take_in_again(member=other, by=SYSTEM, at=at + timedelta(days=15))
    MemberFactory(campaign=lead.campaign, person=other.person, asked=True)
    with pytest.raises(actions.TooLateToComeBack):
        actions.take_in_again(member=other, by=SYSTEM, at=at)
    assert queries.left_lately(lead.campaign, at=at) == []


def test_a_no_of_a_newcomer_leaves_nothing_of_them(at):
    lead, _other = a_team()
    acts = {
        "campaign": lead.campaign,
        "language": "en",
        "host": lead.person,
        "by": SYSTEM,
        "at": at,
    }
    member, _token = actions.invite_by_way(name="Zawadi", way_text="z@example.org", **acts)
    known, _token = actions.invite(
        campaign=lead.campaign,
        person=ContactWayFactory().person,
        host=lead.person,
        by=SYSTEM,
        at=at,
    )

    actions.leave(member=member, by=SYSTEM, at=at)
    actions.leave(member=known, by=SYSTEM, at=at)

    assert not Person.objects.filter(pk=member.person_id).exists()
    known.refresh_from_db()
    assert known.left_at == at
    assert list(queries.asked(lead.campaign)) == []


def test_a_newcomer_asked_into_two_teams_stays_known(at):
    one, _other = a_team()
    two, _other = a_team()
    person = PersonFactory(provisional=True)
    first, second = (
        MemberFactory(campaign=t.campaign, person=person, asked=True) for t in (one, two)
    )

    actions.leave(member=first, by=SYSTEM, at=at)

    assert queries.is_elsewhere(person)
    assert second.person == person


def test_groups_offer_their_fellows_as_they_agreed_to_be_seen(school, at):
    group = SmallGroupFactory()
    mine, seen, unseen, in_it = (GroupMemberFactory(group=group) for _ in range(4))
    for one in (mine, seen, in_it):
        let_be_seen(one.person, group.formation.programme, at=at)
    campaign = CampaignFactory(group=group)
    MemberFactory(campaign=campaign, person=mine.person, lead=True)
    MemberFactory(campaign=campaign, person=in_it.person, asked=True)
    MemberFactory(campaign=campaign, person=PersonFactory())

    assert queries.could_join(campaign, mine.person, at=at) == [seen.person]
    assert unseen.person not in queries.could_join(campaign, mine.person, at=at)
    assert queries.shown_to_group(campaign, at=at) == [mine.person.shown_name]
    assert queries.shown_to_group(CampaignFactory(), at=at) == []
    assert queries.own(mine.person).groups == [group]


def test_of_the_whole_course_those_are_offered_who_agreed_to_be_found(school, at):
    session = SessionFactory(programme__format="cohort")
    mine, found, silent, careful = (RegistrationFactory(session=session).person for _ in range(4))
    for person in (mine, found, careful, elsewhere := PersonFactory()):
        agree(person, Purpose.DIRECTORY)
    Person.objects.filter(pk=careful.pk).update(risk="high")
    campaign = CampaignFactory(programme=session.programme)
    MemberFactory(campaign=campaign, person=mine, lead=True)

    assert queries.could_join(campaign, mine, at=at) == [found]
    assert queries.could_join(campaign, elsewhere, at=at) == []
    assert queries.could_join(CampaignFactory(), mine, at=at) == []
    assert queries.own(mine).courses == [session.programme]
    said = {"name": "Water", "service": "water", "level": "place", "languages": ["en"]}
    form = StartForm(said | {"whose": f"course-{session.programme.key}"}, own=queries.own(silent))
    assert form.is_valid(), form.errors
    assert form.body == {"group": None, "programme": session.programme, "circle": None}


def test_where_whoever_led_was_forgotten_the_oldest_leads(at):
    lead, other = a_team()
    led, _same = a_team()
    lead.person.delete()

    done = tasks.let_somebody_lead(at=at)

    other.refresh_from_db()
    assert (done, tasks.let_somebody_lead(at=at), other.leads) == (1, 0, True)
    actions.let_the_oldest_lead(campaign=led.campaign, at=at)
    assert list(queries.leads(led.campaign)) == [led]


def test_campaigns_in_which_nobody_is_left_go_after_two_weeks(at):
    lead, other = a_team()
    kept, _same = a_team()
    for one in (lead, other):
        one.person.delete()
    Campaign.objects.update(touched_at=at)

    early, late = (tasks.delete_campaigns(at=at + timedelta(days=days)) for days in (13, 14))

    assert (early, late, list(Campaign.objects.all())) == (0, 1, [kept.campaign])
    assert by_page(kept.person).person_id == kept.person_id
