"""A cohort: called for, applied alone and together, read, chosen by two, told, put into groups."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, everybody_can_read
from tests.journeys.cohort import Story, beside

pytestmark = pytest.mark.journey

LOOKED_AT = {"form", "settings", "call", "part-3", "check", "read", "choose", "groups-proposals"}
TEAM_OF_IT = [
    ["Esi Darko", "organiser", "esi@example.org"],
    ["Ada Nwosu", "panel", "ada@example.org"],
    ["Tito Reyes", "panel", "tito@example.org"],
]
MANY, PLACES = 8, 6


def signed_in(page: Page, cookie: list[str], address: str) -> Page:
    """Somebody of the team who signed in before."""
    page.context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": address}])
    return page


def applies_with_two(story: Story, page: Page, visitor) -> None:
    """A group of three: one writes for all, two are asked by a link and say yes."""
    story.begin(page, kind="group", name="Comfort Addo", way="comfort@example.org")
    story.fill(page, story.many(1, first=2, hours=4)[0]["typed"])
    own = page.url.partition("/check/")[0]
    page.goto(own + "/others/")
    for name in ("Kojo Mensah", "Abla Tetteh"):
        page.get_by_label("Their name").fill(name)
        page.locator("[name=way]").fill(f"{name.split()[0].casefold()}@example.org")
        page.get_by_role("button", name="Ask them").click()
        expect(page.locator(".tasks")).to_contain_text(name)
    everybody_can_read(page)
    for number, (_key, token, _name) in enumerate(story.links()["joining"]):
        other = visitor(viewport=PHONE)
        other.goto(story.served.at(f"/p/{token}"))
        other.get_by_role("button", name="Yes, I am part of it").click()
        expect(other.locator("main")).to_contain_text("you are part of this application")
        if number == 0:
            everybody_can_read(other)
    page.goto(own + "/check/")
    story.hand_in(page)
    expect(page.locator(".part__far", has_text="said yes")).to_have_count(2)


def test_a_cohort_from_its_call_to_its_groups(own_demo, visitor):
    seen: set[str] = set()
    phone = visitor(viewport=PHONE, java_script_enabled=False)

    def looked_at(page: Page, name: str) -> None:
        # axe is a script itself.
        if page != phone and name in LOOKED_AT and name not in seen:
            seen.add(name)
            everybody_can_read(page)

    story = Story(own_demo, "community-and-campaigns", picture=looked_at)
    cookies = beside(own_demo, "team", team=TEAM_OF_IT)
    leila = visitor()
    leila.goto(own_demo.at("/en/"))
    leila.locator('.demo button[value="organiser"]').click()
    closes = datetime.now(UTC) + timedelta(days=9)
    story.make_call(
        leila,
        closes=f"{closes:%Y-%m-%d}T23:59:59",
        hears=f"{closes + timedelta(days=20):%Y-%m-%d}",
        places=PLACES,
    )

    # Alone, on a phone without JavaScript; three together; the others over the same pages.
    story.begin(phone, kind="alone", name="Noor Haddad", way="noor@example.org")
    story.fill(phone, story.many(1, first=7, hours=4)[0]["typed"])
    story.hand_in(phone)
    applies_with_two(story, visitor(), visitor)
    assert story.all_apply(story.many(MANY, first=100)) == MANY

    # Two read without names.
    story.set_panel(leila, ["Ada Nwosu", "Tito Reyes"], each=0)
    for name in ("Ada Nwosu", "Tito Reyes"):
        reader = signed_in(visitor(viewport=PHONE), cookies[name], own_demo.address)
        reader.goto(own_demo.at("/en/read/"))
        reader.get_by_role("link", name="Begin to read").click()
        for points in ([5, 4, 4, 3], [4, 4, 3, 3]):
            expect(reader.locator("main")).not_to_contain_text("Noor Haddad")
            story.read(reader, points, words="Knows with whom, and what the next step is.")

    # Chosen on the board, signed by two, told.
    story.decide(leila, presses=2)
    expect(leila.locator("h1")).to_have_text(f"4 of {PLACES} places given")
    story.decide_all(leila, accept=2, reserve=2)
    story.sign(leila)
    story.sign(signed_in(visitor(), cookies["Esi Darko"], own_demo.address))
    story.send_letters(leila)
    offers = story.links()["offers"]
    assert len(offers) == 4
    (_key, token, _agreed), *others = offers
    phone.goto(own_demo.at(f"/p/{token}"))
    phone.locator("[name=agreed]").check()
    phone.get_by_role("button", name="Yes, I come").click()
    expect(phone.locator("h1")).to_have_text("You are in.")
    assert story.all_come(others) == len(others)

    # Six people in groups that two or three make; one is moved by hand.
    story.propose(leila, smallest=2, largest=4)
    story.choose_groups(leila)
    phone.goto(own_demo.at(f"/p/{story.links()['groups'][0]}"))
    expect(phone.locator("main")).to_contain_text("Who is in it")
    assert seen == LOOKED_AT
