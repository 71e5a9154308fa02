"""Who came: ticked on a phone with a weak net, by a report; certificates, and anybody's check."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import PHONE, everybody_can_read

pytestmark = pytest.mark.journey


def test_who_came_and_what_they_are_given(demo, visitor):
    page = visitor(viewport=PHONE)
    page.goto(demo.at("/en/"))
    page.locator('.demo button[value="organiser"]').click()
    page.get_by_role("navigation", name="Desk").get_by_role("link", name="Programmes").click()
    page.locator("main .strips a", has_text="Organising Where You Work").first.click()
    expect(page.locator("h1")).to_have_text("Organising Where You Work")
    programme = page.url
    page.get_by_role("link", name="Listening").first.click()
    page.get_by_role("link", name="Who is here?").click()
    everybody_can_read(page)

    name = tick_without_a_net(page)

    # A report of the meeting ticks everybody it names, once somebody said who the stranger is.
    page.get_by_role("link", name="Report of the video meeting").click()
    lines = ["Name (original name),Email,Total duration (minutes),Guest", f"{name},,95,Yes"]
    report = "\n".join([*lines, f"Phone of {name},,20,Yes"])
    page.locator("input[type=file]").set_input_files(
        {"name": "participants.csv", "mimeType": "text/csv", "buffer": report.encode()}
    )
    page.get_by_role("button", name="See what it says").click()
    expect(page.locator(".lead")).to_have_text("1 person found, 1 name to be settled.")
    everybody_can_read(page)
    page.locator(".settling__one").get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".lead")).to_have_text("1 person found.")
    page.get_by_role("button", name="Tick 1 person").click()
    expect(page.locator("main")).to_contain_text("Counted.")
    expect(page.locator("td[data-label=Minutes]")).to_have_text("115")

    # Whoever came once has completed it, the programme says; certificates are made meanwhile.
    page.goto(re.sub(r"/$", "", programme) + "/certificates/")
    page.locator("summary", has_text="Change what it takes").click()
    page.get_by_label("How many sessions").fill("1")
    page.get_by_role("button", name="Save").click()
    everybody_can_read(page)
    page.get_by_role("button", name=re.compile(r"^Give \d+ certificates$")).click()
    code = page.locator("tr", has_text=name).locator("a[href*='/verify/']")
    expect(code).to_be_visible()

    # Anybody checks one, without a script; no name is told.
    somebody = visitor(viewport=PHONE, java_script_enabled=False)
    somebody.goto(demo.at("/en/verify/"))
    somebody.get_by_label("The code on the paper").fill(code.inner_text().lower())
    somebody.get_by_role("button", name="Check").click()
    expect(somebody.locator("main")).to_contain_text("This certificate is ours, and it holds.")
    expect(somebody.locator("main")).not_to_contain_text(name)


def tick_without_a_net(page):
    """A tick waits on the phone and arrives when there is a net again; the name that was ticked."""
    row = page.locator(".check-in__row").first
    name = row.get_attribute("data-check-in-name")
    tick = row.locator(".check-in__tick")
    was = tick.get_attribute("aria-pressed")
    turned = "false" if was == "true" else "true"
    page.context.set_offline(True)
    tick.click()
    expect(tick).to_have_attribute("aria-pressed", turned)
    expect(page.locator("[data-check-in-waits]")).to_contain_text("1 ticks wait for the net.")
    page.context.set_offline(False)
    expect(page.locator("[data-check-in-waits]")).to_be_hidden()
    page.reload()
    expect(tick).to_have_attribute("aria-pressed", turned)
    page.locator("[data-check-in-find]").fill(name)
    expect(page.locator(".check-in__row:visible")).to_have_count(1)
    return name
