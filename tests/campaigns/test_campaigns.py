"""A campaign begins, is described, moves on, is thrown away and taken back."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import campaigns as actions
from commonroot.campaigns.models import Campaign, CaseStudy, Member, PublicAsk, Step, Task
from commonroot.campaigns.queries import listing, stages
from commonroot.campaigns.queries import workspace as reading
from commonroot.campaigns.queries.reading import reader_of
from commonroot.campaigns.rules import stages as rules
from commonroot.campaigns.tasks import workspace as tasks
from tests.campaigns.around import around, by_letter, by_page, let_be_seen
from tests.factories.campaigns import (
    MADE,
    CampaignFactory,
    CaseStudyFactory,
    EntryFactory,
    MemberFactory,
)
from tests.factories.campaigns import team as a_team
from tests.factories.groups import GroupMemberFactory, SmallGroupFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
SAID = {"name": "Water for Kilimo", "summary": "", "service": "water", "languages": ["en"]}


def test_somebody_starts_one_alone_and_nobody_else_knows(at):
    person = PersonFactory()

    campaign = actions.start(said=SAID, person=person, by=SYSTEM, at=at)

    assert (campaign.name, campaign.service, campaign.stage, campaign.shared_to) == (
        "Water for Kilimo", "water", "found", "team",
    )  # fmt: skip
    place = Member.objects.get()
    assert (place.person, place.leads, place.reads_risks, place.joined_at) == (
        person, True, True, at,
    )  # fmt: skip


def test_of_a_group_all_fellows_are_asked_and_it_is_of_its_course(school, at):
    group = SmallGroupFactory()
    mine, fellow, unseen = (GroupMemberFactory(group=group) for _ in range(3))
    for one in (mine, fellow):
        let_be_seen(one.person, group.formation.programme, at=at)

    campaign = actions.start(said=SAID, person=mine.person, group=group, by=SYSTEM, at=at)

    assert campaign.programme == group.formation.programme
    assert set(campaign.members.values_list("person", "joined_at")) == {
        (mine.person_id, at), (fellow.person_id, None),
    }  # fmt: skip
    assert not campaign.members.filter(person=unseen.person).exists()


def test_two_describe_it_at_once_and_no_words_are_lost(at):
    campaign = CampaignFactory(name="One", summary="Old", place="")
    was = {"name": "One", "summary": "Old", "place": "", "languages": []}

    actions.describe(
        campaign=campaign, was=was, wanted={**was, "summary": "Hers"}, by=SYSTEM, at=at
    )
    actions.describe(
        campaign=campaign, was=was, wanted={**was, "place": "Kisumu"}, by=SYSTEM, at=at
    )
    actions.describe(campaign=campaign, was=was, wanted=was, by=SYSTEM, at=at)
    with pytest.raises(actions.ChangedMeanwhile) as met:
        actions.describe(
            campaign=campaign, was=was, wanted={**was, "summary": "His", "name": "Two"},
            by=SYSTEM, at=at,
        )  # fmt: skip

    campaign.refresh_from_db()
    assert met.value.fields == ("summary",)
    assert (campaign.name, campaign.summary, campaign.place) == ("One", "Hers", "Kisumu")


def test_an_end_is_kept_when_it_is_told_and_gone_when_it_goes_on(at):
    campaign = CampaignFactory(stage="running")
    ends = []
    for days, stage in enumerate(("running", "won", "told", "running")):
        actions.go_to(campaign=campaign, stage=stage, by=SYSTEM, at=at + timedelta(days=days))
        campaign.refresh_from_db()
        ends.append((campaign.stage, campaign.ended_at))

    day = at + timedelta(days=1)
    assert ends == [("running", None), ("won", day), ("told", day), ("running", None)]
    with pytest.raises(actions.NoSuchWay):
        actions.go_to(campaign=campaign, stage="told", by=SYSTEM, at=at)


def test_thrown_away_it_is_taken_back_for_two_weeks_and_then_gone(at):
    campaign, other = CampaignFactory(shared_to=Step.PUBLIC), CampaignFactory()
    for one in (campaign, other):
        MemberFactory(campaign=one, lead=True)
    told = CaseStudyFactory(campaign=campaign)
    PublicAsk.objects.create(campaign=campaign, member=campaign.members.get(), shared_to="public",
                             asked_at=at)  # fmt: skip

    actions.take_back(campaign=campaign, by=SYSTEM, at=at)
    for _ in range(2):
        actions.throw_away(campaign=campaign, by=SYSTEM, at=at)
    actions.take_back(campaign=campaign, by=SYSTEM, at=at + timedelta(days=13))
    actions.throw_away(campaign=campaign, by=SYSTEM, at=at)
    with pytest.raises(actions.GoneForGood):
        actions.take_back(campaign=campaign, by=SYSTEM, at=at + timedelta(days=14))
    swept = [tasks.delete_campaigns(at=at + timedelta(days=days)) for days in (13, 14, 14)]

    assert (swept, list(Campaign.objects.all())) == ([0, 1, 0], [other])
    assert list(CaseStudy.objects.values_list("pk", "campaign")) == [(told.pk, None)]
    assert list(PublicAsk.objects.all()) == []


PLANNED = dict.fromkeys(("objectives", "power", "spectrum", "strategy", "story"), 1)
NEXT = [
    ("found", {}, "problem"),
    ("found", {"problem": 1}, "evidence"),
    ("found", {"problem": 1, "evidence": 1}, "to_researched"),
    ("researched", {}, "objectives"),
    ("researched", {"objectives": 1}, "power"),
    ("researched", PLANNED, "path"),
    ("planned", {}, "risks"),
    ("planned", {"risks": 1, "asks": 1}, "to_running"),
    ("running", {}, "go_on"),
    ("won", {}, "lessons"),
    ("lost", {"lessons": 1}, "tell"),
    ("paused", {}, "take_up"),
    ("told", {}, "others"),
]  # fmt: skip
ALL = frozenset(
    ("problem", "evidence", "objectives", "power", "spectrum", "strategy", "story", "path", "risks",
     "asks", "lessons")
)  # fmt: skip


@pytest.mark.parametrize(("stage", "filled", "step"), NEXT)
def test_each_stage_has_one_next_step(at, stage, filled, step):
    assert rules.next_step(stage, filled, readable=ALL, since=at, at=at).code == step
    assert step in stages.STEPS


def test_what_somebody_may_not_read_is_not_their_next_step(at):
    step = rules.next_step("planned", {}, readable=ALL - {"risks"}, since=at, at=at)

    assert step == rules.Step("asks", "asks")


def test_a_running_campaign_writes_a_report_every_five_weeks(at):
    def step(**moments):
        return rules.next_step("running", {}, readable=ALL, at=at, **moments).code

    long_ago, lately = at - timedelta(days=36), at - timedelta(days=20)

    assert step(since=lately) == "go_on"
    assert step(since=long_ago) == "report"
    assert step(since=long_ago, reported_at=lately) == "go_on"
    assert step(since=long_ago, untold=True) == "untold"


def test_every_stage_has_a_way_on_and_a_place_in_the_strip():
    codes = set(Campaign.Stage.values)

    assert set(rules.WAYS) == codes == set(rules.MOVES)
    assert all(set(ways) <= codes for ways in rules.WAYS.values())
    assert [rules.place_of(code) for code in ("found", "lost", "paused", "told")] == [0, 4, 4, 5]
    assert {step.code for steps in rules.DUE.values() for step in steps} <= set(stages.STEPS)


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_thirty(django_assert_num_queries, at, count):
    person = PersonFactory()
    for _ in range(count):
        EntryFactory(campaign=MemberFactory(person=person).campaign, kind="problem")
        MemberFactory(person=person, asked=True)
        CampaignFactory(shared_to=Step.PUBLIC, country="TD")
    MemberFactory(person=person, campaign__thrown_at=at)
    MemberFactory(person=person, campaign__stage="running", campaign__country="")

    with django_assert_num_queries(4):
        found = listing.listed(by_page(person), language="en", at=at)

    assert [len(one) for one in (found.mine, found.asked, found.shared, found.thrown)] == [
        count + 1, count, count, 1,
    ]  # fmt: skip
    assert {(str(one.next), one.place) for one in found.mine} == {
        ("Collect what you know", "Kenya"), ("", ""),
    }  # fmt: skip
    narrow = {"service": "", "country": "KE", "stage": ""}
    assert listing.chosen(found.shared, **narrow) == []
    assert listing.chosen(found.shared, **{**narrow, "country": "TD"}) == found.shared


def test_whoever_came_by_a_letter_is_not_shown_where_else_they_are_asked(at):
    place = MemberFactory(asked=True)
    came = by_letter(place.person, "campaign:another")

    assert listing.listed(came, language="en", at=at).asked == []


def test_the_page_says_of_each_tool_how_much_stands_in_it_and_who_was_there_last(
    django_assert_num_queries, at
):
    lead, other = a_team()
    campaign = lead.campaign
    for number, status in enumerate(("won", "open", "open")):
        EntryFactory(campaign=campaign, kind="demand", said={"text": str(number), "status": status})
    EntryFactory(campaign=campaign, kind="actor", said={"label": "Mayor"}, team_only=True)
    EntryFactory(campaign=campaign, kind="of another time")
    campaign.changes.create(entry_key="a", kind="demand", did="added", member=lead, at=MADE)
    campaign.changes.create(entry_key="a", kind="demand", did="written", member=other, at=at)
    campaign.changes.create(entry_key="a", kind="of another time", did="added", member=lead, at=at)
    eyes = reader_of(by_page(lead.person), campaign)

    with django_assert_num_queries(4):
        lines = {line.tool.code: line for line in reading.lines(campaign, reader=eyes)}

    assert (lines["objectives"].count, lines["objectives"].words) == (3, "Demands: 3 (1 won)")
    assert (lines["objectives"].by, lines["objectives"].at) == (other.person.shown_name, at)
    assert (lines["power"].count, lines["story"].count, lines["story"].by) == (1, 0, "")
    assert reading.in_tools(reading.filled(campaign)) == {"objectives": 3, "power": 1}


def test_others_find_only_tools_in_which_something_is_open_to_them(at):
    lead, _other = a_team()
    campaign = lead.campaign
    EntryFactory(campaign=campaign, kind="demand", said={"text": "One"})
    kept = EntryFactory(campaign=campaign, kind="actor", team_only=True)
    mayor, clerk = (EntryFactory(campaign=campaign, kind="actor") for _ in range(2))
    for end in (kept, clerk):
        EntryFactory(campaign=campaign, kind="tie", said={"from": mayor.key, "to": end.key})
    chart = EntryFactory(campaign=campaign, kind="chart", team_only=True)
    EntryFactory(campaign=campaign, kind="goal", parent=chart)
    Campaign.objects.update(shared_to=Step.PUBLIC)
    for tool in ("objectives", "power", "story", "strategy"):
        campaign.parts.create(tool=tool, shared_to=Step.PUBLIC, changed_at=MADE)
    campaign.refresh_from_db()

    lines = reading.lines(campaign, reader=reader_of(Actor.public(), campaign))

    assert [(line.tool.code, line.words, line.by) for line in lines] == [
        ("objectives", "Demands: 1", ""),
        ("power", "Who is on the map: 2 · Ties: 1", ""),
    ]


def test_what_is_mine_to_do_comes_by_its_day_and_notes_on_dangers_only_to_who_reads_them(at):
    lead, other = a_team()
    campaign, today = lead.campaign, at.date()
    for kind, said, due in (
        ("ask", {}, None),
        ("demand", {"text": "Sign"}, today - timedelta(days=1)),
        ("danger", {"what": "Arrest"}, today),
        ("of another time", {}, today),
    ):
        entry = EntryFactory(campaign=campaign, kind=kind, said=said)
        entry.campaign.entries.filter(pk=entry.pk).update(team_only=True)
        Task.objects.create(entry=entry, member=other, due_on=due)
    eyes = reader_of(by_page(other.person), campaign)

    mine = reading.mine(other, reader=eyes, today=today)

    assert [(one.tool.code, one.is_late) for one in mine] == [("objectives", True), ("asks", False)]


def test_open_clashes_are_counted_by_tool(at):
    lead, other = a_team()
    kinds = ("demand", None), ("demand", None), ("problem", at), ("gone kind", None)
    for kind, settled in (*kinds, ("danger", None)):
        lead.campaign.clashes.create(entry_key="a", kind=kind, field="text", words="x", member=lead,
                                     at=at, settled_at=settled)  # fmt: skip

    found = {
        member.pk: [
            (tool.code, count)
            for tool, count in reading.open_clashes(
                lead.campaign, reader=reader_of(by_page(member.person), lead.campaign)
            )
        ]
        for member in (lead, other)
    }
    assert found == {
        lead.pk: [("objectives", 2), ("risks", 1)],
        other.pk: [("objectives", 2)],
    }


@pytest.mark.parametrize(
    ("stage", "address"),
    [("told", "/en/studies/"), ("won", "/study/"), ("paused", ""), ("found", "/problem/")],
)
def test_the_next_step_leads_somewhere(at, stage, address):
    lead, _other = a_team(campaign=CampaignFactory(stage=stage))
    eyes = reader_of(by_page(lead.person), lead.campaign)

    step = stages.next_step(lead.campaign, {"lessons": 1}, reader=eyes, at=at)

    assert step.url.endswith(address)
    assert bool(step.url) != bool(step.to)


def test_a_running_campaign_knows_its_last_report(at):
    lead, _other = a_team(campaign=CampaignFactory(stage="running"))
    campaign = lead.campaign
    eyes = reader_of(by_page(lead.person), campaign)
    late = MADE + timedelta(days=40)

    before = stages.next_step(campaign, {}, reader=eyes, at=late).code
    campaign.changes.create(entry_key="a", kind="report", did="added", member=lead, at=late)

    assert (before, stages.next_step(campaign, {}, reader=eyes, at=late).code) == (
        "report",
        "go_on",
    )
    EntryFactory(campaign=campaign, kind="action", said={"moment": "2026-12-01T18:00"})
    assert stages.next_step(campaign, {}, reader=eyes, at=late).code == "untold"
    assert [(one["word"], one["state"]) for one in stages.strip(campaign)][2:5] == [
        ("planned", "done"), ("running", "now"), ("won or lost", "later"),
    ]  # fmt: skip
    assert stages.ways(campaign)[0] == ("won", "won")


def test_places_where_campaigns_are_seen_ask_who_looks(school, at):
    here = around(school)
    campaign = here.campaign
    Campaign.objects.update(shared_to=Step.COHORT)
    one = {"of_group": campaign.group, "of_programme": campaign.programme,
           "of_circle": campaign.circle}  # fmt: skip

    seen = {
        name: tuple(
            len(getattr(listing, what)(thing, actor=here.actors[name]))
            for what, thing in one.items()
        )
        for name in ("member", "fellow", "organiser", "circle member", "visitor")
    }

    assert seen == {
        "member": (1, 1, 1), "fellow": (1, 1, 1), "organiser": (1, 1, 1),
        "circle member": (0, 0, 0), "visitor": (0, 0, 0),
    }  # fmt: skip
    Campaign.objects.update(shared_to=Step.TEAM)
    assert listing.of_programme(campaign.programme, actor=here.actors["member"]) == []
