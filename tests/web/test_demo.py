"""The demo bar: other eyes, every letter, a clock that moves; and nothing of it elsewhere."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from commonroot.accounts.actions import username_for
from commonroot.accounts.models import Session as Visit
from commonroot.accounts.roles import Actor
from commonroot.core.keys import token_hash
from commonroot.messaging.models import Letter
from commonroot.people.actions import set_risk
from commonroot.people.models import Link, Person
from commonroot.web import demo
from commonroot.web.middleware import LINK_COOKIE
from commonroot.web.tasks import clock_is_sent, move_clock_on
from commonroot.work.actions import move_clock, send_clock
from commonroot.work.alone import alone
from commonroot.work.clock import now
from commonroot.work.models import ClockShift
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import CircleLetterFactory, KenyaFactory, contact_of
from tests.factories.messaging import LetterFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db
ADDRESSES = (
    ("post", "/en/demo/as/"),
    ("get", "/en/demo/letters/"),
    ("get", "/en/demo/letters/nothing/"),
    ("post", "/en/demo/jump/"),
    ("get", "/en/demo/moving/"),
)
MOVING = "/en/demo/moving/"


@pytest.fixture
def playing(school, settings):
    """The demo school."""
    settings.DEMO = True


def course(first, last, **fields):
    return ProgrammeFactory(format="residential", starts_on=first, ends_on=last, **fields)


def test_outside_the_demo_nothing_of_it_is_there(desk):
    SessionFactory()

    statuses = [
        getattr(desk, method)(address, {"as": "organiser", "to": "months"}).status_code
        for method, address in ADDRESSES
    ]

    assert statuses == [404] * 5
    assert ClockShift.objects.count() == 0


def test_the_bar_is_on_demo_pages_only(client, school, settings):
    before = client.get("/en/").content.count(b'class="demo')
    settings.DEMO = True

    after = client.get("/en/").content.count(b'class="demo')

    assert (before, after > 0) == (0, True)


def test_the_organisers_eyes_open_the_desk(client, playing):
    leila = AccountFactory(address=demo.ORGANISER, username=username_for(demo.ORGANISER))

    response = client.post("/en/demo/as/", {"as": "organiser"})

    assert response["Location"] == "/en/desk/"
    assert client.get("/en/").wsgi_request.account == leila


def test_the_participants_eyes_open_her_page(client, playing):
    PersonFactory(shown_name=demo.PARTICIPANT, provisional=True)
    amina = PersonFactory(shown_name=demo.PARTICIPANT)

    response = client.post("/en/demo/as/", {"as": "participant"})

    link = Link.objects.get()
    assert response["Location"].startswith("/p/")
    assert (link.person, link.scope, link.thing) == (amina, "page", "")


def test_the_participants_eyes_still_see_after_high_care_and_being_forgotten(client, playing, at):
    amina = PersonFactory(shown_name=demo.PARTICIPANT, country="KE")
    bruno = PersonFactory(shown_name="Bruno Otieno", country="KE")
    set_risk(person=amina, risk="high", by=Actor.system(), at=at)

    careful = demo.participant()
    Person.objects.filter(pk=amina.pk).delete()

    assert (careful, demo.participant()) == (amina, bruno)
    assert client.post("/en/demo/as/", {"as": "participant"}).status_code == 302
    assert b"Bruno, participant" in client.get("/en/").content


def test_the_circles_eyes_open_its_page_while_no_letter_has_left(client, playing):
    contact = contact_of(KenyaFactory())
    CircleLetterFactory()

    client.post("/en/demo/as/", {"as": "circle"})

    link = Link.objects.get()
    assert (link.person, link.scope, link.thing) == (contact, "page", "")


def test_the_circles_eyes_open_its_latest_letter(client, playing, at):
    contact = contact_of(KenyaFactory())
    CircleLetterFactory(state="sent", sent_at=at - timedelta(days=30))
    latest = CircleLetterFactory(state="sent", sent_at=at, programme__title={"en": "Another"})

    client.post("/en/demo/as/", {"as": "circle"})

    link = Link.objects.get()
    assert (link.person, link.scope, link.thing) == (
        contact, "answer", f"circle_letter:{latest.key}",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["organiser", "participant", "circle", ""])
def test_eyes_of_nobody_are_not_there(client, playing, who):
    assert client.post("/en/demo/as/", {"as": who}).status_code == 404


def test_the_post_box_shows_what_left_and_not_what_waits(client, playing):
    gone = LetterFactory(left=True)
    LetterFactory()

    response = client.get("/en/demo/letters/")

    assert (response.context["letters"], response.context["total"]) == ([gone], 1)


def test_a_letter_is_read_with_its_links_working_and_its_text_harmless(client, playing):
    letter = LetterFactory(left=True, text="<b>Come</b>: http://localhost:8000/p/abc")

    page = client.get(f"/en/demo/letters/{letter.key}/").content.decode()

    assert "&lt;b&gt;Come&lt;/b&gt;" in page
    assert '<a href="http://localhost:8000/p/abc"' in page


def test_a_letter_that_waits_cannot_be_read(client, playing):
    waiting = LetterFactory()

    assert client.get(f"/en/demo/letters/{waiting.key}/").status_code == 404


def test_a_jump_sends_the_clock_on_its_way_and_says_how_far_it_is(client, playing):
    SessionFactory(starts_at=timezone.now() + timedelta(days=40))
    client.cookies[LINK_COOKIE] = "a-link"
    there = "http://testserver/en/programmes/"

    response = client.post("/en/demo/jump/", {"to": "session"}, headers={"referer": there})
    again = client.post("/en/demo/jump/", {"to": "months"})

    page = client.get(response["Location"])
    assert response["Location"] == f"{MOVING}?{urlencode({'next': there})}"
    assert (again["Location"], response.cookies[LINK_COOKIE].value) == (f"{MOVING}?next=", "")
    assert (page.context["way"].done, page.context["way"].total) == (0, 6)
    assert (ClockShift.objects.get().seconds, demo.bar(page.wsgi_request)["jumps"]) == (0, [])


def test_the_clock_arrives_just_before_the_session_and_everybody_goes_back(client, playing):
    session = SessionFactory(starts_at=timezone.now() + timedelta(days=40))
    client.post("/en/demo/jump/", {"to": "session"})

    steps = [move_clock_on(at=now()), move_clock_on(at=now())]

    left = session.starts_at - now()
    assert timedelta(minutes=9) < left < timedelta(minutes=10, seconds=2)
    assert (steps, clock_is_sent(at=now())) == ([3, 0], False)
    ours, theirs = "http://testserver/en/programmes/", "https://elsewhere.example.org/"
    assert client.get(MOVING, {"next": ours})["Location"] == ours
    assert client.get(MOVING, {"next": theirs})["Location"] == "/en/"


def test_a_clock_that_stood_still_on_its_way_goes_on(client, playing):
    begun = timezone.now()
    send_clock(to=begun + timedelta(days=20), at=begun)
    move_clock(to=begun + timedelta(days=21))
    way = demo.way(ClockShift.objects.get(), at=now())

    steps = move_clock_on(at=now())

    assert (way.done, way.total, steps, clock_is_sent(at=now())) == (2, 3, 1, False)


def test_one_at_a_time_moves_the_clock(playing):
    begun = timezone.now()
    send_clock(to=begun + timedelta(days=20), at=begun)

    with alone("clock") as mine:
        steps = move_clock_on(at=now())

    assert (mine, steps, ClockShift.objects.get().seconds) == (True, 0, 0)


def test_what_falls_due_on_the_way_is_done(client, playing):
    letter = LetterFactory(due_at=timezone.now() + timedelta(days=20))
    SessionFactory(starts_at=timezone.now() + timedelta(days=30))
    client.post("/en/demo/jump/", {"to": "session"})

    move_clock_on(at=now())

    letter.refresh_from_db()
    assert letter.state != Letter.State.QUEUED


def test_whoever_moves_the_clock_stays_signed_in(client, playing):
    leila = AccountFactory(address=demo.ORGANISER, username=username_for(demo.ORGANISER))
    client.post("/en/demo/as/", {"as": "organiser"})
    seen_by = []

    for days in (15, 30):
        SessionFactory(starts_at=timezone.now() + timedelta(days=days))
        client.post("/en/demo/jump/", {"to": "session"})
        move_clock_on(at=now())
        seen_by.append(client.get("/en/").wsgi_request.account)

    assert seen_by == [leila, leila]
    assert Visit.objects.get().expire_date > now()


@pytest.mark.parametrize("to", ["session", "end", "yesterday", ""])
def test_a_jump_to_nowhere_moves_nothing(client, playing, to):
    response = client.post("/en/demo/jump/", {"to": to})

    assert response.status_code == 404
    assert ClockShift.objects.count() == 0


def test_next_session_is_the_first_planned_one_that_is_not_about_to_begin(at):
    SessionFactory(starts_at=at + timedelta(minutes=10))
    SessionFactory(starts_at=at + timedelta(days=1), state="cancelled")
    SessionFactory(starts_at=at + timedelta(days=3))
    SessionFactory(starts_at=at + timedelta(days=2))

    moment = demo.moment("session", at=at)

    assert moment == at + timedelta(days=2) - timedelta(minutes=10)


def test_end_of_course_is_the_day_after_the_one_that_ends_first(at):
    course(date(2026, 11, 1), date(2026, 12, 20))
    course(date(2026, 11, 10), date(2026, 11, 30))
    course(date(2026, 11, 10), date(2026, 11, 25), closed_at=at)
    course(date(2026, 12, 1), date(2026, 12, 5))
    ProgrammeFactory(format="open", starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 23))

    moment = demo.moment("end", at=at)

    assert moment == at + timedelta(days=9)


def test_six_months_later_is_always_there(at):
    assert demo.moment("months", at=at) == at + timedelta(days=183)


@pytest.mark.parametrize(
    ("scope", "thing", "current"),
    [("page", "", "participant"), ("answer", "circle_letter:x", "circle")],
)
def test_the_bar_knows_whose_eyes_these_are(client, playing, scope, thing, current):
    Link.objects.create(
        person=PersonFactory(), scope=scope, thing=thing, token_hash=token_hash("a-link"),
        created_at=timezone.now(),
    )  # fmt: skip
    client.cookies[LINK_COOKIE] = "a-link"

    bar = demo.bar(client.get("/en/").wsgi_request)

    assert [view["value"] for view in bar["views"] if view["current"]] == [current]


def test_the_bar_calls_the_circle_by_its_name_and_counts_letters(client, playing):
    LetterFactory(left=True)
    request = client.get("/en/").wsgi_request
    before = demo.bar(request)
    KenyaFactory()

    after = demo.bar(request)

    labels = [bar["views"][2]["label"] for bar in (before, after)]
    assert labels == ["a circle", "Kenya circle"]
    assert (after["letters"], [view["current"] for view in after["views"]]) == (1, [False] * 3)
