"""Asking for a place: what is kept, what is answered, what is written, and what is refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonroot.accounts.actions import TooManyTries
from commonroot.accounts.roles import Actor
from commonroot.consent.actions import AskedToBeForgotten, install_wordings
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.queries import may
from commonroot.consent.rules import Purpose
from commonroot.messaging.models import Letter
from commonroot.people.actions import NoSuchWay, code_token, suppress
from commonroot.people.models import ContactWay, Link, Person
from commonroot.people.queries import link
from commonroot.programmes.models import PageVersion
from commonroot.registration import actions, queries
from commonroot.registration.actions import asking, places
from commonroot.registration.models import Answer, Registration
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import QuestionFactory, SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()


def take(session, at, **changed):
    typed = {
        "name": "Amina W.",
        "way_text": "amina@example.org",
        "answers": {},
        "agreements": {},
        "language": "en",
        "zone": None,
        "by": PUBLIC,
        "at": at,
    }
    return actions.take_registration(session=session, **(typed | changed))


def test_a_newcomer_gets_a_place_a_letter_and_stays_provisional(at):
    session = SessionFactory()

    receipt = take(session, at, zone="Asia/Beirut", country="LB", needs="Captions")

    registration = Registration.objects.get()
    person = registration.person
    letter = Letter.objects.get()
    assert receipt == actions.Receipt(
        key=registration.key,
        way_shown="am…@example.org",
        way_kind="mail",
        waits_at=None,
        asked=(actions.Asked(session=session.key, state="placed", waits_at=None),),
    )
    assert (registration.state, registration.position, registration.needs) == (
        "placed",
        1,
        "Captions",
    )
    assert (person.shown_name, person.provisional, person.country) == ("Amina W.", True, "LB")
    assert (letter.template, letter.address, letter.way) == (
        "registration/emails/placed",
        "amina@example.org",
        "mail",
    )
    assert letter.values["when"] == "Tue 1 December, 18:00–20:00 (Beirut, UTC+2)"
    assert letter.calendar.startswith("BEGIN:VCALENDAR")
    assert may(person, Purpose.THIS_PROGRAMME, queries.organisers_of(session), at=at) is True
    assert PageVersion.objects.get().number == 1


def test_when_full_the_next_wait_in_order_and_public_pages_stay_as_they_are(at):
    session = SessionFactory(places=1)

    receipts = [take(session, at, way_text=f"p{number}@example.org") for number in range(3)]

    assert [receipt.waits_at for receipt in receipts] == [None, 1, 2]
    assert list(Letter.objects.order_by("pk").values_list("template", flat=True)) == [
        "registration/emails/placed",
        "registration/emails/waiting",
        "registration/emails/waiting",
    ]
    assert PageVersion.objects.get().number == 1


def test_without_a_limit_everybody_comes_and_no_page_changes(at):
    session = SessionFactory(places=None)

    receipt = take(session, at)

    assert receipt.waits_at is None
    assert PageVersion.objects.count() == 0


def test_agreements_are_only_requested_and_carry_the_words_that_were_read(at):
    install_wordings(at=at)

    take(
        SessionFactory(),
        at,
        agreements={
            Purpose.REGISTER: True,
            Purpose.FOLLOW_UP: True,
            Purpose.COUNTRY_CIRCLE: False,
            Purpose.NEWS: None,
        },
    )

    stands = dict(Agreement.objects.values_list("purpose", "state"))
    worded = dict(
        LedgerEvent.objects.exclude(wording=None).values_list("purpose", "wording__purpose")
    )
    assert stands == {
        "this_programme": "served",
        "register": "requested",
        "follow_up": "requested",
        "country_circle": "refused",
    }
    assert worded == {
        "register": "register_later",
        "follow_up": "register_later",
        "country_circle": "country_circle",
    }


def test_a_single_question_has_its_own_words(at):
    install_wordings(at=at)

    take(SessionFactory(), at, agreements={Purpose.REGISTER: True})

    assert LedgerEvent.objects.get(purpose="register").wording.purpose == "register"


def test_answers_are_kept_sealed_and_empty_ones_not_at_all(at):
    session = SessionFactory()
    asked, other = QuestionFactory(session=session), QuestionFactory(session=session)

    take(session, at, answers={asked.key: "The water campaign", other.key: ""})

    assert [(row.question, row.text) for row in Answer.objects.all()] == [
        (asked, "The water campaign")
    ]


def test_a_phone_number_gets_link_and_words_on_the_screen_and_a_letter_by_hand(at):
    receipt = take(SessionFactory(), at, way_text="٠٠٢٥٤ ٧٠٠ ٠٠٠٠٢١")

    person = Person.objects.get()
    letter = Letter.objects.get()
    assert receipt.way_shown == "+254…21"
    assert (letter.way, letter.state, letter.address, letter.calendar) == (
        "hand",
        "held",
        "+254700000021",
        "",
    )
    assert link(receipt.token, at=at).person == person
    assert link(code_token(receipt.code), at=at).person == person
    assert list(Link.objects.exclude(way=None).values_list("way__kind", flat=True)) == ["phone"]


def test_it_is_risky_for_me_makes_the_letter_a_link_and_nothing_else(at):
    take(SessionFactory(), at, risk="high")

    letter = Letter.objects.get()
    assert Person.objects.get().risk == "high"
    assert (letter.template, list(letter.values), letter.calendar) == (
        "registration/emails/link_only",
        ["page"],
        "",
    )


@pytest.mark.parametrize("name", ["Amina", "Juma"])
def test_a_form_that_says_nothing_of_risk_tells_no_more_to_an_address_at_risk(at, name):
    known = PersonFactory(shown_name="Amina Wekesa", risk="high")
    ContactWayFactory(person=known, value="amina@example.org")

    take(SessionFactory(), at, name=name)

    letter = Letter.objects.get()
    assert (letter.template, list(letter.values), letter.calendar) == (
        "registration/emails/link_only",
        ["page"],
        "",
    )


def test_the_usual_care_is_not_written_twice(at):
    take(SessionFactory(), at, risk="careful")

    assert Person.objects.get().risk == "careful"


def test_a_known_person_reads_of_their_earlier_place_in_the_letter_alone(at):
    session = SessionFactory(places=2)
    known = PersonFactory(shown_name="Amina Wekesa")
    ContactWayFactory(person=known, value="amina@example.org")
    RegistrationFactory(person=known, session=session, position=1)

    receipt = take(session, at, name="Amina")

    assert receipt.waits_at is None
    assert Letter.objects.get().template == "registration/emails/already"


@pytest.mark.parametrize("name", ["Juma", "Amina"])
def test_a_known_address_without_that_name_or_place_gets_the_usual_letter(at, name):
    known = PersonFactory(shown_name="Amina Wekesa")
    ContactWayFactory(person=known, value="amina@example.org")

    take(SessionFactory(), at, name=name)

    assert Letter.objects.get().template == "registration/emails/placed"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"way_text": "nonsense"}, NoSuchWay),
        ({"name": "\r\n \x00"}, actions.NotAName),
        ({"name": "?!"}, actions.NotAName),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(at, changed, error):
    session = SessionFactory()

    with pytest.raises(error):
        take(session, at, **changed)

    assert (Person.objects.count(), Registration.objects.count(), Letter.objects.count()) == (
        0,
        0,
        0,
    )


def test_a_session_that_is_over_gives_no_places_and_keeps_nothing(at):
    session = SessionFactory(starts_at=at - timedelta(hours=5))

    with pytest.raises(actions.RegistrationClosed):
        take(session, at)

    assert (Person.objects.count(), Letter.objects.count()) == (0, 0)


def test_one_address_gets_ten_letters_a_day(at):
    session = SessionFactory()
    for _number in range(asking.LETTERS_A_DAY):
        take(session, at)

    with pytest.raises(actions.AskedTooOften):
        take(session, at)

    assert Letter.objects.count() == asking.LETTERS_A_DAY


def test_one_network_cannot_flood_us(at, monkeypatch):
    monkeypatch.setattr(asking, "FROM_A_NETWORK_AN_HOUR", 1)
    session = SessionFactory()
    take(session, at, network="192.0.2.0/24")

    with pytest.raises(TooManyTries):
        take(session, at, way_text="other@example.org", network="192.0.2.0/24")

    assert Registration.objects.count() == 1


def test_register_twice_returns_the_first_claim(at):
    session = SessionFactory()
    person = PersonFactory()

    first = actions.register(person=person, session=session, by=PUBLIC, at=at)
    again = actions.register(person=person, session=session, by=PUBLIC, at=at)

    assert again == first
    assert Letter.objects.count() == 0  # there is no way to reach them


@pytest.mark.parametrize(("places", "template"), [(1, "placed"), (0, "waiting")])
def test_register_writes_to_whoever_can_be_reached(at, places, template):
    way = ContactWayFactory()

    actions.register(person=way.person, session=SessionFactory(places=places), by=PUBLIC, at=at)

    assert Letter.objects.get().template == f"registration/emails/{template}"


def test_register_is_refused_when_closed(at):
    with pytest.raises(actions.RegistrationClosed):
        actions.register(
            person=PersonFactory(), session=SessionFactory(by_registration=False), by=PUBLIC, at=at
        )


def by_hand(session, at, **changed):
    typed = {"name": "Juma", "way_text": "juma@example.org", "needs": "", "language": "en"}
    return actions.register_by_hand(session=session, **(typed | changed), by=PUBLIC, at=at)


def test_by_hand_adds_a_person_who_is_not_provisional(at):
    registration = by_hand(SessionFactory(), at)

    person = registration.person
    assert (person.shown_name, person.provisional, person.origin) == ("Juma", False, "hand")
    assert person.ways.get().value == "juma@example.org"


def test_by_hand_takes_whoever_is_known_by_way_and_name(at):
    known = PersonFactory(shown_name="Juma Otieno")
    ContactWayFactory(person=known, value="juma@example.org")

    registration = by_hand(SessionFactory(), at)

    assert registration.person == known
    assert ContactWay.objects.count() == 1


def test_by_hand_brings_back_nobody_who_asked_to_be_forgotten(at):
    gone = PersonFactory(shown_name="Juma")
    ContactWayFactory(person=gone, value="juma@example.org")
    suppress(person=gone, at=at)
    gone.delete()

    with pytest.raises(AskedToBeForgotten):
        by_hand(SessionFactory(), at)

    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "error"), [({"name": "!"}, actions.NotAName), ({"way_text": "12"}, NoSuchWay)]
)
def test_by_hand_checks_like_the_form(at, changed, error):
    with pytest.raises(error):
        by_hand(SessionFactory(), at, **changed)


def test_places_are_counted_behind_a_lock(at):
    """SQLite has none for rows: there a transaction begins with the lock on everything."""
    session = SessionFactory()

    with CaptureQueriesContext(connection) as asked:
        places.locked(session)

    [query] = asked.captured_queries
    assert ("FOR UPDATE OF" in query["sql"]) is connection.features.has_select_for_update
