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

    # The next round of a programme: a copy without its old dates, and new ones by a rhythm.
    rail.get_by_role("link", name="Programmes").click()
    page.locator("main .strips a", has_text="Building community").first.click()
    page.get_by_role("link", name="Copy it").click()
    everybody_can_read(page)
    page.get_by_role("button", name="Make the copy").click()
    expect(page.locator("h1")).to_have_text("What its page says")
    everybody_can_read(page)
    page.get_by_role("link", name="Dates", exact=True).click()
    plan_three_evenings(page)


def plan_three_evenings(page):
    """Say a rhythm, look at every date, leave one out, move all by a week and put them back."""
    before = page.locator("main .row").count()
    everybody_can_read(page)
    page.get_by_role("link", name="Add dates by a rhythm").click()
    page.get_by_label("What is each called?").fill("Evening")
    page.get_by_label("From", exact=True).first.fill("2031-01-05")
    page.get_by_label("Time", exact=True).first.fill("19:00")
    page.get_by_label("How many times?").fill("3")
    page.get_by_label("On which weekday?").select_option(label="Tuesday")
    everybody_can_read(page)
    page.get_by_role("button", name="Show me the dates").click()
    expect(page.locator("h1")).to_have_text("3 dates, not made yet")
    expect(page.locator("main legend").first).to_have_text("Tue 7 Jan 2031")
    everybody_can_read(page)
    page.get_by_label("Make it").nth(2).uncheck()
    page.get_by_role("button", name="Make these dates").click()
    expect(page.locator("main .row")).to_have_count(before + 2)

    page.get_by_role("link", name="Move dates").click()
    page.get_by_label("Which dates?").select_option(label="from “Evening, 1 of 2” on")
    page.get_by_role("button", name="Show me the dates").click()
    expect(page.locator("main table")).to_contain_text("Tue 14 Jan 2031")
    everybody_can_read(page)
    page.get_by_role("button", name="Move 2 dates").click()
    expect(page.locator(".plan__past").first).to_contain_text("2 dates moved 1 week later")
    page.get_by_role("button", name="Put it back").first.click()
    expect(page.locator(".plan__past").first).to_contain_text("put back")


def find(page, words):
    """Search for them in the box, and see what is found."""
    page.locator("input[name=q]").fill(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")
