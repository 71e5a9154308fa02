"""A campaign from its problem to its case study: what its people do, each at their own page."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.journeys import campaign_texts as texts
from tests.journeys.browsing import fill, kept, onward, press
from tests.journeys.served import Served

Picture = Callable[[Page, str], None]


def no_picture(_page: Page, _name: str) -> None:
    """Nobody looks."""


@dataclass
class Campaign:
    """One campaign of a served demo, at work."""

    served: Served
    today: date
    picture: Picture = no_picture
    key: str = ""

    def at(self, path: str = "") -> str:
        """A page of this campaign."""
        return self.served.at(f"/en/campaigns/{self.key}/{path}")

    def day(self, days: int) -> str:
        """So many days from today, as a field takes it."""
        return (self.today + timedelta(days=days)).isoformat()

    # Who.

    def start(self, page: Page) -> None:
        """A name and whose it is."""
        page.goto(self.served.at("/en/campaigns/new/"))
        fill(page, {"name": texts.NAME, "summary": texts.SUMMARY})
        page.locator(f"[name=whose][value=course-{texts.COURSE}]").check()
        self.picture(page, "start")
        press(page, "Start it")
        self.key = re.findall(r"/campaigns/([\w-]{22})/", page.url)[0]
        self.picture(page, "fresh")

    def ask_in(self, page: Page) -> str:
        """Ask somebody who has a phone and no address to join; what is handed over to them."""
        page.goto(self.at("team/"))
        fill(page, {"name": texts.ONE_OF_US, "way": "+254711000123"})
        onward(page, page.locator("form[action='#way'] button"))
        self.picture(page, "team")
        return page.locator("main bdi", has_text="/p/").inner_text().strip()

    def join(self, page: Page, address: str) -> None:
        """Somebody opens what they were handed, and says yes."""
        page.goto(address)
        self.picture(page, "join")
        press(page, "Yes, I join")
        expect(page.locator("h1")).to_have_text(texts.NAME)

    # What is wrong, and what is asked for.

    def write(self, page: Page, tool: str, kind: str, said: Mapping[str, str]) -> None:
        """Add something to a tool, as its page has it."""
        page.goto(self.at(f"{tool}/new/{kind}/"))
        fill(page, said)
        press(page, "Add it")

    def mend(self, page: Page, said: Mapping[str, str], *, choose: Mapping[str, str]) -> None:
        """Open what a sentence of the house is about, write it so that one can see it won."""
        onward(page, page.locator(".thing__ways a").last)
        fill(page, said)
        for name, value in choose.items():
            page.locator(f"main [name={name}][value={value}]").check()
        press(page, "Keep")

    def asks_for(self, page: Page) -> None:
        """A demand of a whole ministry: the house says what is amiss, and a person signs."""
        self.write(page, "objectives", "demand", texts.DEMAND)
        self._hears(page, "That is an institution")
        self.picture(page, "lint")
        self._mends(page, texts.WHO_SIGNS | {"deadline": self.day(60)})

    def measures(self, page: Page) -> None:
        """An objective that is only something to do, until one can see it reached."""
        self.write(page, "objectives", "objective", texts.OBJECTIVE)
        self._hears(page, "Nobody can see yet whether it is reached")
        self._mends(page, texts.MEASURED | {"deadline": self.day(60)}, kind="outcome")
        self.picture(page, "objectives")

    def _hears(self, page: Page, hint: str) -> None:
        page.locator("summary", has_text="would make it stronger").click()
        expect(page.get_by_text(hint)).to_be_visible()

    def _mends(self, page: Page, said: Mapping[str, str], *, kind: str = "") -> None:
        onward(page, page.locator(".thing__ways a").last)
        fill(page, said)
        if kind:
            page.locator(f"[name=kind][value={kind}]").check()
        press(page, "Keep")
        page.goto(self.at("objectives/"))
        expect(page.locator("summary", has_text="would make it stronger")).to_have_count(0)

    def moves_on(self, page: Page) -> None:
        """The stage that the workspace proposes next."""
        page.goto(self.at())
        onward(page, page.locator("section.ask a.button--main"))
        press(page, "Say so")

    def ends(self, page: Page, to: str, *, why: str) -> None:
        """It is won, lost or paused."""
        page.goto(self.at(f"stage/?to={to}"))
        page.locator("[name=why]").fill(why)
        self.picture(page, "stage")
        press(page, "Say so")

    # Who decides, who stands where, what comes when.

    def put_on_map(self, page: Page, said: Mapping[str, str], *, target: bool = False) -> None:
        """Somebody new on the power map."""
        page.goto(self.at("power/"))
        onward(page, page.get_by_role("link", name="Add somebody"))
        fill(page, said)
        if target:
            page.locator("[name=target]").check()
        press(page, "Put them on the map")

    def moves_by_keys(self, page: Page, name: str) -> None:
        """One step against us and one up, by the arrow keys."""
        page.goto(self.at("power/"))
        page.get_by_role("link", name=re.compile(rf"^\d+\. {name}: ")).focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowUp")
        expect(page.locator("[data-told]")).to_contain_text("Kept.")

    def sees_on_map(self, page: Page, name: str, *, side: str) -> None:
        """The same in the table."""
        page.goto(self.at("power/?look=table"))
        expect(page.locator("tr", has_text=name)).to_contain_text(side)
        self.picture(page, "table")

    def adds_group(self, page: Page, name: str, *, wedge: str) -> None:
        """A group on the spectrum."""
        page.goto(self.at("spectrum/new/ally_group/"))
        fill(page, {"name": name})
        page.locator("main [name=wedge]").select_option(wedge)
        press(page, "Add it")

    def plans_nearer(self, page: Page, name: str, *, request: str) -> None:
        """A plan to move a group by one part of the half-circle."""
        page.goto(self.at("spectrum/"))
        onward(page, self._ally(page, name).get_by_role("link", name="Plan one step nearer"))
        fill(page, {"request": request})
        press(page, "Keep the plan")
        expect(self._ally(page, name)).to_contain_text(request)

    def moved_nearer(self, page: Page, name: str, *, now: str) -> None:
        """They did it: one part nearer."""
        page.goto(self.at("spectrum/"))
        onward(page, self._ally(page, name).get_by_role("button", name="nearer"))
        wedge = page.locator("section.wedge", has=page.get_by_role("heading", name=now))
        expect(wedge).to_contain_text(name)
        self.picture(page, "spectrum")

    def _ally(self, page: Page, name: str) -> Locator:
        return page.locator("li.ally", has_text=name)

    def begins_chart(self, page: Page) -> str:
        """A chart for whoever can say yes; its address."""
        page.goto(self.at("strategy/"))
        fill(page, {"target": "Dr Selam Bekoe", "office": texts.TARGET})
        press(page, "Begin the chart")
        return re.sub(r"[?#].*", "", page.url)

    def opens_cell(self, page: Page, chart: str) -> Locator:
        """The column of the target, open to be written; its first cell."""
        page.goto(f"{chart}?column=4")  # a phone shows one column at a time
        column = page.locator("section", has=page.get_by_role("heading", name="Targets"))
        onward(page, column.get_by_role("link", name="Change"))
        return page.get_by_label("Their power to give it to us")

    def meet_in_a_cell(self, first: Page, second: Page, chart: str) -> None:
        """Both write in the same cell; the second looks at both texts, and keeps both."""
        cells = [self.opens_cell(page, chart) for page in (first, second)]
        cells[0].fill(texts.HERS)
        cells[0].blur()
        expect(kept(first)).to_be_visible()
        cells[1].fill(texts.THEIRS)
        cells[1].blur()
        onward(second, second.get_by_role("link", name="Look at both").first)
        self.picture(second, "met")
        for words in (texts.HERS, texts.THEIRS):
            expect(second.get_by_text(words).first).to_be_visible()
        press(second, "Keep both")
        first.goto(chart)
        for words in (texts.HERS, texts.THEIRS):
            expect(first.get_by_text(words)).to_be_visible()

    def tell_two_stories(self, first: Page, second: Page) -> None:
        """Each writes one side of the story at the same time; both are kept as they are left."""
        for page in (first, second):
            page.goto(self.at("story/"))
        for page, field, words in (
            (first, "ours_characters", texts.OURS),
            (second, "theirs_conflict", texts.THEIR_STORY),
        ):
            fill(page, {field: words})
            page.locator(f"[name={field}]").blur()
            expect(kept(page)).to_be_visible()
        first.reload()
        expect(first.locator("[name=theirs_conflict]")).to_have_value(texts.THEIR_STORY)
        self.picture(first, "story")

    def plans_way(self, first: Page, second: Page) -> None:
        """A step that must be reached, and what is done for it."""
        self.write(first, "path", "outcome", {"outcome": texts.STEP})
        self.write(
            second, "path", "action", {"title": texts.ACTION, "moment": f"{self.day(12)}T09:00"}
        )
        first.goto(self.at("path/"))
        for words in (texts.STEP, texts.ACTION):
            expect(first.locator("main")).to_contain_text(words)
        self.picture(first, "path")

    # What people do.

    def gives_task(self, page: Page, *, name: str) -> None:
        """Something to ask of somebody, for one of the team, until a day."""
        page.goto(self.at("asks/new/ask/"))
        fill(page, {"what": texts.ASK, "until": self.day(9)})
        page.locator("main [name=who]").select_option(label=name)
        press(page, "Add it")

    def does_task(self, page: Page) -> None:
        """Whose task it is finds it on the campaign's page, and did it."""
        page.goto(self.at())
        expect(page.locator("#mine")).to_contain_text(texts.ASK)
        page.goto(self.at("asks/"))
        self.picture(page, "asks")
        press(page, "It is done")
        expect(page.locator("main")).to_contain_text("done")

    def keeps_danger(self, first: Page, second: Page, *, name: str) -> None:
        """A note on a danger, which the other reads when they are let, and not before."""
        self.write(first, "risks", "danger", {"what": texts.DANGER})
        answer = second.goto(self.at("risks/"))
        assert answer is not None
        assert answer.status == 404
        second.goto(self.at())
        expect(second.locator("main")).not_to_contain_text("Notes on dangers")
        first.goto(self.at("team/"))
        row = first.locator("li", has_text=name)
        row.locator("summary").click()
        onward(first, row.get_by_role("button", name="Let them read of dangers"))
        second.goto(self.at("risks/"))
        expect(second.get_by_role("heading", name=texts.DANGER)).to_be_visible()

    def shares(self, page: Page) -> None:
        """The problem, with the course: first who would read it, and with their eyes."""
        page.goto(self.at("sharing/"))
        page.locator("main [name=to]").select_option("cohort")
        page.locator("[name=tool-problem]").select_option("cohort")
        press(page, "See who would read what")
        expect(page.locator("main")).to_contain_text("The problem")
        self.picture(page, "preview")
        preview = page.url
        onward(page, page.get_by_role("link", name="Look at it as they will").first)
        expect(page.get_by_role("link", name="The problem")).to_be_visible()
        expect(page.get_by_role("link", name="Power map")).to_have_count(0)
        page.goto(preview)
        press(page, "Share it so")
        self.picture(page, "sharing")

    # What others learn.

    def closes_course(self, desk: Page, page: Page, course: str) -> None:
        """An organiser asks the campaigns of a course, one brings its words, all read them."""
        own = self.served.at(f"/en/desk/programmes/{course}/closing-gathering/")
        desk.goto(own)
        fill(desk, {"words": "What was hard, what we learnt, what we won."})
        press(desk, "Make the gathering")
        press(desk, "Ask the campaigns")
        page.goto(self.at("closing/"))
        fill(page, texts.BROUGHT)
        self.picture(page, "brings")
        press(page, "Hand it in")
        desk.goto(own)
        self.picture(desk, "closing-desk")
        press(desk, "Open the page")
        page.goto(self.served.at(f"/en/closing/{course}/"))
        expect(page.locator("main")).to_contain_text(texts.BROUGHT["successes"])
        self.picture(page, "gathering")

    def tells(self, page: Page, *, names: Mapping[str, str]) -> dict[str, str]:
        """One step from the tools to a text, read through; {name of a member: part in it} asked
        for their names. Where each says how they stand there, by their names.
        """
        page.goto(self.at("study/"))
        press(page, "Begin")
        onward(page, page.get_by_role("link", name="Read it through and write"))
        expect(page.locator("[name=title]")).to_have_value(texts.NAME)
        fill(page, {"differently": texts.LESSON})
        self.picture(page, "write")
        press(page, "Keep it")
        for name, part in names.items():
            page.locator("summary", has_text="Ask somebody of the team").click()
            page.locator("#who").select_option(label=name)
            fill(page, {"role": part})
            press(page, "Ask them")
            page.goto(self.at("study/"))
        self.picture(page, "tell")
        rows = {name: page.locator("#people li", has_text=name) for name in names}
        keys = {
            name: row.locator("[name=out]").get_attribute("value") for name, row in rows.items()
        }
        return {name: f"/en/standing/{key}/" for name, key in keys.items()}

    def stands(self, page: Page, place: str, *, name: str) -> None:
        """Somebody wants to be there by a name, for themself."""
        page.goto(self.served.at(place))
        page.locator("[name=shown][value=name]").check(force=True)
        fill(page, {"name": name})
        self.picture(page, "named")
        press(page, "Save my choice")
        expect(page.locator("main")).to_contain_text("It stands as you said")

    def hands_over(self, page: Page) -> None:
        """The team is done with it."""
        page.goto(self.at("study/"))
        press(page, "Hand it over")
        expect(page.locator("main")).to_contain_text("It is with the organisers")

    def publishes(self, page: Page) -> None:
        """An organiser reads it, and everybody can."""
        page.goto(self.served.at("/en/desk/studies/"))
        onward(page, page.get_by_role("link", name=texts.NAME))
        self.picture(page, "desk-study")
        press(page, "Publish")
        expect(page.locator("main")).to_contain_text("Everybody can read it now.")

    def finds(self, page: Page) -> None:
        """Whoever comes along finds it in the library and reads it."""
        page.goto(self.served.at("/en/studies/?words=Tumaini"))
        onward(page, page.get_by_role("link", name=texts.NAME))
        expect(page.locator("main")).to_contain_text(texts.LESSON)
        self.picture(page, "study")
