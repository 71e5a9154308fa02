"""Certificates, in the words of real courses."""

from datetime import timedelta
from decimal import Decimal

import pytest

from commonroot.accounts.roles import Actor
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.registration.actions import attendance
from commonroot.registration.actions import certificates as actions
from commonroot.registration.actions.places import let_organisers_see
from commonroot.registration.models import Certificate, CertificateRound
from commonroot.registration.queries import certificates as queries
from commonroot.registration.rules.attendance import grouped, new_certificate_code
from commonroot.registration.tasks import make_certificates, tell_of_certificates
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import STARTS, ProgrammeFactory, SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
AT = STARTS + timedelta(days=140)


def fortnightly(programme, sessions):
    starts = [STARTS + timedelta(weeks=2 * n) for n in range(sessions)]
    return [
        SessionFactory(programme=programme, starts_at=at, held_on=at.date(), places=None)
        for at in starts
    ]


def took_part(person, sessions, *, states):
    for session, state in zip(sessions, states, strict=True):
        RegistrationFactory(person=person, session=session, state=state)
    let_organisers_see(person=person, session=sessions[0], by=BY, at=STARTS)


@pytest.fixture
def course():
    """A course of nine sessions, a certificate only with nine of nine (Latin America 2026)."""
    programme = ProgrammeFactory(title=Translated({"en": "Organizing", "es": "Organizar"}))
    sessions = fortnightly(programme, 9)
    every = PersonFactory(shown_name="Amina Otieno", language="es")
    ContactWayFactory(person=every, value="amina@example.org")
    took_part(every, sessions, states=["attended"] * 9)
    missed = PersonFactory(shown_name="Kofi Mensah")
    took_part(missed, sessions, states=["attended"] * 8 + ["absent"])
    excused = PersonFactory(shown_name="Lin")
    took_part(excused, sessions, states=["attended"] * 8 + ["excused"])
    return {"programme": programme, "every": every, "missed": missed, "excused": excused}


def give(course, who):
    return actions.give(person=course[who], programme=course["programme"], by=BY, at=AT)


def test_certificate_only_with_nine_of_nine_eight_of_nine_gives_none(course):
    given = give(course, "every")

    assert (given.sessions, given.of_sessions, given.hours) == (9, 9, Decimal(18))
    assert (given.name, given.language) == ("Amina Otieno", "es")
    assert give(course, "every") == given
    for who in ("missed", "excused"):
        with pytest.raises(actions.NotCompleted):
            give(course, who)
    with pytest.raises(actions.NotCompleted):
        actions.give(person=PersonFactory(), programme=course["programme"], by=BY, at=AT)


def test_one_excused_session_counts_where_the_programme_says_so(course):
    attendance.set_completion_rule(
        programme=course["programme"], sessions=None, minutes=0, excused=1, certificates=True,
        by=BY, at=AT,
    )  # fmt: skip

    assert give(course, "excused").sessions == 9
    with pytest.raises(actions.NotCompleted):
        give(course, "missed")


def test_where_there_is_no_certificate_nobody_gets_one(course):
    attendance.set_completion_rule(
        programme=course["programme"], sessions=None, minutes=0, excused=0, certificates=False,
        by=BY, at=AT,
    )  # fmt: skip

    with pytest.raises(actions.NotCompleted):
        give(course, "every")
    with pytest.raises(actions.NobodyCompleted):
        actions.give_all(programme=course["programme"], by=BY, at=AT)


def test_many_are_made_in_the_background_and_each_is_told_once(course, monkeypatch):
    monkeypatch.setattr(actions, "MADE_AT_ONCE", 1)
    second = PersonFactory(shown_name="Zoë")
    took_part(second, queries.counted_sessions(course["programme"]), states=["attended"] * 9)
    making = actions.give_all(programme=course["programme"], by=BY, at=AT)
    again = actions.give_all(programme=course["programme"], by=BY, at=AT)

    assert queries.rounds_due(at=AT)
    steps = [make_certificates(at=AT), make_certificates(at=AT), make_certificates(at=AT)]
    told = [tell_of_certificates(at=AT), tell_of_certificates(at=AT)]

    making.refresh_from_db()
    assert again == making
    assert steps == [1, 1, 0]
    assert (making.done, making.total, making.ended_at) == (2, 2, AT)
    assert told == [2, 0]
    letters = Letter.objects.filter(template="registration/emails/certificate")
    assert [letter.subject_key for letter in letters] == [course["every"].key]
    assert actions.go_on(making=making, by=BY, at=AT) == 0
    with pytest.raises(actions.NobodyCompleted):
        actions.give_all(programme=course["programme"], by=BY, at=AT)
    assert CertificateRound.objects.count() == 1


def test_whoever_checks_it_sees_the_name_only_if_the_person_agreed(course):
    given = give(course, "every")

    def shown():
        found = queries.checked(given.code.lower().replace("-", " "))
        return queries.seen_by_checker(found, at=AT)["name"]

    before = shown()
    actions.say_name_may_show(certificate=given, yes=True, language="es", by=BY, at=AT)
    agreed = shown()
    Person.objects.filter(pk=given.person_id).update(frozen_at=AT)
    paused = shown()
    Person.objects.filter(pk=given.person_id).update(frozen_at=None)
    actions.say_name_may_show(certificate=given, yes=False, language="es", by=BY, at=AT)

    assert (before, agreed, paused, shown()) == ("", "Amina Otieno", "", "")


def test_nothing_of_somebody_in_high_care_is_public_or_kept(course):
    Person.objects.filter(pk=course["every"].pk).update(risk="high", shown_name="Juniper")
    course["every"].refresh_from_db()

    given = give(course, "every")

    assert given.name == ""
    assert queries.checked(given.code) is None
    paper = queries.on_paper(given, name="Amina O.", at=AT)
    assert (paper["name"], paper["code"], paper["address"], paper["qr"]) == ("Amina O.", "", "", "")
    assert Certificate.objects.get().name == ""
    assert queries.on_paper(given, at=AT)["by_hand"] != ""


def test_a_certificate_is_given_anew_with_a_corrected_name_and_taken_back(course):
    first = give(course, "every")
    second = actions.reissue(certificate=first, name=" Amina  Wanjiru ", by=BY, at=AT)
    third = actions.reissue(certificate=second, name="…", by=BY, at=AT)
    actions.revoke(certificate=third, by=BY, at=AT)

    first.refresh_from_db()
    assert (first.revoked_at, first.replaced_by) == (AT, second)
    assert (second.name, third.name, second.hours) == ("Amina Wanjiru", "Amina Wanjiru", 18)
    assert len({first.code, second.code, third.code}) == 3
    checked = [queries.seen_by_checker(each, at=AT) for each in (first, third)]
    assert [(each["revoked"], each["replaced"]) for each in checked] == [
        (True, True),
        (False, False),
    ]
    with pytest.raises(actions.Revoked):
        actions.revoke(certificate=first, by=BY, at=AT)
    assert not actions.tell(certificate=third, at=AT)
    assert list(queries.certificates_of(course["every"])) == []
    assert queries.certificate(first.key) == first


@pytest.mark.parametrize(
    "name", ["Amina Otieno", "Олена Ґудзь", "أمينة محمد", "अमीना", "আমিনা চৌধুরী", "አሚና ገብረ"]
)
def test_names_of_every_script_of_the_fonts_are_printed(course, name):
    given = give(course, "every")
    given.name = name

    values = queries.on_paper(given, at=AT)
    made = actions.printed(given, at=AT)

    assert (values["name"], values["by_hand"]) == (name, "")
    assert made[:5] == b"%PDF-"


def test_a_name_in_another_script_gets_a_line_and_a_sentence_not_boxes(course):
    given = give(course, "every")
    given.name, given.language = "李明", "en"

    values = queries.on_paper(given, at=AT)

    assert values["name"] == ""
    assert values["by_hand"] == (
        "The name is written in a script we cannot print. Write it here by hand."
    )
    assert b"/Title" in actions.printed(given, at=AT)


def test_what_stands_on_paper_is_in_the_language_of_the_person(course):
    given = give(course, "every")
    spanish = queries.on_paper(given, at=AT)
    given.language = "ar"

    arabic = queries.on_paper(given, at=AT)

    assert (spanish["title"], spanish["direction"]) == ("Organizar", "ltr")
    assert (arabic["language"], arabic["direction"]) == ("ar", "rtl")


def test_a_programme_of_one_day_and_one_without_days(course):
    one = SessionFactory()
    none = ProgrammeFactory()

    assert queries.days_of(one.programme, at=AT) == "Tue 1 December 2026"
    assert queries.days_of(course["programme"], at=AT) == (
        "Tue 1 December 2026 – Tue 23 March 2027"
    )
    assert queries.days_of(none, at=AT) == ""


def test_codes_hold_no_letter_that_is_taken_for_another():
    codes = {new_certificate_code() for _n in range(50)}

    assert len(codes) == 50
    assert not set("".join(codes)) & set("01ILO")
    assert grouped(" abcd efgh-jkmn ") == "ABCD-EFGH-JKMN"
