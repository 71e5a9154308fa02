"""Nobody whom the team does not let read its notes on dangers meets a word of them, by any page."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.campaigns import urls
from commonroot.campaigns.actions import entries
from commonroot.campaigns.models import Step
from commonroot.campaigns.queries import changes
from commonroot.campaigns.queries.plan_papers import plan_values
from commonroot.campaigns.queries.reading import Reader
from commonroot.people.actions import open_link
from tests.factories.campaigns import PartFactory, team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("school")]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MARK = "Zanzibarite"  # stands in every word of the notes


def dangerous():
    """A campaign shared as far as can be, with a danger that was changed, met and looked after."""
    amina, comfort, juma = team(size=3)
    campaign = amina.campaign
    campaign.shared_to = Step.PUBLIC
    campaign.save()
    PartFactory(campaign=campaign, tool="risks", shared_to=Step.PUBLIC)
    about = {"member": amina, "by": Actor.system(), "at": NOON}
    words = {"what": MARK, "whom": MARK, "who": comfort.key}
    danger = entries.add(campaign=campaign, kind="danger", said=words, **about)
    seen = changes.newest(campaign)
    entries.write(entry=danger, said={"before": f"{MARK} 1"}, seen=seen, **about)
    entries.write(entry=danger, said={"before": f"{MARK} 2"}, seen=seen, **about | {"member": juma})
    return amina, comfort, danger


def by_page(member):
    client = Client()
    client.get(f"/p/{open_link(person=member.person, scope='page', at=timezone.now())}")
    return client


def addresses(campaign, danger):
    """Every page of the area that can be asked for by a campaign, a tool and an entry."""
    found = set()
    # What is printed is looked into below, where it is not sealed in a PDF yet.
    for name in {one.name for one in urls.urlpatterns} - {"plan", "empty_paper", "written_paper"}:
        for more in ([], ["risks"], [danger.key], ["risks", danger.key], ["risks", "danger"]):
            try:
                found.add(reverse(f"campaigns:{name}", args=[campaign.key, *more]))
            except NoReverseMatch:
                continue
    return sorted(found)


def told(client, places):
    """The pages that hold a word of the notes, or say that there are any."""
    return [
        place
        for place in places
        if MARK in (answer := client.get(place, {"tool": "risks"})).content.decode(errors="ignore")
        or (answer.status_code == 200 and "/risks/" in answer.content.decode(errors="ignore"))
    ]


def test_no_page_of_the_area_holds_a_word_of_them():
    """With the control: whoever is let read them does find them."""
    amina, comfort, danger = dangerous()
    places = addresses(amina.campaign, danger)

    assert len(places) > 30
    assert told(by_page(comfort), places) == []
    hers = [place for place in places if "/risks/" in place or place.endswith(("/met/", "story/"))]
    assert len(told(by_page(amina), hers)) >= 4


def test_the_printed_plan_holds_none_but_in_the_hands_of_who_may_read_them():
    amina, comfort, _danger = dangerous()

    def printed(member, step=Step.TEAM, *, whole):
        reader = Reader(step=step, shared_to=Step.PUBLIC, parts={"risks": "public"}, member=member)
        values = plan_values(
            amina.campaign, reader=reader, whole=whole, paper="a4", school="S", address="A",
            on=date(2026, 11, 22),
        )  # fmt: skip
        return MARK in str(values)

    assert printed(amina, whole=True)
    assert [
        printed(amina, whole=False),
        printed(comfort, whole=True),
        printed(None, Step.PUBLIC, whole=True),
    ] == [False, False, False]
