"""The script of the desk, in a real browser: keys that press buttons, work that goes on."""

import shutil

import pytest
from playwright.sync_api import Browser, Page, Route

from commonroot.ui import bundles
from commonroot.ui.parts import answers

SCRIPT = (bundles.SOURCES.parent / "js" / "desk.js").read_text(encoding="utf-8")
ADDRESS = "http://school.example.org"
OPTIONS = [
    {"value": "same", "label": "Same", "key": "S 1"},
    {"value": "different", "label": "Different", "key": "D 2"},
]
QUEUE = (
    f'<input id="word"><form method="get" action="/done/">{answers.decide(OPTIONS)}</form>'
    '<a href="/back/" data-key="ArrowLeft">Back</a><a href="/next/" data-key="ArrowRight">Next</a>'
    '<details><summary data-key="?">Keys</summary>S, D</details>'
)

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]


def opened(browser: Browser, *bodies: str, direction: str = "ltr") -> Page:
    """A page with these bodies, one after the other each time it is asked for, and the script."""
    shown = browser.new_page()
    waiting = list(bodies)

    def serve(route: Route) -> None:
        body = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        script = f"<script>{SCRIPT}</script>" if route.request.is_navigation_request() else ""
        html = f'<!doctype html><html lang="en" dir="{direction}"><body>{body}{script}</body>'
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    shown.route("**/*", serve)
    shown.goto(ADDRESS)
    return shown


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("d", "/done/?answer=different"),
        ("D", "/done/?answer=different"),
        ("2", "/done/?answer=different"),
        ("ArrowRight", "/next/"),
        ("ArrowLeft", "/back/"),
    ],
)
def test_a_key_presses_what_names_it(*, browser, key, place):
    shown = opened(browser, QUEUE)

    shown.keyboard.press(key)
    shown.wait_for_url(lambda url: url != f"{ADDRESS}/")

    assert shown.url == f"{ADDRESS}{place}"


def test_in_an_arabic_page_the_arrows_are_mirrored(browser):
    shown = opened(browser, QUEUE, direction="rtl")

    shown.keyboard.press("ArrowLeft")
    shown.wait_for_url("**/next/")

    assert shown.url == f"{ADDRESS}/next/"


def press(shown: Page, **event: object) -> None:
    """A key event of this kind."""
    shown.evaluate(
        "event => document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {bubbles: true, ...event}))",
        event,
    )


@pytest.mark.parametrize(("key", "code"), [("س", "KeyS"), ("١", "Digit1")])
def test_on_a_keyboard_of_another_script_a_key_is_known_by_where_it_lies(*, browser, key, code):
    shown = opened(browser, QUEUE)

    press(shown, key=key, code=code)
    shown.wait_for_url(lambda url: url != f"{ADDRESS}/")

    assert shown.url == f"{ADDRESS}/done/?answer=same"


@pytest.mark.parametrize(
    "event",
    [
        {"key": "o", "code": "KeyS"},  # another Latin keyboard: only the letter counts
        {"key": "s", "code": "KeyS", "repeat": True},  # held down
        {"key": "s", "code": "KeyS", "ctrlKey": True},  # the browser's own
        {"key": "x", "code": "KeyX"},
    ],
)
def test_other_keys_press_nothing(*, browser, event):
    shown = opened(browser, QUEUE)

    press(shown, **event)
    shown.wait_for_timeout(200)

    assert shown.url == f"{ADDRESS}/"


def test_whoever_is_typing_presses_nothing(browser):
    shown = opened(browser, QUEUE)

    shown.locator("#word").press("s")
    shown.wait_for_timeout(100)

    assert shown.url == f"{ADDRESS}/"


def test_the_question_mark_shows_the_keys(browser):
    shown = opened(browser, QUEUE)

    shown.keyboard.press("?")

    assert shown.locator("details").get_attribute("open") == ""


def test_work_that_goes_on_is_shown_until_it_ends(browser):
    shown = opened(
        browser,
        "<h1>Reading</h1><div data-goes-on>3 of 40 rows</div>",
        "<h1>Reading</h1><div data-goes-on>20 of 40 rows</div>",
        "<h1>Read</h1>",
    )

    shown.get_by_text("20 of 40 rows").wait_for(timeout=60_000)
    assert shown.locator("h1").inner_text() == "Reading"
    shown.get_by_role("heading", name="Read", exact=True).wait_for(timeout=60_000)

    assert shown.locator("[data-goes-on]").count() == 0
