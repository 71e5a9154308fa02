"""Campaigns on somebody's own page."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from commonroot.campaigns.models import Task
from commonroot.campaigns.queries.own import own_campaigns
from commonroot.people.actions import open_link
from tests.factories.campaigns import MADE, CampaignFactory, EntryFactory, MemberFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
TODAY = date(2027, 5, 12)


def looks_after(member, *, kind="ask", due_on=None, done_at: datetime | None = None, **said):
    entry = EntryFactory(campaign=member.campaign, kind=kind, said=said)
    return Task.objects.create(entry=entry, member=member, due_on=due_on, done_at=done_at)


def test_ones_own_page_shows_ones_campaigns_and_what_is_to_be_done(
    school, django_assert_num_queries
):
    person = PersonFactory()
    member = MemberFactory(person=person, campaign=CampaignFactory(name="Our hospital"))
    MemberFactory(person=person, asked=True, campaign=CampaignFactory(name="Our water"))
    MemberFactory(person=person, left_at=MADE)
    MemberFactory(person=person, campaign=CampaignFactory(thrown_at=MADE))
    looks_after(member, what="Speak", due_on=date(2027, 5, 11))
    looks_after(member, what="Sing")
    looks_after(member, what="Asked already", answer="yes")
    looks_after(member, what="Done", done_at=MADE)
    looks_after(member, kind="danger", what="Somebody is arrested")
    looks_after(member, kind="no such kind", what="x")

    with django_assert_num_queries(2):
        found = own_campaigns(person, today=TODAY)

    told = {
        own.campaign.name: (own.asked, [(one.name, one.is_late) for one in own.todo])
        for own in found
    }
    assert told == {
        "Our hospital": (False, [("Speak", True), ("Sing", False)]),
        "Our water": (True, []),
    }
    browser = Client()
    browser.get(f"/p/{open_link(person=person, scope='page', at=timezone.now())}")
    page = browser.get("/en/me/").content.decode()
    assert "Our hospital" in page
    assert "Speak" in page
    assert "arrested" not in page
