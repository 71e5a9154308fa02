"""The strategy chart: read from left to right, every cell written where it stands."""

import pytest
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.entries import write
from commonroot.campaigns.actions.removing import remove
from commonroot.campaigns.models import Clash, Entry
from commonroot.campaigns.models.tools.strategy import STRATEGY
from commonroot.campaigns.queries import changes, charts
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.rules.chart import Hint
from tests.campaigns.opening import opened
from tests.factories.campaigns import (
    CampaignFactory,
    EntryFactory,
    MemberFactory,
    PartFactory,
    team,
)

pytestmark = pytest.mark.django_db
OSEI = {"target": "Dr Hana Osei", "office": "County health secretary"}


def a_chart(campaign=None, **said) -> Entry:
    return EntryFactory(campaign=campaign or CampaignFactory(), kind="chart", said=OSEI | said)


def below(chart: Entry, kind: str, **said) -> Entry:
    return EntryFactory(campaign=chart.campaign, kind=kind, parent=chart, said=said)


def eyes(member=None, **more) -> Reader:
    return Reader(**({"step": "team", "shared_to": "team", "member": member} | more))


def page_of(chart: Entry) -> str:
    return reverse("campaigns:strategy_one", args=[chart.campaign.key, chart.key])


def test_a_chart_stands_in_five_columns_with_hints_for_the_team_alone():
    chart = a_chart(our_power="Elections in May")
    below(chart, "goal", text="No lease", term="middle", improves=True)
    nurses = below(chart, "constituent", name="Night nurses", danger_taken="Their jobs")
    tactic = below(chart, "tactic", tactic="A vigil", who=nurses.key)
    below(chart, "inner_problem", problem="Shifts do not meet")
    below(chart, "gain", what="leaders")

    (own,) = charts.charts(chart.campaign, reader=eyes())
    parts = {"strategy": "public"}
    (theirs,) = charts.charts(
        chart.campaign, reader=eyes(step="public", shared_to="public", parts=parts)
    )

    shape = {
        column.code: {
            group.kind.code: [row.shown.name for row in group.rows]
            for group in column.groups
            if group.rows
        }
        for column in own.columns
    }
    assert shape == {
        "goals": {"goal": ["No lease"]},
        "house": {"gain": ["new leaders"], "inner_problem": ["Shifts do not meet"]},
        "people": {"constituent": ["Night nurses"]},
        "targets": {},
        "tactics": {"tactic": ["A vigil"]},
    }
    assert [column.is_empty for column in own.columns] == [False] * 5
    assert own.columns[0].hints == ["A first win on the way keeps people going. What could it be?"]
    assert own.count == 2
    (row,) = own.columns[4].groups[0].rows
    assert (row.shown.key, [cell.words for cell in row.lines]) == (tactic.key, ["Night nurses"])
    assert [theirs.count, [one.hints for one in theirs.columns]] == [0, [[]] * 5]
    kept_inside = [
        [row.lines for row in group.rows] for one in (1, 2) for group in theirs.columns[one].groups
    ]
    assert kept_inside == [[], [[]], [], [[]], []]


@pytest.mark.parametrize("code", sorted(charts.HINTS))
def test_every_hint_is_a_sentence_with_what_it_is_about(code):
    hint = Hint(code, values={"name": "Dr Osei", "needs": 5, "have": 4, "what": "leaders"})

    words = charts.hint_words(hint)

    assert "%(" not in words
    assert words.endswith((".", "?"))


def test_charts_are_laid_side_by_side_without_lines_that_say_nothing():
    first = a_chart()
    second = a_chart(first.campaign, target="Governor Wanja", our_power="His seat")
    below(first, "tactic", tactic="A vigil")

    found = charts.side_by_side(charts.charts(first.campaign, reader=eyes()))

    assert [(str(one.label), one.sides) for one in found] == [
        ("Their office", [("Dr Hana Osei", ["County health secretary"]),
                          ("Governor Wanja", ["County health secretary"])]),
        ("Our power over them", [("Dr Hana Osei", []), ("Governor Wanja", ["His seat"])]),
        ("Tactics", [("Dr Hana Osei", ["A vigil"]), ("Governor Wanja", [])]),
        ("Worth another look", [("Dr Hana Osei", ["2"]), ("Governor Wanja", [])]),
    ]  # fmt: skip
    assert second.key != first.key


def test_each_kind_leads_to_its_column():
    found = [charts.column_of(kind.code) for kind in STRATEGY.kinds]

    assert found == [4, 1, 2, 2, 2, 3, 3, 4, 5]


def test_a_chart_is_begun_and_filled_in_place(client, school):
    member = MemberFactory(lead=True)
    here = reverse("campaigns:strategy", args=[member.campaign.key])
    first = opened(client, member, here)

    begun = client.post(here, {"do": "add", "kind": "chart", **OSEI})
    chart = Entry.objects.get(kind="chart")
    added = client.post(page_of(chart), {"do": "add", "kind": "goal", "text": "No lease",
                                         "term": "middle"})  # fmt: skip
    goal = Entry.objects.get(kind="goal")
    refused = client.post(
        page_of(chart), {"do": "add", "kind": "goal", "text": "", "term": "short"}
    )
    adding = client.get(page_of(chart) + "?add=tactic").content.decode()
    cell = client.get(page_of(goal)).content.decode()

    assert "Who can say yes?" in first
    assert [begun.url, added.url] == [
        f"{page_of(chart)}?said=added&column=1#e-{chart.key}",
        f"{page_of(chart)}?said=added&column=1#e-{goal.key}",
    ]
    assert goal.parent == chart
    assert (refused.status_code, "Write something here first." in refused.content.decode()) == (
        400, True,
    )  # fmt: skip
    assert 'name="tactic"' in adding
    assert 'strategy__column--now strategy__column--open" id="column-1"' in " ".join(cell.split())


def test_a_cell_is_written_where_it_stands_and_words_that_meet_others_are_both_kept(
    client, school, at
):
    one, other = team()
    chart = a_chart(one.campaign, power="Signs")
    opened(client, one, f"{page_of(chart)}?open={chart.key}&column=4")
    seen = charts.charts(one.campaign, reader=eyes(one))[0].shown.seen
    write(entry=chart, said={"power": "Signs the lease"}, seen=seen, member=other,
          by=Actor.system(), at=at)  # fmt: skip
    sent = {"do": "write", "entry": chart.key, "seen": seen, "column": "4"}

    met = client.post(page_of(chart), sent | {"field": "power", "power": "Stops the lease"})
    kept = client.post(
        page_of(chart), sent | {"field": "budget", "budget": "A hall", "column": "2"}
    )

    later = {"seen-power": changes.newest(one.campaign), "field": "power", "power": "Signs"}
    client.post(page_of(chart), sent | later)

    chart.refresh_from_db()
    clash = Clash.objects.get()
    assert met.url == f"{reverse('campaigns:met', args=[chart.campaign.key])}#{clash.key}"
    assert (chart.said["power"], clash.words, chart.said["budget"]) == (
        "Signs", "Stops the lease", "A hall",
    )  # fmt: skip
    assert kept.url == f"{page_of(chart)}?said=kept&column=2#e-{chart.key}"


def test_what_is_amiss_in_a_cell_is_said_there_and_a_field_left_is_kept_by_the_script(
    client, school
):
    member = MemberFactory(lead=True)
    chart = a_chart(member.campaign)
    resource = EntryFactory(
        campaign=chart.campaign, kind="resource", parent=chart, said={"kind": "people"}
    )
    opened(client, member, page_of(chart))
    sent = {"do": "write", "entry": resource.key, "field": ["kind", "amount"], "kind": "people"}

    amiss = client.post(page_of(chart), sent | {"amount": "many"})
    left = client.post(
        page_of(chart),
        {"entry": resource.key, "only": "amount", "amount": "40"},
        headers={"accept": "application/json"},
    )

    resource.refresh_from_db()
    assert (amiss.status_code, "Write a number, in digits." in amiss.content.decode()) == (
        400,
        True,
    )
    assert (left.json()["errors"], resource.said["amount"]) == ({}, 40)


def test_words_for_a_chart_that_somebody_removed_meanwhile_are_kept(client, school, at):
    one, other = team()
    chart = a_chart(one.campaign)
    opened(client, one, page_of(chart))
    remove(entry=chart, member=other, by=Actor.system(), at=at)

    sent = {"do": "write", "entry": chart.key, "field": "power", "power": "Signs"}
    answer = client.post(page_of(chart), sent)

    assert Clash.objects.get().words == "Signs"
    assert answer.status_code == 302
    assert client.get(page_of(chart)).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "else"},
        {"do": "add", "kind": "actor"},
        {"do": "add", "kind": "goal", "text": "x", "term": "short"},
        {"do": "write", "entry": "nothing-with-that-key"},
    ],
)
def test_nothing_else_can_be_sent(client, school, sent):
    member = MemberFactory(lead=True)
    here = reverse("campaigns:strategy", args=[member.campaign.key])
    opened(client, member, here)

    assert client.post(here, sent).status_code == 404
    assert client.get(here + "?add=goal").status_code == 404


def test_a_refusal_of_the_engine_is_said_in_the_page(client, school):
    member = MemberFactory(lead=True)
    for _number in range(12):
        chart = a_chart(member.campaign)
    here = reverse("campaigns:strategy", args=[member.campaign.key])
    opened(client, member, here)

    answer = client.post(here, {"do": "add", "kind": "chart", **OSEI})
    wrong = client.post(
        page_of(chart),
        {"do": "write", "entry": below(chart, "tactic", tactic="A vigil").key,
         "field": "who", "who": "somebody-elses-group-key"},
    )  # fmt: skip

    assert (answer.status_code, "There are 12 here already" in answer.content.decode()) == (
        400,
        True,
    )
    assert (wrong.status_code, Entry.objects.filter(kind="chart").count()) == (400, 12)


@pytest.mark.parametrize("times", [1, 12])
def test_a_chart_takes_as_many_queries_however_much_stands_in_it(times, django_assert_num_queries):
    chart = a_chart()
    for number in range(times):
        nurses = below(chart, "constituent", name=f"Ward {number}")
        below(chart, "tactic", tactic="A vigil", who=nurses.key)

    with django_assert_num_queries(5):
        charts.charts(chart.campaign, reader=eyes())


def test_others_read_the_chart_and_find_nothing_to_press(client, school):
    campaign = CampaignFactory(shared_to="public")
    PartFactory(campaign=campaign, tool="strategy", shared_to="public")
    chart = a_chart(campaign)
    below(chart, "goal", text="No lease", term="middle")
    a_chart(campaign, target="Governor Wanja")

    page = client.get(page_of(chart)).content.decode()
    side = client.get(reverse("campaigns:compare_charts", args=[campaign.key])).content.decode()

    assert [word in page for word in ("No lease", "?open=", "<form", "Tactics")] == [
        True, False, False, True,
    ]  # fmt: skip
    assert "Governor Wanja" in side
    assert client.post(page_of(chart), {"do": "add", "kind": "goal"}).status_code == 404
