"""A place in a session: without scripts, by keyboard alone, and with nothing but a phone number."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, Visitors, everybody_can_read
from tests.journeys.served import Served

pytestmark = pytest.mark.journey
MOST_REQUIRED = 6


def open_session(page: Page, demo: Served, language: str = "en") -> None:
    """The page of the next session that takes registrations, as a visitor finds it."""
    page.goto(demo.at(f"/{language}/"))
    page.locator("main a[href*='/sessions/']").first.click()
    expect(page.locator("#save form")).to_be_visible()


def letter_to(visitor: Visitors, demo: Served, address: str) -> Page:
    """The newest letter to an address, opened from the demo's post box."""
    page = visitor()
    page.goto(demo.at("/en/demo/letters/"))
    row = page.locator("main .row").filter(has_text=address).first
    for _ in range(80):
        if row.count():
            break
        page.wait_for_timeout(250)
        page.reload()
    row.get_by_role("link").click()
    return page


def test_with_scripts_switched_off(demo, visitor):
    page = visitor(java_script_enabled=False, viewport=PHONE)
    open_session(page, demo)

    page.get_by_label("One way to reach you").fill("halima@example.org")
    page.get_by_role("button", name=re.compile("place|list")).last.click()
    expect(page.locator("#save .notice")).to_contain_text("Nothing is saved yet.")
    expect(page.get_by_label("One way to reach you")).to_have_value("halima@example.org")

    page.get_by_label("The name you want us to use").fill("Halima Sesay")
    page.locator("summary", has_text="I need something").click()
    page.get_by_label("What would make it possible").fill("Captions, please")
    page.get_by_role("button", name=re.compile("place|list")).last.click()
    expect(page.locator("h1")).to_have_text("See you then, Halima Sesay")

    letter = letter_to(visitor, demo, "halima@example.org")
    letter.locator(".letter-text a[href*='/p/']").click()
    expect(letter.locator(".ask")).to_contain_text("Is this you?")


def test_by_keyboard_alone(demo, visitor):
    page = visitor()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    open_session(page, demo)
    assert page.locator("#save [required]:visible").count() <= MOST_REQUIRED
    asked.clear()
    keys = page.keyboard

    page.locator("body").press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    tab_to(page, "The name you want us to use")
    keys.type("Mamadou Bâ")
    keys.press("Tab")
    keys.type("mamadou@example.org")
    tab_to(page, "Yes")
    keys.press("Space")
    tab_to(page, "Save my place|Put me on the list")
    keys.press("Enter")

    expect(page.locator("h1")).to_have_text("See you then, Mamadou Bâ")
    # The page and the form that was sent: two requests, and what leads to the receipt.
    assert asked.count("document") <= 2


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has that name is focused, and can be seen to be."""
    for _ in range(60):
        page.keyboard.press("Tab")
        label, outline = page.evaluate(
            """() => {
                const one = document.activeElement;
                const label = one.labels && one.labels[0] ? one.labels[0].innerText : one.innerText;
                const seen = [one, one.labels && one.labels[0]].filter(Boolean)
                    .some(part => getComputedStyle(part).outlineStyle !== "none");
                return [label || "", seen];
            }"""
        )
        if re.search(name, label):
            assert outline, f"{name} is focused and does not show it"
            return
    raise AssertionError(f"Tab never comes to {name}")


def test_with_nothing_but_a_phone_number(demo, visitor):
    page = visitor(viewport=PHONE)
    open_session(page, demo)
    page.get_by_label("The name you want us to use").fill("Nasra Ismail")
    page.get_by_label("One way to reach you").fill("+254 700 000 123")
    page.get_by_role("button", name=re.compile("place|list")).last.click()

    code = page.locator(".receipt__code").inner_text()
    link = page.locator(".receipt__link a").get_attribute("href")
    assert len(code.split()) == 6
    everybody_can_read(page)

    # Shown once: another look at the receipt has neither.
    page.reload()
    expect(page.locator(".receipt__code")).to_have_count(0)

    page.goto(link)
    expect(page.locator("main")).to_contain_text("Nasra Ismail")

    # Their own place: what they said, and a link to bring a colleague by.
    page.get_by_role("link", name="My answers").click()
    page.get_by_role("button", name="Make my link").click()
    expect(page.locator("#bring")).to_contain_text("/with/")
    everybody_can_read(page)

    elsewhere = visitor()
    elsewhere.goto(demo.at("/en/fresh/"))
    everybody_can_read(elsewhere)
    elsewhere.locator("summary", has_text="I have six words").click()
    elsewhere.get_by_label("Your six words").fill(code)
    elsewhere.get_by_role("button", name="Open my page").click()
    expect(elsewhere.locator("main")).to_contain_text("Nasra Ismail")


def test_in_arabic_everything_is_mirrored(demo, visitor):
    page = visitor(locale="ar", viewport=PHONE)
    page.goto(demo.at("/"))
    expect(page).to_have_url(demo.at("/ar/"))
    root = page.locator("html")
    expect(root).to_have_attribute("lang", "ar")
    expect(root).to_have_attribute("dir", "rtl")
    everybody_can_read(page)

    open_session(page, demo, "ar")
    expect(root).to_have_attribute("dir", "rtl")
    everybody_can_read(page)
    page.locator("#id_name").fill("أمينة")
    page.locator("#id_way").fill("amina.arabic@example.org")
    page.locator("#save button").last.click()
    expect(page.locator("h1")).to_contain_text("أمينة")
    everybody_can_read(page)
