"""What a mailed link proves, whom it joins, and what it leaves to an organiser."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer
from commonroot.consent.models import Agreement
from commonroot.consent.rules import Purpose
from commonroot.messaging.models import Letter
from commonroot.people.models import Link, Person
from commonroot.people.queries import link as link_of
from commonroot.people.queries import own_names
from commonroot.registration import actions
from commonroot.registration.models import Registration
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.registration.test_asking import take

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()


def mailed_link(at):
    """The link in the letter written last."""
    page = Letter.objects.latest("pk").values["page"]
    return link_of(page.rsplit("/", 1)[-1], at=at)


def known_as(name, address="amina@example.org"):
    person = PersonFactory(shown_name=name)
    ContactWayFactory(person=person, value=address)
    return person


def test_the_button_proves_the_address_and_turns_requested_into_given(at):
    take(SessionFactory(), at, agreements={Purpose.REGISTER: True})

    person = actions.confirm_by_link(link=mailed_link(at), by=PUBLIC, at=at)

    assert (person.provisional, person.confirmed_at) == (False, at)
    assert person.ways.get().confirmed_at == at
    assert person.agreements.get(purpose="register").state == "given"


def test_pressing_twice_changes_nothing_more(at):
    take(SessionFactory(), at)
    link = mailed_link(at)
    actions.confirm_by_link(link=link, by=PUBLIC, at=at)

    again = actions.confirm_by_link(link=link_of_again(link), by=PUBLIC, at=at)

    assert again == Person.objects.get()


def link_of_again(link):
    return Link.objects.select_related("person", "way").get(pk=link.pk)


def test_a_link_that_was_never_mailed_proves_nothing(at):
    receipt = take(SessionFactory(), at, way_text="+254700000021")

    person = actions.confirm_by_link(link=link_of(receipt.token, at=at), by=PUBLIC, at=at)

    assert person.provisional is True


def test_same_address_and_covering_name_joins_the_known_person(at):
    known = known_as("Amina Wekesa")
    session = SessionFactory()
    take(
        session,
        at,
        name="Amina",
        risk="high",
        country="KE",
        agreements={Purpose.REGISTER: True, Purpose.COUNTRY_CIRCLE: False},
    )

    person = actions.confirm_by_link(link=mailed_link(at), by=PUBLIC, at=at)

    person.refresh_from_db()
    assert person == known == Person.objects.get()
    assert (own_names(person), person.country, person.risk) == (
        ["Amina Wekesa", "Amina"],
        "KE",
        "high",
    )
    assert "Amina" not in person.shown_name
    assert person.ways.get().confirmed_at == at
    assert Registration.objects.get().person == known
    assert dict(person.agreements.values_list("purpose", "state")) == {
        "this_programme": "served",
        "register": "given",
        "country_circle": "refused",
    }
    assert mailed_link(at).person == known
    assert Letter.objects.get().subject_key == known.key


def test_a_no_on_the_form_withdraws_the_known_yes_once_it_is_proven(at):
    known = known_as("Amina")
    answer(person=known, purpose=Purpose.NEWS, yes=True, how="page", by=PUBLIC, at=at)
    take(SessionFactory(), at, name="Amina", agreements={Purpose.NEWS: False})

    actions.confirm_by_link(link=mailed_link(at), by=PUBLIC, at=at)

    assert Agreement.objects.get(person=known, purpose="news").state == "withdrawn"


def test_another_name_at_the_same_address_is_left_to_an_organiser(at):
    known = known_as("Juma Otieno")
    take(SessionFactory(), at, name="Amina")

    person = actions.confirm_by_link(link=mailed_link(at), by=PUBLIC, at=at)

    assert person != known
    assert (person.provisional, Registration.objects.get().may_be) == (False, known)


def test_two_who_fit_are_left_to_an_organiser(at):
    first = known_as("Amina Wekesa")
    known_as("Amina Otieno")
    take(SessionFactory(), at, name="Amina")

    person = actions.confirm_by_link(link=mailed_link(at), by=PUBLIC, at=at)

    assert Person.objects.count() == 3
    assert Registration.objects.get(person=person).may_be == first


def test_a_second_claim_frees_its_seat_and_the_first_stays(at):
    session = SessionFactory(places=2)
    known = known_as("Amina Wekesa")
    RegistrationFactory(person=known, session=session, position=1)
    take(session, at, name="Amina")

    actions.confirm_by_link(link=mailed_link(at), by=PUBLIC, at=at)

    states = list(Registration.objects.order_by("position").values_list("person", "state"))
    assert states == [(known.pk, "placed"), (known.pk, "cancelled")]


def test_the_better_of_two_claims_is_kept(at):
    session = SessionFactory(places=2)
    known = known_as("Amina Wekesa")
    RegistrationFactory(person=known, session=session, position=1, state="waiting")
    take(session, at, name="Amina")

    actions.confirm_by_link(link=mailed_link(at), by=PUBLIC, at=at)

    states = list(Registration.objects.order_by("position").values_list("person", "state"))
    assert states == [(known.pk, "cancelled"), (known.pk, "placed")]


def test_what_was_asked_twice_from_one_address_becomes_one(at):
    session = SessionFactory()
    take(session, at, name="Amina W.")
    take(session, at, name="Amina")

    person = actions.confirm_by_link(link=mailed_link(at), by=PUBLIC, at=at)

    assert Person.objects.get() == person
    assert sorted(Registration.objects.values_list("state", flat=True)) == ["cancelled", "placed"]


@pytest.mark.parametrize(
    ("own", "stands"), [({}, set()), ({Purpose.NEWS: False}, {("news", "refused")})]
)
def test_a_yes_of_a_form_whose_link_was_never_opened_counts_for_nobody(at, own, stands):
    session = SessionFactory()
    take(session, at, agreements={Purpose.NEWS: True, Purpose.COUNTRY_CIRCLE: True})
    take(session, at, agreements=own)

    person = actions.confirm_by_link(link=mailed_link(at), by=PUBLIC, at=at)

    said = person.agreements.exclude(purpose="this_programme")
    assert set(said.values_list("purpose", "state")) == stands


def test_a_no_of_a_form_whose_link_was_never_opened_counts(at):
    session = SessionFactory()
    take(session, at, agreements={Purpose.NEWS: False})
    take(session, at, agreements={Purpose.NEWS: True})

    person = actions.confirm_by_link(link=mailed_link(at), by=PUBLIC, at=at)

    assert person.agreements.get(purpose="news").state == "withdrawn"


def test_a_link_shown_on_a_screen_never_opens_the_page_of_somebody_known(at):
    known = PersonFactory(shown_name="Amina W.")
    ContactWayFactory(person=known, kind="phone", value="+254700000021")
    receipt = take(SessionFactory(), at, way_text="+254700000021")

    actions.confirm_spoken(registration=Registration.objects.get(), by=PUBLIC, at=at)

    assert Person.objects.get() == known
    assert link_of(receipt.token, at=at) is None
    assert actions.open_by_code(text=receipt.code, network="", at=at) is None


def test_a_lapsed_claim_is_asked_for_again(at):
    session = SessionFactory(places=1)
    take(session, at, needs="Captions")
    link = mailed_link(at)
    later = at + timedelta(days=4)
    actions.lapse(registration=Registration.objects.get(), by=Actor.system(), at=later)
    take(session, later, name="Juma", way_text="juma@example.org")

    person = actions.confirm_by_link(link=link_of_again(link), by=PUBLIC, at=later)

    again = Registration.objects.get(person=person)
    assert (again.state, again.needs) == ("waiting", "Captions")


def test_a_lapsed_claim_of_a_session_that_is_over_stays_lapsed(at):
    take(SessionFactory(), at)
    link = mailed_link(at)
    later = at + timedelta(days=4)
    actions.lapse(registration=Registration.objects.get(), by=Actor.system(), at=later)

    actions.confirm_by_link(link=link_of_again(link), by=PUBLIC, at=at + timedelta(days=30))

    assert Registration.objects.get().state == "lapsed"


def test_an_organiser_who_reached_the_number_confirms_it(at):
    take(SessionFactory(), at, way_text="+254700000021", agreements={Purpose.NEWS: True})

    actions.confirm_spoken(registration=Registration.objects.get(), by=PUBLIC, at=at)

    person = Person.objects.get()
    assert (person.provisional, person.agreements.get(purpose="news").state) == (False, "given")


def test_reaching_somebody_without_a_way_changes_nothing(at):
    registration = RegistrationFactory(person__provisional=True)

    actions.confirm_spoken(registration=registration, by=PUBLIC, at=at)

    assert Person.objects.get().provisional is True


def test_not_me_forgets_a_newcomer_and_only_ends_the_link_of_a_known_person(at):
    take(SessionFactory(), at)
    newcomer = mailed_link(at)
    take(SessionFactory(), at, way_text="juma@example.org", name="Juma")
    known = actions.confirm_by_link(link=mailed_link(at), by=PUBLIC, at=at)

    actions.disown(link=newcomer, by=PUBLIC, at=at)
    actions.disown(link=mailed_link(at), by=PUBLIC, at=at)

    assert Person.objects.get() == known
    assert Link.objects.get(person=known).revoked_at == at
    assert Letter.objects.order_by("pk").first().state == "cancelled"


@pytest.mark.parametrize(("same", "people"), [(True, 1), (False, 2)])
def test_an_organiser_settles_a_pair(at, same, people):
    known = known_as("Juma Otieno")
    take(SessionFactory(), at, name="Amina")
    actions.confirm_by_link(link=mailed_link(at), by=PUBLIC, at=at)

    whole = actions.settle_pair(
        registration=Registration.objects.get(), same=same, by=PUBLIC, at=at
    )

    assert Person.objects.count() == people
    assert (whole == known) is same
    assert Registration.objects.get().may_be is None
