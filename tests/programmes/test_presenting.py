"""Presenters invited by a link, in their own words; until then a guest presenter."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.consent.queries import may
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.people.actions import NoSuchWay
from commonroot.people.models import Person
from commonroot.programmes import actions, queries
from commonroot.programmes.models import Presenter
from commonroot.programmes.queries.presenters import naming
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SessionFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
YES = {"shown_name": "Leila", "line": "Nurse and organiser", "naming": "yes", "teaching": "no"}


@pytest.fixture(autouse=True)
def _november(monkeypatch, at):
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: at)


def invite(session, at, name="Leila Haddad", way="leila@example.org"):
    return actions.invite_presenter(
        session=session, name=name, way_text=way, language="en", by=BY, at=at
    )


def page_of(client, letter):
    token = letter.values["link"].rsplit("/", 1)[-1]
    return client.get(f"/p/{token}").url


def facts(session, at):
    return dict(queries.session_page(session, at=at).facts)


def test_somebody_says_yes_in_their_own_words_and_takes_it_back(client, school, at):
    session = SessionFactory(recording="asked")
    presenter = invite(session, at)
    before = facts(session, at)["With"]
    where = page_of(client, Letter.objects.get())

    missing = client.post(where, YES)
    client.post(where, YES | {"recording": "yes"})
    presenter.refresh_from_db()
    named = facts(session, at)["With"]
    said = (
        presenter.state,
        presenter.shown_name,
        presenter.recording,
        presenter.person.provisional,
    )
    agreed = {
        purpose: may(presenter.person, purpose=purpose, audience=audience, at=at)
        for purpose, audience in (
            (Purpose.NAMING, naming(session.key)),
            (Purpose.TEACHING, Audience(AudienceKind.SCHOOL)),
        )
    }
    client.post(where, {"no": "1"})
    presenter.refresh_from_db()

    assert before == "guest presenter"
    assert list(missing.context["form"].errors) == ["recording"]
    assert said == ("agreed", "Leila", "yes", False)
    elsewhere = Audience(AudienceKind.PUBLIC)
    assert agreed == {Purpose.NAMING: True, Purpose.TEACHING: False}
    assert not may(presenter.person, Purpose.NAMING, elsewhere, at=at)
    assert named == '<bdi>Leila</bdi>, <bdi lang="en" dir="ltr">Nurse and organiser</bdi>'
    assert (presenter.state, presenter.shown_name, presenter.line) == ("withdrawn", "", "")
    assert "With" not in facts(session, at)


def test_whoever_does_not_want_to_be_named_stays_a_guest(client, school, at):
    session = SessionFactory()
    invite(session, at)
    where = page_of(client, Letter.objects.get())

    page = client.get(where)
    client.post(where, YES | {"naming": "no"})

    assert "recording" not in page.context["form"].fields
    assert facts(session, at)["With"] == "guest presenter"
    assert list(queries.named_presenters(session, at=at)) == []


def test_a_no_is_kept_and_may_become_a_yes(client, school, at):
    presenter = invite(SessionFactory(), at)
    where = page_of(client, Letter.objects.get())

    client.post(where, {"no": "1"})
    presenter.refresh_from_db()
    declined = presenter.state
    client.post(where, YES)
    presenter.refresh_from_db()

    assert (declined, presenter.state) == ("declined", "agreed")


def test_somebody_of_the_register_is_known_again_by_name_and_address(school, at):
    known = PersonFactory(shown_name="Leila Haddad")
    ContactWayFactory(person=known, value="leila@example.org")
    session = SessionFactory()

    presenter = invite(session, at)

    assert (presenter.person, presenter.state) == (known, "asked")
    with pytest.raises(actions.AskedBefore):
        invite(session, at)
    with pytest.raises(NoSuchWay):
        invite(session, at, way="nothing")


def test_the_link_is_sent_again_and_a_newcomer_taken_off_is_forgotten(school, at):
    presenter = invite(SessionFactory(), at)

    actions.ask_presenter_again(presenter=presenter, by=BY, at=at + timedelta(minutes=1))
    letters = list(Letter.objects.values_list("template", flat=True))
    actions.remove_presenter(presenter=presenter, by=BY, at=at)

    assert letters == ["programmes/emails/present"] * 2
    assert (Presenter.objects.count(), Person.objects.count()) == (0, 0)


def test_whoever_has_no_way_is_not_asked_again_and_whoever_is_known_stays(school, at):
    session = SessionFactory()
    presenter = Presenter.objects.create(session=session, person=PersonFactory(), state="asked")

    with pytest.raises(actions.NotReached):
        actions.ask_presenter_again(presenter=presenter, by=BY, at=at)
    actions.remove_presenter(presenter=presenter, by=BY, at=at)

    assert (Presenter.objects.count(), Person.objects.count()) == (0, 1)


def test_organisers_invite_and_take_off_at_the_desk(desk, at):
    session = SessionFactory()
    where = reverse("programmes:plan_invite", args=[session.key])

    wrong = desk.post(where, {"name": "Leila", "way": "nothing"})
    empty = desk.post(where, {"name": "", "way": ""})
    desk.post(where, {"name": "Leila", "way": "leila@example.org"})
    presenter = Presenter.objects.get()
    of_one = reverse("programmes:plan_presenter", args=[presenter.key])
    desk.post(of_one, {"again": "1"})
    presenter.person.ways.update(state="dead")
    unreached = desk.post(of_one, {"again": "1"})
    desk.post(of_one, {"remove": "1"})

    assert [one.status_code for one in (wrong, empty, unreached)] == [400, 400, 400]
    assert Presenter.objects.count() == 0


def test_somebody_else_cannot_answer(client, school, at):
    presenter = invite(SessionFactory(), at)

    answer = client.get(reverse("programmes:present", args=[presenter.key]))

    assert answer.status_code in {302, 403, 404}


def test_names_lines_guests_and_words_stand_side_by_side(school, at):
    session = SessionFactory(presenter_words=Translated({"en": "a panel"}))
    for number, (language, line) in enumerate([("ar", "ممرضة"), ("en", ""), ("en", "Nurse")]):
        person = PersonFactory()
        presenter = Presenter.objects.create(
            session=session, person=person, position=number, state="asked", asked_at=at
        )
        actions.answer_invitation(
            presenter=presenter,
            yes=True,
            shown_name=f"P{number}",
            line=line,
            language=language,
            agreements={Purpose.NAMING: number < 2},
            by=BY,
            at=at,
        )
    invite(session, at)

    told = queries.presenters_words(session, at=at)

    assert told == (
        '<bdi>P0</bdi>, <bdi lang="ar" dir="rtl">ممرضة</bdi> · <bdi>P1</bdi>'
        " · 2 guest presenters · a panel"
    )
