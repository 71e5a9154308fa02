"""A plan on one page: always one, honest about what is left out, only what its reader may read."""

import json

import pytest
import typst
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from commonroot.accounts.models import AuditEntry
from commonroot.campaigns.models import Campaign, Step
from commonroot.campaigns.models.tools import KINDS, TOOLS
from commonroot.campaigns.models.tools.shapes import Field, Type
from commonroot.campaigns.queries import plan_papers
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.rules.chart import COLUMNS
from commonroot.ui import printing
from tests.campaigns.opening import opened
from tests.factories.campaigns import CampaignFactory, EntryFactory, MemberFactory, PartFactory

pytestmark = pytest.mark.django_db
LONG = {
    "en": "The county leases its hospital to a company and whoever cannot pay is sent home. ",
    "ar": "تؤجر المحافظة مستشفاها لشركة ومن لا يستطيع الدفع يعاد إلى بيته. ",
}


def words_for(field: Field, text: str):
    """Something that may stand in a field."""
    match field.type:
        case Type.CHOICE:
            return field.choices[0][0]
        case Type.SEVERAL:
            return [field.choices[0][0]]
        case Type.YES_NO:
            return True
        case Type.NUMBER:
            return field.least or 0
        case Type.DATE:
            return "2027-03-31"
        case Type.MOMENT:
            return "2027-03-31T18:00"
        case Type.ENTRY | Type.MEMBER | Type.DUE:
            return None
        case _:
            return (text * 60)[: field.longest]


def filled(campaign: Campaign, *, times: int, text: str) -> Campaign:
    """A campaign with so many of everything that is on the page, each field full."""
    on_page = {box.tool for _width, boxes in plan_papers.PAGE for box in boxes}
    for code in on_page:
        made = {}
        for kind in TOOLS[code].kinds:
            count = 1 if kind.single or kind.code == "chart" else times
            for _number in range(count):
                said = {one.code: words_for(one, text) for one in kind.fields}
                made[kind.code] = EntryFactory(
                    campaign=campaign,
                    kind=kind.code,
                    parent=made.get(kind.parent),
                    said={key: value for key, value in said.items() if value is not None},
                )
    return campaign


def values(campaign: Campaign, *, reader: Reader, day, whole=False, paper="a4"):
    return plan_papers.plan_values(
        campaign, reader=reader, whole=whole, paper=paper, school="Our school",
        address="https://example.org/campaigns/x/", on=day,
    )  # fmt: skip


def pages(said) -> int:
    """How many pages the paper has."""
    inside = {printing.MAIN: plan_papers.PAPER.read_bytes()}
    made = typst.compile(
        inside, font_paths=printing._fonts(), format="png", ppi=20,
        sys_inputs={"values": json.dumps(said | {"root": "#1e5a38"})},
    )  # fmt: skip
    return len(made) if isinstance(made, list) else 1


@pytest.mark.parametrize(
    ("times", "paper", "language"),
    [(0, "a4", "en"), (1, "a4", "ar"), (40, "a4", "en"), (40, "a4", "ar"), (40, "a3", "ar")],
)
def test_a_plan_is_one_page_however_much_there_is(times, paper, language, at):
    text = LONG[language]
    campaign = CampaignFactory(name=(text * 3)[:300], summary=text * 20)
    member = MemberFactory(campaign=campaign, lead=True)
    reader = Reader(step="team", shared_to="team", member=member)
    if times:
        filled(campaign, times=times, text=text)

    with override(language):
        said = values(campaign, reader=reader, whole=True, paper=paper, day=at.date())

    assert pages(said) == 1


def test_what_is_left_out_of_a_long_list_is_counted_in_every_length(at):
    campaign = CampaignFactory()
    for number in range(30):
        said = {"outcome": f"The county yields {number}"}
        EntryFactory(campaign=campaign, kind="outcome", said=said)
        EntryFactory(campaign=campaign, kind="action", said={"title": "A hearing"})
    reader = Reader(step="public", shared_to="public", parts={"path": "public"})

    said = values(campaign, reader=reader, day=at.date())

    (box,) = said["columns"][0]["boxes"]
    assert box["title"] == "Critical path and timeline"
    whole = len(box["levels"][0]["rows"])
    assert [whole, box["levels"][0]["lines"], box["levels"][0]["letters"]] == [60, 0, 0]
    assert all(len(one["rows"]) + one["lines"] == whole for one in box["levels"])
    assert [one["note"] for one in box["levels"][-1:]] == ["and more: 58"]


@pytest.mark.parametrize(
    ("step", "whole", "seen"),
    [
        ("team", True, ["inside", "of the team", "danger", "shared", "open", "second"]),
        ("team", False, ["shared", "open", "second"]),
        ("group", True, ["open"]),
        ("public", False, []),
    ],
)
def test_a_print_holds_what_its_reader_may_read_and_dangers_for_the_team_alone(
    step, whole, seen, at
):
    campaign = CampaignFactory(shared_to="group")
    PartFactory(campaign=campaign, tool="objectives", shared_to="group")
    made = {
        "open": ("demand", {"text": "MARK open", "fallback": "MARK inside"}, False),
        "of the team": ("demand", {"text": "MARK of the team"}, True),
        "shared": ("problem", {"what": "MARK shared"}, False),
        "danger": ("danger", {KINDS["danger"].named_by: "MARK danger"}, False),
    }
    for kind, said, team_only in made.values():
        EntryFactory(campaign=campaign, kind=kind, said=said, team_only=team_only)
    EntryFactory(
        campaign=campaign, kind="chart", said={"target": "Dr Osei"}
    )  # its inner problem below
    EntryFactory(
        campaign=campaign, kind="inner_problem", said={"problem": "MARK inside"},
        parent=campaign.entries.get(kind="chart"),
    )  # fmt: skip
    EntryFactory(campaign=campaign, kind="chart", said={"target": "MARK second"})
    member = MemberFactory(campaign=campaign, lead=True) if step == "team" else None
    reader = Reader(step=step, shared_to="group", parts={"objectives": "group"}, member=member)

    said = json.dumps(values(campaign, reader=reader, whole=whole, day=at.date()))

    assert sorted(one for one in [*made, "inside", "second"] if f"MARK {one}" in said) == sorted(
        seen
    )


def test_the_page_is_made_for_whoever_may_read_the_campaign_and_nobody_else(client, school):
    member = MemberFactory(lead=True)
    filled(member.campaign, times=1, text=LONG["en"])
    address = reverse("campaigns:plan", args=[member.campaign.key])

    assert client.get(address).status_code in (302, 404)
    opened_pages = [
        opened_bytes(client, member, address + tail) for tail in ("", "?whole&paper=a3")
    ]
    assert [one[:5] for one in opened_pages] == [b"%PDF-", b"%PDF-"]
    lines = AuditEntry.objects.filter(verb="plan of a campaign printed").order_by("pk")
    assert [(one.thing_key, one.facts) for one in lines] == [
        (member.campaign.key, {"whole": False}), (member.campaign.key, {"whole": True}),
    ]  # fmt: skip
    Campaign.objects.update(shared_to=Step.PUBLIC)
    assert Client().get(address).status_code == 200
    assert lines.count() == 2


def opened_bytes(client, member, address) -> bytes:
    """A file as a member gets it."""
    opened(client, member, reverse("campaigns:workspace", args=[member.campaign.key]))
    return client.get(address).content


def test_letters_without_a_font_become_dots_and_it_is_said(at):
    campaign = CampaignFactory(name="Our hospital 🏥")
    reader = Reader(step="public", shared_to="public")

    said = values(campaign, reader=reader, day=at.date())

    assert [said["title"], said["missing"]] == [
        "Our hospital ·", "Our fonts lack some letters; a dot stands for each.",
    ]  # fmt: skip


def test_every_kind_of_the_chart_has_its_column():
    kinds = {kind for _code, _fields, below in COLUMNS for kind in below}

    assert kinds | {"chart"} == {kind.code for kind in TOOLS["strategy"].kinds}
