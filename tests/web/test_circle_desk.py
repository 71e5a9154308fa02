"""The page of a circle for itself, by link or signed in, and what it lets everybody read."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.circles.models import PublicPage
from commonroot.consent.models import Told
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions, tasks
from commonroot.engagement.models import Introduction, Liaison
from commonroot.engagement.queries.circle_desk import agreed, to_send_desks
from commonroot.messaging.models import Letter
from commonroot.people.models import Link, Membership
from commonroot.programmes.models import Programme
from tests.engagement.before_course import agreeing, of
from tests.factories.engagement import (
    CircleLetterFactory,
    IntroductionFactory,
    KenyaFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    ThemeFactory,
    agree,
    contact_of,
    named_person,
)
from tests.factories.people import PersonFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory
from tests.web.circle_pages import by_link, press, signed_in_for, text_of

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture
def course(school) -> Programme:
    programme = ProgrammeFactory(
        run_by=school,
        format="residential",
        title=Translated({"en": "The Struggle for Health"}),
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 3, 10),
    )
    SessionFactory(programme=programme)
    return programme


def test_the_page_of_a_circle_shows_who_agreed_and_tells_them_so(desk, school, at):
    kenya = KenyaFactory()
    amina = named_person("Amina Wekesa", wants="a study circle", offers="teach")
    MakerFactory(project=ProjectFactory(title="Water in Kisumu"), person=amina)
    refused = PersonFactory(shown_name="Grace Refused", country="KE")
    agree(refused, Purpose.COUNTRY_CIRCLE, yes=False)
    hidden = PersonFactory(shown_name="Hidden Name", country="KE", risk="high")
    agree(hidden, Purpose.COUNTRY_CIRCLE)
    leila = contact_of(kenya, "Leila")
    letter = CircleLetterFactory(
        circle=kenya,
        state="sent",
        sent_at=at,
        facts={
            "people": 9,
            "countries": 3,
            "counted": 1,
            "left_out": 0,
            "not_named": 0,
            "works": [],
        },
    )
    IntroductionFactory(letter=letter, person=amina)

    # The page goes by the clock: one that goes on now, and others for a hundred years to come.
    far, today = date(2126, 3, 1), timezone.now().date()
    now_on = {"starts_on": today, "ends_on": today + timedelta(days=1)}
    for number, dates in enumerate(({"starts_on": far}, now_on, {"ends_on": far})):
        ProgrammeFactory(run_by=school, title=Translated({"en": f"Ahead {number}"}), **dates)
    seen_by_organiser = text_of(desk, "web:circle_desk", kenya.key)
    assert not Told.objects.exists()
    for client in (
        by_link(leila, f"circle_desk:{kenya.key}", at),
        signed_in_for(kenya, at, person=leila),
    ):
        page = text_of(client, "web:circle_desk", kenya.key)
        for words in ("Amina Wekesa", "a study circle", "teach", "Water in Kisumu", "Not everyone"):
            assert words in page
        for words in ("Ahead 0", "Fri 1 Mar 2126", "Ahead 1", "now", "Ahead 2"):
            assert words in page
        for words in ("Grace", "Hidden", "@example.org"):
            assert words not in page
        assert reverse("engagement:circle_letter", args=[letter.key]) in page
        assert "Amina" in text_of(client, "engagement:circle_letter", letter.key)

    assert "Amina Wekesa" in seen_by_organiser
    assert [(told.person, told.what) for told in Told.objects.all()] == [
        (amina, ["name", "offers", "wants"])
    ]


@pytest.mark.parametrize(
    ("state", "words"),
    [("suggested", ""), ("not_now", ""), ("introduced", "introduced"), ("active", "active there")],
)
def test_a_circle_hears_of_an_offer_after_the_yes_alone(state, words, school, at):
    kenya, titled = KenyaFactory(), Translated({"en": "Meet us"})
    pathway = actions.offer(kind="circle", title=titled, words=titled, run_by=school, by=BY, at=at)
    IntroductionFactory(
        person=named_person("Amina"), letter=None, circle=kenya, pathway=pathway, state=state
    )

    people, _number = agreed(kenya, at=at)

    assert [one.introduction for one in people] == [words]


def test_a_circle_asks_to_meet_somebody_on_its_page_and_they_are_asked(desk, school, at):
    kenya = KenyaFactory()
    leila = contact_of(kenya, "Leila")
    amina, hidden = named_person("Amina Wekesa"), named_person("Otieno")
    for person in (amina, hidden):
        ParticipationFactory(person=person)
    agree(hidden, Purpose.COUNTRY_CIRCLE, yes=False)
    circle = by_link(leila, f"circle_desk:{kenya.key}", at)
    assert "Please introduce us" in text_of(circle, "web:circle_desk", kenya.key)

    press(circle, "web:circle_desk", kenya.key, person=amina.key)
    press(circle, "web:circle_desk", kenya.key, person=amina.key)
    press(circle, "web:circle_desk", kenya.key, person=hidden.key)
    press(circle, "web:circle_desk", kenya.key, person=leila.key)

    [wish] = Introduction.objects.all()
    assert (wish.person, wish.circle, wish.asked_by, wish.state) == (amina, kenya, leila, "wanted")
    assert Letter.objects.get(template="engagement/emails/introduction").subject_key == amina.key
    assert "Please introduce us" not in text_of(circle, "web:circle_desk", kenya.key)
    assert press(desk, "web:circle_desk", kenya.key, person=amina.key).status_code == 404


def test_only_the_circle_itself_opens_its_page_and_only_while_it_is_the_contact(school, at):
    kenya, theme = KenyaFactory(), ThemeFactory()
    leila = contact_of(kenya, "Leila")
    theirs = by_link(leila, f"circle_desk:{kenya.key}", at)
    other = by_link(contact_of(theme, "Other"), f"circle_desk:{theme.key}", at)
    stranger = signed_in_for(theme, at)
    page = reverse("web:circle_desk", args=[kenya.key])
    assert [client.get(page).status_code for client in (theirs, other, stranger)] == [200, 404, 404]
    assert stranger.get(reverse("web:today")).url == reverse("web:circle_desk", args=[theme.key])

    both = signed_in_for(kenya, at)
    account = kenya.mandates.get().account
    circles.give_mandate(
        account=account, circle=theme, role="circle contact", until=None, by=BY, at=at
    )
    assert "You also speak for" in text_of(both, "web:circle_desk", kenya.key)
    assert "You also speak for" not in text_of(theirs, "web:circle_desk", kenya.key)

    Membership.objects.filter(person=leila).update(until=at.date())

    assert theirs.get(page).status_code == 404


def test_the_page_goes_by_letter_once_a_month_to_who_does_not_sign_in(desk, school, course, at):
    kenya = KenyaFactory()
    agreeing(course, "Amina Wekesa")
    contact_of(kenya, "Leila")
    signing = contact_of(kenya, "Kofi")
    signed_in_for(kenya, at, person=signing)
    actions.make_liaisons(programme=course, by=BY, at=at)
    actions.send_liaison(liaison=of(course, "KE"), by=BY, at=at)

    before, links = to_send_desks(at=at), Link.objects.count()
    sent = [tasks.send_desks_of_circles(at=at), tasks.send_desks_of_circles(at=at)]
    assert (before, sent, to_send_desks(at=at)) == ([kenya], [1, 0], [])
    again = actions.send_circle_desk(circle=kenya, only_without_sign_in=True, by=BY, at=at)
    assert (again, Link.objects.count()) == (0, links + 1)
    [letter] = Letter.objects.filter(template="engagement/emails/circle_desk")
    assert letter.values["lines"] == ["Before The Struggle for Health: your answer."]
    assert "Amina" not in str(letter.values)
    letter = CircleLetterFactory(circle=kenya, state="sent", sent_at=at)
    IntroductionFactory(letter=letter, person=named_person("Otieno"))
    tasks.send_desks_of_circles(at=at + timedelta(days=31))
    press(desk, "web:circle", kenya.key, do="send")

    letters = Letter.objects.filter(template="engagement/emails/circle_desk").order_by("pk")
    assert len(letters) == 3
    assert letters[1].values["lines"][1] == (
        "After The Struggle for Health: 1 person would like to hear from you."
    )
    CircleLetterFactory(circle=kenya)
    letter.answered_at = at
    letter.save()
    kenya.mandates.update(until=at + timedelta(days=30))
    page = text_of(desk, "web:circle", kenya.key)
    for words in (
        "asked before The Struggle",
        "letter after The Struggle for Health sent",
        "letter after The Struggle for Health answered",
        "as circle contact until Tue 22 December",
    ):
        assert words in page
    quiet = signed_in_for(kenya, at)
    liaison = of(course, "KE")
    press(quiet, "engagement:before_course", liaison.key, answer="later")
    assert of(course, "KE").answer == "later"
    assert "answered before The Struggle" in text_of(desk, "web:circle", kenya.key)
    liaison = of(course, "KE")
    Liaison.objects.update(asked_at=None)
    unasked = reverse("engagement:before_course", args=[liaison.key])
    assert quiet.get(unasked).status_code == 404
    assert press(desk, "web:circle", ThemeFactory().key, do="send").status_code == 409
    assert press(desk, "web:circle", kenya.key, do="send").status_code == 409


def test_nothing_is_public_before_the_circle_says_so(desk, school, at):
    kenya = KenyaFactory()
    leila = contact_of(kenya, "Leila")
    public = reverse("web:circle_public", args=[kenya.key])
    press(desk, "web:circle", kenya.key, do="public")
    assert Letter.objects.filter(template="engagement/emails/circle_public").count() == 1
    assert press(desk, "web:circle", ThemeFactory().key, do="public").status_code == 409
    assert press(desk, "web:circle", kenya.key, do="public").status_code == 409
    assert "asked, no answer yet" in text_of(desk, "web:circle", kenya.key)
    assert Client().get(public).status_code == 404

    circle = by_link(leila, f"circle_public:{kenya.key}", at)
    words = {
        "words": "We meet monthly.",
        "reach": "kenya@example.org",
        "web": "https://example.org",
    }
    assert "checked" in text_of(circle, "web:circle_says", kenya.key, a="yes")
    press(circle, "web:circle_says", kenya.key, is_open="yes", shows_languages="on", **words)
    page = text_of(Client(), "web:circle_public", kenya.key)
    for told in ("We meet monthly.", "kenya@example.org", "English"):
        assert told in page
    assert "active" not in page
    assert "Leila" not in page
    assert "Kenya circle" in text_of(Client(), "web:circles_public")
    assert "Everybody can read it now" in text_of(circle, "web:circle_says", kenya.key, said=1)

    press(circle, "web:circle_says", kenya.key, is_open="no", **words)

    assert Client().get(public).status_code == 404
    assert PublicPage.objects.get().words == ""
    assert circle.post(reverse("web:circle_says", args=[kenya.key]), {}).status_code == 400
