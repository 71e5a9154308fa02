"""Who is reached through their circle: somebody asks it, where it may know of them."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent.rules import Purpose
from commonroot.stewardship import actions, queries
from tests.factories.engagement import KenyaFactory, ThemeFactory, agree
from tests.stewardship.asking import BY, DAY, LONG_AGO, known

pytestmark = pytest.mark.django_db


def test_organisers_are_told_whom_no_letter_asks_and_which_circle_may_be_asked(
    school, organiser, at, django_assert_num_queries
):
    kenya, closed = KenyaFactory(), ThemeFactory(state="closed")
    fields = {"channel": "circle", "country": "KE"}
    amina = known(at, **fields, confirmed_at=at - LONG_AGO - DAY)
    bela = known(at, **fields)
    careful = known(at, **fields, risk="high", confirmed_at=at - timedelta(days=500))
    for person in (amina, careful):
        agree(person, Purpose.COUNTRY_CIRCLE)
        agree(person, Purpose.THEME_CIRCLE, circle=closed)
    known(at, channel="mail")
    known(at, **fields, confirmed_at=at - DAY)
    known(at, **fields, frozen_at=at)

    with django_assert_num_queries(5):  # three, and the rhythm twice
        found = queries.whom_to_ask(queries.through_circle(at=at), at=at)
    [due] = queries.due_through_circle(organiser, at=at)
    actions.set_rhythm(is_on=False, months=12, by=BY, at=at)

    assert [(one.person, one.circles) for one in found] == [
        (amina, [kenya]), (bela, []), (careful, []),
    ]  # fmt: skip
    assert (due.what, due.since) == ("Ask circles about 3 people", amina.confirmed_at)
    assert due.address.endswith("#through-circle")
    assert queries.due_through_circle(organiser, at=at) == []
    assert queries.due_through_circle(Actor.public(), at=at) == []


def test_where_nobody_is_reached_so_nothing_is_due(school, organiser, at):
    known(at)

    assert queries.due_through_circle(organiser, at=at) == []
