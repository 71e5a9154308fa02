"""An organiser's day: what is due, finding people, a programme, who came, letters by hand."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import everybody_can_read

pytestmark = pytest.mark.journey


def test_an_organisers_day(demo, visitor):
    page = visitor()
    page.goto(demo.at("/en/"))
    page.locator('.demo button[value="organiser"]').click()
    rail = page.get_by_role("navigation", name="Desk")

    # Today: each row says how long it takes and has one button.
    expect(page.locator(".dues li").first).to_be_visible()
    everybody_can_read(page)
    page.locator(".dues a.button").first.click()
    expect(page.locator("h1")).to_be_visible()
    everybody_can_read(page)

    # People, in whatever script somebody remembers.
    rail.get_by_role("link", name="People").click()
    everybody_can_read(page)
    for typed, found in (("amina weksa", "Amina Wekesa"), ("نجار", "نجار"), ("haddad", "حداد")):
        find(page, typed)
        expect(page).to_have_url(re.compile(r"/people/\?s=[\w-]+$"))  # never what was typed
        expect(page.locator("main tbody tr", has_text=found).first).to_be_visible()
    everybody_can_read(page)
    find(page, "amina wekesa")
    page.get_by_role("link", name="Amina Wekesa").first.click()
    expect(page.locator("h1")).to_have_text("Amina Wekesa")
    everybody_can_read(page)

    # A programme with its stages, and the list at the door.
    rail.get_by_role("link", name="Programmes").click()
    everybody_can_read(page)
    page.locator("main .strips a", has_text="Organising Where You Work").first.click()
    expect(page.locator("h1")).to_have_text("Organising Where You Work")
    expect(page.locator(".stages [aria-current]")).to_have_count(1)
    everybody_can_read(page)
    page.get_by_role("link", name="Listening").first.click()
    expect(page.locator("h1")).to_have_text("Listening")
    everybody_can_read(page)

    # Letters that leave by somebody's hand.
    rail.get_by_role("link", name=re.compile("^Letters")).click()
    everybody_can_read(page)
    by_hand = page.get_by_role("button", name="Sent", exact=True)
    waiting = by_hand.count()
    assert waiting > 0
    by_hand.first.click()
    expect(by_hand).to_have_count(waiting - 1)
    page.get_by_role("link", name="Sent").first.click()
    everybody_can_read(page)


def find(page, words):
    """Search for them in the box, and see what is found."""
    page.locator("input[name=q]").fill(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")
