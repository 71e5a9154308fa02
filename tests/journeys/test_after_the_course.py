"""The years after: a course is closed, a circle is told, and six months later somebody asks."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browsing import everybody_can_read, jump, words
from tests.journeys.served import Served

pytestmark = pytest.mark.journey

COURSE = "Organising Where You Work"
PROJECT = "A list of ward cleaners"
COMMENT = "They began with three wards and ended with all of them."


def see_it_as(page: Page, who: str) -> None:
    """Press a button of the demo bar."""
    page.locator(f'.demo button[value="{who}"]').click()
    page.wait_for_load_state()


def numbers(text: str) -> list[int]:
    """The numbers in a sentence, in order."""
    return [int(number) for number in re.findall(r"\d+", text)]


def open_course(page: Page) -> None:
    """The course on the desk."""
    page.get_by_role("navigation", name="Desk").get_by_role("link", name="Programmes").click()
    page.locator("main .strips a", has_text=COURSE).first.click()
    expect(page.locator("h1")).to_have_text(COURSE)


def people_of_kenya(page: Page, answer: str) -> list[str]:
    """Who of Kenya the circle may be told about ("yes") or not ("no"), from the course's people."""
    rows = page.locator("main tbody tr").filter(has_text="Kenya")
    cell = page.locator("td[data-label='Circle may know']", has_text=answer)
    return [
        name.strip() for name in rows.filter(has=cell).locator("td:first-child a").all_inner_texts()
    ]


@dataclass(frozen=True)
class Roll:
    """Who took part: how many, and who of Kenya the circle there may be told about."""

    total: int
    told: list[str]
    untold: list[str]


def close_course(page: Page) -> Roll:
    """Close it: first what closing does, then who is in the register, with denominators."""
    open_course(page)
    page.locator("main a[href$='/close/']").first.click()
    everybody_can_read(page)
    page.get_by_role("button", name=re.compile("^Close the course for")).click()
    expect(page.locator("h1")).to_have_text("Close this course")
    expect(page.locator("main .lead").first).to_contain_text("of 8 steps are done")
    everybody_can_read(page)
    page.locator("main a[href$='/people/']").first.click()
    expect(page.locator("h1")).to_contain_text("are in the register")
    there, total = numbers(page.locator("h1").inner_text())
    missing, of = numbers(page.locator("main .lead").inner_text())
    assert (missing, of) == (total - there, total)
    assert missing > 0
    everybody_can_read(page)
    return Roll(total, people_of_kenya(page, "yes"), people_of_kenya(page, "no"))


def ask_the_rest(page: Page) -> None:
    """Everybody who was not asked is, and once."""
    page.get_by_role("link", name=re.compile(r"^Ask the \d+ not asked")).click()
    everybody_can_read(page)
    page.get_by_role("button", name=re.compile("^Write to")).click()
    expect(page.locator("h1")).to_contain_text("are in the register")
    expect(page.get_by_role("link", name=re.compile("^Ask the"))).to_have_count(0)


def record_project(page: Page, makers: list[tuple[str, str]]) -> None:
    """What they made, how each maker wants to appear, and the organisers' comment."""
    page.locator("main").get_by_role("link", name="What they made").click()
    everybody_can_read(page)
    page.get_by_role("link", name="Add a project").click()
    page.get_by_label("Title").fill(PROJECT)
    page.get_by_label("Country it is about").select_option("KE")
    page.get_by_label("What it says").fill("Who cleans which ward, and when they meet.")
    for number, (name, naming) in enumerate(makers, start=1):
        page.locator(f"#id_maker_{number}").select_option(label=name)
        page.locator(f"#id_naming_{number}").select_option(naming)
    everybody_can_read(page)
    page.get_by_role("button", name="Add the project").click()
    page.locator("main a, main h1").filter(has_text=PROJECT).first.click()
    page.get_by_label("comment").fill(COMMENT)
    page.get_by_role("button", name="Save the comment").click()
    everybody_can_read(page)


def draft_letter(page: Page) -> Locator:
    """The letter to the circle of Kenya, as it will be read."""
    open_course(page)
    page.locator("main").get_by_role("link", name="Letters to circles").click()
    everybody_can_read(page)
    page.locator("#KE").locator("button, a.button").first.click()
    expect(page.locator(".sheet")).to_be_visible()
    everybody_can_read(page)
    return page.locator(".sheet")


def answer_in_one_step(contact: Page, demo: Served, title: str) -> None:
    """The circle's contact opens the letter, then its link, and presses a button."""
    contact.goto(demo.at("/en/demo/letters/"))
    contact.locator("main .row a", has_text=title).first.click()
    contact.locator(".letter-text a[href*='/p/']").first.click()
    expect(contact.locator("main")).to_contain_text("Read the whole letter")
    everybody_can_read(contact)
    contact.locator("main .decide button").first.click()
    expect(contact.locator("main")).to_contain_text("Kept, and the organisers see it")
    everybody_can_read(contact)


def test_the_years_after_a_course(own_demo, visitor):
    page = visitor()
    page.goto(own_demo.at("/en/"))
    jump(page, "end of course")
    see_it_as(page, "organiser")
    roll = close_course(page)
    ask_the_rest(page)

    # One maker wants to be named, one does not, and of one no circle may be told.
    named, unnamed = roll.told[:2]
    unknown = [(name, "name") for name in roll.untold[:1]]
    record_project(page, [(named, "name"), (unnamed, "unnamed"), *unknown])
    sheet = draft_letter(page)
    work = sheet.locator("p", has_text=COMMENT)
    expect(work).to_contain_text(named)
    expect(work).not_to_contain_text(unnamed)
    for name in roll.untold:
        expect(sheet).not_to_contain_text(name)

    # Sent, and for ten minutes it can be taken back; then it is there.
    address, title = page.url, sheet.locator("h2").inner_text()
    page.get_by_role("button", name=re.compile("^Send to")).click()
    expect(page.locator("main")).to_contain_text("Until then you can take it back.")
    everybody_can_read(page)
    jump(page, "next session")
    page.goto(address)
    expect(page.locator("main")).to_contain_text("No answer yet.")
    answer_in_one_step(visitor(), own_demo, title)
    page.reload()
    expect(page.locator("main")).to_contain_text("and answered.")

    # Six months later somebody asks, and the desk counts by where people started.
    page.goto(own_demo.at("/en/desk/"))
    jump(page, "six months later")
    open_course(page)
    page.locator("main").get_by_role("link", name="Who took part").click()
    page.locator("main").get_by_role("link", name="How did it go?").first.click()
    answered, asked = numbers(page.locator("h1").inner_text())
    assert answered <= asked <= roll.total
    assert f"Of {roll.total} who took part" in words(page)
    table = page.locator("main table", has_text="Starting from")
    *parts, whole = [
        numbers(" ".join(row.locator("td").all_inner_texts()[:6]))
        for row in table.locator("tbody tr").all()
    ]
    assert len(whole) == 8  # two cells say "of how many"
    assert [sum(column) for column in zip(*parts, strict=True)] == whole
    assert whole[0] == roll.total
    everybody_can_read(page)
