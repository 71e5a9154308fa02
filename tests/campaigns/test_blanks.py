"""Blank tools: what is typed lives in the page, and is kept only where somebody says so."""

import json

import pytest
import typst
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import keeping
from commonroot.campaigns.actions.entries import NotWritable
from commonroot.campaigns.forms.blanks import BLANK, SALT, Blank, carried, unpacked
from commonroot.campaigns.models import Campaign, Change, Clash, Entry
from commonroot.campaigns.permissions.blanks import can_keep
from commonroot.campaigns.queries import blank_papers, blanks
from commonroot.core.fields import Translated
from commonroot.people.models import Link
from commonroot.programmes.models import Part
from commonroot.ui import printing
from tests.campaigns.opening import opened
from tests.factories.campaigns import CampaignFactory, EntryFactory, MemberFactory
from tests.factories.programmes import THEN, SessionFactory

pytestmark = pytest.mark.django_db
CHART = {
    "chart-0-target": "Dr Hana Osei", "goal-0-text": "No lease", "goal-0-term": "middle",
    "constituent-0-name": "Night nurses", "tactic-0-tactic": "A vigil",
    "tactic-0-who": "night  Nurses", "tactic-1-tactic": "A march", "tactic-1-who": "Mothers",
}  # fmt: skip
SPECTRUM = {
    "ally_group-0-name": "Bus drivers", "ally_group-0-wedge": "3", "shift-0-from_wedge": "3",
    "shift-0-request": "Carry our leaflets",
}  # fmt: skip


def rows_of(tool: str, posted: dict, *, strict: bool = True):
    page = Blank(BLANK[tool], posted, strict=strict)
    assert page.is_valid(), [row.errors for part in page.parts for row in part.rows]
    return page.rows


def stored() -> list[int]:
    """How many rows there are of everything that a campaign or a link could become."""
    return [one.objects.count() for one in (Campaign, Entry, Change, Clash, Link)]


def test_every_exercise_of_a_session_opens_blank():
    named = {one.value for one in Part.Exercise} - {"", "other"}

    assert set(BLANK) == named


@pytest.mark.parametrize("tool", sorted(BLANK))
def test_a_blank_tool_opens_and_prints_for_everybody(client, school, tool):
    page = client.get(reverse("campaigns:blank", args=[tool]))
    paper = client.get(reverse("campaigns:empty_paper", args=[tool]))

    assert (page.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert page.cookies.keys() == set()


def test_what_is_typed_comes_back_in_the_page_with_a_row_more_and_nothing_is_stored(client, school):
    before, here = stored(), reverse("campaigns:blank", args=["strategy"])

    page = client.post(here, CHART | {"rows-goal": "2", "more": "goal"}).content.decode()
    paper = client.post(reverse("campaigns:written_paper", args=["strategy"]), CHART)
    keep = client.post(reverse("campaigns:keep_page", args=["strategy"]), CHART).content.decode()
    listed = client.get(reverse("campaigns:blanks")).content.decode()

    assert [word in page for word in ('value="Dr Hana Osei"', "goal-2-text", "goal-3-text")] == [
        True, True, False,
    ]  # fmt: skip
    assert (paper.content[:5], paper["Cache-Control"]) == (b"%PDF-", "no-store")
    assert ["Leave this page open" in keep, "Dr Hana Osei" in keep] == [True, False]
    assert listed.count("blank.pdf") == len(BLANK)
    assert stored() == before


def test_what_was_typed_comes_through_signing_in_elsewhere_and_back_into_the_page(client, school):
    tool = BLANK["strategy"]
    words = carried(tool, rows_of("strategy", CHART))

    again = client.post(reverse("campaigns:keep_page", args=["strategy"]), {"carried": words})
    back = client.post(reverse("campaigns:blank", args=["strategy"]), {"carried": words})

    assert "Tactics: 2" in again.content.decode()
    assert 'value="Dr Hana Osei"' in back.content.decode()
    assert [
        unpacked(BLANK["path"], words), unpacked(tool, words + "x"),
        unpacked(tool, signing.dumps(["path", []], salt=SALT)),
    ] == [None, None, None]  # fmt: skip


def test_it_is_kept_in_a_campaign_of_ones_own_or_in_a_new_one(client, school):
    member = MemberFactory(lead=True)
    other = CampaignFactory()
    words = carried(BLANK["strategy"], rows_of("strategy", CHART))
    send = reverse("campaigns:kept", args=["strategy"])
    opened(client, member, reverse("campaigns:workspace", args=[member.campaign.key]))

    asked = client.post(reverse("campaigns:keep_page", args=["strategy"]), CHART).content.decode()
    own = client.post(send, {"carried": words, "campaign": member.campaign.key})
    new = client.post(send, {"carried": words, "name": "Our hospital"})
    theirs = client.post(send, {"carried": words, "campaign": other.key})
    nameless = client.post(send, {"carried": words, "name": " "})
    old = client.post(send, {"carried": "else", "name": "Our hospital"})

    made = Campaign.objects.exclude(pk__in=[member.campaign.pk, other.pk]).get()
    assert [member.campaign.name in asked, other.key in asked] == [True, False]
    assert [own.url, new.url] == [
        f"{reverse('campaigns:tool', args=[one.key, 'strategy'])}?said=kept"
        for one in (member.campaign, made)
    ]
    assert [theirs.status_code, nameless.status_code, old.status_code] == [404, 409, 400]
    assert (made.name, made.members.get().person) == ("Our hospital", member.person)
    assert [made.entries.count(), member.campaign.entries.count(), other.entries.count()] == [
        6, 6, 0,
    ]  # fmt: skip


def kept(campaign, tool, rows, at):
    member = campaign.members.first() or MemberFactory(campaign=campaign, lead=True)
    return keeping.keep(
        campaign=campaign, tool=BLANK[tool], rows=rows, member=member, by=Actor.system(), at=at
    )


def test_who_is_named_is_found_by_name_or_put_there(at):
    campaign = CampaignFactory()

    count = kept(campaign, "strategy", rows_of("strategy", CHART), at)

    groups = {one.said["name"]: one.key for one in Entry.objects.filter(kind="constituent")}
    doing = [one.said["who"] for one in Entry.objects.filter(kind="tactic").order_by("place")]
    chart = Entry.objects.get(kind="chart")
    assert (count, sorted(groups)) == (5, ["Mothers", "Night nurses"])
    assert AuditEntry.objects.get(verb="blank tool kept").facts == {"tool": "strategy", "rows": 5}
    assert doing == [groups["Night nurses"], groups["Mothers"]]
    assert set(Entry.objects.exclude(pk=chart.pk).values_list("parent", flat=True)) == {chart.pk}


def test_words_are_kept_beside_those_that_stand_there(at):
    campaign = CampaignFactory()
    chart = EntryFactory(
        campaign=campaign, kind="chart",
        said={"target": "Dr Hana Oséi", "power": "Signs", "our_power": "x" * 1000},
    )  # fmt: skip
    typed = {
        "chart-0-target": "Dr Hana Osei", "chart-0-power": "Pays", "chart-0-budget": "A hall",
        "chart-0-our_power": "Votes",
    }  # fmt: skip

    kept(campaign, "strategy", rows_of("strategy", typed), at)
    kept(campaign, "story", [("cornerstones", {"goal": "No lease"})], at)
    kept(campaign, "story", [("cornerstones", {"goal": "No lease"})], at)

    chart.refresh_from_db()
    met = {one.field: one.words for one in Clash.objects.all()}
    assert {code: chart.said[code] for code in ("target", "power", "budget")} == {
        "target": "Dr Hana Oséi", "power": "Signs\n\nPays", "budget": "A hall",
    }  # fmt: skip
    assert met == {"target": "Dr Hana Osei", "our_power": "Votes"}
    assert Entry.objects.get(kind="cornerstones").said == {"goal": "No lease"}


def test_a_plan_belongs_to_the_group_that_is_named_or_to_the_only_one(at):
    two = SPECTRUM | {"ally_group-1-name": "Radio", "ally_group-1-wedge": "2"}
    campaign = CampaignFactory()

    nameless = Blank(BLANK["spectrum"], two, strict=True)
    named = rows_of("spectrum", two | {"shift-0-belongs": "bus drivers"})
    alone = rows_of("spectrum", SPECTRUM)

    assert nameless.is_valid() is False
    for rows in (named, alone):
        kept(campaign, "spectrum", rows, at)
    shifts = Entry.objects.filter(kind="shift")
    assert {one.parent.said["name"] for one in shifts} == {"Bus drivers"}
    assert Entry.objects.filter(kind="ally_group").count() == 2


@pytest.mark.parametrize(
    ("posted", "good"),
    [
        ({}, True),
        ({"goal-0-text": "No lease", "goal-0-term": "middle"}, False),  # no target above it
        ({"chart-0-target": "Dr Osei", "goal-0-text": "No lease"}, False),  # no term
        (CHART, True),
    ],
)
def test_what_is_needed_to_keep_it_is_asked_before_where(client, school, posted, good):
    answer = client.post(reverse("campaigns:keep_page", args=["strategy"]), posted)

    assert answer.status_code == (200 if good else 400)


def test_what_cannot_be_read_is_said_before_it_is_printed(client, school):
    sent = {"actor-0-label": "Bishop", "actor-0-x": "far"}

    answer = client.post(reverse("campaigns:written_paper", args=["power"]), sent)

    assert (answer.status_code, "Write a number, in digits." in answer.content.decode()) == (
        400,
        True,
    )


def test_all_or_nothing_is_kept(at):
    campaign = CampaignFactory()

    with pytest.raises(NotWritable):
        kept(campaign, "strategy", [("chart", {"target": "Dr Osei"}), ("goal", {"text": "x"})], at)

    assert campaign.entries.count() == 0


def test_who_may_keep_what_they_typed():
    member = MemberFactory(lead=True)
    by = {"kind": "link", "person_id": member.person_id}
    actors = [
        Actor.public(),
        Actor(**by, scope="page"),
        Actor(**by, scope="answer", thing=f"campaign:{member.campaign.key}"),
        Actor(**by, scope="answer", thing="session:else"),
    ]

    assert [can_keep(one) for one in actors] == [False, True, True, False]
    assert [len(blanks.own_campaigns(one)) for one in actors] == [0, 1, 1, 0]


@pytest.mark.parametrize("tool", ["other", "problem", "risks"])
def test_no_other_tool_opens_blank(client, school, tool):
    for name in ("blank", "empty_paper"):
        assert client.get(reverse(f"campaigns:{name}", args=[tool])).status_code == 404


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("tool", sorted(BLANK))
def test_a_blank_is_at_most_two_sheets_and_holds_what_was_typed(tool, language):
    rows = [("actor", {"label": "Bishop", "x": 2, "y": 6}), ("actor", {"label": "Bank"}),
            ("ally_group", {"name": "Drivers", "wedge": "3"}), ("frames", {"frame": "yes"}),
            ("shift", {"belongs": "Drivers", "request": "Carry leaflets"}),
            ("intervention", {"points": ["decision"]}), ("chart", {"target": "Dr Osei"}),
            ("tie", {"from": "Bank", "to": "Bishop"}),
            ("story", {"ours_conflict": "They sell it"})]  # fmt: skip

    with override(language):
        empty = blank_papers.blank_values(BLANK[tool], school="Our school")
        values = blank_papers.blank_values(BLANK[tool], rows=rows, school="Our school")

    assert max(sheets(empty), sheets(values)) <= 2
    assert [values["dots"], values["wedges"]] == [
        [[1, 2, 6]] if tool == "power" else [],
        [[], [], [1], [], []] if tool == "spectrum" else [[]] * 5,
    ]


def sheets(values) -> int:
    made = typst.compile(
        {printing.MAIN: blank_papers.PAPER.read_bytes()}, font_paths=printing._fonts(),
        format="png", ppi=20, sys_inputs={"values": json.dumps(values)},
    )  # fmt: skip
    return len(made) if isinstance(made, list) else 1


def test_a_session_leads_to_the_blank_tool_of_its_exercise(client, school):
    session = SessionFactory(programme__published_at=THEN)
    for position, exercise in enumerate(("power", "other", "")):
        title = Translated({"en": "Work at tables"})
        session.parts.create(position=position, title=title, exercise=exercise)

    page = client.get(reverse("registration:session", args=[session.key])).content.decode()

    assert [page.count("/tools/"), page.count(reverse("campaigns:blank", args=["power"]))] == [2, 2]
