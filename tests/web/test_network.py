"""Becoming a member, being one, leaving; and the organisations' pages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import open_network
from commonroot.consent.actions import answer, install_wordings
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.people.actions import network as belonging
from commonroot.people.actions import open_link
from commonroot.people.models import Affiliation, NetworkMembership, Organisation, Person
from commonroot.people.queries import is_member
from commonroot.people.queries.network import work_key
from commonroot.programmes.actions import joining
from commonroot.programmes.tasks import welcome_members
from commonroot.web.queries import network as queries
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
TYPED = {"name": "Amina", "way": "amina@example.org"}


@pytest.fixture
def now(school):
    moment = timezone.now()
    install_wordings(at=moment)
    return moment


@pytest.fixture
def opened(school, now):
    """Lets people join on a basis."""

    def by(basis):
        open_network(
            school=school,
            members_by=basis,
            words=Translated({"en": "We hold that health is a right."}),
            welcome=Translated({"en": "Good that you are here."}),
            by=BY,
            at=now,
        )

    return by


def own_page(letter):
    """A browser in which the link of a letter was opened, and its button pressed."""
    client = Client()
    token = re.search(r"/p/(\S+)", str(letter.values))[1].rstrip("'}")
    client.get(f"/p/{token}")
    client.post("/en/me/confirm/", {"answer": "yes"})
    return client


def test_who_joins_is_a_member_once_the_letter_is_opened_and_is_welcomed(client, opened, now):
    opened("joined")
    page = client.get("/en/network/").content.decode()

    sent = client.post("/en/network/", TYPED).content.decode()
    person = Person.objects.get()
    before = (is_member(person, at=now), welcome_members(at=now))
    own_page(Letter.objects.get())
    person = Person.objects.get()

    assert ("We hold that health is a right." in page, "am…@example.org" in sent) == (True, True)
    assert before == (False, 0)
    assert (person.shown_name, is_member(person, at=timezone.now())) == ("Amina", True)
    assert [welcome_members(at=timezone.now()) for _ in range(2)] == [1, 0]
    welcome = Letter.objects.get(template="programmes/emails/welcome")
    assert welcome.values["words"] == "Good that you are here."


def test_who_does_not_say_that_they_support_it_is_asked_to(client, opened):
    opened("endorsed")

    refused = client.post("/en/network/", TYPED)
    taken = client.post("/en/network/", TYPED | {"supports": "on"})

    assert (refused.status_code, taken.status_code) == (400, 200)
    assert "Members support what is written above" in refused.content.decode()
    assert NetworkMembership.objects.get().basis == "endorsed"


@pytest.mark.parametrize(
    ("typed", "status", "rows"),
    [
        (TYPED | {"website": "x"}, 200, 0),
        (TYPED | {"way": "no address"}, 400, 0),
        (TYPED | {"name": ""}, 400, 0),
    ],
    ids=["machine", "no way", "no name"],
)
def test_what_is_not_taken(client, opened, typed, status, rows):
    opened("joined")

    answered = client.post("/en/network/", typed)

    assert (answered.status_code, NetworkMembership.objects.count()) == (status, rows)


def test_asking_twice_a_day_writes_once_and_too_often_is_refused_in_words(client, opened):
    opened("joined")

    answers = [client.post("/en/network/", TYPED).status_code for _ in range(6)]

    assert (answers[:2], answers[-1]) == ([200, 200], 400)
    assert (Letter.objects.count(), NetworkMembership.objects.count()) == (1, 1)


def test_a_network_without_members_has_no_such_page(client, school, now):
    assert client.get("/en/network/").status_code == 404
    with pytest.raises(joining.NoMembers):
        joining.join_as_member(
            school=school, name="A", way_text="a@example.org", supports=True, language="en",
            network="n", by=BY, at=now,
        )  # fmt: skip


def asked_to_belong(now):
    way = ContactWayFactory(person=PersonFactory(shown_name="Zuhura"), confirmed_at=now)
    return belonging.belong(person=way.person, basis="applied", at_once=False, by=BY, at=now)


def test_organisers_take_in_or_not_and_it_is_written(desk, opened, now):
    opened("applied")
    yes, no = asked_to_belong(now), asked_to_belong(now)
    listed = desk.get("/en/desk/network/").content.decode()

    for one, said in ((yes, "yes"), (no, "no"), (no, "")):
        desk.post(f"/en/desk/network/{one.key}/", {"answer": said})
    again = desk.post(f"/en/desk/network/{no.key}/", {"answer": "yes"})
    nobody = desk.post("/en/desk/network/aaaaaaaaaaaaaaaaaaaaaa/", {"answer": "yes"})

    assert listed.count("Take in") == 2
    assert is_member(yes.person, at=now)
    assert (again.status_code, nobody.status_code) == (409, 404)
    (letter,) = Letter.objects.filter(template="programmes/emails/not_taken_in")
    assert letter.subject_key == no.person.key


def test_who_has_no_address_is_refused_and_welcomed_without_a_letter(opened, now):
    opened("applied")
    membership = belonging.belong(
        person=PersonFactory(), basis="applied", at_once=False, by=BY, at=now
    )
    other = belonging.belong(person=PersonFactory(), basis="joined", at_once=True, by=BY, at=now)

    joining.not_taken_in(membership=membership, by=BY, at=now)

    assert joining.welcome_members(at=now) == 0
    assert NetworkMembership.objects.get(pk=other.pk).welcomed_at == now
    assert Letter.objects.count() == 0


def test_whom_another_run_welcomed_a_moment_ago_is_not_written_to_again(opened, now, monkeypatch):
    opened("joined")
    way = ContactWayFactory(confirmed_at=now)
    belonging.belong(person=way.person, basis="joined", at_once=True, by=BY, at=now)
    monkeypatch.setattr(belonging, "welcomed", lambda **_given: False)

    assert joining.welcome_members(at=now) == 0
    assert Letter.objects.count() == 0


def test_desk_shows_those_who_agreed_and_counts_the_others(desk, opened, now):
    opened("joined")
    for name in ("Amina", "Zuhura"):
        person = PersonFactory(shown_name=name)
        belonging.belong(person=person, basis="joined", at_once=True, by=BY, at=now)
        answer(
            person=person, purpose=Purpose.NEWS, yes=name == "Amina", how="form", by=BY, at=now,
        )  # fmt: skip

    page = desk.get("/en/desk/network/").content.decode()

    assert ("Amina" in page, "Zuhura" in page, "1 left out" in page) == (True, False, True)


def test_members_come_in_pages_with_numbers_that_give_nobody_away(
    desk, now, django_assert_num_queries
):
    people = [PersonFactory(country="KE" if n < 52 else "UG") for n in range(56)]
    for person in people:
        belonging.belong(person=person, basis="joined", at_once=True, by=BY, at=now)
        answer(person=person, purpose=Purpose.NEWS, yes=True, how="form", by=BY, at=now)

    with django_assert_num_queries(5):
        found = queries.members(at=now, today=now.date(), page="2")
    page = desk.get("/en/desk/network/?page=2").content.decode()

    assert (len(found.lines), found.total, found.few) == (6, 56, 1)
    assert found.countries == [{"label": "Kenya", "value": 50, "text": "50 or more"}]
    assert "51 to 56 of 56" in page


def test_school_says_on_what_one_becomes_a_member(desk, school, now):
    empty = desk.get("/en/desk/network/").content.decode()
    desk.post("/en/desk/network/", {"members_by": "endorsed", "words": "Aims", "welcome": "Hello"})
    refused = desk.post("/en/desk/network/", {"members_by": "everybody"})
    school.refresh_from_db()

    assert "there are no members" in empty
    assert refused.status_code == 400
    assert (school.members_by, school.members_words, school.welcome_words) == (
        "endorsed", {"en": "Aims"}, {"en": "Hello"},
    )  # fmt: skip


def test_one_leaves_on_the_own_page(opened, now):
    opened("joined")
    person = ContactWayFactory(confirmed_at=now).person
    belonging.belong(person=person, basis="joined", at_once=True, by=BY, at=now)
    client = Client()
    client.get(f"/p/{open_link(person=person, scope='page', at=now)}")

    led = "/en/me/network/" in client.get("/en/me/").content.decode()
    before = client.get("/en/me/network/").content.decode()
    client.post("/en/me/network/")
    after = client.get("/en/me/network/").content.decode()

    assert (led, "/en/me/network/" in client.get("/en/me/").content.decode()) == (True, False)
    assert ("Leave the network" in before, "Leave the network" in after) == (True, False)
    assert not is_member(person, at=now + timedelta(days=1))


def test_organisation_has_a_page_with_who_of_ours_is_in_it(desk, school, now):
    said = {"source": "hand", "said_on": now.date(), "organisation": "Union of Nurses"}
    amina, bela = PersonFactory(shown_name="Amina"), PersonFactory(shown_name="Zuhura")
    said["sort_key"] = work_key(said["organisation"])
    Affiliation.objects.create(person=amina, role="chair", **said)
    Affiliation.objects.create(person=bela, until=now.date(), **said)
    answer(
        person=amina, purpose=Purpose.REGISTER, audience=Audience(AudienceKind.SCHOOL), yes=True,
        how="form", by=BY, at=now,
    )  # fmt: skip
    typed = {"name": "Union of nurses", "country": "KE", "also": "UoN\n", "words": "They care."}

    listed = desk.get("/en/desk/organisations/").content.decode()
    desk.post("/en/desk/organisations/", typed)
    twice = desk.post("/en/desk/organisations/", typed)
    found = Organisation.objects.get()
    address = f"/en/desk/organisations/{found.key}/"
    desk.post(address, {"do": "tie", "kind": "joint", "since": "2026-03-01", "words": "A course"})
    desk.post(address, {"do": "role", "kind": "host", "words": "Kisumu"})
    failed = desk.post(address, {"do": "tie", "kind": "joint", "since": "soon"})
    desk.post(address, {"do": "describe"} | typed | {"words": "They heal."})
    clash = desk.post("/en/desk/organisations/", typed | {"name": "Teachers", "also": ""})
    other = desk.post(address, {"do": "describe"} | typed | {"name": "Teachers"})
    page = desk.get(address).content.decode()
    desk.post(f"/en/desk/organisations/roles/{found.roles.get().key}/end/")
    gone = desk.post("/en/desk/organisations/roles/aaaaaaaaaaaaaaaaaaaaaa/end/")
    overview = desk.get("/en/desk/organisations/").content.decode()

    assert "Union of Nurses" in listed
    assert [r.status_code for r in (twice, failed, clash, other, gone)] == [400, 400, 302, 400, 404]
    assert all(words in page for words in ("They heal.", "joint work", "Kisumu", "Amina", "chair"))
    assert ("Zuhura" in page, "1 left out" in page) == (False, True)
    assert "joint work" in overview
    assert found.roles.get().until is not None
