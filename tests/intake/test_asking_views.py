"""The organiser's pages of asking all of them once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.intake.actions import asking
from commonroot.intake.models import Asked, ListRound
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay
from commonroot.work.clock import now
from tests.factories.accounts import AccountFactory
from tests.factories.asking import SYSTEM, from_a_list, reminded, sent, started, written
from tests.intake.test_asking import batch_with

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


def page_of(desk, list_round):
    return text_of(desk.get(reverse("intake:list_round", args=[list_round.key])))


def plan(desk, **given):
    chosen = {"whom": "everybody", "source": "courses", "years": "", "days": "30"} | given
    return desk.post(reverse("intake:ask"), chosen)


def test_with_nobody_to_ask_the_page_says_so(desk):
    assert "Everybody was asked" in text_of(desk.get(reverse("intake:ask")))


def test_choosing_leads_to_the_letters(desk):
    from_a_list(shown_name="Ana", country="CO")
    from_a_list(phone="+254700000001", country="KE")

    response = plan(desk, years="2014 - 2017")

    list_round = ListRound.objects.get()
    page = page_of(desk, list_round)
    assert response.url == reverse("intake:list_round", args=[list_round.key])
    assert (list_round.years, list_round.everybody) == ("2014–2017", True)
    assert "2 letters," in page
    assert "Ask 2 people" in page
    assert (Letter.objects.count(), list_round.state) == (0, "draft")


def test_a_list_can_be_chosen_from_its_page_and_the_plan_changed(desk, at):
    batch = batch_with(from_a_list(), at=at)
    from_a_list()

    form = text_of(desk.get(f"{reverse('intake:ask')}?list={batch.key}"))
    plan(desk, whom=batch.key)
    list_round = ListRound.objects.get()
    again = text_of(desk.get(f"{reverse('intake:ask')}?plan={list_round.key}"))
    desk.post(f"{reverse('intake:ask')}?plan={list_round.key}", {
        "whom": "everybody", "source": "letters", "days": "60",
    })  # fmt: skip

    list_round = ListRound.objects.get()
    assert f'value="{batch.key}" checked' in form or f'value="{batch.key}"' in form
    assert "\u2068old.xlsx\u2069 (1 person)" in again
    assert (list_round.everybody, list_round.source, list_round.days) == (True, "letters", 60)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"whom": []}, "Choose at least one list, or everybody."),
        ({"years": "long ago"}, "Write a year or two of them, as in 2014–2017."),
        ({"days": "3"}, "14"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(desk, given, sentence):
    from_a_list()

    response = plan(desk, **given)

    assert response.status_code == 400
    assert sentence in text_of(response)
    assert ListRound.objects.count() == 0


def test_somebody_else_may_have_asked_them_meanwhile(desk, at):
    from_a_list()
    page = desk.get(reverse("intake:ask"))
    sent(at=at)

    response = plan(desk)

    assert page.status_code == 200
    assert (response.status_code, ListRound.objects.count()) == (400, 1)
    assert "Everybody was asked" in text_of(response)


def test_it_is_started_and_taken_back_by_buttons(desk):
    from_a_list()
    plan(desk)
    list_round = ListRound.objects.get()
    address = reverse("intake:list_round", args=[list_round.key])

    desk.post(address, {"start": "1"})
    running = page_of(desk, list_round)
    desk.post(address, {"recall": "1"})

    list_round.refresh_from_db()
    assert "Take everything back" in running
    assert list_round.state == "draft"


def test_it_is_thrown_away(desk):
    from_a_list()
    plan(desk)

    response = desk.post(
        reverse("intake:list_round", args=[ListRound.objects.get().key]), {"discard": "1"}
    )

    assert (response.url, ListRound.objects.count()) == (reverse("intake:ask"), 0)


def test_pressing_twice_starts_once(desk):
    from_a_list()
    plan(desk)
    list_round = ListRound.objects.get()
    address = reverse("intake:list_round", args=[list_round.key])
    desk.post(address, {"start": "1"})

    again = desk.post(address, {"start": "1"})

    assert again.status_code == 409
    assert "This was started already. Nothing was sent twice." in text_of(again)


def test_progress_has_its_denominators(desk):
    yes = from_a_list()
    from_a_list(way=False, shown_name="Unreached One")
    from_a_list()
    list_round = sent(at=now())
    asking.keep(
        asked=Asked.objects.get(person=yes), language="en", way=None,
        by=Actor(kind="link"), at=now(),
    )  # fmt: skip

    page = page_of(desk, list_round)

    assert "1 of 3 people answered, </span> <span> 1 stays." in page
    assert "30 days left" in page
    assert "Unreached One" in page
    assert "Let go of 1 person" in page


def test_who_goes_in_the_next_days_is_named(desk):
    from_a_list(shown_name="Silent One")
    list_round = reminded(at=now() - timedelta(days=29))

    page = page_of(desk, list_round)

    assert "Silent One" in page
    assert "1 person is deleted" in page


def test_pause_go_on_stop_and_decide_by_buttons(desk):
    person = from_a_list(way=False)
    from_a_list()
    list_round = written(at=now())
    address = reverse("intake:list_round", args=[list_round.key])

    states = []
    for name in ("hold", "go_on", "stop", "nonsense"):
        desk.post(address, {name: "1"})
        list_round.refresh_from_db()
        states.append(list_round.state)
    desk.post(address, {"let_go": "1"})

    assert states == ["paused", "open", "stopped", "stopped"]
    assert Asked.objects.get(person=person).state == "let_go"
    assert "It was stopped on" in page_of(desk, list_round)


def test_with_a_new_address_they_are_offered_to_be_asked(desk, at):
    person = from_a_list(way=False)
    from_a_list()
    list_round = written(at=now())
    ContactWay.objects.create(
        person=person, kind="mail", value="new@example.org", mark="m", created_at=at
    )

    offered = page_of(desk, list_round)
    desk.post(reverse("intake:list_round", args=[list_round.key]), {"ask_again": "1"})

    assert "Ask 1 who has an address now" in offered
    assert Asked.objects.get(person=person).state == "waiting"


def test_strangers_and_those_without_the_mandate_find_nothing(client, desk, school, at):
    from_a_list()
    list_round = started(at=at)
    address = reverse("intake:list_round", args=[list_round.key])
    account = AccountFactory()
    circles.give_mandate(
        account=account, circle=school, role="facilitator", until=None, by=SYSTEM, at=at
    )
    facilitator = Client()
    facilitator.force_login(account)

    assert [client.get(one).status_code for one in (reverse("intake:ask"), address)] == [302, 302]
    assert facilitator.get(address).status_code == 404
    assert client.post(address, {"stop": "1"}).status_code == 302
    assert ListRound.objects.get().state == "open"


def test_the_plan_costs_the_same_for_any_number(desk, django_assert_max_num_queries):
    from_a_list(country="KE")
    plan(desk)
    address = reverse("intake:list_round", args=[ListRound.objects.get().key])
    desk.get(address)
    with django_assert_max_num_queries(30) as for_one:
        desk.get(address)
    for _ in range(19):
        from_a_list(country="KE")

    with django_assert_max_num_queries(30) as for_twenty:
        desk.get(address)

    assert len(for_twenty) == len(for_one)
