"""A power map in the hands of somebody: one dot dragged among many, and what the page weighs."""

import json
import os
import shutil
import statistics
import sys
import time
from math import cos, sin
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.figures import Figure
from bench.seeds import SCHOOL
from bench.served import Served, instance

ACTORS = int(os.environ.get("COMMONROOT_BENCH_ACTORS", "200"))
TIES = 2 * ACTORS
RUNS = int(os.environ.get("COMMONROOT_BENCH_DRAGS", "5"))
SECONDS = 5
LONGEST = 50  # ms: what takes longer is felt as a jerk
FRAME = 1 / 60
SEED = (
    SCHOOL
    + f"""
import json
from commonroot.campaigns.actions import kumu
from commonroot.campaigns.models import Campaign, Member
from commonroot.campaigns.rules.kumu.reading import read
from commonroot.people.actions import open_link
from commonroot.people.models import Person
person = Person.objects.create(shown_name="Amina", sort_key="amina", created_at=at)
campaign = Campaign.objects.create(name="Hospital", stage_at=at, made_at=at, touched_at=at)
member = Member.objects.create(
    campaign=campaign, person=person, leads=True, invited_at=at, joined_at=at,
)
elements = [["Label", "Type", "Side", "Influence", "Source", "Confidence"]]
for number in range({ACTORS}):
    elements.append([
        f"Office {{number}} of the county", ("person", "group", "institution")[number % 3],
        str(number * 7 % 21 / 2 - 5), str(number * 13 % 11), "Minutes of the assembly",
        ("sure", "likely", "guess", "unknown")[number % 4],
    ])
connections = [["From", "To", "Type"]]
for number in range({TIES}):
    start = number % {ACTORS}
    end = (start * 3 + number // {ACTORS} * 7 + 1) % {ACTORS}
    words = [elements[1 + place][0] for place in (start, end)]
    connections.append([*words, "influences"])
listed = read([("Elements", elements), ("Connections", connections)])
kumu.bring(campaign=campaign, listed=listed, member=member, by=by, at=at)
token = open_link(person=person, scope="page", at=at)
(settings.HOME / "map.json").write_text(json.dumps({{"token": token, "key": campaign.key}}))
"""
)
ABOUT = (
    f"A power map of {ACTORS} actors and {TIES} ties in headless Chromium at 1280 px, all ties "
    f"shown. One dot is dragged for {SECONDS} seconds by a pointer that moves 60 times a second; "
    f"the longest task of the page's main thread in the trace, the median of {RUNS} runs. Weight "
    "is the page alone, as it travels."
)


def measure() -> list[Figure]:
    """The longest task while dragging, the table on a phone, and the weight."""
    with instance(SEED) as served, sync_playwright() as playwright:
        told = json.loads((served.home / "map.json").read_text())
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"http://localhost:{served.port}/p/{told['token']}")
        address = f"http://localhost:{served.port}/en/campaigns/{told['key']}/power/"
        longest = [_dragged(page, f"{address}?look=grid&ties=1") for _run in range(RUNS)]
        weight = _weight(served, page, address=f"{address}?look=grid")
        rows, wide = _on_a_phone(page, address)
        browser.close()
    for number, one in enumerate(longest, start=1):
        print(f"run {number}: longest task {one:.1f} ms", file=sys.stderr)
    return [
        Figure("longest task while dragging, median", statistics.median(longest), "ms", LONGEST),
        Figure("longest task while dragging, worst run", max(longest), "ms"),
        Figure("page with all looks: weight", weight / 1000, "kB"),
        Figure("rows of the table at 360 px", rows, "rows", floor=ACTORS),
        Figure("page at 360 px: width", wide, "px", 360),
    ]


def _dragged(page: Page, address: str) -> float:
    """Milliseconds of the longest task of the main thread while one dot is dragged."""
    page.goto(address, wait_until="load")
    dot = page.locator("[data-dot] .dot__place").nth(ACTORS // 2)
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    if box is None:
        raise RuntimeError("There is no dot to drag.")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    wanted = dot.evaluate("(dot) => dot.parentNode.dataset.dot")
    page.mouse.move(x, y)
    on_top = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).closest('[data-dot]').dataset.dot", [x, y]
    )
    page.mouse.down()
    page.mouse.move(x + 12, y + 12)
    wire = page.context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    wire.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    wire.send("Tracing.start", {"categories": "toplevel,devtools.timeline,__metadata"})
    began, frame = time.monotonic(), 0
    while (passed := time.monotonic() - began) < SECONDS:
        page.mouse.move(x + 90 * sin(passed * 3), y + 60 * cos(passed * 3))
        frame += 1
        time.sleep(max(0.0, began + frame * FRAME - time.monotonic()))
    _stop(wire, page)
    moved = page.locator(".dot--held").get_attribute("data-dot")
    page.mouse.up()
    if moved not in {wanted, on_top}:
        raise RuntimeError("The dot did not follow the pointer.")
    return _longest(events)


def _stop(wire: CDPSession, page: Page) -> None:
    """End the trace and wait until all of it is here."""
    done: list[object] = []
    wire.on("Tracing.tracingComplete", lambda told: done.append(told))  # noqa: PLW0108 - a method of a list cannot be marked by the driver
    wire.send("Tracing.end")
    while not done:
        page.wait_for_timeout(50)
    wire.detach()


def _longest(events: list[dict[str, Any]]) -> float:
    """The longest task of the busiest main thread of a page, in milliseconds."""
    mains = {
        (one["pid"], one["tid"])
        for one in events
        if one.get("name") == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        one["dur"] / 1000
        for one in events
        if "RunTask" in one.get("name", "")
        and one.get("ph") == "X"
        and (one["pid"], one["tid"]) in mains
    ]
    if len(tasks) < SECONDS * 10:
        raise RuntimeError(f"The trace holds {len(tasks)} tasks: too few to have seen the drag.")
    return max(tasks)


def _weight(served: Served, page: Page, *, address: str) -> int:
    """Bytes of the page as they travel, packed."""
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
    path = address.partition(f":{served.port}")[2]
    status, _headers, body = served.get(path, Cookie=cookies, **{"Accept-Encoding": "br"})
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
    return len(body)


def _on_a_phone(page: Page, address: str) -> tuple[int, int]:
    """(rows that can be seen, width of the page in pixels) at 360 px."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address, wait_until="load")
    rows = page.locator("#table tbody tr:visible").count()
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return rows, wide
