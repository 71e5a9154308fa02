"""Fresh links, six words and the calendar's address."""

from datetime import timedelta

import pytest

from commonroot.accounts.actions import TooManyTries
from commonroot.accounts.roles import Actor
from commonroot.messaging.models import Letter
from commonroot.people.models import Link
from commonroot.people.queries import link as link_of
from commonroot.registration import actions
from commonroot.registration.actions import links
from commonroot.registration.actions.links import draw_words
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()


def mailed_link(at):
    return link_of(Letter.objects.latest("pk").values["page"].rsplit("/", 1)[-1], at=at)


def test_everybody_at_an_address_gets_a_letter_of_their_own(at):
    for _number in range(2):
        ContactWayFactory(value="family@example.org")

    shown = actions.send_fresh_links(way_text="Family@example.org", by=PUBLIC, at=at)

    assert shown == "fa…@example.org"
    assert Letter.objects.values("subject_key").distinct().count() == 2
    assert set(Letter.objects.values_list("purpose", "audience")) == {("notice", "school")}


def test_an_unknown_address_gets_the_same_answer_and_no_letter(at):
    shown = actions.send_fresh_links(way_text="nobody@example.org", by=PUBLIC, at=at)

    assert (shown, Letter.objects.count()) == ("no…@example.org", 0)


def test_a_phone_gets_its_link_by_hand(at):
    ContactWayFactory(kind="phone", value="+254700000021")

    actions.send_fresh_links(way_text="+254 700 000 021", by=PUBLIC, at=at)

    assert Letter.objects.get().way == "hand"


def test_five_fresh_links_an_hour_and_no_more(at):
    for _number in range(links.LINKS_AN_HOUR):
        actions.send_fresh_links(way_text="a@example.org", by=PUBLIC, at=at)

    with pytest.raises(actions.AskedTooOften):
        actions.send_fresh_links(way_text="a@example.org", by=PUBLIC, at=at)


def test_a_fresh_link_opens_everything_once_within_twenty_minutes(at):
    ContactWayFactory(value="a@example.org")
    actions.send_fresh_links(way_text="a@example.org", by=PUBLIC, at=at)
    mailed = mailed_link(at)

    token = actions.open_fully(link=mailed, by=PUBLIC, at=at + timedelta(minutes=5))

    opened = link_of(token, at=at)
    assert (opened.thing, opened.fresh_until) == ("", at + timedelta(minutes=20))
    assert mailed_link(at) is None


@pytest.mark.parametrize("minutes", [20, 21])
def test_a_fresh_link_runs_out(at, minutes):
    ContactWayFactory(value="a@example.org")
    actions.send_fresh_links(way_text="a@example.org", by=PUBLIC, at=at)

    late = at + timedelta(minutes=minutes)

    assert actions.open_fully(link=mailed_link(at), by=PUBLIC, at=late) is None


def test_a_fresh_link_is_used_once_even_by_two_presses_at_a_time(at):
    ContactWayFactory(value="a@example.org")
    actions.send_fresh_links(way_text="a@example.org", by=PUBLIC, at=at)
    first, second = mailed_link(at), mailed_link(at)

    opened = [actions.open_fully(link=one, by=PUBLIC, at=at) for one in (first, second)]

    assert [token is not None for token in opened] == [True, False]


@pytest.mark.parametrize(
    ("kind", "value", "opens"), [("mail", "a@example.org", False), ("phone", "+254700000021", True)]
)
def test_an_unused_fresh_link_does_not_lie_in_a_post_box_for_months(at, kind, value, opens):
    ContactWayFactory(kind=kind, value=value)
    actions.send_fresh_links(way_text=value, by=PUBLIC, at=at)

    assert (mailed_link(at + timedelta(days=1)) is not None) is opens


def test_an_ordinary_link_opens_nothing_more(at):
    link = Link(person=PersonFactory(), scope="page")

    assert actions.open_fully(link=link, by=PUBLIC, at=at) is None


def test_a_new_calendar_address_ends_the_one_before(at):
    person = PersonFactory()

    first = actions.open_feed(person=person, by=PUBLIC, at=at)
    second = actions.open_feed(person=person, by=PUBLIC, at=at)

    assert link_of(first, at=at) is None
    assert link_of(second, at=at).scope == "feed"


def test_six_words_open_the_page_however_they_are_typed(at):
    person = PersonFactory()
    before = draw_words(person=person, by=PUBLIC, at=at)
    words = draw_words(person=person, by=PUBLIC, at=at)
    tried = {"network": "192.0.2.0/24", "at": at}

    right = actions.open_by_code(text=words.upper().replace(" ", ", ", 1), **tried)
    wrong = actions.open_by_code(text="tree plough", **tried)
    ended = actions.open_by_code(text=before, **tried)

    opened = link_of(right, at=at)
    assert (opened.person, opened.thing) == (person, "")
    assert opened.fresh_until == at + timedelta(minutes=20)
    assert (wrong, ended) == (None, None)


def test_six_words_of_whom_nobody_reached_open_the_page_and_no_more(at):
    words = draw_words(person=PersonFactory(provisional=True), by=PUBLIC, at=at)

    token = actions.open_by_code(text=words, network="", at=at)

    assert link_of(token, at=at).fresh_until is None


def test_six_words_are_not_guessed(at):
    tried = {"text": "a b c d e f", "network": "192.0.2.0/24", "at": at}
    for _number in range(links.CODE_TRIES_AN_HOUR):
        actions.open_by_code(**tried)

    with pytest.raises(TooManyTries):
        actions.open_by_code(**tried)


@pytest.mark.parametrize(("provisional", "confirmed"), [(False, True), (True, False)])
def test_details_that_were_read_and_saved_are_confirmed(at, provisional, confirmed):
    person = PersonFactory(provisional=provisional, risk="careful")
    them = Actor(kind="link", key="k", person_id=person.pk, scope="page")

    actions.say_details_are_right(person=person, risk="open", by=them, at=at)
    actions.say_details_are_right(person=person, risk="open", by=them, at=at)

    person.refresh_from_db()
    assert (person.risk, person.confirmed_at == at, person.provisional) == (
        "open",
        confirmed,
        provisional,
    )
