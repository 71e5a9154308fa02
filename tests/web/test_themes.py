"""Themes: put up, chosen by link, counted for planners."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.consent.actions import answer, install_wordings
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.people.actions import network as belonging
from commonroot.people.actions import organisations
from commonroot.people.actions.merging import merge
from commonroot.people.models import Affiliation
from commonroot.programmes.actions import themes as actions
from commonroot.programmes.models import Idea, Voice
from commonroot.programmes.queries import themes as queries
from tests.factories.accounts import AccountFactory
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import TeamFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture
def now(school):
    moment = timezone.now()
    install_wordings(at=moment)
    return moment


def idea(title, *, now, **fields):
    made = actions.put_up(
        title=Translated({"en": title}), sentence=Translated({"en": "Why."}), by=BY, at=now
    )
    Idea.objects.filter(pk=made.pk).update(**fields)
    made.refresh_from_db()
    return made


def member(*, now, news=True):
    person = ContactWayFactory(confirmed_at=now).person
    belonging.belong(person=person, basis="joined", at_once=True, by=BY, at=now)
    if news:
        answer(person=person, purpose=Purpose.NEWS, yes=True, how="form", by=BY, at=now)
    return person


def of_a_partner(*, now, tie="joint", until=None):
    union = organisations.add_organisation(name=f"Union {tie} {until}", by=BY, at=now)
    organisations.say_tie(
        organisation=union, kind=tie, since=date(2020, 1, 1), words="", by=BY, at=now
    )
    person = PersonFactory()
    Affiliation.objects.create(
        person=person, organisation=union.name, until=until, source="hand", said_on=now.date()
    )
    return person


def chosen(person, *ideas, now, suggested=""):
    actions.choose(person=person, ideas=ideas, suggested=suggested, by=BY, at=now)


def test_members_and_partners_have_a_voice(now):
    away = of_a_partner(now=now, until=date(2021, 1, 1))
    people = [
        member(now=now),
        of_a_partner(now=now),
        of_a_partner(now=now, tie="talked"),
        away,
        PersonFactory(),
    ]

    assert [queries.may_choose(person, at=now) for person in people] == [True, True, *[False] * 3]
    assert set(queries.electors(at=now)) == set(people[:2])


def test_voices_are_counted_of_those_who_have_one(now):
    water, work, aside = (idea(title, now=now) for title in ("Water", "Work", "Aside"))
    one, other, partner, paused = (
        member(now=now), member(now=now), of_a_partner(now=now), member(now=now),
    )  # fmt: skip
    for person in (one, partner, paused, PersonFactory()):
        chosen(person, work, aside, now=now)
    chosen(other, water, work, now=now)
    paused.frozen_at = now
    paused.save()
    Idea.objects.filter(pk=aside.pk).update(state="closed")

    rows = queries.counted(at=now)

    assert [(row.idea, row.members, row.partners, row.voices) for row in rows] == [
        (work, 2, 1, 3), (water, 1, 0, 1),
    ]  # fmt: skip


def test_choosing_again_takes_the_place_of_what_was_chosen(now):
    ideas = [idea(f"Theme {number}", now=now) for number in range(4)]
    person = member(now=now)
    chosen(person, ideas[0], ideas[1], now=now)
    actions.settle_idea(idea=ideas[0], state="planned", programme=None, by=BY, at=now)

    chosen(person, ideas[1], ideas[2], now=now + timedelta(days=1))

    assert queries.chosen_by(person) == {ideas[0].pk, ideas[1].pk, ideas[2].pk}
    assert Voice.objects.get(idea=ideas[1]).said_at == now
    with pytest.raises(actions.TooMany):
        chosen(person, *ideas, now=now)


def test_two_who_become_one_have_one_voice(now):
    work = idea("Work", now=now)
    one, other = member(now=now), member(now=now)
    for person in (one, other):
        chosen(person, work, now=now)

    merge(other=other, into=one, cause="hand", by=BY, at=now)

    assert Voice.objects.count() == 1


def test_suggestions_wait_for_organisers_and_have_an_end(now, monkeypatch):
    idea("Work", now=now)
    person = member(now=now)

    chosen(person, now=now, suggested=" Housing ")
    with pytest.raises(actions.ThereAlready):
        chosen(person, now=now, suggested="WORK")
    monkeypatch.setattr(actions, "MOST_SUGGESTED", 1)
    chosen(person, now=now, suggested="Food")
    with pytest.raises(actions.NothingSaid):
        actions.put_up(title=Translated({"en": " "}), sentence=Translated(), by=BY, at=now)

    assert [(str(one.title), one.state) for one in Idea.objects.order_by("pk")] == [
        ("Work", "open"), ("Housing", "suggested"),
    ]  # fmt: skip
    assert [str(one.title) for one in queries.open_ideas()] == ["Work"]


def test_letter_opens_the_choice_and_nothing_else(now, client):
    work, water = idea("Work", now=now), idea("Water", now=now)
    person = member(now=now)
    member(now=now, news=False)
    without_way = PersonFactory()
    belonging.belong(person=without_way, basis="joined", at_once=True, by=BY, at=now)
    answer(person=without_way, purpose=Purpose.NEWS, yes=True, how="form", by=BY, at=now)

    asked = [actions.ask_about_themes(by=BY, at=now) for _ in range(2)]
    link = Letter.objects.get().values["link"]
    opened = client.get(link[link.index("/p/") :])
    page = client.get(opened["Location"]).content.decode()
    too_few = client.post(opened["Location"], {"first": ["nothing"]})
    taken = client.post(opened["Location"], {"first": [work.key], "suggested": "work"})
    client.post(opened["Location"], {"first": [work.key], "suggested": "Food"})

    assert asked == [1, 0]
    assert ("Work: Why." in page, "Water: Why." in page) == (True, True)
    assert (too_few.status_code, taken.status_code) == (400, 400)
    assert queries.chosen_by(person) == {work.pk}
    assert water.voices.count() == 0
    assert client.get("/en/me/").status_code in {302, 404}


def test_letters_about_themes_are_called_back_and_asked_anew(now):
    member(now=now)

    first = actions.ask_about_themes(by=BY, at=now)
    back = actions.recall_themes(by=BY, at=now + timedelta(minutes=9))
    again = [actions.ask_about_themes(by=BY, at=now + timedelta(minutes=9)) for _ in range(2)]

    assert (first, back, again) == (1, 1, [1, 0])
    assert [one.state for one in Letter.objects.order_by("pk")] == ["cancelled", "queued"]
    with pytest.raises(actions.TooLate):
        actions.recall_themes(by=BY, at=now + timedelta(minutes=20))


def test_who_has_no_voice_is_told_so_and_too_many_are_refused(now):
    ideas = [idea(f"Theme {number}", now=now) for number in range(4)]
    stranger, person = PersonFactory(), member(now=now)

    def page_of(someone):
        from commonroot.people.actions import open_link

        client = Client()
        client.get(f"/p/{open_link(person=someone, scope='page', at=now)}")
        return client

    told = page_of(stranger).get("/en/me/themes/now/").content.decode()
    many = page_of(person).post("/en/me/themes/now/", {"first": [one.key for one in ideas]})
    Idea.objects.all().delete()
    empty = page_of(person).get("/en/me/themes/now/").content.decode()

    assert "You are not one of them yet." in told
    assert (many.status_code, "Choose three at most" in many.content.decode()) == (400, True)
    assert "nothing to choose from" in empty


def test_planners_put_up_ask_and_settle(desk, client, now):
    member(now=now)

    empty = desk.get("/en/desk/themes/").content.decode()
    desk.post("/en/desk/themes/", {"title": "Work", "sentence": ""})
    twice = desk.post("/en/desk/themes/", {"title": "work"})
    proof = desk.get("/en/desk/themes/ask/")
    proven = desk.session
    proven["proven"] = now.timestamp() + 600
    proven.save()
    counted = desk.get("/en/desk/themes/ask/").content.decode()
    asked = desk.post("/en/desk/themes/ask/")
    found = Idea.objects.get()
    chosen(queries.electors(at=now).get(), found, now=now)
    page = desk.get(asked["Location"]).content.decode()
    back = desk.post("/en/desk/themes/ask/back/", follow=True).content.decode()
    late = desk.post("/en/desk/themes/ask/back/", follow=True).content.decode()
    desk.post(f"/en/desk/themes/{found.key}/", {"state": "planned"})
    wrong = desk.post(f"/en/desk/themes/{found.key}/", {"state": "burnt"})

    assert "No theme is put up yet." in empty
    assert (proof.status_code, "Write to 1 person" in counted) == (302, True)
    assert (twice.status_code, wrong.status_code) == (400, 404)
    assert "1 letter leaves within ten minutes." in page
    assert ("Called back" in back, "on their way" in late) == (True, True)
    assert re.search(r"1\s+of\s+1", page)
    assert Idea.objects.get().state == "planned"
    assert client.get("/en/desk/themes/").status_code == 302


def test_a_team_sees_the_order_and_no_numbers(now):
    chosen(member(now=now), idea("Work", now=now), now=now)
    account = AccountFactory()
    give_mandate(account=account, circle=TeamFactory(), role="organiser", until=None, by=BY, at=now)
    client = Client()
    client.force_login(account)

    page = client.get("/en/desk/themes/").content.decode()

    assert ("Work" in page, "1 members" in page, "may choose" in page) == (True, False, False)
    assert client.get("/en/desk/themes/ask/").status_code == 404
