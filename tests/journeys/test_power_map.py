"""A power map by keys, by hand and by list: everybody can read it, and nothing moved is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import everybody_can_read, onward
from tests.journeys.served import Served

pytestmark = pytest.mark.journey

ELEMENTS = "\n".join(
    "\t".join(row)
    for row in (
        ("Label", "Type", "Target", "Side", "Influence", "Confidence"),
        ("Minister", "person", "yes", "-2", "9", "sure"),
        ("Nurses’ union", "group", "", "2", "5", "likely"),
        ("Radio", "group", "", "", "5", "unknown"),
    )
)
CONNECTIONS = "From\tTo\tType\nNurses’ union\tMinister\tinfluences\nRadio\tClerk\tally"


def press(page: Page, name: str) -> None:
    """Press a button that leads on."""
    onward(page, page.get_by_role("button", name=name, exact=True))


def test_a_map_is_brought_moved_by_keys_and_by_hand_and_read_by_all(demo, visitor):
    page = visitor()
    page.goto(demo.at("/en/"))
    onward(page, page.locator('.demo button[value="participant"]'))
    page.goto(demo.at("/en/campaigns/new/"))
    page.get_by_label("What do you call it?").fill("Keep the laboratory public")
    onward(page, page.locator("main form .button--main"))
    power = f"{page.url.partition('?')[0]}power/"

    page.goto(f"{power}bring/")
    page.get_by_text("Or paste the cells").click()
    page.get_by_label("Who: the cells of the sheet Elements").fill(ELEMENTS)
    page.get_by_label("Ties: the cells of the sheet Connections").fill(CONNECTIONS)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_text("4 new on the map, 2 new ties.")).to_be_visible()
    press(page, "Put them on the map")

    minister = page.get_by_role("link", name="1. Minister: against us 2, influence 9")
    told = page.locator("[data-told]")
    minister.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(told).to_contain_text("Minister: against us 2, influence 9. Back where it was.")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(told).to_contain_text("Minister: with us 3, influence 10. Kept.")
    union = page.get_by_role("link", name="2. Nurses’ union: with us 2, influence 5")
    box = union.locator(".dot__place").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.move(x + 150, y + 3, steps=4)
    page.mouse.up()
    expect(told).to_contain_text("Nurses’ union: with us 4, influence 5. Kept.")
    page.goto(power)
    row = page.locator("tr", has=page.get_by_role("link", name="Minister", exact=True))
    expect(row).to_contain_text("with us 3")
    expect(page.locator("tr", has_text="Nurses’ union")).to_contain_text("with us 4")
    everybody_can_read(page)
    page.goto(f"{power}?look=network")
    everybody_can_read(page)
    minister = page.get_by_role("link", name="1. Minister: with us 3, influence 10")
    minister.focus()
    onward_by_key(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Minister")
    everybody_can_read(page)
    other_tools(page, demo)


def other_tools(page: Page, demo: Served) -> None:
    """The demo's spectrum, path and story: a group moved by keys, a step by hand."""
    page.goto(demo.at("/en/campaigns/"))
    onward(page, page.get_by_role("link", name="Our county hospital stays ours"))
    own = page.url.partition("?")[0]
    page.goto(f"{own}spectrum/")
    name = page.locator("[data-dot]").first.get_attribute("data-name")
    page.locator("[data-dot]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    moved = page.get_by_role("region", name="Passive allies")
    expect(moved).to_contain_text(name or "-")
    everybody_can_read(page)
    page.goto(f"{own}path/")
    steps = page.locator("[data-order]")
    keys = [one.get_attribute("data-key") for one in steps.all()]
    steps.first.evaluate("one => one.scrollIntoView()")
    grip, last = steps.first.locator(".grip").bounding_box(), steps.last.bounding_box()
    assert grip is not None
    assert last is not None
    page.mouse.move(grip["x"] + 8, grip["y"] + 12)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, last["y"] + last["height"] - 2, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile(f"#e-{keys[0]}$"))
    page.wait_for_load_state("load")
    assert [one.get_attribute("data-key") for one in steps.all()] == [*keys[1:], keys[0]]
    everybody_can_read(page)
    page.goto(f"{own}story/")
    everybody_can_read(page)


def onward_by_key(page: Page, key: str) -> None:
    """Press a key that leads on, and wait until the page is there."""
    was = page.url
    page.keyboard.press(key)
    expect(page).not_to_have_url(was)
    page.wait_for_load_state("load")
