"""People at a browser, watched: nothing leaves the machine, nothing breaks, all can read it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

# Milliseconds that every answer takes on its way: finds stories that run ahead of their pages.
SLOW = int(os.environ.get("COMMONROOT_SLOW_LINE", "0"))
# A refused form answers 400, a closed door 404; both are pages of ours and asked for in stories.
REFUSED = range(400, 500)
LOOK = "options => axe.run(document, options)"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 874}
STRICT = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
    "font-src 'self'", "connect-src 'self'", "manifest-src 'self'", "form-action 'self'",
    "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'",
}  # fmt: skip


def jump(page: Page, to: str) -> None:
    """Press a jump of the demo bar and wait until its clock is there."""
    with page.expect_navigation():
        page.get_by_role("button", name=to).click()
    expect(page).not_to_have_url(re.compile("/demo/moving/"), timeout=120_000)


def onward(page: Page, press: Locator) -> None:
    """Press what leads to another page and wait until that one is there, scripts and all."""
    was = page.url
    press.click()
    expect(page).not_to_have_url(was)
    page.wait_for_load_state("load")


def press(page: Page, name: str, *, exact: bool = True) -> None:
    """Press a button that leads to another page."""
    onward(page, page.get_by_role("button", name=name, exact=exact).first)


def fill(page: Page, said: Mapping[str, str]) -> None:
    """Type into fields by their names."""
    for name, words in said.items():
        page.locator(f"main [name={name}]").fill(words)


def kept(page: Page) -> Locator:
    """What a form says when all that was typed in it is kept."""
    return page.get_by_role("status").filter(has_text=re.compile(r"^\s*Kept \d"))


@dataclass
class Watch:
    """What went wrong while somebody was looking at pages."""

    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Look at everything that the pages of a context ask for and complain about."""
        context.on("request", self.asked)
        context.on("response", self.answered)
        context.on("console", self.said)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def asked(self, request: Request) -> None:
        """A request must stay on this machine."""
        if urlsplit(request.url).hostname != "localhost":
            self.faults.append(f"left the machine: {request.url}")

    def answered(self, response: Response) -> None:
        """An answer must be one of ours, with strict headers; only a page may refuse."""
        place = f"{response.request.method} {response.url}"
        page = response.request.is_navigation_request()
        if response.status >= REFUSED.stop or (response.status in REFUSED and not page):
            self.faults.append(f"{response.status}: {place}")
        self.faults += [f"{fault}: {place}" for fault in loose(response.headers)]

    def said(self, message: ConsoleMessage) -> None:
        """The console must be silent; that a page was refused is said above."""
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")


def loose(headers: dict[str, str]) -> list[str]:
    """What is missing from the headers that every answer carries."""
    rules = {rule.strip() for rule in headers.get("content-security-policy", "").split(";")}
    wanted = {"x-content-type-options": "nosniff", "cross-origin-opener-policy": "same-origin"}
    found = [f"policy lacks {rule}" for rule in sorted(STRICT - rules)]
    found += [f"no {name}" for name, value in wanted.items() if headers.get(name) != value]
    # A personal address tells nobody at all where it was.
    if headers.get("referrer-policy") not in ("same-origin", "no-referrer"):
        found.append("no referrer-policy")
    return found


class Visitors:
    """Opens a browser of its own for everybody in a story."""

    def __init__(self, browser: Browser, watch: Watch) -> None:
        self.browser, self.watch = browser, watch
        self.contexts: list[BrowserContext] = []

    def __call__(self, **options: Any) -> Page:
        """A page of somebody who was never here before."""
        context = self.browser.new_context(
            **{"viewport": DESK, "locale": "en", "timezone_id": "Africa/Nairobi",
               "reduced_motion": "reduce"} | options
        )  # fmt: skip
        context.set_default_timeout(120_000)
        self.watch.over(context)
        self.contexts.append(context)
        page = context.new_page()
        if SLOW:
            line = {"latency": SLOW, "downloadThroughput": -1, "uploadThroughput": -1}
            wire = context.new_cdp_session(page)
            wire.send("Network.emulateNetworkConditions", {"offline": False, **line})
        return page

    def leave(self) -> None:
        """Everybody goes home."""
        for context in self.contexts:
            context.close()


def everybody_can_read(page: Page) -> None:
    """axe finds nothing on a phone and at a desk, in the light and in the dark.

    What changes with the light is contrast alone, so the dark is looked at for that.
    """
    page.wait_for_load_state("load")
    before = page.viewport_size
    found = []
    page.evaluate(AXE_SCRIPT)  # half a megabyte: read once, not for each look
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            options: dict[str, Any] = {"resultTypes": ["violations"]}
            if scheme == "dark":
                options["runOnly"] = ["color-contrast"]
            found += [
                f"{page.url} {size['width']} {scheme}: {one['id']} {node['target']} {node['html']}"[
                    :400
                ]
                for one in page.evaluate(LOOK, options)["violations"]
                for node in one["nodes"]
            ]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            found.append(f"{page.url}: {wide} px wide on {size['width']}")
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)
    if found:
        raise AssertionError("\n".join(found))


def words(page: Page) -> str:
    """What stands on the page, in one line."""
    return re.sub(r"\s+", " ", page.locator("main").inner_text())
