"""An organiser protects her account with a passkey and comes back with it; a code locks it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, everybody_can_read
from tests.journeys.served import Served
from tests.journeys.test_own_school import found_school

pytestmark = pytest.mark.journey


def give_passkey_device(page: Page) -> None:
    """A phone's own authenticator, as far as the browser can tell."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


def asked_elsewhere(page: Page) -> str:
    """What the browser says when a page of another name asks for the passkey of ours."""
    look_alike = "http://our-school.example.localhost/"
    browser = page.context.browser
    assert browser is not None
    false_page = browser.new_context().new_page()
    false_page.route(f"{look_alike}**", lambda route: route.fulfill(body="<title>Sign in</title>"))
    false_page.goto(look_alike)
    return str(
        false_page.evaluate(
            """() => navigator.credentials.get({publicKey: {
              challenge: new Uint8Array(32), rpId: "localhost", userVerification: "required",
            }}).then(() => "an answer", (error) => error.name)"""
        )
    )


def test_a_passkey_protects_and_a_code_on_paper_locks(untouched: Served, visitor) -> None:
    page = visitor()
    give_passkey_device(page)
    page.goto(untouched.address)
    found_school(page)

    everybody_can_read(page)
    page.get_by_label("What do you call it?").fill("Small green phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Small green phone")).to_be_visible()
    page.get_by_role("button", name="Show me the sheet").click()
    expect(page.locator(".codes li")).to_have_count(10)
    code = page.locator("p.codes code").first.inner_text()
    everybody_can_read(page)
    page.get_by_role("link", name="Go on").click()
    expect(page.locator("h1")).to_have_text("What do you have in your hands?")

    assert asked_elsewhere(page) == "SecurityError"

    page.goto(f"{untouched.address}/en/desk/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(f"{untouched.address}/en/desk/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("h1")).not_to_have_text("Sign in")
    expect(page).to_have_url(re.compile(r"/en/desk/$"))

    phone = visitor(viewport=PHONE, java_script_enabled=False)
    phone.goto(f"{untouched.address}/en/lock/")
    phone.get_by_label("Lock code").fill(code)
    phone.get_by_role("button", name="Lock now").click()
    expect(phone.locator("h1")).to_have_text("Locked")

    page.reload()
    expect(page.locator("h1")).to_have_text("Sign in")
    everybody_can_read(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("h1")).to_have_text("Sign in")
