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


def test_a_passkey_protects_and_a_code_on_paper_locks(empty: Served, visitor) -> None:
    page = visitor()
    give_passkey_device(page)
    page.goto(empty.address)
    found_school(page)

    page.get_by_role("link", name="Wanjiru Oduya").click()
    expect(page.locator("h1")).to_have_text("How I sign in")
    everybody_can_read(page)
    page.get_by_label("What do you call it?").fill("Small green phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Small green phone")).to_be_visible()
    page.get_by_role("button", name="Show me ten new recovery codes").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("button", name="Show me a new lock code").click()
    code = page.locator(".codes code").inner_text()
    everybody_can_read(page)

    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(f"{empty.address}/en/desk/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("h1")).not_to_have_text("Sign in")
    expect(page).to_have_url(re.compile(r"/en/desk/$"))

    phone = visitor(viewport=PHONE, java_script_enabled=False)
    phone.goto(f"{empty.address}/en/lock/")
    phone.get_by_label("Lock code").fill(code)
    phone.get_by_role("button", name="Lock now").click()
    expect(phone.locator("h1")).to_have_text("Locked")

    page.reload()
    expect(page.locator("h1")).to_have_text("Sign in")
    everybody_can_read(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("h1")).to_have_text("Sign in")
