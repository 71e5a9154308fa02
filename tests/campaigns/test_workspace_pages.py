"""The pages of a campaign by Django's client: starting, asking others, sharing, looking ahead."""

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.campaigns.models import Campaign, Entry, Member, PublicAsk, Step
from commonroot.circles.actions import give_mandate
from commonroot.people.actions import open_link
from commonroot.people.models import Link
from commonroot.work.clock import now
from tests.campaigns.around import around
from tests.factories.accounts import AccountFactory
from tests.factories.campaigns import EntryFactory, MemberFactory
from tests.factories.campaigns import team as a_team
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db


def arrived(person, **link):
    """The browser of somebody who opened their own page, or the link of a letter."""
    client = Client()
    client.get(f"/p/{open_link(person=person, at=now(), **{'scope': 'page', **link})}")
    return client


def page(name, campaign, query=""):
    """The address of a page of a campaign."""
    return reverse(f"campaigns:{name}", args=[campaign.key]) + query


def test_somebody_starts_one_and_finds_the_next_step(school):
    client = arrived(PersonFactory())

    empty = client.get(reverse("campaigns:campaigns")).content.decode()
    again = client.post(reverse("campaigns:start"), {"name": ""})
    done = client.post(
        reverse("campaigns:start"),
        {"name": "Water for Kilimo", "service": "water", "level": "place", "whose": "mine"},
    )

    campaign = Campaign.objects.get()
    assert ("Start a campaign" in empty, again.status_code) == (True, 400)
    assert done.headers["Location"] == page("workspace", campaign)
    shown = client.get(done.headers["Location"]).content.decode()
    assert "Write down the problem" in shown
    assert "<title>My page</title>" in " ".join(shown.split()).replace(
        "<title> ", "<title>"
    ).replace(" </title>", "</title>")
    assert "Water for Kilimo" in client.get(reverse("campaigns:campaigns")).content.decode()


def test_one_is_asked_by_letter_says_yes_and_reads(school):
    lead, _other = a_team()
    campaign, host = lead.campaign, arrived(lead.person)
    asked = host.post(page("team", campaign), {
        "what": "way", "name": "Zawadi", "way": "zawadi@example.org",
    })  # fmt: skip
    by_hand = host.post(page("team", campaign), {
        "what": "way", "name": "Baraka", "way": "+254700000001",
    })  # fmt: skip
    wrong = host.post(page("team", campaign), {"what": "way", "name": "X", "way": "nowhere"})
    member = Member.objects.get(person__shown_name="Zawadi")
    link = Link.objects.get(person=member.person)
    client = arrived(member.person, scope="answer", thing=link.thing, way=link.way)

    before = client.get(page("workspace", campaign))
    joining = client.get(page("join", campaign)).content.decode()
    yes = client.post(page("join", campaign), {"answer": "yes"})

    assert (asked.status_code, wrong.status_code) == (302, 400)
    assert "/p/" in by_hand.content.decode()
    assert before.headers["Location"] == page("join", campaign)
    assert campaign.name in joining
    assert lead.person.shown_name in client.get(yes.headers["Location"]).content.decode()
    no = arrived(Member.objects.get(person__shown_name="Baraka").person)
    assert no.post(page("join", campaign), {"answer": "no"}).status_code == 302
    assert not Member.objects.filter(person__shown_name="Baraka", left_at=None).exists()


def test_who_leads_looks_before_anything_is_shared_and_takes_it_back(school):
    here = around(school)
    campaign, lead = here.campaign, arrived(here.people["lead"])
    fellow = arrived(here.people["fellow"])
    EntryFactory(campaign=campaign, kind="actor", said={"label": "The mayor"})

    choice = lead.post(page("sharing", campaign), {"to": "group", "tool-power": "group"})
    look = lead.get(choice.headers["Location"]).content.decode()
    hidden = fellow.get(page("workspace", campaign))
    as_they = lead.get(page("workspace", campaign, "?as=group&to=group.power-group"))
    lead.post(page("look", campaign), {"to": "group.power-group"})
    there = fellow.get(page("workspace", campaign))
    lead.post(page("look", campaign), {"to": "team"})
    gone = fellow.get(page("workspace", campaign))

    assert "Share it so" in look
    assert (hidden.status_code, there.status_code, gone.status_code) == (404, 200, 404)
    assert "Your team" not in as_they.content.decode()
    assert "Power map" in there.content.decode()
    assert page("leave", campaign) not in there.content.decode()


def test_everybody_reads_it_after_a_second_yes(school):
    lead, other = a_team()
    campaign, one, two = lead.campaign, arrived(lead.person), arrived(other.person)

    one.post(page("look", campaign), {"to": "public"})
    asked = two.get(page("workspace", campaign)).content.decode()
    own = one.post(page("everybody", campaign), {"answer": "yes"})
    before = Client().get(page("workspace", campaign))
    two.post(page("everybody", campaign), {"answer": "yes"})
    after = Client().get(page("workspace", campaign))

    assert "Do you agree?" in asked
    assert (own.status_code, before.status_code, after.status_code) == (409, 302, 200)
    assert campaign.name in after.content.decode()
    assert not PublicAsk.objects.exists()


def test_two_write_the_name_and_nothing_is_overwritten(school):
    lead, other = a_team()
    campaign, one, two = lead.campaign, arrived(lead.person), arrived(other.person)
    form = {"name": campaign.name, "summary": "Hers", "service": "hospital", "level": "place",
            "country": "KE"}  # fmt: skip
    was = {f"was-{field}": value for field, value in form.items()}
    was |= {"was-summary": campaign.summary, "was-languages": "", "was-place": ""}

    first = one.post(page("about", campaign), form | was)
    second = two.post(page("about", campaign), form | was | {"summary": "His", "languages": ["sw"]})

    campaign.refresh_from_db()
    assert (first.status_code, second.status_code, campaign.summary) == (302, 400, "Hers")
    shown = second.content.decode()
    assert ("Now it says: Hers" in shown, ">\nHis</textarea>" in shown) == (True, True)


def test_the_reason_for_a_stage_stands_among_the_decisions(school):
    lead, _other = a_team()
    client = arrived(lead.person)

    client.post(page("stage", lead.campaign), {"to": "paused", "why": "The rains came early."})
    late = client.post(page("stage", lead.campaign), {"to": "told"})

    decision = Entry.objects.get(kind="decision")
    assert (decision.said["why"], late.status_code) == ("The rains came early.", 409)
    assert client.get(page("stage", lead.campaign, "?to=nowhere")).status_code == 404


def test_thrown_away_others_find_it_no_more_and_the_team_takes_it_back(school):
    lead, other = a_team()
    Campaign.objects.update(shared_to=Step.PUBLIC)
    client = arrived(lead.person)

    asked = client.get(page("away", lead.campaign)).content.decode()
    client.post(page("away", lead.campaign))
    shown = arrived(other.person).get(page("workspace", lead.campaign)).content.decode()
    outside = Client().get(page("workspace", lead.campaign)).status_code
    client.post(page("away", lead.campaign), {"back": "1"})

    assert "2 people are in the team" in asked
    assert ("was thrown away" in shown, outside) == (True, 302)
    assert Client().get(page("workspace", lead.campaign)).status_code == 200


@pytest.mark.parametrize("do", ["lead", "follow", "risks", "no_risks", "out"])
def test_places_are_settled_by_who_leads_alone(school, do):
    lead, other = a_team()
    MemberFactory(campaign=lead.campaign, lead=True)
    here = reverse("campaigns:place", args=[other.key])

    assert arrived(other.person).post(here, {"do": do}).status_code == 404
    assert arrived(lead.person).post(here, {"do": do}).status_code == 302
    assert arrived(lead.person).post(here, {"do": "anything"}).status_code == 404
    assert arrived(lead.person).get(page("team", lead.campaign)).status_code == 200


def test_the_last_who_leads_is_told_what_to_do_first(school):
    lead, other = a_team()
    place = reverse("campaigns:place", args=[lead.key])
    client = arrived(lead.person)

    refused = client.post(place, {"do": "follow"})
    stays = client.post(page("leave", lead.campaign))
    goes = arrived(other.person).post(page("leave", lead.campaign))

    assert (refused.status_code, stays.status_code, goes.status_code) == (409, 409, 302)
    assert arrived(other.person).get(page("workspace", lead.campaign)).status_code == 404


def test_fellows_of_a_group_are_asked_by_name(school):
    here = around(school)
    from tests.campaigns.around import let_be_seen
    from tests.factories.groups import GroupMemberFactory

    for name in ("lead", "fellow"):
        let_be_seen(here.people[name], here.campaign.programme, at=now())
    GroupMemberFactory(group=here.campaign.group, person=here.people["lead"])
    ContactWayFactory(person=here.people["fellow"])
    client = arrived(here.people["lead"])

    client.post(page("team", here.campaign), {
        "what": "fellows", "people": [here.people["fellow"].key],
    })  # fmt: skip

    assert here.campaign.members.filter(person=here.people["fellow"], joined_at=None).exists()


def test_a_long_list_is_narrowed_by_what_it_is_about(school):
    from tests.factories.campaigns import CampaignFactory

    for number in range(13):
        CampaignFactory(shared_to=Step.PUBLIC, name=f"Campaign {number}",
                        service="water" if number else "food")  # fmt: skip
    here = reverse("campaigns:campaigns")

    everything, food = (
        Client().get(here + query).content.decode() for query in ("", "?service=food")
    )

    assert ("Campaign 12" in everything, "Campaign 12" in food, "Campaign 0" in food) == (
        True, False, True,
    )  # fmt: skip


def test_it_is_found_on_my_page_and_at_the_desk_by_whom_it_is_shared_with(school):
    here = around(school)
    Campaign.objects.update(shared_to=Step.CIRCLE)
    desk, contact = (
        Client(),
        arrived(
            here.people["circle contact"],
            scope="answer",
            thing=f"circle_desk:{here.campaign.circle.key}",
        ),
    )
    account = AccountFactory()
    give_mandate(account=account, circle=here.campaign.programme.run_by, role="organiser",
                 until=None, by=here.actors["system"], at=now())  # fmt: skip
    desk.force_login(account)
    name = here.campaign.name

    mine = {one: arrived(here.people[one]).get("/en/me/").content.decode() for one in
            ("member", "asked", "fellow")}  # fmt: skip
    course = desk.get(reverse("web:programme", args=[here.campaign.programme.key]))
    circle = contact.get(reverse("web:circle_desk", args=[here.campaign.circle.key]))

    assert {one: name in shown for one, shown in mine.items()} == {
        "member": True, "asked": True, "fellow": False,
    }  # fmt: skip
    assert "You are asked to join." in mine["asked"]
    assert (name in course.content.decode(), name in circle.content.decode()) == (True, True)
