"""Founding a school, making a page for one session, and a newcomer from first visit to last."""

import re
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browsing import PHONE, everybody_can_read
from tests.journeys.served import Served
from tests.messaging.sink import Sink
from tests.work.test_supervisor import wait_until

pytestmark = pytest.mark.journey

PASSWORD = "four unrelated garden words"


def found_school(page: Page) -> None:
    """From the two doors to a school of one's own."""
    page.get_by_role("link", name="Start", exact=True).click()
    page.get_by_label("Name of the school").fill("Lakeside School for Health")
    page.get_by_label("What it is for, in a sentence").fill("Learn to organise for health.")
    page.get_by_label("English").check()
    page.get_by_label("العربيّة").check()
    page.get_by_label("Country").select_option("KE")
    page.get_by_label("Whose clock do you go by?").select_option("Africa/Nairobi")
    page.get_by_label("Your name").fill("Wanjiru Oduya")
    page.get_by_label("Your e-mail address").fill("wanjiru@example.org")
    page.get_by_label("A password").fill(PASSWORD)
    everybody_can_read(page)
    page.get_by_role("button", name="Open the school").click()
    expect(page.locator("h1")).to_have_text("Before the first person")


def make_session(page: Page) -> None:
    """A page for one session, from "What do you have in your hands?"."""
    page.get_by_role("link", name="Make the page").click()
    everybody_can_read(page)
    page.get_by_label("Title").fill("How to begin a health committee")
    page.get_by_label("What it is about").fill("Two hours for people who want to begin.")
    page.get_by_label("Day").fill("2031-05-20")
    page.get_by_label("Time").fill("18:30")
    page.get_by_label("How many places?").fill("12")
    page.get_by_label("Link to the video meeting").fill("https://meet.example.org/begin")
    page.get_by_role("button", name="Make the page").click()
    expect(page.locator("h1")).to_have_text("How to begin a health committee")


def letter(sink: Sink, about: str) -> EmailMessage:
    """The one letter whose subject begins so, as soon as it has arrived."""

    def found() -> list[EmailMessage]:
        return [one for one in sink.messages if str(one["Subject"]).startswith(about)]

    wait_until(found, seconds=180)
    (only,) = found()
    return only


def body(part: EmailMessage) -> str:
    """The text of one part of a letter."""
    return part.get_payload(decode=True).decode()


def link_in(message: EmailMessage) -> str:
    """The personal link in a letter's text."""
    text = message.get_body(("plain",)).get_content()
    (found,) = re.findall(r"^http://localhost:\d+/p/\S+", text, re.MULTILINE)
    return found


def agreement(page: Page, about: str) -> Locator:
    """One question of what somebody agreed to."""
    return page.locator("#agreed .agreement").filter(has_text=about).first


def sign_in(page: Page, school: Served) -> None:
    """Out, and in again with address and password."""
    page.get_by_role("button", name="Sign out").click()
    page.goto(school.at("/en/desk/"))
    everybody_can_read(page)
    page.get_by_label("Your e-mail address").fill("wanjiru@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(school.at("/en/desk/"))


def register(page: Page, public: str) -> None:
    """From the programme's page to the receipt: a yes, a no, and a question left open."""
    page.goto(public)
    everybody_can_read(page)
    page.locator("main a[href*='/sessions/']").first.click()
    expect(page.locator("h1")).to_have_text("How to begin a health committee")
    everybody_can_read(page)
    page.get_by_label("The name you want us to use").fill("Achieng Were")
    page.get_by_label("One way to reach you").fill("achieng@example.org")
    for about, said in (("keep you", "Yes"), ("the circle in your country", "No")):
        question = page.get_by_role("radiogroup", name=about)
        question.get_by_text(said, exact=True).click()
    page.get_by_role("button", name="Save my place").click()
    expect(page.locator("h1")).to_have_text("See you then, Achieng Were")
    expect(page.locator("main")).to_contain_text("We wrote to ac…@example.org.")
    everybody_can_read(page)


def change_agreements(page: Page) -> None:
    """Agreements are questions with two equal answers, and each answer can be changed."""
    keep, circle = agreement(page, "keep you"), agreement(page, "the circle in your country")
    expect(keep).to_contain_text("You said yes")
    expect(circle).to_contain_text("You said no")
    keep.get_by_role("button", name="Take it back").click()
    expect(keep).to_contain_text("You took it back")
    circle.get_by_role("button", name="Change it").click()
    expect(circle).to_contain_text("You said yes")
    page.get_by_role("link", name="What I said").click()
    said = page.locator("main li", has_text="Being in our register").first
    expect(said).to_contain_text("taken back")
    everybody_can_read(page)
    page.get_by_role("link", name="Back to my page").click()


def say_what_is_not_wanted(page: Page) -> None:
    """What is done without asking, somebody may not want; organisers answer it."""
    page.get_by_role("link", name="I do not want this").click()
    page.get_by_text("A letter I did not ask for").click()
    page.get_by_label("In your words").fill("No text messages, please.")
    page.get_by_role("button", name="Tell the organisers").click()
    expect(page.locator(".notice")).to_contain_text("We answer you within a month.")
    everybody_can_read(page)
    page.get_by_role("link", name="Back to my page").click()


def be_forgotten(page: Page, sink: Sink) -> None:
    """To be forgotten takes a fresh link, sent to the address that is held."""
    page.get_by_role("link", name="Forget me").click()
    everybody_can_read(page)
    page.get_by_role("button", name="Send me a fresh link").click()
    expect(page.locator(".notice")).to_contain_text("The link works once, within 20 minutes.")
    page.goto(link_in(letter(sink, "Your fresh link")))
    expect(page.locator("h1")).to_have_text("Open everything for 20 minutes?")
    everybody_can_read(page)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.locator("h1")).to_have_text("What we hold about you")
    expect(page.locator("main")).to_contain_text("achieng@example.org")
    everybody_can_read(page)
    page.get_by_role("link", name="Forget me").click()
    everybody_can_read(page)
    page.get_by_role("button", name=re.compile("^Forget me: delete")).click()
    expect(page.locator("main")).to_contain_text("Everything is deleted.")
    everybody_can_read(page)


def test_a_school_of_our_own_and_its_first_newcomer(posted, visitor):
    school, sink = posted.served, posted.sink
    organiser = visitor()
    organiser.goto(school.at("/"))
    found_school(organiser)
    organiser.get_by_role("link", name="Not now, remind me").click()
    expect(organiser.locator("h1")).to_have_text("What do you have in your hands?")
    everybody_can_read(organiser)
    sign_in(organiser, school)
    organiser.goto(school.at("/en/desk/start/"))
    make_session(organiser)
    everybody_can_read(organiser)
    public = organiser.get_by_role("link", name="The public page").get_attribute("href")

    # A newcomer, with a phone.
    page = visitor(viewport=PHONE)
    register(page, public)
    placed = letter(sink, "Your place on")
    parts = [part for part in placed.walk() if not part.is_multipart()]
    assert placed["To"] == "achieng@example.org"
    # The calendar comes twice: some programs look at the alternatives, some at what is attached.
    kinds = ["text/plain", "text/html", "text/calendar", "text/calendar"]
    assert [part.get_content_type() for part in parts] == kinds
    assert re.search(r"^DTSTART\S*:20310520T1[58]3000Z?\r?$", body(parts[2]), re.MULTILINE)

    # Opening the link changes nothing, and asks; one press proves the address.
    for _ in range(2):
        page.goto(link_in(placed))
        expect(page.locator(".ask")).to_contain_text("Is this you?")
    assert urlsplit(page.url).path == "/en/me/"
    everybody_can_read(page)
    page.get_by_role("button", name="This is me: keep my place").click()
    expect(page.locator(".notice")).to_contain_text("Now we know that this is your address.")
    everybody_can_read(page)
    change_agreements(page)
    say_what_is_not_wanted(page)

    roster = organiser.get_by_role("link", name="How to begin a health committee").last
    roster.click()
    expect(organiser.locator("main .lead")).to_contain_text("1 of 12 places taken")
    expect(organiser.locator("main tbody")).to_contain_text("Achieng Were")
    page.get_by_role("button", name="I cannot come").first.click()
    expect(page.locator(".notice")).to_contain_text("Thank you for telling us.")
    organiser.reload()
    expect(organiser.locator("main .lead")).to_contain_text("0 of 12 places taken")
    everybody_can_read(organiser)

    be_forgotten(page, sink)
    organiser.reload()
    expect(organiser.locator("main .lead")).to_contain_text("0 of 12 places taken")
    assert "Achieng" not in organiser.content()
