"""What people say who are asked: yes, corrected, no, not me."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent.models import Agreement
from commonroot.consent.rules import Purpose
from commonroot.intake.actions import asking
from commonroot.intake.models import Asked
from commonroot.intake.queries import asking as queries
from commonroot.messaging.models import Letter
from commonroot.people.models import Link
from tests.factories.asking import (
    from_a_list,
    sent,
    settle,
    written,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TEN_MINUTES = timedelta(minutes=10)


def states(list_round):
    return list(
        Asked.objects.filter(list_round=list_round).order_by("pk").values_list("state", flat=True)
    )


def register_of(person):
    return Agreement.objects.get(person=person, purpose="register").state


def say(asked, *, at, changes=None):
    asking.keep(
        asked=asked, changes=changes, language="es", way=asked.person.ways.first(),
        by=Actor(kind="link", key="k"), at=at,
    )  # fmt: skip


def test_yes_is_written_down_and_the_details_are_fresh(at):
    person = from_a_list()
    list_round = sent(at=at)

    say(Asked.objects.get(), at=at + DAY)

    person.refresh_from_db()
    stands = dict(person.agreements.values_list("purpose", "state"))
    assert stands == {"register": "given"}
    assert (person.confirmed_at, person.ways.get().confirmed_at) == (at + DAY, at + DAY)
    row = Asked.objects.get()
    assert (row.state, row.answered_at, states(list_round)) == ("yes", at + DAY, ["yes"])
    event = person.ledger.filter(purpose="register").latest("pk")
    assert (event.how, event.language, event.recorded_by) == ("letter", "es", "link:k")


def also(asked, answers, *, at):
    asking.say_also(asked=asked, also=answers, language="es", by=Actor(kind="link"), at=at)


def test_further_questions_are_for_those_who_stay(at):
    person = from_a_list()
    sent(at=at)
    row = Asked.objects.get()
    with pytest.raises(asking.AnsweredAlready):
        also(row, {Purpose.NEWS: True}, at=at)
    say(row, at=at)

    also(row, {Purpose.NEWS: True, Purpose.FOLLOW_UP: False}, at=at)

    stands = dict(person.agreements.values_list("purpose", "state"))
    assert stands == {"register": "given", "news": "given", "follow_up": "refused"}
    person.delete()
    with pytest.raises(asking.AnsweredAlready):
        also(row, {Purpose.NEWS: True}, at=at)


def test_what_was_corrected_is_saved(at):
    person = from_a_list(city="Cali")
    list_round = sent(at=at)

    say(Asked.objects.get(), at=at, changes={"city": "Bogotá"})

    person.refresh_from_db()
    assert (person.city, states(list_round)) == ("Bogotá", ["corrected"])


def test_a_yes_stops_the_reminder(at):
    from_a_list(phone="+254700000001")
    sent(at=at)
    row = Asked.objects.get()
    asking.remind(asked=row, at=at + 20 * DAY)

    say(row, at=at + 21 * DAY)

    assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == [
        "sent", "cancelled",
    ]  # fmt: skip


def test_a_no_shuts_the_register_at_once(at):
    person = from_a_list()
    list_round = sent(at=at)

    asking.refuse(asked=Asked.objects.get(), language="es", by=Actor(kind="link"), at=at)

    assert (register_of(person), states(list_round)) == ("refused", ["no"])


def test_whoever_is_gone_can_neither_stay_nor_refuse(at):
    person = from_a_list()
    list_round = sent(at=at)
    row = Asked.objects.select_related("person").get()
    person.delete()

    asking.refuse(asked=row, language="es", by=Actor(kind="link"), at=at)
    with pytest.raises(asking.AnsweredAlready):
        asking.keep(asked=row, language="es", way=None, by=Actor(kind="link"), at=at)
    settle(list_round, at=at)

    assert states(list_round) == ["gone"]


def test_a_letter_that_reached_somebody_else_ends_its_link_and_address(at):
    person = from_a_list()
    list_round = sent(at=at)
    link = Link.objects.get(scope="answer")

    asking.not_them(asked=Asked.objects.get(), link=link, by=Actor(kind="link"), at=at)
    asking.not_them(asked=Asked.objects.get(), link=link, by=Actor(kind="link"), at=at)

    link.refresh_from_db()
    assert (link.revoked_at, person.ways.get().state, states(list_round)) == (
        at,
        "broken",
        ["back"],
    )
    assert register_of(person) == "unknown"


def test_a_link_without_an_address_only_ends(at):
    person = from_a_list()
    sent(at=at)
    Link.objects.update(way=None)
    person_way = person.ways.get()

    asking.not_them(
        asked=Asked.objects.get(), link=Link.objects.get(), by=Actor(kind="link"), at=at
    )

    assert (person_way.state, Link.objects.get().revoked_at) == ("working", at)


def test_the_counts_name_every_state(at):
    from_a_list()
    from_a_list(way=False)
    list_round = written(at=at)

    numbers = queries.counts(list_round)

    assert (numbers["people"], numbers["posted"], numbers["back"], numbers["yes"]) == (2, 1, 1, 0)
    assert set(numbers) == {state.value for state in Asked.State} | {"people"}


def test_list_rounds_and_rows_are_found_by_their_keys(at):
    person = from_a_list()
    list_round = written(at=at)
    row = Asked.objects.get()

    found = (
        queries.list_round(list_round.key),
        list(queries.list_rounds()),
        queries.asked(row.key),
    )
    listed = list(queries.rows_of(list_round, state="posted"))
    person.delete()

    assert (found, listed) == ((list_round, [list_round], row), [row])
    assert queries.asked(row.key) is None
    assert list(queries.rows_of(list_round, state="posted")) == []
