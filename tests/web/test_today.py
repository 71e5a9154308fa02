"""Today: what is due, in minutes; what is put off; dates and others beside."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.actions import draw_account_lock, draw_codes, postpone
from commonroot.accounts.models import Factor
from commonroot.accounts.roles import Actor
from commonroot.core.due import Due
from commonroot.engagement.models import Wave
from commonroot.messaging.models import Letter
from commonroot.programmes.models import Enquiry
from commonroot.web.queries import today as queries
from tests.factories.engagement import CircleLetterFactory, CourseFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.web.test_rail import a_team, letter, signed_in

pytestmark = pytest.mark.django_db
ZONE = "Africa/Nairobi"


@pytest.fixture(autouse=True)
def protected(organiser_account, at):
    """What protects the account is there, so that it is not due."""
    Factor.objects.create(account=organiser_account, kind="app", secret="x", created_at=at)
    draw_codes(account=organiser_account, by=Actor.system(), at=at)
    draw_account_lock(account=organiser_account, by=Actor.system(), at=at)


def ask(at, *, days=1):
    return Enquiry.objects.create(
        name="V", address="v@example.org", mark="m", text="?", asked_at=at - timedelta(days=days)
    )


def what(tasks):
    return [task.due.what for task in tasks]


def test_late_things_come_first_then_the_oldest(school, organiser, at):
    ask(at, days=1)
    letter(1, at - timedelta(hours=2), state="held")
    letter(2, at - timedelta(days=9), state="unknown")

    found = queries.tasks(organiser, at=at, zone=ZONE)

    assert what(found) == [
        "1 letter may not have arrived",
        "Answer one question",
        "Send 1 letter by hand",
    ]
    assert [task.late_since for task in found] == ["since Fri 13 Nov, 9 days", "", ""]
    assert found[2].due.why == "Sending by mail is not set up, so they wait for you."


def test_who_waits_for_help_comes_before_everything_late(school, organiser, at, monkeypatch):
    def one(name, days, **more):
        return Due(minutes=1, what=name, why=".", button="Go", address=f"/en/{name}/",
                   since=at - timedelta(days=days), **more)  # fmt: skip

    things = [one("old", 90, late=True), one("new", 1), one("help", 2, late=True, urgent=True)]
    monkeypatch.setattr(queries, "AREAS", (lambda actor, *, at: things,))

    assert what(queries.tasks(organiser, at=at, zone=ZONE)) == ["help", "old", "new"]


def test_with_a_mail_server_only_phones_wait(school, organiser, at, settings):
    settings.SMTP_HOST = "mail.example.org"
    letter(1, at, state="held")

    [task] = queries.tasks(organiser, at=at, zone=ZONE)

    assert task.due.why == "The text is ready in their language."


def test_letters_are_not_due_for_those_who_may_not_see_them(school, at):
    letter(1, at, state="held")
    actor, _client = signed_in(at, role="facilitator", circle=a_team(at))

    found = queries.tasks(actor, at=at, zone=ZONE)

    assert [task.code for task in found] == ["/desk/sign-in/safe/"]


def test_what_is_put_off_stays_away_in_every_language(school, organiser, at):
    ask(at)
    [task] = queries.tasks(organiser, at=at, zone=ZONE)

    postpone(code=task.code, choice="tomorrow", by=organiser, at=at)

    assert task.code == "/desk/questions/"
    assert queries.tasks(organiser, at=at, zone=ZONE) == []
    assert what(queries.tasks(organiser, at=at + timedelta(days=1), zone=ZONE)) == [task.due.what]


def a_task(minutes):
    due = Due(
        minutes=minutes, what=f"{minutes}", why="", button="", address="/en/x/",
        since=timezone.now(), code="own",
    )  # fmt: skip
    return queries.Task(due=due, code="own", late_since="")


@pytest.mark.parametrize(
    ("minutes", "fitting"),
    [(10, ["4", "6"]), (30, ["4", "15", "6"]), (3, []), (60, ["4", "15", "6"])],
)
def test_what_fits_into_the_time(minutes, fitting):
    found = queries.that_fit([a_task(4), a_task(15), a_task(6)], minutes=minutes)

    assert what(found) == fitting


def test_a_thing_may_name_itself(school, organiser, at, monkeypatch):
    monkeypatch.setattr(queries, "AREAS", (lambda _actor, at: [a_task(4).due],))

    assert [task.code for task in queries.tasks(organiser, at=at, zone=ZONE)] == ["own"]


def test_the_next_dates_stand_beside(school, organiser, at):
    course = CourseFactory()
    session = SessionFactory(programme=ProgrammeFactory(apply_by=date(2026, 12, 6)))
    RegistrationFactory(session=session)
    RegistrationFactory(session=session, state="waiting")
    free = SessionFactory(starts_at=at + timedelta(days=20), places=None)
    SessionFactory(starts_at=at + timedelta(days=1), state="cancelled")
    SessionFactory(starts_at=at + timedelta(days=90))
    Wave.objects.create(programme=course, months=6, due_on=date(2026, 12, 7))
    Wave.objects.create(programme=course, months=12, due_on=date(2027, 12, 7))

    found = queries.coming(organiser, at=at, zone=ZONE)

    assert [(row.day, row.title, row.text, row.tone) for row in found] == [
        ("Tue 1 Dec", "Power Analysis!", "19:00 Nairobi · 1 of 10", ""),
        ("Sun 6 Dec", "Applications close", "Organizing for Health", "clay"),
        ("Mon 7 Dec", "Questions after 6 months", "The Struggle for Health", ""),
        ("Sat 12 Dec", "Power Analysis!", "15:00 Nairobi · 0 people", ""),
    ]
    assert found[3].url == reverse("registration:roster", args=[free.key])


def test_a_team_sees_its_own_dates_and_letters_only(school, at):
    SessionFactory()
    CircleLetterFactory(state="sent", sent_at=at)
    actor, _client = signed_in(at, role="organiser", circle=a_team(at))

    assert queries.coming(actor, at=at, zone=ZONE) == []
    assert queries.waiting(actor, at=at) == []


def test_letters_nobody_answered_wait_for_others(school, organiser, at):
    old = CircleLetterFactory(state="sent", sent_at=at - timedelta(days=12))
    CircleLetterFactory(state="sent", sent_at=at, programme=CourseFactory())
    CircleLetterFactory(state="answered", sent_at=at, programme=CourseFactory())

    found = queries.waiting(organiser, at=at)

    assert [(row.since, row.what, row.is_long) for row in found] == [
        ("12 days", "Kenya circle: answer to the letter", True),
        ("today", "Kenya circle: answer to the letter", False),
    ]
    assert found[0].url == reverse("engagement:letter", args=[old.key])


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


def test_the_minutes_of_the_rows_add_up_to_the_headline(desk, now):
    ask(now)
    letter(1, now, state="held")
    letter(2, now, state="held")

    page = desk.get(reverse("web:today"))

    assert page.context["headline"] == "2 things, about 5 minutes."
    assert page.content.count(b"button--main") == 1


def test_only_what_fits_is_shown_and_the_rest_is_counted(desk, now):
    ask(now)
    for number in range(12):
        letter(number, now, state="held")

    ten, thirty = (desk.get(reverse("web:today"), {"have": have}) for have in ("10", "30"))

    assert ten.context["headline"] == "1 thing, about 3 minutes."
    assert (ten.context["more"], thirty.context["more"]) == (1, 0)
    assert [chip["label"] for chip in ten.context["chips"] if chip["current"]] == ["10 min"]
    assert b"1 more" in ten.content


def test_seven_things_then_how_many_more(desk, now, monkeypatch):
    due = [a_task(2).due for _ in range(9)]
    monkeypatch.setattr(queries, "AREAS", (lambda _actor, at: due,))

    seven, everything = desk.get(reverse("web:today")), desk.get(reverse("web:today") + "?all")

    assert (len(seven.context["tasks"]), seven.context["more"]) == (7, 2)
    assert (len(everything.context["tasks"]), everything.context["more"]) == (9, 0)


def test_when_nothing_is_due_the_next_date_is_said(desk, now):
    before = desk.get(reverse("web:today")).content
    SessionFactory(starts_at=now + timedelta(days=3))
    after = desk.get(reverse("web:today"))

    assert b"Nothing is due." in before
    assert f"Next: {after.context['dates'][0].day}".encode() in after.content


def test_nothing_that_fits_is_not_nothing_due(desk, now):
    for number in range(11):
        letter(number, now, state="held")

    page = desk.get(reverse("web:today"), {"have": "10"}).content

    assert b"Nothing fits into that time." in page
    assert b"1 more" in page


def test_a_thing_is_put_off_and_brought_back(desk, now):
    ask(now)
    later = reverse("web:later")

    put_off = desk.post(later, {"task": "/desk/questions/", "until": "week"}, follow=True)
    again = desk.post(later, {"task": "/desk/questions/"}, follow=True)

    assert b"Nothing is due." in put_off.content
    assert b"Put off." in put_off.content
    assert what(again.context["tasks"]) == ["Answer one question"]
    assert b"Put off." not in again.content


@pytest.mark.parametrize("until", ["", "for ever"])
def test_an_unknown_day_puts_nothing_off(desk, now, until):
    ask(now)

    page = desk.post(
        reverse("web:later"), {"task": "/desk/questions/", "until": until}, follow=True
    )

    assert len(page.context["tasks"]) == 1


def test_an_invented_thing_is_not_said_to_be_put_off(desk, now):
    page = desk.get(reverse("web:today"), {"put_off": "<script>"})

    assert page.context["put_off"] == ""
    assert b'<script>"' not in page.content


def test_looking_changes_nothing(desk, now):
    assert desk.get(reverse("web:later")).status_code == 405


def test_a_facilitator_sees_today_and_a_visitor_is_asked_to_sign_in(school, at):
    _actor, facilitator = signed_in(at, role="facilitator", circle=school)

    assert facilitator.get(reverse("web:today")).status_code == 200
    asked = Client().get(reverse("web:today"))
    assert asked["Location"] == f"{reverse('accounts:sign_in')}?next=/en/desk/"


def test_a_letter_sent_is_not_due(school, organiser, at):
    letter(1, at, state="sent")

    assert Letter.objects.count() == 1
    assert queries.tasks(organiser, at=at, zone=ZONE) == []
