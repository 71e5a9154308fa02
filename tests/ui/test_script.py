"""The one script of public pages, in a real browser: comfort that keeps its promises."""

import shutil

import pytest
from playwright.sync_api import Browser, Page, Route

from commonroot.ui import bundles
from commonroot.ui.parts import page as parts
from commonroot.ui.parts import signs

SCRIPT = (bundles.SOURCES.parent / "js" / "public.js").read_text(encoding="utf-8")
SESSION = signs.when(
    "Tue 1 December",
    clock="19:00–21:00",
    at="2026-12-01T19:00+03:00",
    until="2026-12-01T21:00+03:00",
    yours="your time",
)
ADDRESS = "http://school.example.org"

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]


def opened(browser: Browser, body: str, *, language: str = "en", zone: str = "UTC") -> Page:
    """A page with this body and the script, whose server answers everything else with 204."""
    shown = browser.new_context(timezone_id=zone).new_page()
    html = f'<!doctype html><html lang="{language}"><body>{body}<script>{SCRIPT}</script></body>'

    def serve(route: Route) -> None:
        if route.request.url == f"{ADDRESS}/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(body="elsewhere", content_type="text/html")

    shown.route("**/*", serve)
    shown.goto(ADDRESS)
    return shown


@pytest.mark.parametrize(
    ("zone", "language", "told"),
    [
        ("Asia/Manila", "en", "Wed 2 Dec, 00:00–02:00 your time (Manila, UTC+8)"),
        ("America/Sao_Paulo", "en", "Tue 1 Dec, 13:00–15:00 your time (Sao Paulo, UTC−3)"),
        ("Asia/Kathmandu", "en", "Tue 1 Dec, 21:45–23:45 your time (Katmandu, UTC+5:45)"),
    ],
)
def test_the_visitor_reads_their_own_time(*, browser, zone, language, told):
    shown = opened(browser, SESSION, language=language, zone=zone)

    assert shown.locator("[data-yours]").inner_text() == told


def test_who_lives_in_the_hosts_time_reads_it_once(browser):
    shown = opened(browser, SESSION, zone="Africa/Nairobi")

    assert shown.locator("[data-yours]").is_hidden() is True


def test_a_button_says_it_is_busy_keeps_its_width_and_sends_once(browser):
    button = parts.button("Save my place", busy="Saving…")
    shown = opened(browser, f'<form method="post" action="/save/">{button}</form>')
    shown.evaluate(
        "sent = 0; addEventListener('submit', (e) => {"
        " sent += !e.defaultPrevented; e.preventDefault(); })"
    )
    pressed = shown.locator("button")
    width = shown.evaluate("document.querySelector('button').offsetWidth")

    pressed.click()
    pressed.click(force=True)

    assert pressed.inner_text() == "Saving…"
    assert shown.evaluate("document.querySelector('button').offsetWidth") == width
    assert shown.evaluate("sent") == 1


def test_leaving_sends_the_form_and_takes_the_page_out_of_the_history(browser):
    form = '<form method="post" action="/leave/" data-leave="/left/"><button>Leave</button></form>'
    shown = opened(browser, form)
    posts: list[str] = []
    shown.on("request", lambda request: posts.append(f"{request.method} {request.url}"))

    shown.get_by_role("button", name="Leave").click()
    shown.wait_for_url(f"{ADDRESS}/left/")

    assert posts == [f"POST {ADDRESS}/leave/", f"GET {ADDRESS}/left/"]
    assert shown.evaluate("history.length") == 2  # the empty first page and the one left for
