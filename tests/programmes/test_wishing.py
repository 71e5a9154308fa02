"""Tell me when there is a date: one letter, and then nothing is kept."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.consent.queries import permit
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.programmes import actions
from commonroot.programmes.models import DateWish, Session
from commonroot.programmes.rules.dates import day
from commonroot.programmes.tasks import tell_dates
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture(autouse=True)
def _november(monkeypatch, at):
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: at)


def undated(**details):
    nothing = {"starts_at": None, "sorts_on": None, "held_on": None, "wall_time": None}
    return SessionFactory(precision="open", **nothing, **details)


def wish(client, thing, way="ana@example.org"):
    return client.post(reverse("programmes:tell_me", args=[thing.key]), {"way": way})


def letters():
    return list(Letter.objects.order_by("pk").values_list("template", flat=True))


def test_somebody_is_told_once_when_the_date_has_stood_for_ten_minutes(client, school, at):
    session = undated()
    answer = wish(client, session)
    before = letters()

    actions.move_session(
        session=session, when=day(at.date() + timedelta(days=20)), wall_time=time(19), by=BY, at=at
    )
    early, told, again = (tell_dates(at=at + timedelta(minutes=minutes)) for minutes in (9, 10, 20))

    letter = Letter.objects.latest("pk")
    assert answer.url == reverse("programmes:tell_me_kept")
    assert (before, letters()) == (
        ["programmes/emails/wish"], ["programmes/emails/wish", "programmes/emails/date"],
    )  # fmt: skip
    assert (early, told, again) == (0, 1, 0)
    assert permit([letter], at=at) == {letter.pk}
    assert (letter.values["title"], letter.values["when"]) == (
        "Power Analysis!", "Sat 12 December, 19:00–21:00 (Nairobi, UTC+3)",
    )  # fmt: skip


def test_who_waits_for_a_programme_is_told_of_its_first_date(client, school, at):
    programme = ProgrammeFactory()
    wish(client, programme)
    nothing = tell_dates(at=at + timedelta(hours=1))
    SessionFactory(programme=programme, updated_at=at)

    told = tell_dates(at=at + timedelta(hours=1))

    assert (nothing, told) == (0, 1)
    assert Letter.objects.latest("pk").values["link"].endswith(f"/programmes/{programme.key}/")


def test_the_link_of_the_first_letter_ends_it_and_forgets_the_address(client, school, at):
    session = undated()
    wish(client, session)
    link = Letter.objects.get().values["link"].rsplit("/", 1)[-1]
    where = client.get(f"/p/{link}").url

    page = client.get(where)
    ended = client.post(where)

    assert (page.status_code, page.context["when"]) == (200, None)
    assert ended.url == reverse("programmes:tell_me_dropped")
    assert client.get(ended.url).status_code == 200
    counts = (DateWish.objects.count(), Person.objects.count(), ContactWay.objects.count())
    assert counts == (0, 0, 0)


def test_asking_twice_a_day_is_one_letter_and_nonsense_is_refused(client, school, at):
    session = undated()

    answers = [
        wish(client, session).status_code,
        wish(client, session).status_code,
        wish(client, session, way="nothing").status_code,
        client.post(
            reverse("programmes:tell_me", args=[session.key]),
            {"way": "b@example.org", "website": "spam"},
        ).status_code,
        client.get(reverse("programmes:tell_me", args=["nothing-known-here"])).status_code,
    ]

    assert answers == [302, 302, 400, 302, 404]
    assert DateWish.objects.count() == 1


def test_whoever_is_at_high_risk_gets_a_link_and_no_word_of_it(client, school, at):
    known = PersonFactory(risk=Person.Risk.HIGH)
    ContactWayFactory(person=known, value="ana@example.org")

    wish(client, undated())

    assert letters() == ["programmes/emails/link_only"]


def test_without_a_way_left_the_wish_is_done_and_nothing_is_sent(client, school, at):
    session = undated()
    wish(client, session)
    ContactWay.objects.update(state="dead")
    kept = DateWish.objects.get()

    told = actions.tell_date(wish=kept, session=session, by=BY, at=at)
    again = actions.tell_date(wish=kept, session=session, by=BY, at=at)

    assert (told, again, letters()) == (True, False, ["programmes/emails/wish"])


def test_a_person_of_the_register_stays_when_their_wish_goes(school, at):
    person = PersonFactory()
    programme = ProgrammeFactory()
    kept = DateWish.objects.create(programme=programme, person=person, asked_at=at)

    actions.drop_wish(wish=kept, by=BY, at=at)

    assert (Person.objects.count(), DateWish.objects.count()) == (1, 0)


def test_a_wish_for_what_is_not_public_waits(client, school, at):
    session = undated()
    wish(client, session)
    Session.objects.update(
        precision="day", starts_at=at + timedelta(days=9), updated_at=at - timedelta(days=1)
    )
    actions.withdraw(programme=session.programme, by=BY, at=at)

    assert tell_dates(at=at) == 0
