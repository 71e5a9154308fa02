"""Pages about care, and that somebody in high care stands out nowhere."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.circles.models import Circle
from commonroot.consent.actions import keep_until_asked
from commonroot.consent.tasks import deliver_due
from commonroot.engagement.queries.letters import listening
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people import actions as people
from commonroot.people.actions import open_link
from commonroot.people.models import Person
from commonroot.registration.actions.care import ask_for_care
from commonroot.registration.actions.places import let_organisers_see
from commonroot.web.queries.care import due
from tests.factories.accounts import AccountFactory
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def known(name, **more):
    person = people.add_person(
        shown_name=name, origin="hand", by=SYSTEM, at=timezone.now(), details={"city": "Kisumu"}
    )
    people.add_way(
        person=person, kind="mail", value=f"{name.split()[0].casefold()}@example.org",
        at=timezone.now(), confirmed=True,
    )  # fmt: skip
    keep_until_asked(person=person, by=SYSTEM, at=timezone.now())
    return person


@pytest.fixture
def amina(school):
    """Somebody whom it could harm, as she says herself."""
    person = known("Amina Wekesa")
    by = Actor(kind="link", key="k", person_id=person.pk, scope="page")
    people.set_risk(person=person, risk="high", by=by, at=timezone.now())
    return person


@pytest.fixture
def by_link(amina):
    """Her own page in her browser."""
    token = open_link(person=amina, scope="page", at=timezone.now())
    client = Client()
    client.get(f"/p/{token}")
    return client


@pytest.fixture
def now_due():
    """What waits for somebody about care, in words."""
    return lambda actor: [one.what for one in due(actor, at=timezone.now())]


def body(response):
    return response.content.decode()


def test_she_sees_her_own_name_and_chooses_what_lists_show(by_link, amina, organiser_account):
    address = reverse("web:me_care")

    page = body(by_link.get(address))
    said = {"risk": "high", "list_name": "Blue Heron", "keeper": organiser_account.key}
    answer = by_link.post(address, said)

    amina.refresh_from_db()
    assert ("Amina Wekesa" in page, amina.shown_name in page or "Blue" not in page) == (True, True)
    assert answer.status_code == 302
    assert (amina.shown_name, amina.keeper) == ("Blue Heron", organiser_account)


@pytest.mark.parametrize(("risk", "name"), [("open", "Amina Wekesa"), ("careful", "Amina Wekesa")])
def test_she_alone_asks_for_less_care_and_has_her_name_back(by_link, amina, risk, name):
    by_link.post(reverse("web:me_care"), {"risk": risk})

    amina.refresh_from_db()
    assert (amina.risk, amina.shown_name) == (risk, name)


def test_less_care_than_a_session_asks_is_kept_for_later(by_link, amina):
    registration = RegistrationFactory(person=amina)
    ask_for_care(thing=registration.session, care="high", by=SYSTEM, at=timezone.now())

    by_link.post(reverse("web:me_care"), {"risk": "open"})
    page = body(by_link.get(reverse("web:me_care")))

    amina.refresh_from_db()
    assert (amina.risk, amina.level) == ("open", "high")
    assert "Something you take part in asks for more care" in page


def test_an_answer_that_is_none_is_refused_and_a_stranger_is_sent_away(by_link):
    assert by_link.post(reverse("web:me_care"), {"risk": "none"}).status_code == 400
    assert Client().get(reverse("web:me_care")).status_code == 302


def test_organisers_ask_for_care_after_a_count(desk, school):
    registration = RegistrationFactory(session=SessionFactory(starts_at=timezone.now()))
    said = {"thing": f"session:{registration.session.key}", "care": "high"}

    page = body(desk.post(reverse("web:care"), said))
    before = Person.objects.get(pk=registration.person_id).level
    answer = desk.post(reverse("web:care"), {**said, "sure": "1"}, follow=True)

    assert "1 person is in it now." in page
    assert before == "careful"
    assert Person.objects.get(pk=registration.person_id).level == "high"
    assert "It changes something for 1 person." in body(answer)


@pytest.mark.parametrize(
    ("thing", "care", "status"), [("session:none", "high", 404), ("moon:1", "open", 404)]
)
def test_what_is_not_there_asks_for_nothing(desk, thing, care, status):
    assert desk.post(reverse("web:care"), {"thing": thing, "care": care}).status_code == status


def test_less_care_needs_no_count(desk, school):
    said = {"thing": f"circle:{school.key}", "care": "careful"}

    assert desk.post(reverse("web:care"), said).status_code == 302
    assert Circle.objects.get(pk=school.pk).care == "careful"


PAGES = (
    lambda amina: reverse("web:people"),
    lambda amina: reverse("web:person", args=[amina.key]),
    lambda amina: reverse("web:person_history", args=[amina.key]),
    lambda amina: reverse("web:person_more", args=[amina.key]),
)


class TestNoListTells:
    """Organisers who do not keep her name."""

    @pytest.fixture
    def other(self, desk, school, amina):
        """Somebody else keeps it: the desk's account is not the one."""
        keeper = AccountFactory()
        give_mandate(
            account=keeper, circle=school, role="steward", until=None, by=SYSTEM, at=timezone.now()
        )
        Person.objects.filter(pk=amina.pk).update(keeper=keeper)
        return desk

    @pytest.mark.parametrize("page", PAGES)
    def test_neither_her_name_nor_her_address(self, other, amina, page):
        shown = body(other.get(page(amina)))

        assert amina.shown_name in shown
        assert [word for word in ("Amina", "Wekesa", "amina@") if word in shown] == []

    def test_her_row_looks_like_that_of_somebody_without_an_address(self, other, amina):
        plain = known("Plain Person")
        plain.ways.all().delete()
        shown = body(other.get(reverse("web:people")))

        rows = [
            re.sub(r"\s+", " ", row).replace(one.shown_name, "NAME").replace(one.key, "KEY")
            for row in re.findall(r"<tr.*?</tr>", shown, re.DOTALL)
            for one in (amina, plain)
            if one.shown_name in row
        ]

        assert len(rows) == 2
        assert rows[0] == rows[1]

    def test_the_roster_has_the_name_in_lists(self, other, amina):
        registration = RegistrationFactory(person=amina, session=SessionFactory())
        let_organisers_see(person=amina, session=registration.session, by=SYSTEM, at=timezone.now())

        shown = body(other.get(reverse("registration:roster", args=[registration.session.key])))

        assert amina.shown_name in shown
        assert "Amina" not in shown


def test_who_was_given_a_name_to_keep_is_told_until_they_looked(desk, amina, organiser, now_due):
    before = now_due(organiser)
    other = now_due(Actor(kind="account", key="other", account_id=0))

    desk.get(reverse("web:person", args=[amina.key]))

    assert (before, now_due(organiser), other, now_due(Actor.public())) == (
        ["Keep 1 person’s own name"], [], [], [],
    )  # fmt: skip


def test_whoever_corrects_her_details_reads_that_a_new_name_is_kept_apart(desk, amina, school):
    other = known("Baraka Otieno")
    says = "A new name you write here is kept apart"

    pages = [body(desk.get(reverse("web:person_edit", args=[one.key]))) for one in (amina, other)]

    assert [says in page for page in pages] == [True, False]


def test_whoever_keeps_her_name_sees_it_and_hands_it_on(desk, amina, organiser_account, school):
    colleague = AccountFactory()
    give_mandate(
        account=colleague, circle=school, role="organiser", until=None, by=SYSTEM,
        at=timezone.now(),
    )  # fmt: skip
    address = reverse("web:person_keeper", args=[amina.key])

    page = body(desk.get(reverse("web:person", args=[amina.key])))
    mine = body(desk.get(reverse("web:care")))
    nobody = desk.post(address, {"keeper": "nobody"}).status_code
    handed = desk.post(address, {"keeper": colleague.key}).status_code
    again = desk.post(address, {"keeper": colleague.key}).status_code

    assert "Amina Wekesa" in page
    assert "amina@example.org" in page
    assert amina.shown_name in mine
    assert (nobody, handed, again) == (404, 302, 404)
    assert Person.objects.get(pk=amina.pk).keeper == colleague


LINK = "http://localhost:8000/p/secret-token"


@pytest.mark.parametrize("way", ["mail", "hand"])
def test_a_letter_written_before_or_without_thinking_of_it_goes_as_a_link_alone(
    desk, amina, settings, way
):
    settings.DEMO = True
    at = timezone.now()
    post(
        once="x", subject_key=amina.key, purpose="notice", audience="school",
        template="registration/emails/placed",
        values={"name": "Amina Wekesa", "title": "Power Analysis", "page": f"{LINK}?a=yes"},
        language="en", way=way, address="amina@example.org", calendar="BEGIN:VCALENDAR", at=at,
    )  # fmt: skip

    if way == "mail":
        deliver_due(at=at)
        letter = Letter.objects.get()
        told = letter.subject + letter.text + letter.html
    else:
        Letter.objects.update(state=Letter.State.HELD)
        told = body(desk.get(reverse("web:letters")))

    assert "Something waits for you. Open it when you are alone:" in told
    assert LINK in told.replace(f"{LINK}?a", "")
    assert "Power Analysis" not in told
    assert "wa.me" not in told
    assert "VCALENDAR" not in told


def test_who_types_the_address_of_somebody_in_high_care_brings_them_no_more_than_a_link(
    amina, settings
):
    settings.DEMO = True
    newcomer = PersonFactory(provisional=True)
    ContactWayFactory(person=newcomer, value="amina@example.org")
    at = timezone.now()
    post(
        once="x", subject_key=newcomer.key, purpose="notice", audience="school",
        template="registration/emails/fresh_link", values={"name": "Amina", "page": LINK},
        language="en", way="mail", address="amina@example.org", at=at,
    )  # fmt: skip

    deliver_due(at=at)

    assert "Open it when you are alone" in Letter.objects.get().text


def test_no_circle_hears_of_her(amina, at):
    circle = Circle.objects.create(
        kind="country", name={"en": "Kenya"}, country="KE", sort_key="kenya", created_at=at
    )

    assert not listening(Person.objects.filter(pk=amina.pk), circle, at=at).exists()
