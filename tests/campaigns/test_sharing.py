"""How far a campaign is shared: further and back, with everybody only when another says yes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import sharing as actions
from commonroot.campaigns.models import Campaign, Part, PublicAsk, Step
from commonroot.campaigns.queries import sharing as queries
from commonroot.campaigns.rules import sharing as rules
from commonroot.campaigns.rules.sharing import STEPS, Shared
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from tests.campaigns.around import around
from tests.factories.campaigns import EntryFactory, MemberFactory
from tests.factories.campaigns import team as a_team
from tests.factories.people import ContactWayFactory

SYSTEM = Actor.system()
COHORT = Shared("cohort", {"power": "group", "story": "cohort"})
step = some.sampled_from(STEPS)
shared = some.builds(Shared, step, some.dictionaries(some.sampled_from(["power", "story"]), step))


@settings(max_examples=25)
@given(was=shared, wanted=shared)
def test_before_another_says_yes_nothing_more_is_open_to_everybody(was, wanted):
    held = rules.before_everybody(was, wanted)

    assert not rules.opens_to_everybody(was, held)
    if not rules.opens_to_everybody(was, wanted):
        assert held.all_of() == wanted.all_of()
    for what, far in held.all_of().items():
        assert rules.nearer(far, wanted.all_of()[what]) == far


@settings(max_examples=25)
@given(wanted=shared)
def test_no_tool_goes_further_than_its_campaign(wanted):
    kept = wanted.of(frozenset({"power"}))

    assert set(kept.parts) <= {"power"}
    assert all(rules.reaches(far, wanted.to) for far in kept.parts.values())
    assert kept.part("story") == "team"


def shared_now(campaign):
    """How far it is shared, as the database has it."""
    campaign.refresh_from_db()
    return queries.shared_now(campaign)


@pytest.mark.django_db
def test_it_is_shared_step_by_step_and_taken_back_at_once(at):
    lead, _other = a_team()
    acts = {"campaign": lead.campaign, "member": lead, "by": SYSTEM, "at": at}

    first = actions.share(wanted=COHORT, **acts)
    again = actions.share(wanted=COHORT, **acts)
    after = shared_now(lead.campaign)
    actions.share(wanted=Shared("group", {"story": "circle", "risks": "group"}), **acts)
    less = shared_now(lead.campaign)
    actions.share(wanted=Shared("team", {}), **acts)

    assert (first, again, after) == (None, None, COHORT)
    assert less == Shared("group", {"story": "group"})
    assert shared_now(lead.campaign) == Shared("team", {})
    assert list(Part.objects.all()) == []
    assert AuditEntry.objects.filter(verb="campaign shared").count() == 3


@pytest.mark.django_db
def test_everybody_reads_it_only_after_another_of_the_team_said_yes(at):
    lead, other = a_team()
    paused = MemberFactory(campaign=lead.campaign, person__frozen_at=at)
    for member in (other, paused):
        ContactWayFactory(person=member.person)
    wanted = Shared("public", {"story": "public", "power": "cohort"})
    acts = {"campaign": lead.campaign, "by": SYSTEM, "at": at}

    ask = actions.share(wanted=wanted, member=lead, **acts)

    assert shared_now(lead.campaign) == Shared("circle", {"story": "circle", "power": "cohort"})
    assert list(Letter.objects.values_list("template", "subject_key")) == [
        ("campaigns/emails/public_ask", other.person.key)
    ]
    with pytest.raises(actions.NeedsAnother):
        actions.say_yes(member=lead, **acts)
    actions.say_yes(member=other, **acts)
    assert shared_now(lead.campaign) == wanted
    for act in (actions.say_yes, actions.say_no):
        with pytest.raises(actions.NothingAsked):
            act(member=other, **acts)
    assert not PublicAsk.objects.filter(pk=ask.pk).exists()


@pytest.mark.django_db
def test_a_no_leaves_it_as_it_is_and_a_newer_choice_takes_the_question_away(at):
    lead, other = a_team()
    acts = {"campaign": lead.campaign, "by": SYSTEM, "at": at}
    everybody = Shared("public", {})

    actions.share(wanted=everybody, member=lead, **acts)
    actions.say_no(member=other, **acts)
    refused = shared_now(lead.campaign)
    actions.share(wanted=everybody, member=lead, **acts)
    actions.share(wanted=Shared("team", {}), member=lead, **acts)

    assert refused == Shared("circle", {})
    assert (shared_now(lead.campaign), PublicAsk.objects.count()) == (Shared("team", {}), 0)


@pytest.mark.django_db
def test_who_is_alone_opens_it_alone(at):
    lead = MemberFactory(lead=True)
    MemberFactory(campaign=lead.campaign, asked=True)

    ask = actions.share(
        campaign=lead.campaign, wanted=Shared("public", {}), member=lead, by=SYSTEM, at=at
    )

    assert (ask, shared_now(lead.campaign).to) == (None, "public")


@pytest.mark.django_db
def test_a_look_ahead_counts_who_stands_at_each_step_without_the_team(
    school, django_assert_num_queries
):
    here = around(school)
    campaign = Campaign.objects.select_related(
        "group__formation", "programme", "circle"
    ).get(pk=here.campaign.pk)  # fmt: skip

    with django_assert_num_queries(4):
        found = queries.audiences(campaign, language="en")

    assert [(one.step, one.name, one.people, one.is_there) for one in found] == [
        (Step.GROUP, str(campaign.group.number), 1, True),
        (Step.COHORT, "Campaigns against Privatization", 1, True),
        (Step.CIRCLE, "Kenya", 2, True),
        (Step.PUBLIC, "", None, True),
    ]
    alone = queries.audiences(a_team()[0].campaign, language="en")
    assert [one.is_there for one in alone] == [False, False, False, True]


@pytest.mark.django_db
def test_a_circle_without_a_name_is_called_by_its_country(school):
    here = around(school)
    here.campaign.circle.name = Translated()

    assert queries.audiences(here.campaign, language="en")[2].name == "Kenya"


@pytest.mark.django_db
def test_what_stays_with_the_team_is_told_by_name_where_its_tool_is_shared(at):
    lead, _other = a_team()
    campaign = lead.campaign
    EntryFactory(
        campaign=campaign, kind="actor", said={"label": "Our friend inside"}, team_only=True
    )
    EntryFactory(campaign=campaign, kind="actor", said={"label": "The mayor"})
    EntryFactory(campaign=campaign, kind="demand", said={"text": "Sign"}, team_only=True)

    kept = queries.kept_by_team(campaign, Shared("cohort", {"power": "group", "story": "cohort"}))

    assert [(one.tool.code, one.names) for one in kept] == [("power", ["Our friend inside"])]
