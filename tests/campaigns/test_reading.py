"""Who stands how near to a campaign, and what is open to them then."""

import pytest

from commonroot.campaigns.models import Campaign, Member, Part, Step
from commonroot.campaigns.models.tools import TOOLS
from commonroot.campaigns.permissions import campaigns as permissions
from commonroot.campaigns.queries import reading
from commonroot.campaigns.rules.sharing import STEPS
from tests.campaigns.around import around, by_page
from tests.factories.admissions import ApplicantFactory, ApplicationFactory
from tests.factories.campaigns import MADE, CampaignFactory, MemberFactory, PartFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

# How near each of them stands; whoever is missing has only what everybody may read.
NEAR = {
    Step.TEAM: {"lead", "member", "member by its letter", "member signed in"},
    Step.GROUP: {"fellow", "fellow by the group's letter"},
    Step.COHORT: {"classmate", "organiser", "steward of the school"},
    Step.CIRCLE: {
        "circle member", "circle contact", "contact by the circle's letter", "contact signed in",
    },
}  # fmt: skip


def nearest(name: str) -> Step:
    """How near somebody stands."""
    return next((step for step, names in NEAR.items() if name in names), Step.PUBLIC)


@pytest.mark.parametrize("shared_to", STEPS)
def test_everybody_sees_it_as_far_as_it_is_shared_and_nobody_else(school, shared_to):
    here = around(school)
    Campaign.objects.update(shared_to=shared_to)
    campaign = reading.campaign(here.campaign.key)
    PartFactory(campaign=campaign, tool="power", shared_to=shared_to)
    PartFactory(campaign=campaign, tool="story", shared_to=Step.GROUP)

    for name, actor in here.actors.items():
        near = nearest(name)
        sees = STEPS.index(near) <= STEPS.index(shared_to)
        step = near if sees else None
        told = [one.step for one in reading.readable_campaigns(actor)]

        assert (name, permissions.step_of(actor, campaign), told) == (name, step, [step] * sees)
        assert {
            code for code, tool in TOOLS.items()
            if permissions.can_read_part(actor, campaign, tool=tool)
        } == open_tools(near, shared_to) | ({"risks"} if name == "lead" else set())  # fmt: skip
        is_team, is_asked = near == Step.TEAM, name == "asked"
        assert (
            permissions.can_open_campaign(actor, campaign),
            permissions.can_read_campaign(actor, campaign),
            permissions.can_see_team_pages(actor, campaign),
            permissions.can_work_in(actor, campaign),
            permissions.can_lead(actor, campaign),
            permissions.can_join(actor, campaign),
        ) == (sees or is_asked, sees, is_team, is_team, name == "lead", is_asked)


def open_tools(near: Step, shared_to: str) -> set[str]:
    """The tools that are open to whoever stands there, notes on dangers aside."""
    if near == Step.TEAM:
        return set(TOOLS) - {"risks"}
    as_far_as = {"power": shared_to, "story": min(Step.GROUP, shared_to, key=STEPS.index)}
    return {tool for tool, far in as_far_as.items() if STEPS.index(near) <= STEPS.index(far)}


def test_what_was_thrown_away_its_team_alone_finds(school):
    here = around(school)
    Campaign.objects.update(shared_to=Step.PUBLIC, thrown_at=MADE)
    campaign = reading.campaign(here.campaign.key)

    find_it = {name for name, actor in here.actors.items() if permissions.step_of(actor, campaign)}
    listed = {name for name, actor in here.actors.items() if reading.readable_campaigns(actor)}

    assert find_it == listed == NEAR[Step.TEAM]
    assert not any(permissions.can_work_in(actor, campaign) for actor in here.actors.values())
    assert not permissions.can_join(here.actors["asked"], campaign)


def test_who_starts_one_and_settles_places(school):
    here = around(school)
    place = Member.objects.get(person=here.people["member"])

    start = {name for name, actor in here.actors.items() if permissions.can_start(actor)}
    settle = {name for name, one in here.actors.items() if permissions.can_settle_place(one, place)}

    assert start == set(here.people) | {"member signed in"}
    assert settle == {"lead"}


def test_whoever_comes_to_a_course_by_application_is_of_it_and_a_guest_is_not(school):
    here = around(school)
    course = here.campaign.programme
    one, other, no = (PersonFactory() for _ in range(3))
    came = ApplicationFactory(call__programme=course, person=one, state="confirmed")
    ApplicantFactory(application=came, person=other, state="confirmed")
    ApplicationFactory(call=came.call, person=no, state="declined")

    of_it = [
        list(reading.programmes_of(person.pk))
        for person in (one, other, no, here.people["classmate"])
    ]

    assert of_it == [[course], [course], [], []]


def test_a_look_with_other_eyes_knows_nobody_of_the_team(school):
    here = around(school)
    reader = reading.reader_of(here.actors["lead"], here.campaign)

    ahead = reading.as_others(
        reader,
        step=Step.COHORT,
        shared_to=Step.COHORT,
        parts=[("power", "cohort"), ("story", "group")],
    )

    assert (reader.is_team, reader.reads_risks, reader.member.person) == (
        True, True, here.people["lead"],
    )  # fmt: skip
    assert {code for code, tool in TOOLS.items() if ahead.reads(tool)} == {"power"}
    assert (ahead.is_team, ahead.reads_risks, ahead.member, ahead.looks_as) == (
        False, False, None, True,
    )  # fmt: skip


def test_a_stranger_has_no_eyes(school):
    here = around(school)

    assert reading.reader_of(here.actors["stranger"], here.campaign) is None
    assert reading.campaign("0123456789abcdef") is None


@pytest.mark.parametrize("count", [1, 20])
def test_a_list_of_campaigns_costs_one_query(django_assert_num_queries, count):
    person = PersonFactory()
    for _ in range(count):
        MemberFactory(person=person)
        CampaignFactory(shared_to=Step.PUBLIC)

    with django_assert_num_queries(1):
        assert len(list(reading.readable_campaigns(by_page(person)))) == 2 * count


def test_what_is_shared_no_further_than_the_campaign(school):
    here = around(school)
    Part.objects.create(
        campaign=here.campaign, tool="power", shared_to=Step.PUBLIC, changed_at=MADE
    )

    assert not permissions.can_read_part(here.actors["fellow"], here.campaign, tool=TOOLS["power"])
