"""Letters on the desk: by hand, unknown, sent; who is left out; what is never shown."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.consent.queries import permit
from commonroot.messaging.actions import texts_for_hand
from commonroot.messaging.models import Letter
from commonroot.people import actions
from commonroot.web.queries import letters as queries
from tests.factories.people import PersonFactory
from tests.web.test_people import add, say_yes
from tests.web.test_rail import a_team, signed_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
TODAY = date(2026, 11, 22)
TEMPLATE = "programmes/emails/join"


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


def post(person, at, **more):
    given = {
        "once": f"{Letter.objects.count()}",
        "subject_key": person.key,
        "purpose": "notice",
        "audience": "school",
        "template": TEMPLATE,
        "values": {"link": "https://example.org/p/secret"},
        "state": "held",
        "address": "+254712345678",
        "way": "hand",
        "due_at": at,
        "created_at": at,
    }
    return Letter.objects.create(**(given | more))


def test_a_letter_by_hand_opens_ones_own_apps(desk, now):
    post(PersonFactory(shown_name="Amina Wekesa", channel="whatsapp"), now)

    page = desk.get(reverse("web:letters")).content.decode()

    assert "Amina Wekesa" in page
    for start in ("sms:+254712345678?body=", "https://signal.me/#p/", "https://wa.me/254712345678"):
        assert f'href="{start}' in page
    assert "mailto:" not in page


def test_an_address_opens_the_mail_program(desk, now):
    post(PersonFactory(), now, address="amina@example.org", way="mail")

    page = desk.get(reverse("web:letters")).content.decode()

    assert 'href="mailto:amina@example.org?subject=' in page
    assert "wa.me" not in page


@pytest.mark.parametrize(
    ("risk", "channel", "apps"),
    [
        ("open", "whatsapp", ["WhatsApp", "SMS", "Signal"]),
        ("high", "whatsapp", ["SMS", "Signal"]),
        ("careful", "signal", ["Signal", "SMS"]),
        ("careful", "", ["SMS", "Signal"]),
        ("high", "", ["SMS", "Signal"]),
    ],
)
def test_whatsapp_only_for_who_chose_it_so_that_nobody_stands_out(school, at, risk, channel, apps):
    letter = post(PersonFactory(risk=risk, channel=channel), at)
    texts = texts_for_hand([letter], permit=permit, school=school, at=at)

    [row] = queries.in_hand([letter], texts=texts, today=TODAY)

    assert [name for name, _address in row.apps] == apps
    assert dict(row.apps)["SMS"].startswith("sms:")


def test_a_letter_to_nobody_we_know_is_taken_carefully(school, at):
    letter = post(PersonFactory.build(), at)

    [row] = queries.in_hand([letter], texts={}, today=TODAY)

    assert (row.name, row.apps) == ("somebody", ())


def test_sent_by_mistake_is_taken_back_for_ten_minutes_by_whoever_said_it(desk, now):
    letter = post(PersonFactory(), now)
    settle = reverse("web:letter_settle", args=[letter.key])

    answered = desk.post(settle, {"said": "sent"})
    page = desk.get(answered["Location"]).content.decode()
    desk.post(settle, {"said": "unsent"})
    letter.refresh_from_db()
    waits_again = letter.state
    desk.post(settle, {"said": "sent"})
    Letter.objects.update(ended_at=now - timedelta(minutes=11))
    late = desk.post(settle, {"said": "unsent"}).content.decode()

    assert "It counts as sent." in page
    assert waits_again == "held"
    assert "It is too late for that" in late
    assert Letter.objects.get().state == "sent"


def test_what_the_gate_keeps_back_has_no_text(desk, now):
    person = add("Amina", now)
    say_yes(person, "news", now)
    post(person, now, purpose="news")
    actions.pause(person=person, by=SYSTEM, at=now)
    Letter.objects.update(state="held", ended_at=None)

    page = desk.get(reverse("web:letters")).content.decode()

    assert "Not to be sent" in page
    assert "sms:" not in page


def settle(client, letter, said):
    return client.post(reverse("web:letter_settle", args=[letter.key]), {"said": said})


def test_what_was_sent_by_hand_is_sent_once(desk, now):
    letter = post(PersonFactory(), now)

    first, second = settle(desk, letter, "sent"), settle(desk, letter, "sent")

    letter.refresh_from_db()
    assert first["Location"] == f"{reverse('web:letters')}?tab=hand&sent={letter.key}"
    assert b"already dealt with" in second.content
    assert letter.state == "sent"
    assert AuditEntry.objects.filter(verb="letter sent by hand").count() == 1


def test_what_waited_for_a_mail_server_goes_by_mail_once_there_is_one(desk, now, settings):
    settings.SMTP_HOST = ""
    Letter.objects.filter(pk=post(PersonFactory(), now).pk).update(state="held", way="mail")
    before = desk.get(reverse("web:letters"))
    refused = desk.post(reverse("web:letters_release"))

    settings.SMTP_HOST = "mail.example.org"
    asked = desk.get(reverse("web:letters"))
    desk.post(reverse("web:letters_release"))
    after = desk.get(reverse("web:letters"))

    assert [page.context["can_go"] for page in (before, asked, after)] == [0, 1, 0]
    assert "not set up yet" in refused.context["refused"]
    assert Letter.objects.get().state == "queued"
    assert AuditEntry.objects.get(verb="letters let go").facts == {"letters": 1}


@pytest.mark.parametrize(
    ("said", "state", "ended", "verb"),
    [
        ("again", "queued", False, "letter sent again"),
        ("skip", "unknown", True, "letter left unknown"),
    ],
)
def test_an_unknown_letter_goes_again_or_is_left(desk, now, said, state, ended, verb):
    letter = post(PersonFactory(), now, state="unknown", way="mail")

    response = settle(desk, letter, said)

    letter.refresh_from_db()
    assert response["Location"] == f"{reverse('web:letters')}?tab=unknown"
    assert (letter.state, letter.ended_at is not None) == (state, ended)
    assert AuditEntry.objects.filter(verb=verb).count() == 1


def test_an_unknown_word_settles_nothing(desk, now):
    letter = post(PersonFactory(), now)

    settle(desk, letter, "forget")

    letter.refresh_from_db()
    assert letter.state == "held"


@pytest.mark.parametrize(
    ("tab", "state"), [("unknown", "unknown"), ("sent", "sent"), ("back", "bounced")]
)
def test_each_tab_holds_its_own(desk, now, tab, state):
    person = PersonFactory(shown_name="Amina Wekesa")
    ended = None if state == "unknown" else now
    post(person, now, state=state, subject="Your place", ended_at=ended)
    post(PersonFactory(shown_name="Baraka Otieno"), now)

    page = desk.get(reverse("web:letters"), {"tab": tab}).content.decode()

    assert "Your place" in page
    assert "Amina Wekesa" in page
    assert "Baraka Otieno" not in page
    assert ("Send again" in page) is (tab == "unknown")


def test_tabs_say_how_many(desk, now):
    post(PersonFactory(), now)
    post(PersonFactory(), now, state="sent", ended_at=now)

    page = desk.get(reverse("web:letters"), {"tab": "nonsense"})

    assert [tab["label"] for tab in page.context["tabs"]] == [
        "To many",
        "Groups",
        "By hand (1)",
        "May have arrived (0)",
        "Came back (0)",
        "Sent (1)",
        "Questions (0)",
    ]
    assert page.context["tab"] == "hand"


def test_empty_tabs_say_so(desk, now):
    assert b"Nothing waits to be sent by hand." in desk.get(reverse("web:letters")).content
    assert b"No letters here." in desk.get(reverse("web:letters"), {"tab": "sent"}).content


def test_a_letter_to_somebody_gone_shows_no_address(school, at):
    known = post(PersonFactory.build(), at, state="sent", address="amina@example.org")
    blank = post(PersonFactory.build(), at, state="sent", address="")

    found = queries.lines([known, blank], today=TODAY)

    assert [(line.name, line.key, line.subject) for line in found] == [
        ("am…@example.org", "", "a notice"),
        ("somebody", "", "a notice"),
    ]


def test_a_read_letter_shows_no_secret_and_is_written_down(desk, now):
    person = PersonFactory(shown_name="Amina")
    text = (
        "See your page:\nhttps://example.org/p/abcDEF-123_x\nStop: https://example.org/u/zzz\n<b>"
    )
    letter = post(person, now, state="sent", subject="Your place", text=text, ended_at=now)

    page = desk.get(reverse("web:letter", args=[letter.key])).content.decode()

    assert "https://example.org/p/…" in page
    assert "abcDEF-123_x" not in page
    assert "/u/zzz" not in page
    assert "<b>" not in page
    assert AuditEntry.objects.get(verb="letter read").person_key == person.key


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"state": "sent", "blanked": True}, "deleted after 30 days"),
        ({"state": "held"}, "written when it is sent"),
        ({"state": "bounced", "why": "550 5.1.1"}, "550 5.1.1"),
    ],
)
def test_a_letter_without_words_says_why(desk, now, more, said):
    blanked_at = now if more.pop("blanked", False) else None
    letter = post(PersonFactory(), now, blanked_at=blanked_at, **more)

    assert said in desk.get(reverse("web:letter", args=[letter.key])).content.decode()


@pytest.mark.parametrize("tab", ["hand", "sent"])
def test_a_page_costs_the_same_for_one_letter_and_for_twenty_five(desk, now, tab):
    def add_letter():
        if tab == "hand":
            post(PersonFactory(), now)
        else:
            post(PersonFactory(), now, state="sent", ended_at=now)

    def numbers():
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse("web:letters"), {"tab": tab})
        return len(captured)

    add_letter()
    numbers()
    one = numbers()
    for _number in range(29):
        add_letter()

    assert numbers() == one


def test_pages_of_letters_follow_one_another(desk, now):
    for number in range(26):
        post(PersonFactory(), now - timedelta(minutes=number), state="sent", ended_at=now)

    first = desk.get(reverse("web:letters"), {"tab": "sent"})
    second = desk.get(reverse("web:letters") + first.context["next_url"])

    assert (len(first.context["lines"]), len(second.context["lines"])) == (25, 1)
    assert (first.context["first_url"], second.context["first_url"]) == ("", "?tab=sent")


def test_a_team_sees_no_letters_and_a_visitor_none(school, now):
    letter = post(PersonFactory(), now)
    _actor, client = signed_in(now, role="organiser", circle=a_team(now))

    for address in (reverse("web:letters"), reverse("web:letter", args=[letter.key])):
        assert client.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert settle(client, letter, "sent").status_code == 404


def test_what_left_to_a_team_of_a_campaign_is_read_by_nobody_else(desk, now):
    person = PersonFactory(shown_name="Amina Wekesa")
    sent = {"state": "sent", "ended_at": now, "way": "mail", "subject": "About it"}
    of_team = post(person, now, template="campaigns/emails/invited", **sent)
    other = post(person, now, **sent)
    waits = post(person, now, template="campaigns/emails/invited")
    address = f"{reverse('web:letters')}?tab=sent"

    page = desk.get(address)
    answers = [
        desk.get(reverse("web:letter", args=[one.key])).status_code
        for one in (of_team, other, waits)
    ]

    assert [line.letter for line in page.context["lines"]] == [other]
    assert "Sent (1)" in page.content.decode()
    assert answers == [404, 200, 200]
