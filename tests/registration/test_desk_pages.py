"""Pages of registration beside the list: several sessions, one's own place, and the organisers'."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import install_wordings
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.programmes.models import Question
from commonroot.registration import actions
from commonroot.registration.models import Answer, Door, Message, Quota, Registration
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SessionFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
FORM = {"name": "Amina W.", "way": "amina@example.org"}


@pytest.fixture
def coming(school):
    """A session of three places in ten days by the real clock, which pages go by."""
    install_wordings(at=timezone.now())
    return SessionFactory(starts_at=timezone.now() + timedelta(days=10), places=3)


@pytest.fixture
def placed(coming):
    """Juma, whom an organiser wrote in."""
    return actions.register_by_hand(
        session=coming,
        name="Juma",
        way_text="juma@example.org",
        needs="",
        language="en",
        by=BY,
        at=timezone.now(),
    )


@pytest.fixture
def juma(placed):
    """The browser of Juma, opened by the link to the page."""
    browser = Client()
    token = open_link(person=placed.person, scope="page", at=timezone.now())
    browser.get(f"/p/{token}")
    return browser


def desk_page(session, name=""):
    return f"/en/desk/sessions/{session.key}/{name}"


def text(response):
    return response.content.decode()


def test_all_sessions_of_a_programme_are_asked_for_on_one_page(client, coming):
    other = SessionFactory(
        programme=coming.programme, starts_at=coming.starts_at + timedelta(days=7), places=1
    )
    address = f"/en/programmes/{coming.programme.key}/places/"

    page = text(client.get(address))
    nothing = client.post(address, FORM)
    sent = client.post(address, FORM | {"sessions": [coming.key, other.key]})
    receipt = text(client.get("/en/receipt/"))

    assert page.count('name="sessions"') == page.count("checked") == 2
    assert "Choose at least one session." in text(nothing)
    assert (nothing.status_code, sent.status_code) == (400, 302)
    assert Registration.objects.count() == 2
    assert receipt.count("✓ Your place is kept") == 2
    assert client.get("/en/programmes/nothing/places/").status_code == 404


def test_a_programme_without_an_open_session_says_so(client):
    session = SessionFactory(starts_at=timezone.now() - timedelta(days=1))

    page = client.get(f"/en/programmes/{session.programme.key}/places/")

    assert "No session takes registrations just now." in text(page)


def test_who_comes_by_a_personal_link_asks_for_their_own_place(client, coming, placed):
    invite = actions.open_invite(registration=placed, together=False, by=BY, at=timezone.now())
    address = f"/en/sessions/{coming.key}/with/{invite}/"

    page = text(client.get(address))
    client.post(address, FORM)

    assert "Somebody who takes part brings you along." in page
    assert "Juma" not in page
    assert Registration.objects.latest("pk").brought_by == placed


@pytest.mark.parametrize(
    ("door", "open_to", "says"),
    [
        ({"by_approval": True}, "anyone", "The organisers say yes or no"),
        ({}, "members", "Places are for members of the network for now."),
        ({"opens_at": timedelta(days=1)}, "anyone", "Places are given from"),
        ({"closes_at": timedelta(days=-1)}, "anyone", "Registration for this session is closed."),
    ],
)
def test_the_page_says_how_places_are_given(client, coming, door, open_to, says):
    now = timezone.now()
    moments = {name: now + by if name.endswith("_at") else by for name, by in door.items()}
    actions.set_door(session=coming, by=BY, at=now, **moments)
    coming.open_to = open_to
    coming.save()

    assert says in text(client.get(f"/en/sessions/{coming.key}/"))


def test_where_places_are_kept_by_country_it_must_be_said(client, coming):
    Quota.objects.create(session=coming, position=0, kind="country", countries=["KE"], kept=1)

    refused = client.post(f"/en/sessions/{coming.key}/", FORM)
    sent = client.post(f"/en/sessions/{coming.key}/", FORM | {"country": "KE"})

    assert "Say which: places are kept by country." in text(refused)
    assert sent.status_code == 302


def test_a_person_changes_answers_and_makes_a_link_to_pass_on(juma, coming, placed):
    question = Question.objects.create(
        session=coming, position=0, prompt=Translated({"en": "Which campaign?"}), required=True
    )
    address = f"/en/me/places/{placed.key}/"

    refused = juma.post(address, {"needs": "Captions"})
    saved = juma.post(address, {"needs": "Captions", f"q-{question.key}": "Water"}, follow=True)
    juma.post(f"{address}bring/", {"together": "yes"})
    placed.refresh_from_db()

    assert refused.status_code == 400
    assert "Your answers are saved." in text(saved)
    assert Answer.objects.get().text == "Water"
    assert (placed.needs, placed.together) == ("Captions", True)
    assert f"/with/{placed.invite}/" in text(juma.get(address))
    assert Client().get(address).status_code == 404


def test_what_is_over_is_refused_in_words_and_nobody_is_brought_there(juma, coming, placed):
    coming.starts_at, coming.ends_at = (timezone.now() - timedelta(hours=h) for h in (3, 1))
    coming.save()
    Door.objects.create(session=coming, guests=0)
    address = f"/en/me/places/{placed.key}/"

    changed = juma.post(address, {"needs": "Captions"})
    brought = juma.post(f"{address}bring/")

    assert "This can no longer be changed here." in text(changed)
    assert brought.status_code == 302
    placed.refresh_from_db()
    assert placed.invite is None


@pytest.mark.parametrize(
    ("minutes", "sees"), [(60, "The link to join opens here:"), (10, "https://meet.example.org/x")]
)
def test_how_to_join_is_shown_from_its_time_on_to_whoever_has_a_place(
    juma, coming, placed, minutes, sees
):
    Door.objects.create(session=coming, dial_in="+254 20 000 000, 77#")
    coming.starts_at = timezone.now() + timedelta(minutes=minutes)
    coming.ends_at = coming.starts_at + timedelta(hours=2)
    coming.join_address = "https://meet.example.org/x"
    coming.save()

    page = text(juma.get(f"/en/me/places/{placed.key}/"))
    Registration.objects.filter(pk=placed.pk).update(state="waiting")
    waiting = text(juma.get(f"/en/me/places/{placed.key}/"))

    assert sees in page
    assert ("77#" in page, "the name in your video app" in page) == (minutes == 10, minutes == 10)
    assert sees not in waiting


def test_questions_are_made_moved_changed_and_ended_at_the_desk(desk, coming):
    page = desk_page(coming, "questions/")
    new = {
        "prompt-en": "Which campaign?", "explanation-en": "We map one.", "kind": "line",
        "care": "personal", "keep_days": "30", "sessions": [coming.key],
    }  # fmt: skip

    desk.post(page, new)
    desk.post(page, new | {"prompt-en": "Which day?", "kind": "choice", "choices-en": "Mon\nTue"})
    refused = desk.post(page, new | {"kind": "choice"})
    first, second = Question.objects.order_by("position")
    desk.post(page, {"move": f"{second.key}:up"})
    desk.post(page, {"move": "nothing:up"})
    shown = text(desk.get(page))
    own = f"/en/desk/session-questions/{first.key}/"
    filled = text(desk.get(own))
    desk.post(own, new | {"prompt-en": "Which fight?"})
    unchanged = desk.post(own, new | {"care": "special", "required": "on"})
    desk.post(f"/en/desk/session-questions/{second.key}/", {"stop": "yes"})

    assert "Write at least two answers" in text(refused)
    assert shown.index("Which day?") < shown.index("Which campaign?")
    assert 'value="Which campaign?"' in filled
    assert "let it stay optional" in text(unchanged)
    assert [str(one.prompt) for one in Question.objects.all()] == ["Which fight?"]


def test_door_and_kept_places_are_set_on_one_page(desk, coming):
    page = desk_page(coming, "door/")
    told = {
        "by_approval": "on", "guests": "1", "offer_hours": "24", "opens_at": "2026-01-01T09:00",
        "closes_at": "", "dial_in": "77#", "line_length": "", "join_opens_minutes": "30",
        "quota-0-kind": "country", "quota-0-countries": "ke; ug", "quota-0-kept": "2",
    }  # fmt: skip

    saved = desk.post(page, told)
    again = text(desk.get(page))
    wrong = [
        desk.post(page, told | changed)
        for changed in (
            {"quota-0-countries": "XX"},
            {"quota-0-countries": ""},
            {"quota-1-kind": "circle"},
            {"quota-0-kept": "9"},
            {"join_opens_minutes": "1441"},
        )
    ]

    door, quota = Door.objects.get(), Quota.objects.get()
    assert saved.status_code == 302
    assert (door.by_approval, door.guests, door.offer_hours) == (True, 1, 24)
    assert door.opens_at.isoformat() == "2026-01-01T06:00:00+00:00"  # nine in Nairobi
    assert (quota.countries, quota.kept) == (["KE", "UG"], 2)
    assert 'value="2026-01-01T09:00"' in again
    assert 'value="KE, UG"' in again
    assert [response.status_code for response in wrong] == [400] * 5
    for response, says in zip(
        wrong,
        ("no country XX", "Which countries?", "Which circle?", "9 places", "equal to 1440"),
        strict=True,
    ):
        assert says in text(response)


def test_a_list_is_pasted_looked_at_and_saved(desk, coming, placed):
    page = desk_page(coming, "paste/")
    other = PersonFactory(shown_name="Leila Haddad")
    ContactWayFactory(person=other, value="office@example.org")
    pasted = "Juma juma@example.org\nNobody\nL. H. office@example.org\nHalima h@example.org"

    looked = text(desk.post(page, {"text": pasted}))
    saved = text(
        desk.post(page, {"text": pasted, "save": "yes", "line-3": other.key, "line-x": "y"})
    )
    long = desk.post(page, {"text": "\n".join(f"P p{n}@example.org" for n in range(201))})

    assert "Has a place already, or waits: nothing changes." in looked
    assert "We could not read that as an e-mail address" in looked
    assert "Leila Haddad" in looked
    assert "Somebody new" in looked
    assert "3 of 4 lines are done." in saved
    assert {row.person.shown_name for row in Registration.objects.all()} == {
        "Juma", "Leila Haddad", "Halima",
    }  # fmt: skip
    assert "201 lines" in text(long)


def test_a_message_is_looked_at_sent_and_called_back(desk, coming, placed):
    page = desk_page(coming, "write/")
    told = {"states": ["placed"], "subject-en": "Bring water", "text-en": "It will be hot."}
    Letter.objects.all().delete()

    looked = text(desk.post(page, told))
    empty = desk.post(page, {"states": ["placed"], "send": "yes"})
    sent = desk.post(page, told | {"send": "yes"}, follow=True)
    called = desk.post(sent.redirect_chain[-1][0], follow=True)
    twice = desk.post(sent.redirect_chain[-1][0])

    assert "1 person gets this letter." in looked
    assert looked.count("Bring water") == 2  # in the letter shown and in the field
    assert "Write a subject and a text first." in text(empty)
    assert "The letters leave in 10 minutes." in text(sent)
    assert "Nothing of it leaves any more." in text(called)
    assert twice.status_code == 409
    assert Message.objects.get().letters == 1
    assert Letter.objects.get().state == "cancelled"
    assert "called back" in text(desk.get(page))


def test_nobody_to_write_to_is_said(desk, coming):
    assert "As soon as somebody asks for a place" in text(desk.get(desk_page(coming, "write/")))


def test_organisers_read_answers_and_say_yes_or_no(desk, coming):
    now = timezone.now()
    kinds = {"line": "Water", "yes_no": "no", "several": "A\nB"}
    asked = {
        kind: Question.objects.create(
            session=coming,
            position=place,
            prompt=Translated({"en": kind}),
            kind=kind,
            care="special" if kind == "line" else "plain",
        )
        for place, kind in enumerate(kinds)
    }
    actions.set_door(session=coming, by_approval=True, by=BY, at=now)
    actions.take_registration(
        session=coming,
        name="Amina",
        way_text="amina@example.org",
        answers={asked[kind].key: said for kind, said in kinds.items()},
        agreements={},
        language="en",
        zone=None,
        by=Actor.public(),
        at=now,
    )
    claim = Registration.objects.get()
    page = f"/en/desk/places/{claim.key}/"
    ticks = {wish: {"tick": f"{claim.key}:{wish}"} for wish in ("approve", "decline")}

    read = text(desk.get(page))
    listed = text(desk.get(desk_page(coming, "answers/")))
    roster = text(desk.get(desk_page(coming)))
    desk.post(page, {"wish": "approve"})
    again = desk.post(page, {"wish": "decline"})

    assert "Water" in read
    assert "A; B" in read
    assert "Sensitive: for your eyes" in read
    assert "Water" not in roster
    assert "Water" not in listed  # sensitive: on the person's page alone
    assert listed.count("1 person answered.") == 3
    assert f"{claim.key}:approve" in roster
    assert again.status_code == 409
    assert [desk.post(desk_page(coming), tick).status_code for tick in ticks.values()] == [409] * 2
    claim.refresh_from_db()
    assert claim.state == "placed"


def test_answers_are_listed_by_question_and_choices_are_counted(desk, coming, placed):
    page = desk_page(coming, "answers/")
    nobody = text(desk.get(page))
    asked = [
        Question.objects.create(
            session=coming, position=place, prompt=Translated({"en": kind}), kind=kind, care="plain"
        )
        for place, kind in enumerate(("text", "several"))
    ]
    asked[0].retired_at = timezone.now()
    asked[0].save()
    for question, said in zip(asked, ("Water\nfor all", "A\nB"), strict=True):
        Answer.objects.create(registration=placed, question=question, text=said)

    listed = text(desk.get(page))

    assert "Nobody answered yet." in nobody
    assert "Water\nfor all" in listed
    assert "Juma" in listed
    assert "Asked in these words no more." in listed
    assert listed.index("several") < listed.index("Water")


def test_whom_members_brought_is_shown_by_who_brought_them(desk, client, coming, placed):
    invite = actions.open_invite(registration=placed, together=False, by=BY, at=timezone.now())
    client.post(f"/en/sessions/{coming.key}/with/{invite}/", FORM)
    guest = Registration.objects.latest("pk")

    page = text(desk.get(f"/en/desk/programmes/{coming.programme.key}/brought/"))

    assert "1 place was asked for" in page
    assert page.index("Juma") < page.index("Amina W.")
    assert "Juma" in text(desk.get(f"/en/desk/places/{guest.key}/"))


def test_who_asked_reads_on_their_page_that_it_is_not_settled(juma, coming, placed):
    Registration.objects.filter(pk=placed.pk).update(state="asked")

    page = text(juma.get("/en/me/"))

    assert "You asked for a place. We write to you when that is settled." in page
    assert "Join now" not in page
