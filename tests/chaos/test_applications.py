"""kill -9 while many fill in their applications: nothing acknowledged is lost, and drafts go on.

COMMONROOT_KILLS says how often; from fifty on, a browser fills in one more.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time

import pytest
from playwright.sync_api import Error, Page, expect, sync_playwright

from bench.filling import Filler, all_at_once
from tests.chaos.test_kill import ROOT, School, served  # noqa: F401 - a fixture
from tests.journeys.served import prepare_static_files
from tests.work.test_supervisor import answers, wait_until

KILLS = int(os.environ.get("COMMONROOT_KILLS", "3"))
FILLERS = 20
WITH_BROWSER = 50
WHO = ("worker", "supervisor", "web", "work")
pytestmark = [pytest.mark.xdist_group("supervisor"), pytest.mark.both_databases]


@pytest.fixture(scope="module", autouse=True)
def _prepared():
    """Pages have their styles and scripts."""
    prepare_static_files()


def said(school: School, what: str) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.chaos.applying", what]
    environment = school.environment | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout or "{}")


def killed_again_and_again(school: School, fillers: list[Filler], *, typist: Filler) -> list[int]:
    """Kill somebody at random moments; how much was acknowledged before each."""
    in_browser = KILLS >= WITH_BROWSER
    dice, before = random.Random(50), []
    for number in range(KILLS):
        known = sum(filler.acknowledged for filler in fillers)
        typed = typist.acknowledged
        wait_until(
            lambda known=known: sum(filler.acknowledged for filler in fillers) > known + FILLERS,
            seconds=120,
        )
        wait_until(lambda typed=typed: typist.acknowledged > typed or not in_browser, seconds=120)
        time.sleep(dice.random() * 0.3)
        before.append(sum(filler.acknowledged for filler in fillers))
        school.kill(WHO[number % len(WHO)], holding="")
    return before


class InABrowser(threading.Thread):
    """One more, in a real browser, with the page's own script."""

    def __init__(self, school: School, filler: Filler, *, question: str, until: threading.Event):
        super().__init__()
        self.filler, self.question, self.until = filler, question, until
        self.address = f"http://localhost:{school.port}"
        self.shown = ""

    def run(self) -> None:
        """Type, wait until the page says that it is kept, and type on; then load it again."""
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            context = browser.new_context()
            context.add_cookies([{"name": "page", "value": self.filler.token, "url": self.address}])
            page = context.new_page()
            self.open(page)
            while not self.until.is_set():
                self.type_on(page)
            self.open(page)
            self.shown = page.locator(f"[name='{self.question}']").input_value()
            browser.close()

    def open(self, page: Page) -> None:
        """Open the form, again and again while nobody answers."""
        address = f"{self.address}/en/applications/{self.filler.key}/part/1/"
        while True:
            try:
                if (answer := page.goto(address)) is not None and answer.ok:
                    return
            except Error:
                time.sleep(0.2)

    def type_on(self, page: Page) -> None:
        """One more answer, until it is kept, however often somebody is killed meanwhile."""
        text = f"typed {self.filler.acknowledged}"
        page.locator(f"[name='{self.question}']").fill(text)
        expect(page.locator(".kept--kept")).to_be_visible(timeout=120_000)
        self.filler.kept[self.question] = text
        self.filler.acknowledged += 1


def test_nothing_acknowledged_is_lost_and_the_deadline_holds(served):  # noqa: F811 - the fixture
    told = said(served, "prepare")
    fillers = [Filler(served.port, number) for number in range(FILLERS + 1)]
    typist = Filler(served.port, FILLERS + 1)
    for filler in (*fillers, typist):
        filler.begin(told["programme"])
    *most, last = fillers
    until = threading.Event()
    first = told["questions"][0]
    browser = InABrowser(served, typist, question=first, until=until)
    threads = [
        threading.Thread(target=filler.fill, args=(told["questions"],), kwargs={"until": until})
        for filler in fillers
    ] + ([browser] if KILLS >= WITH_BROWSER else [])
    for thread in threads:
        thread.start()
    try:
        before = killed_again_and_again(served, fillers, typist=typist)
    finally:
        wait_until(lambda: answers(served.port), seconds=120)
        until.set()
        for thread in threads:
            thread.join()
    there = [filler.lost() for filler in (*fillers, typist)]
    for filler in fillers:
        assert filler.keep(first, "Water")
    handed_in = [answer.status for answer in all_at_once(most)]
    said(served, "close")
    late = last.hand_in()
    after = said(served, "tell")

    print(f"{KILLS} kills, acknowledged: {[one.acknowledged for one in (*fillers, typist)]}")  # noqa: T201 - what was measured
    assert before == sorted(set(before))  # something was acknowledged between any two kills
    assert {code for filler in fillers for code in filler.refused} <= {502, 503}
    assert there == [[]] * (len(fillers) + 1)
    assert browser.shown == typist.kept.get(first, "")
    assert handed_in == [302] * FILLERS
    assert (late.status, "Your text is kept." in late.body) == (409, True)
    assert last.shown()[first] == "Water"
    assert after == {
        "states": {"submitted": FILLERS, "draft": 2},
        "numbers": list(range(1, FILLERS + 1)),
    }
