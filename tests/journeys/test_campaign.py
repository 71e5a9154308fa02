"""A campaign against the sale of a public hospital: from its problem to the case study that others
read, by two people at once, one on a laptop and one on a phone.
"""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import campaign
from tests.journeys.browsing import PHONE, everybody_can_read, onward

pytestmark = pytest.mark.journey

# Other stories look at the power map and at the strategy chart.
LOOKED_AT = {
    "fresh", "team", "join", "lint", "spectrum", "met", "story", "path", "preview", "tell", "study",
}  # fmt: skip


def test_two_work_a_campaign_through_from_its_problem_to_its_case_study(demo, visitor):
    seen: set[str] = set()

    def looked_at(page: Page, name: str) -> None:
        if name in LOOKED_AT - seen:
            seen.add(name)
            everybody_can_read(page)

    story = campaign.Campaign(demo, datetime.now(UTC).date(), picture=looked_at)
    laptop, phone = visitor(), visitor(viewport=PHONE)
    laptop.goto(demo.at("/en/"))
    onward(laptop, laptop.locator('.demo button[value="participant"]'))

    # One begins and hands the other an address; both say what is wrong, and how they know.
    story.start(laptop)
    story.join(phone, story.ask_in(laptop))
    story.write(laptop, "problem", "problem", campaign.PROBLEM)
    story.write(phone, "evidence", "evidence", campaign.EVIDENCE)
    story.moves_on(laptop)

    # What they ask for: the house says what nobody could see won.
    story.asks_for(laptop)
    story.measures(phone)

    # Who decides, who stands where, and which story is told.
    story.put_on_map(laptop, {"label": campaign.TARGET, "x": "-1", "y": "9"}, target=True)
    story.put_on_map(phone, {"label": campaign.MIDWIVES, "x": "4", "y": "3"})
    story.moves_by_keys(laptop, campaign.TARGET)
    story.sees_on_map(phone, campaign.TARGET, side="against us 2")
    story.adds_group(phone, campaign.RIDERS, wedge="3")
    story.plans_nearer(laptop, campaign.RIDERS, request="Take the night shift home")
    story.moved_nearer(phone, campaign.RIDERS, now="passive allies")
    story.meet_in_a_cell(laptop, phone, story.begins_chart(laptop))
    story.tell_two_stories(laptop, phone)
    story.plans_way(laptop, phone)
    story.moves_on(laptop)

    # Who does what; who may know what.
    story.gives_task(laptop, name=campaign.ONE_OF_US)
    story.does_task(phone)
    story.keeps_danger(laptop, phone, name=campaign.ONE_OF_US)
    story.shares(laptop)
    story.write(phone, "decisions", "decision", {"what": campaign.DECISION})

    # It runs, it is won, and it is told: by name only who said yes.
    story.moves_on(laptop)
    story.ends(laptop, "won", why="The council took it back.")
    places = story.tells(laptop, names={"Amina Wekesa": "Who began", campaign.ONE_OF_US: "Midwife"})
    story.stands(laptop, places["Amina Wekesa"], name="Amina of the night shift")
    story.hands_over(laptop)
    desk, passer_by = visitor(), visitor(viewport=PHONE)
    desk.goto(demo.at("/en/"))
    onward(desk, desk.locator('.demo button[value="organiser"]'))
    story.publishes(desk)
    story.finds(passer_by)
    study = passer_by.locator("main")
    for words in ("Amina of the night shift", "Midwife", campaign.PROBLEM["what"]):
        expect(study).to_contain_text(words)
    for words in ("Wekesa", campaign.ONE_OF_US, campaign.DANGER):
        expect(study).not_to_contain_text(words)
    assert seen == LOOKED_AT
