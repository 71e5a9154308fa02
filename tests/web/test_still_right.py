"""Asking whether details are still right: the desk's pages, and the page behind the letter."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.consent.rules import Purpose
from commonroot.messaging.models import Letter
from commonroot.people import actions as people
from commonroot.people.models import ContactWay, Link, Person
from commonroot.stewardship import actions, queries, rules, tasks
from commonroot.stewardship.models import DetailsQuestion, DetailsRound
from tests.factories.engagement import KenyaFactory, agree
from tests.factories.people import ContactWayFactory
from tests.web.test_people import add
from tests.web.test_rail import signed_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
LONG_AGO = timedelta(days=800)


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


def known(name, now, *, way="mail", **details):
    """Somebody of the register whose details grew old."""
    person = add(name, now - LONG_AGO, **details)
    phone = {"kind": "phone", "value": f"+25470000{person.pk:04}"} if way == "phone" else {}
    ContactWayFactory(person=person, **phone)
    return person


def asked(person, now):
    """A question to `person` whose letter is written."""
    actions.ask_person(person=person, by=SYSTEM, at=now - rules.RECALL)
    tasks.write_questions(at=now)
    return DetailsQuestion.objects.get(person=person)


def to(name, *args):
    return reverse(f"web:{name}", args=[getattr(arg, "key", arg) for arg in args])


def by_link(person, now, *, thing, scope=Link.Scope.ANSWER, way=None):
    """A browser that came by a link."""
    token = people.open_link(person=person, scope=scope, thing=thing, way=way, at=now)
    client = Client()
    client.get(reverse("plain:enter", args=[token]))
    return client


# The desk.


def test_a_list_is_previewed_with_three_letters_and_asked_by_one_button(desk, now):
    for name in ("Amina", "Baraka", "Chiku", "Dalila"):
        known(name, now, city="Kisumu")
    known("Esther", now, way="phone")
    paused = known("Farida", now)
    Person.objects.filter(pk=paused.pk).update(frozen_at=now)
    add("Gloria", now - LONG_AGO)

    shown = desk.get(to("still_right_ask"))
    response = desk.post(to("still_right_ask"))

    page = shown.content.decode()
    round_ = DetailsRound.objects.get()
    assert response["Location"] == to("still_right_round", round_)
    assert "5 of 6 get a letter" in page
    assert "1 of these is written to by hand" in page
    assert "1 left out: no address that works" in page
    assert [person.shown_name for person, _s, _t in shown.context["letters"]] == [
        "Amina", "Baraka", "Chiku",
    ]  # fmt: skip
    assert "Kisumu" not in page
    assert round_.questions.count() == 5
    assert Letter.objects.count() == 0


def test_the_list_one_looks_at_is_the_list_that_is_asked(desk, now):
    known("Amina", now, country="KE")
    known("Baraka", now, country="UG")
    link = f"{to('still_right_ask')}?country=KE"
    page = desk.get(to("people") + "?country=KE").content.decode()

    shown = desk.get(link)
    desk.post(to("still_right_ask"), dict(shown.context["state"]))

    round_ = DetailsRound.objects.get()
    assert to("still_right_ask") in page
    assert shown.context["sentence"] == round_.sentence
    assert "Kenya" in round_.sentence
    assert [str(q.person) for q in round_.questions.all()] == ["Amina"]


def test_nobody_to_ask_is_said(desk, now):
    shown, response = desk.get(to("still_right_ask")), desk.post(to("still_right_ask"))

    assert "Nobody of this list is asked now" in shown.content.decode()
    assert "<button" not in shown.content.decode().partition("<main")[2].partition("</main>")[0]
    assert response.status_code == 409


def test_taken_back_within_ten_minutes_and_not_later(desk, now):
    known("Amina", now)
    desk.post(to("still_right_ask"))
    round_ = DetailsRound.objects.get()
    before = desk.get(to("still_right_round", round_)).content.decode()

    desk.post(to("still_right_back", round_))
    after = desk.get(to("still_right_round", round_)).content.decode()
    desk.post(to("still_right_ask"))
    late = DetailsRound.objects.latest("pk")
    DetailsRound.objects.filter(pk=late.pk).update(leaves_at=now)
    refused = desk.post(to("still_right_back", late), follow=True).content.decode()

    assert "1 person will be asked" in before
    assert "Take it back" in before
    assert "Taken back" in after
    assert "It is too late" in refused
    assert DetailsQuestion.objects.count() == 1


def test_the_numbers_have_their_denominators(desk, now):
    for name in ("Amina", "Baraka", "Chiku"):
        known(name, now)
    actions.ask_details(people=Person.objects.all(), by=SYSTEM, at=now - rules.RECALL)
    tasks.write_questions(at=now)
    one, two, _three = DetailsQuestion.objects.order_by("pk")
    actions.say_all_right(question=one, way=None, by=SYSTEM, at=now)
    DetailsQuestion.objects.filter(pk=two.pk).update(state="returned")
    round_ = DetailsRound.objects.get()

    whole = desk.get(to("still_right")).content.decode()
    page = desk.get(to("still_right_round", round_)).content.decode()
    returned = desk.get(to("still_right_round", round_) + "?state=returned").context["questions"]

    assert "In a year: 3 asked, 1 answered, 1 came back." in whole
    assert "3 asked, 1 answered, 1 came back" in whole
    assert "1 of 3 answered" in page
    assert [row["text"] for row in desk.get(to("still_right")).context["bars"]] == ["1 of 3"] * 3
    assert [row["question"].pk for row in returned] == [two.pk]
    assert "came back" in page


def test_letters_by_hand_are_pointed_to(desk, now):
    question = asked(known("Esther", now, way="phone"), now)

    page = desk.get(to("still_right_round", question.round)).content.decode()

    assert "1 letter waits to be sent by hand." in page


def test_how_often_everybody_is_asked(desk, now):
    default = desk.get(to("still_right")).context["form"]["rhythm"].value()
    desk.post(to("still_right"), {"rhythm": "24"})
    slow = queries.rhythm()
    desk.post(to("still_right"), {"rhythm": "off"})
    off = queries.rhythm()
    odd = desk.post(to("still_right"), {"rhythm": "1"})

    assert default == "12"
    assert (slow.is_on, slow.months) == (True, 24)
    assert (off.is_on, off.months) == (False, 24)
    assert (odd.status_code, desk.get(to("still_right")).context["form"]["rhythm"].value()) == (
        200, "off",
    )  # fmt: skip


def test_one_person_is_asked_from_their_page(desk, now):
    person = known("Amina", now)
    button = f'action="{to("person_ask", person)}"'
    page = desk.get(to("person", person)).content.decode()

    response = desk.post(to("person_ask", person), follow=True)
    twice = desk.post(to("person_ask", person))
    following = desk.get(to("person", person)).content.decode()

    assert button in page
    assert "1 person will be asked" in response.content.decode()
    assert (twice.status_code, "were asked not long ago" in twice.content.decode()) == (409, True)
    assert "We ask whether their details are right" in following


def test_not_safe_to_write_to(desk, now):
    question = asked(known("Amina", now), now)
    page = desk.get(to("still_right_round", question.round)).content.decode()

    desk.post(to("still_right_unsafe", question))

    assert "Not safe to write to" in page
    assert DetailsQuestion.objects.get().state == "unsafe"


def test_the_timeline_tells_that_they_were_asked(desk, now):
    question = asked(known("Amina", now), now)
    actions.say_all_right(question=question, way=None, by=SYSTEM, at=now)

    rows = desk.get(to("person", question.person)).context["timeline"]

    assert [(row["title"], row["text"]) for row in rows if "Asked" in row["title"]] == [
        ("Asked whether their details are right", "answered · all is right")
    ]


def test_facilitators_ask_nobody(school, now):
    question = asked(known("Amina", now), now)
    _actor, client = signed_in(now, role="facilitator", circle=school)

    answers = [
        client.get(to("still_right")),
        client.get(to("still_right_ask")),
        client.get(to("still_right_round", question.round)),
        client.post(to("still_right_back", question.round)),
        client.post(to("still_right_unsafe", question)),
        client.post(to("person_ask", question.person)),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6


# The page behind the letter.


@pytest.fixture
def amina(now):
    return known("Amina Wekesa", now, city="Kisumu", country="KE")


def answering(person, now):
    """Their browser, come by the letter's own link, and the address of the page."""
    question = asked(person, now)
    way = ContactWay.objects.get(person=person)
    client = by_link(person, now, thing=f"details_question:{question.key}", way=way)
    return client, to("still_right_answer", question)


def test_the_letters_link_leads_to_the_page(amina, now):
    question = asked(amina, now)
    token = people.open_link(
        person=amina, scope=Link.Scope.ANSWER, thing=f"details_question:{question.key}", at=now
    )

    response = Client().get(reverse("plain:enter", args=[token]) + "?a=change")

    assert response["Location"] == to("still_right_answer", question) + "?a=change"


def test_opening_shows_what_is_kept_and_changes_nothing(amina, now):
    people.add_detail(person=amina, kind="offer", values={"kind": "teach"}, by=SYSTEM, at=now)
    client, address = answering(amina, now)

    pages = [
        client.get(address),
        client.get(f"{address}?a=right"),
        client.get(f"{address}?a=change"),
    ]

    page = pages[0].content.decode()
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "Kisumu" in page
    assert "Kenya" in page
    assert "teach" in page
    assert ContactWay.objects.get().value not in page
    assert DetailsQuestion.objects.get().state == "asked"
    assert Person.objects.get().confirmed_at is None


def test_one_button_says_that_all_is_right(amina, now):
    client, address = answering(amina, now)

    response = client.post(address, {"right": "1"}, follow=True)

    person = Person.objects.get()
    assert "All is right." in response.content.decode()
    assert DetailsQuestion.objects.get().said == "right"
    assert person.confirmed_at is not None
    assert len(person.provenance["city"]) == 3
    assert ContactWay.objects.get().confirmed_at == person.confirmed_at


def test_what_has_changed_is_written(amina, now):
    client, address = answering(amina, now)
    form = client.get(f"{address}?a=change").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}

    wrong = client.post(address, typed | {"shown_name": "", "change": "1"})
    right = client.post(address, typed | {"city": "Nakuru", "change": "1"}, follow=True)

    person = Person.objects.get()
    assert "risk" not in form.fields
    assert wrong.status_code == 400
    assert "It is written down." in right.content.decode()
    assert (person.city, person.provenance["city"][0]) == ("Nakuru", "link")
    assert DetailsQuestion.objects.get().said == "changed"


def test_the_page_shows_each_field_that_it_saves(amina, now):
    client, address = answering(amina, now)

    page = client.get(f"{address}?a=change")

    for name in page.context["form"].fields:
        assert f'name="{name}"' in page.content.decode()


def test_a_new_language_answers_in_that_language(amina, now):
    client, address = answering(amina, now)
    form = client.get(f"{address}?a=change").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}

    response = client.post(address, typed | {"language": "ar", "change": "1"})

    assert response["Location"].startswith("/ar/")


def test_they_need_not_be_asked(amina, now):
    client, address = answering(amina, now)

    response = client.post(address, {"stop": "1"}, follow=True)

    assert "We do not ask you any more." in response.content.decode()
    assert DetailsQuestion.objects.get().state == "declined"


def test_a_mail_program_may_stop_it_too(amina, now):
    question = asked(amina, now)
    token = people.open_link(
        person=amina, scope=Link.Scope.UNSUBSCRIBE, thing=f"details_question:{question.key}",
        days=None, at=now,
    )  # fmt: skip

    opened = Client().get(reverse("plain:unsubscribe", args=[token]))
    before = DetailsQuestion.objects.get().state
    Client().post(reverse("plain:unsubscribe", args=[token]))

    assert (opened.status_code, before) == (200, "asked")
    assert DetailsQuestion.objects.get().state == "declined"
    assert queries.permitted(Person.objects.all(), at=now).count() == 1


def test_nobody_elses_link_opens_it(amina, now):
    question, other = asked(amina, now), known("Baraka", now)
    address = to("still_right_answer", question)

    answers = [
        Client().get(address),
        by_link(other, now, thing="", scope=Link.Scope.PAGE).get(address),
        by_link(amina, now, thing=f"details_question:{'x' * 22}").get(address),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3


def test_my_page_asks_it_too(amina, now):
    question = asked(amina, now)
    client = by_link(amina, now, thing="", scope=Link.Scope.PAGE)

    page = client.get(reverse("web:me")).content.decode()
    client.post(to("still_right_answer", question), {"right": "1"})
    after = client.get(reverse("web:me")).content.decode()

    assert to("still_right_answer", question) in page
    assert to("still_right_answer", question) not in after


def test_whom_no_letter_asks_stands_with_the_circle_that_may_be_asked(desk, now):
    kenya = KenyaFactory()
    amina = known("Amina", now, country="KE")
    bela = known("Béla", now)
    Person.objects.filter(pk__in=(amina.pk, bela.pk)).update(channel="circle")
    agree(amina, Purpose.COUNTRY_CIRCLE)

    page = desk.get(to("still_right")).content.decode()

    section = page.partition('id="through-circle"')[2]
    assert f'<a href="{to("circle", kenya)}"><bdi>{kenya}</bdi></a>' in section
    assert section.count("No circle may know of them.") == 1
    assert section.index("Amina") < section.index("Béla")
