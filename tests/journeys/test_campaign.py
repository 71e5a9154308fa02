"""A campaign against the sale of a public hospital: from its problem to the case study that others
read, by two people at once, one on a laptop and one on a phone.
"""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import campaign, campaign_story
from tests.journeys import campaign_texts as texts
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

    campaign_story.work_through(story, laptop, phone)
    desk, passer_by = visitor(), visitor(viewport=PHONE)
    desk.goto(demo.at("/en/"))
    onward(desk, desk.locator('.demo button[value="organiser"]'))
    campaign_story.tell_others(story, desk, laptop)
    story.finds(passer_by)
    study = passer_by.locator("main")
    for words in (texts.BY_NAME, texts.PART, texts.PROBLEM["what"]):
        expect(study).to_contain_text(words)
    for words in (texts.FOUNDER, texts.ONE_OF_US, texts.DANGER):
        expect(study).not_to_contain_text(words)
    assert seen == LOOKED_AT
