"""Two people write in one cell of a strategy chart, on a phone and a laptop: both texts stay."""

import json
import subprocess

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import PHONE, everybody_can_read, onward
from tests.journeys.served import MANAGE, ROOT, environment

pytestmark = pytest.mark.journey
HERS, THEIRS = "She signs the lease.", "She can send the contract back."
# A campaign of two people of the demo with one chart; prints their links and where the chart is.
BEGIN = """
import json
from django.utils import timezone
from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.campaigns import start
from commonroot.campaigns.actions.entries import add
from commonroot.campaigns.models import Member
from commonroot.people.actions import open_link
from commonroot.people.models import Person
at, by = timezone.now(), Actor.system()
one = Person.objects.get(shown_name="Amina Wekesa")
other = next(p for p in Person.objects.exclude(pk=one.pk).order_by("pk") if not p.is_high)
made = start(said={"name": "Our hospital stays public"}, person=one, by=by, at=at)
Member.objects.create(campaign=made, person=other, invited_at=at, joined_at=at)
own = made.members.get(person=one)
chart = add(campaign=made, kind="chart", said={"target": "Dr Hana Osei"}, member=own, by=by, at=at)
links = [open_link(person=each, scope="page", at=at, fresh=True) for each in (one, other)]
print(json.dumps({"links": links, "chart": f"/en/campaigns/{made.key}/strategy/{chart.key}/"}))
"""


def test_two_people_write_in_one_cell_and_neither_text_is_lost(demo, visitor):
    told = environment(demo.home, COMMONROOT_DEMO="1")
    begin = [*MANAGE, "shell", "-v", "0", "-c", BEGIN]
    said = subprocess.run(begin, cwd=ROOT, env=told, check=True, capture_output=True, text=True)
    made = json.loads(said.stdout)
    laptop, phone = visitor(), visitor(viewport=PHONE)
    for page, token in zip((laptop, phone), made["links"], strict=True):
        page.goto(demo.at(f"/p/{token}"))
        page.goto(demo.at(made["chart"]) + "?column=4")  # a phone shows one column at a time
        onward(page, page.locator("section", has=page.get_by_role("heading", name="Targets"))
               .get_by_role("link", name="Change"))  # fmt: skip
    cells = [page.get_by_label("Their power to give it to us") for page in (laptop, phone)]

    # Both have the empty cell open; the laptop's words are kept as soon as the cell is left.
    cells[0].fill(HERS)
    cells[0].blur()
    expect(laptop.get_by_role("status").filter(has_text="Kept")).to_be_visible()
    cells[1].fill(THEIRS)
    cells[1].blur()
    expect(
        phone.get_by_text("Somebody else wrote here meanwhile. Both are kept:").first
    ).to_be_visible()
    everybody_can_read(phone)

    # Both texts stand beside each other, and the phone keeps both.
    onward(phone, phone.get_by_role("link", name="Look at both").first)
    for words in (HERS, THEIRS):
        expect(phone.get_by_text(words).first).to_be_visible()
    phone.get_by_role("button", name="Keep both").first.click()
    expect(phone.get_by_role("button", name="Keep both")).to_have_count(0)
    laptop.goto(demo.at(made["chart"]))
    for words in (HERS, THEIRS):
        expect(laptop.get_by_text(words)).to_be_visible()
