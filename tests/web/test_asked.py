"""May we keep you? The page behind the letter to somebody of an old list."""

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.consent.actions import install_wordings
from commonroot.consent.models import Agreement
from commonroot.intake.models import Asked
from commonroot.messaging.models import Letter
from commonroot.people.models import Membership, Person
from commonroot.people.queries import is_suppressed
from commonroot.work.clock import now
from tests.factories.asking import from_a_list, sent
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(school):
    """Ana, who was asked."""
    install_wordings(at=school.created_at)
    person = from_a_list(shown_name="Ana Pérez", mail="ana@example.org", city="Cali", country="CO")
    sent(at=now())
    return person


@pytest.fixture
def browser_of_ana(ana):
    """A browser in which she opened the letter's link, yes chosen."""
    return opened(ana)


def opened(person, answer="yes"):
    letter = Letter.objects.filter(subject_key=person.key).order_by("pk").last()
    client = Client()
    path = letter.values["link"].partition("/p/")[2]
    client.get(f"/p/{path}&a={answer}")
    return client


def address(person=None):
    row = Asked.objects.get(person=person) if person else Asked.objects.get()
    return reverse("web:asked", args=[row.key])


def text_of(response):
    return " ".join(response.content.decode().split())


def stands(person):
    return dict(Agreement.objects.filter(person=person).values_list("purpose", "state"))


def test_the_link_opens_the_page_in_the_language_of_the_letter_with_its_answer_chosen(ana):
    letter = Letter.objects.get()
    path = letter.values["answers"][1]["url"].partition("/p/")[2]

    response = Client().get(f"/p/{path}")

    assert letter.language == "es"
    assert response.url == f"/es/asked/{Asked.objects.get().key}/?a=correct"


def test_opening_changes_nothing(ana, browser_of_ana):
    before = list(Asked.objects.values())

    page = text_of(browser_of_ana.get(f"{address()}?a=no"))

    assert list(Asked.objects.values()) == before
    assert (stands(ana), Person.objects.count()) == ({"register": "unknown"}, 1)
    assert "an…@example.org" in page
    assert "ana@example.org" not in page


def test_only_the_answer_of_the_link_is_chosen_in_advance(browser_of_ana):
    page = browser_of_ana.get(f"{address()}?a=yes").content.decode()

    assert page.count(" checked") == 1


def test_further_questions_come_after_a_yes_and_none_is_answered_in_advance(browser_of_ana):
    browser_of_ana.post(address(), {"answer": "yes"})

    page = browser_of_ana.get(address()).content.decode()

    assert page.count(" checked") == 0
    names = ("follow_up", "country_circle", "news")
    assert all(f'name="{name}"' in page for name in names)


def test_yes_is_two_taps(ana, browser_of_ana):
    response = browser_of_ana.post(address(), {"answer": "yes"})

    assert response.status_code == 302
    assert stands(ana) == {"register": "given"}
    assert "Thank you for staying." in text_of(browser_of_ana.get(address()))
    assert "Change my answer" in text_of(browser_of_ana.get(address()))
    assert 'value="yes"' in text_of(browser_of_ana.get(f"{address()}?again=1"))


def test_only_what_was_answered_is_written_down(ana, browser_of_ana):
    browser_of_ana.post(address(), {"answer": "yes", "news": "yes"})
    after_yes = stands(ana)
    browser_of_ana.post(address(), {"also": "1", "news": "yes", "follow_up": "no"})
    nonsense = browser_of_ana.post(address(), {"also": "1", "country_circle": "perhaps"})

    assert (after_yes, nonsense.status_code) == ({"register": "given"}, 302)
    assert browser_of_ana.get(address()).content.decode().count(" checked") == 2
    assert stands(ana) == {"register": "given", "news": "given", "follow_up": "refused"}


def test_correcting_shows_the_details_first(ana, browser_of_ana):
    form = browser_of_ana.post(address(), {"answer": "correct"})
    unsaved = stands(ana)
    given = {
        "shown_name": "Ana P.",
        "language": "fr",
        "country": "CO",
        "city": "",
        "organisation": "",
    }
    wrong = browser_of_ana.post(address(), {"answer": "correct", **given, "shown_name": ""})
    response = browser_of_ana.post(address(), {"answer": "correct", **given})

    ana.refresh_from_db()
    assert (form.status_code, unsaved, wrong.status_code) == (200, {"register": "unknown"}, 400)
    assert (ana.shown_name, ana.city, ana.language) == ("Ana P.", "", "fr")
    assert (stands(ana), Asked.objects.get().state) == (
        {"register": "given"}, "corrected",
    )  # fmt: skip
    assert response.url.startswith("/fr/")


def test_no_deletes_at_once_and_leaves_a_mark(ana, browser_of_ana):
    response = browser_of_ana.post(address(), {"answer": "no"})

    assert response.url.endswith("?forgotten")
    assert (Person.objects.count(), is_suppressed("mail", "ana@example.org")) == (0, True)
    row = Asked.objects.get()
    assert (row.state, row.person) == ("no", None)
    assert browser_of_ana.get(reverse("web:asked", args=[row.key])).status_code == 404


def test_whoever_is_here_for_more_says_what_goes(ana, school, browser_of_ana):
    Membership.objects.create(person=ana, circle=school, role="member", since=now().date())

    asked = browser_of_ana.post(address(), {"answer": "no"})
    there = Person.objects.count()
    browser_of_ana.post(address(), {"answer": "no", "goes": "register"})

    assert "You are here for more than the old list" in text_of(asked)
    assert there == 1
    assert (stands(ana), Asked.objects.get().state) == ({"register": "refused"}, "no")


def test_and_may_have_everything_deleted(ana, browser_of_ana):
    RegistrationFactory(person=ana)

    browser_of_ana.post(address(), {"answer": "no", "goes": "everything"})

    assert not Person.objects.filter(pk=ana.pk).exists()


def test_nothing_chosen_is_said(ana, browser_of_ana):
    response = browser_of_ana.post(address(), {})

    assert response.status_code == 400
    assert "Choose an answer. Nothing is saved yet." in text_of(response)
    assert stands(ana) == {"register": "unknown"}


def test_somebody_who_shares_the_address_sees_only_their_own(ana, browser_of_ana):
    other = from_a_list(shown_name="Beto", mail="ana@example.org")
    sent(at=now())

    assert browser_of_ana.get(address(other)).status_code == 404
    assert "Beto" in text_of(opened(other).get(address(other)))
    assert "Ana" not in text_of(opened(other).get(address(other)))


def test_a_page_link_or_a_stranger_opens_nothing(ana, client, desk):
    assert [client.get(address()).status_code, desk.get(address()).status_code] == [404, 404]


def test_it_was_not_them(ana, browser_of_ana):
    response = browser_of_ana.post(address(), {"not_me": "1"})

    assert response.url.endswith("/closed/")
    assert (Asked.objects.get().state, ana.ways.get().state) == ("back", "broken")
    assert opened(ana).get(address()).status_code == 404


def test_after_a_merge_the_link_still_opens(ana, browser_of_ana):
    Asked.objects.create(list_round=Asked.objects.get().list_round, person=ana, state="yes")
    row = Asked.objects.order_by("pk").first()

    browser_of_ana.post(reverse("web:asked", args=[row.key]), {"answer": "yes"})

    assert list(Asked.objects.order_by("pk").values_list("state", flat=True)) == ["yes", "yes"]


def test_somebody_deleted_in_between_is_told_so(ana, browser_of_ana, monkeypatch):
    page = address()
    ana.delete()

    assert browser_of_ana.post(page, {"answer": "yes"}).status_code == 404
