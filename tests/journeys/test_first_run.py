"""An empty folder, two doors, and a walk through the demo school."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import everybody_can_read, jump

pytestmark = pytest.mark.journey


def see_it_as(page: Page, who: str) -> None:
    """Press a button of the demo bar."""
    page.locator(f'.demo button[value="{who}"]').click()


def letters(page: Page) -> int:
    """How many letters the demo bar counts."""
    counted = re.search(r"\((\d+)\)", page.locator(".demo__letters").inner_text())
    assert counted is not None
    return int(counted[1])


def test_looking_around_the_demo_school(empty, visitor):
    page = visitor()
    page.goto(empty.at("/"))
    expect(page).to_have_url(empty.at("/en/start/"))
    expect(page.get_by_role("link", name="Start", exact=True)).to_be_visible()
    everybody_can_read(page)

    page.get_by_role("button", name="Look around").click()
    expect(page.locator(".demo")).to_be_visible(timeout=180_000)
    assert (empty.home / "mode").read_text() == "demo\n"
    expect(page).to_have_url(empty.at("/en/"))

    see_it_as(page, "organiser")
    expect(page).to_have_url(empty.at("/en/desk/"))
    expect(page.get_by_role("navigation").filter(has_text="People")).to_be_visible()

    see_it_as(page, "participant")
    expect(page).to_have_url(empty.at("/en/me/"))
    expect(page.locator("main")).to_contain_text("Amina Wekesa")

    see_it_as(page, "circle")
    expect(page.locator("h1")).to_be_visible()
    assert "/circle-letter/" in page.url

    page.locator(".demo__letters a").click()
    page.locator("main .rows a").first.click()
    expect(page.locator(".letter-text")).to_be_visible()


def test_moving_the_clock_of_the_demo(own_demo, visitor):
    page = visitor()
    page.goto(own_demo.at("/en/"))

    jump(page, "next session")
    see_it_as(page, "participant")
    join = page.get_by_role("link", name="Join now").first
    expect(join).to_be_visible()
    assert join.get_attribute("href").startswith("https://")

    before = letters(page)
    jump(page, "end of course")
    page.goto(own_demo.at("/en/"))
    ended = letters(page)
    assert ended > before

    jump(page, "six months later")
    see_it_as(page, "participant")
    expect(page.locator(".ask")).to_be_visible()
    assert letters(page) > ended
    # The first tap chooses, the second one saves; nobody signed in for it.
    page.get_by_role("link", name="More than before").click()
    everybody_can_read(page)
    page.get_by_role("button", name="Save my answer").click()
    expect(page.get_by_role("status")).to_have_text("✓ More than before")
