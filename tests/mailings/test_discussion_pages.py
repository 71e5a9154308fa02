"""Pages of discussion lists: how one stands at the server; the question to whom it could harm."""

from datetime import timedelta

import pytest
from django.test import Client

from commonroot.mailings import actions
from commonroot.mailings.models import Discussion, Seat
from commonroot.people.actions import open_link
from tests.mailings.test_discussions import BY, alumna, group

pytestmark = pytest.mark.django_db
SERVER = "http://127.0.0.1:1/3.1"


@pytest.fixture(autouse=True)
def _november(monkeypatch, at):
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: at)


@pytest.fixture
def server(settings):
    settings.MAILMAN_URL, settings.MAILMAN_DOMAIN = SERVER, "lists.example.org"


def page(client, group, **posted):
    address = f"/en/desk/letters/groups/{group.key}/list/"
    return client.post(address, posted) if posted else client.get(address)


def test_without_a_server_the_page_says_what_is_missing(desk, at):
    kenya, letters = group(at), actions.make_group(name={"en": "A"}, sentence={}, by=BY, at=at)

    shown = page(desk, kenya).content.decode()

    assert "COMMONROOT_MAILMAN_" in shown
    assert page(desk, letters).status_code == 404


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("", "after that nothing differed"),
        ("away", "does not answer"),
        ("not let in", "does not let us in"),
        ("fault", "refused something"),
        ("lost", "Put them back"),
    ],
)
def test_a_list_says_when_it_was_handed_over_what_differs_and_what_went_wrong(
    desk, server, at, fault, words
):
    kenya = group(at)
    alumna("ann", at=at)
    alumna("bea", at=at, way="phone")
    Discussion.objects.create(
        group=kenya, fault=fault, there=1, to_add=2, missing=7, good_at=at, tried_at=at
    )

    shown = " ".join(page(desk, kenya).content.decode().split())

    assert "kenya@lists.example.org" in shown
    assert words in shown
    assert "Still differing: 2 to come, 0 to go." in shown
    assert "2 people are in the group. One of them is not on the list" in shown


def test_how_the_list_works_is_set_and_a_hand_over_asked_for(desk, server, at):
    kenya = group(at)
    answers = [
        page(desk, kenya, do="now").status_code,
        page(desk, kenya, hides="no", posting="held").status_code,
        page(desk, kenya, hides="perhaps", posting="held").status_code,
    ]
    ann = alumna("ann", at=at)
    seat = Seat.objects.create(
        discussion=kenya.discussion, person=ann, address="ann@example.org", handed_at=at
    )
    answers.append(page(desk, kenya, do="anew").status_code)

    stands = Discussion.objects.get()
    seat.refresh_from_db()
    assert answers == [302, 302, 400, 302]
    assert (stands.hides, stands.posting, stands.asked_at) == (False, "held", at)
    assert (seat.address, seat.handed_at) == ("", None)


def test_whom_it_could_harm_is_asked_by_itself_and_nobody_else(server, school, at):
    kenya = group(at)
    high, other = alumna("ivy", at=at, risk="high"), alumna("ann", at=at)

    def visit(person):
        client = Client()
        client.get(f"/p/{open_link(person=person, scope='page', at=at)}")
        return client

    ivy, ann = visit(high), visit(other)
    asked = f"/en/me/groups/{kenya.key}/list/"
    listed = [one.get("/en/me/groups/").content.decode() for one in (ivy, ann)]
    before = ivy.get(asked).content.decode()
    said = [ivy.post(asked, {"answer": answer}).status_code for answer in ("yes", "x")]
    after = ivy.get(asked).content.decode()
    Discussion.objects.update(hides=False)
    open_to_all = ivy.get(asked).content.decode()
    actions.leave(group=kenya, person=high, by=BY, at=at)

    assert [asked in one for one in listed] == [True, False]
    assert "You are not on the list until you say yes." in before
    assert (said, "You said yes." in after) == ([302, 200], True)
    assert "the others see your address" in open_to_all
    assert [ivy.get(asked).status_code, ann.get(asked).status_code] == [404, 404]
    assert ann.get("/en/me/groups/nothing/list/").status_code == 404
    seat = Seat.objects.get()
    assert (seat.person, seat.yes_at) == (high, at)
    actions.say_of_list(group=kenya, person=high, yes=False, by=BY, at=at + timedelta(days=1))
    seat.refresh_from_db()
    assert seat.yes_at is None
