"""Pages of attendance, certificates and feedback."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.people.actions import open_link
from commonroot.registration.actions import attendance, certificates
from commonroot.registration.actions.places import let_organisers_see
from commonroot.registration.models import (
    Certificate,
    Feedback,
    FeedbackAsked,
    Presence,
    Registration,
    Report,
)
from tests.factories.people import ContactWayFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture
def at():
    """Now, by the real clock, which pages go by."""
    return timezone.now()


@pytest.fixture
def session(school, at):
    """A session that began an hour ago."""
    starts = at - timedelta(hours=1)
    return SessionFactory(
        programme__run_by=school, starts_at=starts, held_on=starts.date(), time_zone="UTC"
    )


def placed(session, name, *, at, state="placed"):
    row = RegistrationFactory(session=session, person__shown_name=name, state=state)
    let_organisers_see(person=row.person, session=session, by=BY, at=at)
    return row


@pytest.fixture
def amina(session, at):
    return placed(session, "Amina Otieno", at=at)


def address(name, thing):
    return reverse(f"registration:{name}", args=[getattr(thing, "key", thing)])


def came_by(person, thing, *, at, scope="answer"):
    """A browser that opened the link of a letter."""
    client = Client()
    client.get(f"/p/{open_link(person=person, scope=scope, thing=thing, at=at)}")
    return client


def test_the_list_at_the_door_is_ticked_with_and_without_a_script(desk, session, amina, at):
    placed(session, "Kofi Mensah", at=at)
    page = address("check_in", session)

    by_form = desk.post(f"{page}?q=am", {"tick": f"{amina.key}:attended"})
    found = desk.get(f"{page}?q=am")
    by_script = desk.post(
        page, {"tick": f"{amina.key}:absent"}, headers={"X-Requested-With": "fetch"}
    )
    strange = desk.post(page, {"tick": f"{RegistrationFactory().key}:attended"})

    assert by_form["Location"] == f"{page}?q=am#r-{amina.key}"
    assert "Kofi" not in found.content.decode()
    assert "1 of 2 are here." in found.content.decode()
    assert (by_script.status_code, by_script.content) == (204, b"")
    assert Registration.objects.get(pk=amina.pk).state == "absent"
    assert Presence.objects.get().how == "desk"
    assert strange.status_code == 404


def test_a_tick_that_is_refused_is_said_to_page_and_script(desk, session, amina, at):
    row = placed(session, "Nia", at=at, state="waiting")
    tick = {"tick": f"{row.key}:absent"}
    page = address("check_in", session)

    by_form = desk.post(page, tick)
    by_script = desk.post(page, tick, headers={"X-Requested-With": "fetch"})

    assert by_form.status_code == 409
    assert by_script.status_code == 409
    assert by_script.content.decode() in by_form.content.decode()


def test_people_tick_themselves_by_the_word_on_the_sheet(desk, session, amina):
    sheet, here = address("here_sheet", session), address("here", session)
    before = desk.get(sheet).content.decode()
    desk.post(sheet, {"open": "1"})
    word = attendance.queries.here_word(session).word
    shown = desk.get(sheet).content.decode()

    filled = Client().get(f"{here}?w={word}")
    wrong = Client().post(here, {"word": "x", "name": "Amina Otieno"})
    unknown = Client().post(here, {"word": word, "name": "Nobody"})
    known = Client().post(here, {"word": word, "name": "amina otieno"})
    desk.post(sheet, {"close": "1"})

    assert word not in before
    assert word in shown
    assert word in filled.content.decode()
    assert wrong.status_code == 400
    assert unknown.content == known.content
    assert Registration.objects.get(pk=amina.pk).state == "attended"
    assert attendance.queries.here_word(session) is None
    assert Client().get(address("here", "none")).status_code == 404


def test_whoever_opened_their_page_only_says_the_word(session, amina, at):
    word = attendance.open_here(session=session, by=BY, at=at).word
    client = came_by(amina.person, "", at=at, scope="page")

    page = client.get(address("here", session)).content.decode()
    client.post(address("here", session), {"word": word})

    assert 'name="name"' not in page
    assert Presence.objects.get().how == "self"


def test_the_word_is_not_opened_outside_its_time(desk, school, at):
    later = SessionFactory(programme__run_by=school, starts_at=at + timedelta(days=1))

    assert desk.post(address("here_sheet", later), {"open": "1"}).status_code == 409


def test_a_paper_list_is_keyed_in(desk, session, amina):
    page = address("paper", session)

    wrong = desk.post(page, {"numbered": "4711", "names": ""})
    done = desk.post(page, {"numbered": str(amina.position), "names": "Somebody Else"})

    assert wrong.status_code == 400
    assert "1 person is ticked." in done.content.decode()
    assert address("report", Report.objects.get()) in done.content.decode()


def report_of(session, *, days_later=0):
    start = session.starts_at + timedelta(days=days_later)
    stay = f"{start:%Y-%m-%d %H:%M},{start + timedelta(minutes=30):%Y-%m-%d %H:%M}"
    return f"Name,Join time,Leave time\nAmina Otieno,{stay}\nKof,{stay}\n"


def upload(desk, session, text, zone="UTC"):
    file = SimpleUploadedFile("report.csv", text.encode())
    return desk.post(address("reports", session), {"file": file, "zone": zone})


def test_a_report_is_looked_at_settled_counted_and_taken_back(desk, session, amina, at):
    kofi = placed(session, "Kofi", at=at)
    lin = placed(session, "Lin", at=at)
    answer = upload(desk, session, report_of(session))
    page = answer["Location"]
    looked = desk.get(page).content.decode()
    report = Report.objects.get()
    who = report.lines.get(verdict="queued").who

    def post(**said):
        return desk.post(page, said).status_code

    unchosen = post(wish="settle", who=who, place="none")
    settled = post(wish="settle", who=who, place=kofi.key)
    anew = post(wish="anew", zone="UTC", order="day")
    wrong = [post(wish="x"), post(wish="anew", zone="Mars", order="")]
    counted = post(wish="count", absent="1")
    states = dict(Registration.objects.values_list("person__shown_name", "state"))
    listed = desk.get(address("reports", session)).content.decode()
    back = post(wish="back")
    again = post(wish="back")

    assert "1 person found, 1 name to be settled" in looked
    assert "Tick 1 person" in looked
    assert (unchosen, settled, anew, wrong) == (409, 302, 302, [404, 404])
    assert counted == 302
    assert states == {"Amina Otieno": "attended", "Kofi": "attended", "Lin": "absent"}
    assert "counted" in listed
    assert (back, again) == (302, 409)
    assert Registration.objects.get(pk=lin.pk).state == "placed"


def test_names_that_are_nobodys_are_put_aside(desk, session, amina):
    page = upload(desk, session, report_of(session))["Location"]
    who = Report.objects.get().lines.get(verdict="queued").who

    desk.post(page, {"wish": "settle", "who": who, "place": "nobody"})

    assert "nobody to be counted" in desk.get(page).content.decode()


def test_a_file_that_is_no_report_is_refused_in_words(desk, session):
    answer = upload(desk, session, "a,b\n1,2\n")

    assert answer.status_code == 400
    assert "not a report of a video meeting" in answer.content.decode()


def test_times_far_from_the_session_are_pointed_at(desk, session, amina):
    page = upload(desk, session, report_of(session, days_later=-40))["Location"]

    assert "None of its times lie near this session." in desk.get(page).content.decode()


@pytest.fixture
def given(session, amina, at):
    attendance.tick(registration=amina, state="attended", how="desk", by=BY, at=at)
    return certificates.give(person=amina.person, programme=session.programme, by=BY, at=at)


def test_certificates_are_given_after_what_it_takes_is_said(desk, session, amina, at):
    kofi = placed(session, "Kofi", at=at)
    attendance.tick(registration=amina, state="attended", how="desk", by=BY, at=at)
    attendance.tick(registration=kofi, state="excused", how="desk", by=BY, at=at)
    page = address("certificates", session.programme)

    first = desk.get(page).content.decode()
    wrong = desk.post(page, {"wish": "rule", "sessions": "9", "minutes": "0", "excused": "0"})
    unshaped = desk.post(page, {"wish": "rule", "minutes": "x", "excused": "0"})
    desk.post(
        page,
        {"wish": "rule", "sessions": "1", "minutes": "60", "excused": "1", "certificates": "on"},
    )
    second = desk.get(page).content.decode()
    desk.post(page, {"wish": "all"})
    making = desk.get(page).content.decode()
    strange = desk.post(page, {"wish": "revoke", "certificate": "none"})

    assert "1 of 2 people completed it" in first
    assert (wrong.status_code, unshaped.status_code) == (400, 400)
    assert "Give 2 certificates" in second
    assert "A session counts from 60 minutes on." in second
    assert "0 of 2 certificates are made." in making
    assert strange.status_code == 404
    assert desk.post(page, {"wish": "x"}).status_code == 404


def test_organisers_give_it_anew_and_take_it_back(desk, session, given):
    page = address("certificates", session.programme)

    pdf = desk.get(address("certificate_file", given))
    desk.post(page, {"wish": "anew", "certificate": given.key, "name": "Amina W."})
    newer = Certificate.objects.get(revoked_at=None)
    desk.post(page, {"wish": "revoke", "certificate": newer.key})

    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    assert newer.name == "Amina W."
    assert not Certificate.objects.filter(revoked_at=None).exists()
    assert desk.get(address("certificate_file", newer)).status_code == 404
    assert desk.get(address("certificate", newer)).status_code == 404


def test_the_person_takes_theirs_and_says_whether_the_name_may_show(given, at):
    client = came_by(given.person, f"certificate:{given.key}", at=at)
    page, check = address("certificate", given), reverse("registration:verify", args=[given.code])

    own = client.get(page).content.decode()
    unsaid = Client().get(check).content.decode()
    client.post(page, {"answer": "yes"})
    agreed = Client().get(check).content.decode()
    asked = client.get(page).content.decode()

    assert "Download the PDF (" in own
    assert client.get(address("certificate_file", given)).content[:5] == b"%PDF-"
    assert "it holds" in unsaid
    assert "Amina" not in unsaid
    assert "Amina Otieno" in agreed
    assert "sees your name" in asked
    assert Client().get(page).status_code == 404
    assert came_by(given.person, "certificate:other", at=at).get(page).status_code == 404


def test_codes_that_are_none_and_certificates_that_ended_are_told(given, at):
    certificates.revoke(certificate=given, by=BY, at=at)
    form = reverse("registration:verify_any")

    assert Client().get(form).status_code == 200
    assert Client().get(form, {"code": "AAAA-AAAA-AAAA"}).status_code == 404
    ended = Client().get(form, {"code": given.code}).content.decode()
    assert "does not hold any more" in ended


def test_a_name_nobody_keeps_is_written_when_it_is_printed(given, at):
    Certificate.objects.filter(pk=given.pk).update(name="")
    client = came_by(given.person, f"certificate:{given.key}", at=at)
    file = address("certificate_file", given)

    page = client.get(address("certificate", given)).content.decode()
    made = client.post(file, {"name": "Amina O."})
    unnamed = client.post(file, {"name": ""})

    assert "kept nowhere" in page
    assert made.content[:5] == b"%PDF-"
    assert unnamed.status_code == 302
    assert Certificate.objects.get().name == ""


def test_a_session_is_answered_about_in_two_taps_and_read_from_five_answers_on(
    desk, session, amina, at
):
    ContactWayFactory(person=amina.person)
    asked = FeedbackAsked.objects.create(registration=amina, asked_at=at)
    client = came_by(amina.person, f"feedback:{asked.key}", at=at)
    page = address("feedback", asked)

    chosen = client.get(f"{page}?a=rather").content.decode()
    nothing = Feedback.objects.count()
    client.post(page, {"useful": "rather", "text": "More time"})
    thanks = client.get(page).content.decode()
    twice = client.post(page, {"useful": "not"})
    few = desk.get(address("said", session)).content.decode()
    for _n in range(4):
        Feedback.objects.create(session=session, said_on=at.date(), useful="very")
    enough = desk.get(address("said", session)).content.decode()

    assert "checked" in chosen
    assert nothing == 0
    assert "That is all." in thanks
    assert twice.status_code == 409
    assert "Shown from 5 answers on." in few
    assert "More time" not in few
    assert "More time" in enough
    assert Client().get(page).status_code == 404
