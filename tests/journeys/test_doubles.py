"""An old list is worked by keyboard alone; two people are made one by hand, and two again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, everybody_can_read, words
from tests.journeys.served import Served
from tests.journeys.test_old_list import READING, as_organiser

pytestmark = pytest.mark.journey

LIST = """Name,E-mail,Phone,City,Country,Organisation
Tomás Rueda Lara,t.rueda@example.org,+573124104107,Cali,Colombia,
RUEDA Tomas,tomas79@example.net,+573124104107,Cali,Colombia,
Beno Pimenta,b.pimenta@example.org,,Luanda,Angola,Terra
Bento Pimenta,bento@example.net,,Luanda,Angola,Terra
Shirin Choudhury,shirin.choudhury@example.org,,Sylhet,Bangladesh,Nodi
Shireen Chowdhury,schowdhury@example.net,,Sylhet,Bangladesh,Nodi
Zuhura Kasole,zuhura@example.org,,Dodoma,Tanzania,Maji
"""
QUEUE = re.compile(r"(\d+) of (\d+), about")


def walk_to(page: Page, name: str, *, role: str = "link") -> None:
    """Press Tab until what is called `name` has the focus, then Enter."""
    wanted = page.get_by_role(role, name=name).first
    expect(wanted).to_be_visible(timeout=READING)
    for _step in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("place => place === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached by Tab")


def place_in_queue(page: Page, number: int) -> None:
    """The page shows the pair of that number, and hears keys."""
    expect(page.locator(".review__total")).to_contain_text(f"{number} of ")
    page.wait_for_load_state("load")


def read_list(page: Page, demo: Served) -> int:
    """The list pasted and read; how many pairs need an eye."""
    page.goto(demo.at("/en/desk/lists/"))
    page.get_by_label("Or paste cells here").focus()
    page.keyboard.insert_text(LIST.replace(",", "\t"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("people,", timeout=READING)
    return int(page.locator(".figure__value").nth(1).inner_text())


def test_an_old_list_is_worked_by_keyboard_alone(own_demo, visitor):
    page = visitor()
    as_organiser(page, own_demo)

    pairs = read_list(page, own_demo)
    assert pairs >= 3
    everybody_can_read(page)
    walk_to(page, "Look at them")
    place_in_queue(page, 1)
    everybody_can_read(page)

    # The keys: help, skip and back, an answer and its undo.
    page.keyboard.press("?")
    expect(page.locator("details.keys")).to_have_attribute("open", "")
    page.keyboard.press("ArrowRight")
    place_in_queue(page, 2)
    page.keyboard.press("ArrowLeft")
    place_in_queue(page, 1)
    page.keyboard.press("s")
    place_in_queue(page, 2)
    page.keyboard.press("d")
    place_in_queue(page, 3)
    page.keyboard.press("u")
    place_in_queue(page, 2)
    page.keyboard.press("2")
    for number in range(3, pairs + 1):
        place_in_queue(page, number)
        page.keyboard.press("n" if number == pairs else "1")
    settled = page.get_by_role("heading", level=1, name=f"All {pairs} pairs are settled")
    expect(settled).to_be_visible()
    everybody_can_read(page)

    walk_to(page, "See what it says")
    walk_to(page, "Bring in", role="button")
    done = page.get_by_role("heading", level=1, name="Your list is in the register")
    expect(done).to_be_visible(timeout=READING)
    everybody_can_read(page)

    # What nobody was sure of waits in the register, and is settled there.
    page.goto(own_demo.at("/en/desk/people/doubles/?unsure"))
    expect(page.locator("h1")).to_have_text("Is this the same person?")
    everybody_can_read(page)
    page.keyboard.press("d")
    # Others may have been found meanwhile: whoever came in was compared with everybody.
    expect(page.locator("h1")).to_have_text(re.compile("may be one person|the last pair"))
    expect(page.locator("main")).to_contain_text("said to be two people")
    everybody_can_read(page)


def test_the_likely_ones_at_a_stroke_on_a_phone_without_scripts(own_demo, visitor):
    page = visitor(java_script_enabled=False, viewport=PHONE)
    as_organiser(page, own_demo)
    page.goto(own_demo.at("/en/desk/lists/"))
    page.get_by_label("Or paste cells here").fill(LIST.replace(",", "\t"))
    page.get_by_role("button", name="See what it says").click()
    page.get_by_role("link", name="Look at them").first.click(timeout=READING)
    place_in_queue(page, 1)

    page.goto(page.url + "likely/")
    taking = page.get_by_role("button", name=re.compile(r"Take \d pairs as the same"))
    number = int(re.findall(r"\d+", taking.inner_text())[0])
    taking.click()
    page.get_by_role("button", name=f"Undo the last {number}").click()
    expect(page.locator("h1")).to_contain_text(f"Take all {number} very likely pairs as the same?")

    page.get_by_role("link", name="One pair at a time").click()
    page.get_by_role("button", name="Different").click()
    place_in_queue(page, 2)
    page.get_by_role("button", name="Undo the last one").click()
    place_in_queue(page, 1)


def test_two_people_are_made_one_by_hand_and_two_again(own_demo, visitor):
    page = visitor()
    as_organiser(page, own_demo)
    page.goto(own_demo.at("/en/desk/people/"))
    rows = page.locator("main tbody a[href*='/desk/people/']")
    first, second = (rows.nth(place).inner_text().strip() for place in (0, 1))
    rows.first.click()
    page.get_by_role("link", name="This is the same person as").click()
    everybody_can_read(page)
    page.get_by_role("searchbox").fill(second)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    everybody_can_read(page)
    page.get_by_role("link", name="Compare").first.click()
    expect(page.locator("h1")).to_have_text("Make these two one person")
    everybody_can_read(page)
    page.locator(".answer--other .answer__label").first.click()
    page.get_by_role("button", name="Make them one person").click()

    expect(page.locator("h1")).to_have_text("They are one person now")
    everybody_can_read(page)
    page.goto(own_demo.at("/en/desk/people/merged/"))
    assert first in words(page)
    assert second in words(page)
    everybody_can_read(page)
    page.get_by_role("link", name="Undo").first.click()
    page.get_by_role("button", name="Make them two again").click()

    expect(page.locator("h1")).to_have_text("They are two people again")
    expect(page.locator("main")).to_contain_text(first)
    expect(page.locator("main")).to_contain_text(second)
    everybody_can_read(page)
