"""The steps of a campaign in the order in which two people take them, on a laptop and a phone."""

from playwright.sync_api import Page

from tests.journeys import campaign_texts as texts
from tests.journeys.campaign import Campaign


def work_through(story: Campaign, laptop: Page, phone: Page) -> None:
    """From the first sentence to the day it is won, by two at once."""
    # One begins and hands the other an address; both say what is wrong, and how they know.
    story.start(laptop)
    story.join(phone, story.ask_in(laptop))
    story.write(laptop, "problem", "problem", texts.PROBLEM)
    story.write(phone, "evidence", "evidence", texts.EVIDENCE)
    story.moves_on(laptop)

    # What they ask for: the house says what nobody could see won.
    story.asks_for(laptop)
    story.measures(phone)

    # Who decides, who stands where, and which story is told.
    story.put_on_map(laptop, {"label": texts.TARGET, "x": "-1", "y": "9"}, target=True)
    story.put_on_map(phone, {"label": texts.MIDWIVES, "x": "4", "y": "3"})
    story.moves_by_keys(laptop, texts.TARGET)
    story.sees_on_map(phone, texts.TARGET, side="against us 2")
    story.adds_group(phone, texts.RIDERS, wedge="3")
    story.plans_nearer(laptop, texts.RIDERS, request="Take the night shift home")
    story.moved_nearer(phone, texts.RIDERS, now="passive allies")
    story.meet_in_a_cell(laptop, phone, story.begins_chart(laptop))
    story.tell_two_stories(laptop, phone)
    story.plans_way(laptop, phone)
    story.moves_on(laptop)

    # Who does what; who may know what.
    story.gives_task(laptop, name=texts.ONE_OF_US)
    story.does_task(phone)
    story.keeps_danger(laptop, phone, name=texts.ONE_OF_US)
    story.shares(laptop)
    story.write(phone, "decisions", "decision", {"what": texts.DECISION})

    # It runs, and it is won.
    story.moves_on(laptop)
    story.ends(laptop, "won", why="The council took it back.")


def tell_others(story: Campaign, desk: Page, page: Page) -> None:
    """What its course hears of it, then everybody: by name only who said yes."""
    story.closes_course(desk, page, texts.COURSE)
    places = story.tells(page, names={texts.FOUNDER: "Who began it", texts.ONE_OF_US: texts.PART})
    story.stands(page, places[texts.FOUNDER], name=texts.BY_NAME)
    story.hands_over(page)
    story.publishes(desk)
