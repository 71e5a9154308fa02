"""A cohort from the call to its groups: what people do at the pages, and what the school is told
beside them (accounts that exist, what many more type).
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import BrowserContext, Page, expect

from bench.filling import TOKEN, Filler
from tests.journeys.browsing import onward, words
from tests.journeys.served import ROOT, Served, environment

LINK = "page_demo"  # the cookie of a link in the demo
Picture = Callable[[Page, str], None]


def no_picture(_page: Page, _name: str) -> None:
    """Nobody looks."""


def beside(served: Served, what: str, **told: Any) -> Any:
    """Call a function of `cohort_beside` in a process beside the pages; what it gives back."""
    env = environment(served.home, COMMONROOT_DEMO="1", DJANGO_SETTINGS_MODULE="config.settings")
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.cohort_beside", what, json.dumps(told)],
        cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def comes_as(context: BrowserContext, served: Served, cookie: Sequence[str]) -> Page:
    """Somebody of the team who signed in before."""
    name, value = cookie
    context.add_cookies([{"name": name, "value": value, "url": served.address}])
    return context.new_page()


@dataclass
class Story:
    """One programme of a served demo, whose cohort is chosen."""

    served: Served
    key: str
    picture: Picture = no_picture
    language: str = "en"
    tokens: dict[str, str] = field(default_factory=dict)

    def desk(self, path: str) -> str:
        """A page of this programme on the desk."""
        return self.served.at(f"/{self.language}/desk/programmes/{self.key}/{path}")

    @property
    def port(self) -> int:
        """Where it is served."""
        return int(self.served.address.rpartition(":")[2])

    # The call.

    def make_call(self, page: Page, *, closes: str, hears: str, places: int, **more: str) -> None:
        """From a programme without a call to one that people can apply by."""
        page.goto(self.desk("call/"))
        self.picture(page, "call-new")
        page.get_by_role("button", name="Make the call").click()
        page.goto(self.desk("call/form/"))
        page.get_by_role("button", name="Start with this form").click()
        expect(page.locator(".asks li").first).to_be_visible()
        self.picture(page, "form")
        page.goto(self.desk("call/settings/"))
        page.get_by_label("Deadline", exact=True).fill(closes)
        page.get_by_label("When does everybody hear from you?").fill(hears)
        page.get_by_label("Two together").check()
        page.get_by_label("A group", exact=True).check()
        page.get_by_label("a panel with a rubric").check()
        page.get_by_label("How many can be accepted?").fill(str(places))
        for label, value in more.items():
            if value:
                page.locator(f"[name={label}]").select_option(value)
            else:
                page.locator(f"[name={label}]").check()
        self.picture(page, "settings")
        page.get_by_role("button", name="Save").click()
        page.goto(self.desk("call/form/look/"))
        self.picture(page, "form-preview")
        page.goto(self.desk("call/"))
        page.get_by_role("button", name="Publish the call").click()
        expect(page.locator("main")).to_contain_text("Everybody who finds the page")
        self.picture(page, "call")

    # Applying.

    def begin(self, page: Page, *, kind: str, name: str, way: str) -> None:
        """The first step: a name and one way."""
        page.goto(self.served.at(f"/{self.language}/programmes/{self.key}/apply/"))
        self.picture(page, "apply")
        page.locator(f"[name=kind][value={kind}]").check(force=True)
        page.locator("[name=name]").fill(name)
        page.locator("[name=way]").fill(way)
        page.locator("#begin button.button--main").click()
        expect(page).to_have_url(re.compile("/applications/"))

    def fill(self, page: Page, typed: Sequence[Sequence[str]]) -> None:
        """Every part, one after the other, as far as reading it through."""
        onward(page, page.locator("main a.button--main").first)
        while "/part/" in page.url:
            for name, value in typed:
                field = page.locator(f'main [name="{name}"]')
                if field.count():
                    type_in(field, value)
            self.picture(page, "part-" + re.findall(r"/part/(\d+)", page.url)[0])
            onward(page, page.locator("main form.keeps .buttons button").first)
        self.picture(page, "check")

    def hand_in(self, page: Page) -> None:
        """Press the last button."""
        page.locator("main form button.button--main").first.click()
        expect(page.locator("main")).to_contain_text("number")
        self.picture(page, "handed-in")

    def many(self, count: int, *, first: int, hours: int = 0) -> list[dict[str, Any]]:
        """What `count` more people will type, `{name, way, kind, typed}` each."""
        return list(
            beside(self.served, "people", key=self.key, count=count, first=first, hours=hours)
        )

    def all_apply(self, people: Sequence[dict[str, Any]]) -> int:
        """They apply over the same public pages, one after the other; how many were handed in."""
        done = 0
        for number, one in enumerate(people):
            filler = Filler(self.port, number, page=LINK)
            typed = {"kind": one["kind"], "name": one["name"], "way": one["way"]}
            begun = filler.post(f"/{one['language']}/programmes/{self.key}/apply/", typed)
            place = begun.location or re.findall(r'href="([^"]*/p/[^"]+)"', begun.body)[0]
            filler.token = place.partition("#")[0].rstrip("/").rpartition("/")[2]
            there = filler.request("GET", f"/p/{filler.token}")
            filler.key = re.findall(r"/applications/([\w-]+)", there.location)[0]
            body = urlencode([("csrfmiddlewaretoken", TOKEN), *one["typed"]])
            for part in range(1, one["parts"] + 1):
                filler.request("POST", f"/en/applications/{filler.key}/part/{part}/", body=body)
            for name, way in one.get("others", ()):
                named = {"what": "name", "name": name, "way": way}
                filler.post(f"/en/applications/{filler.key}/others/", named)
            answer = filler.hand_in()
            done += answer.status == 302
        return done

    def all_join(self) -> int:
        """Whoever was named by others says yes over the page of their link; how many."""
        done = 0
        for number, (key, token, _name) in enumerate(self.links()["joining"]):
            filler = Filler(self.port, number, token=token, page=LINK)
            filler.request("GET", f"/p/{token}")
            done += filler.post(f"/en/joining/{key}/", {"what": "yes"}).status == 302
        return done

    # Choosing.

    def set_panel(self, page: Page, readers: Sequence[str], *, each: int) -> None:
        """Who reads, by which rubric, when."""
        for name in readers:
            page.goto(self.desk("panel/"))
            page.locator("select[name=account]").select_option(label=name)
            page.get_by_role("button", name="Put on the panel").click()
        page.get_by_role("button", name="Take the ready-made one").click()
        page.get_by_role("link", name="Add a phase").click()
        page.locator("[name^=title-]").first.fill("First reading")
        page.locator("[name=each]").fill(str(each))
        opens = page.locator("[name=opens_at]")
        day = opens.input_value()
        opens.fill(re.sub(r"^\d{4}", lambda found: str(int(found[0]) - 1), day))
        self.picture(page, "phase")
        page.get_by_role("button", name="Keep", exact=True).click()
        if each:
            page.get_by_role("button", name="Give out the applications").click()
        expect(page.locator("main")).to_contain_text("First reading")
        self.picture(page, "panel")

    def read(self, page: Page, points: Sequence[int], *, words: str) -> None:
        """One reader hands in what they found in the application before them."""
        for place, given in enumerate(points):
            scale = page.locator("fieldset.scale").nth(place)
            scale.locator("input").nth(given).check(force=True)
        page.locator("[name=words]").fill(words)
        self.picture(page, "read")
        page.get_by_role("button", name="Hand in, next one").click()
        expect(page.locator("main")).to_contain_text("is done")

    def aim(self, page: Page, *, about: str, title: str, least: int) -> None:
        """The mix aimed at: at least so many percent gave the first answer to a question."""
        page.goto(self.desk("call/aims/"))
        asked = page.locator("#question-target")
        asked.select_option(asked.locator("option", has_text=about).first.get_attribute("value"))
        page.locator("form", has=asked).get_by_role("button", name="Go on").click()
        page.locator("#new input[name=values]").first.check()
        page.get_by_label("What do you call them?").fill(title)
        page.get_by_label("At least, in percent").fill(str(least))
        page.get_by_role("button", name="Add it").click()
        expect(page.locator("#target")).to_contain_text(title)
        self.picture(page, "aims")

    def decide(self, page: Page, *, presses: int) -> None:
        """The first ones by hand, from the top: accept."""
        page.goto(self.desk("call/choose/?show=open"))
        for _ in range(presses):
            row = page.locator("li.chosen__row:has(button)").first
            key = row.get_attribute("id")
            row.get_by_role("button", name="Accept").click()
            expect(page.locator(f"[id='{key}']")).to_have_count(0)
        self.picture(page, "choose")

    def decide_all(self, page: Page, *, accept: int, reserve: int) -> None:
        """The others as they come: so many accepted, so many in reserve, then regret; with a
        reason where the page asks for one.
        """
        token = next(one["value"] for one in page.context.cookies() if one["name"] == "csrf")
        order = ["accept"] * accept + ["reserve"] * reserve
        before: list[str] = []
        while True:
            page.goto(self.desk("call/choose/?show=open"))
            rows = page.locator("li.chosen__row:has(button)")
            keys = [row.get_attribute("id") or "" for row in rows.all()]
            if not keys:
                return
            assert keys != before, words(page)
            before = keys
            for key in keys:
                verdict = order.pop(0) if order else "regret"
                form = {"csrfmiddlewaretoken": token}
                headers = {"Referer": page.url}
                board = self.desk("call/choose/")
                decide = form | {"decide": f"{verdict} {key[2:]}"}
                answer = page.request.post(board, form=decide, headers=headers)
                if "/decide/" in answer.url:
                    why = form | {"verdict": verdict, "reason": "For the mix that we aim at."}
                    page.request.post(answer.url, form=why, headers=headers)

    def sign(self, page: Page) -> None:
        """One organiser stands by all of it."""
        page.goto(self.desk("call/sign/"))
        self.picture(page, "sign")
        page.get_by_role("button", name="I stand by this").click()
        expect(page.locator("main")).to_contain_text("20")

    def send_letters(self, page: Page) -> None:
        """Everybody is told."""
        page.goto(self.desk("call/letters/"))
        self.picture(page, "letters")
        page.get_by_role("button", name=re.compile("^Send ")).click()
        expect(page.get_by_role("button", name=re.compile("^Take "))).to_be_visible()

    def links(self) -> dict[str, Any]:
        """Links of the letters that wait, so that the story need not wait ten minutes."""
        return dict(beside(self.served, "links", key=self.key))

    def all_come(self, offers: Sequence[Sequence[Any]]) -> int:
        """They say yes over the page of their offer; how many."""
        done = 0
        for number, (key, token, agreed) in enumerate(offers):
            filler = Filler(self.port, number, token=token, page=LINK)
            typed = [("agreed", str(one)) for one in range(agreed)]
            body = urlencode([("csrfmiddlewaretoken", TOKEN), *typed, ("answer", "yes")])
            filler.request("GET", f"/p/{token}")
            answer = filler.request("POST", f"/en/offered/{key}/", body=body)
            done += answer.status == 302
        return done

    # Groups.

    def propose(self, page: Page, *, smallest: int, largest: int) -> None:
        """Three proposals, as the house makes them."""
        page.goto(self.desk("groups/"))
        page.get_by_label("Smallest group, people").fill(str(smallest))
        page.get_by_label("Largest group, people").fill(str(largest))
        self.picture(page, "groups-asked")
        page.get_by_role("button", name="Make three proposals").click()
        expect(page.locator(".proposal")).to_have_count(3)
        page.reload()
        self.picture(page, "groups-proposals")

    def choose_groups(self, page: Page) -> None:
        """Look at the best, move one by hand, take it."""
        page.locator(".proposal a.button--main").first.click()
        expect(page.locator(".group").first).to_be_visible()
        self.picture(page, "groups-proposal")
        page.locator(".member a.button", has_text="Move").first.click()
        expect(page.locator("h1")).to_contain_text("Where could")
        self.picture(page, "groups-move")
        page.locator(".effect form button").first.click()
        expect(page.locator("main")).to_contain_text("by hand")
        page.get_by_role("button", name="Choose these groups").click()
        expect(page.locator("main")).to_contain_text("are in them")
        self.picture(page, "groups")


def type_in(field: Any, value: str) -> None:
    """Type, tick or choose, as the field asks."""
    kind = field.first.evaluate("one => one.type || one.tagName")
    if kind in {"radio", "checkbox"}:
        boxes = field.count()
        one = field.and_(field.page.locator(f'[value="{value}"]')) if boxes > 1 else field
        if one.count():
            one.first.check(force=True)
    elif kind.startswith("select"):
        field.first.select_option(value)
    else:
        field.first.fill(value)
