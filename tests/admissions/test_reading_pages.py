"""The pages of the panel and of whoever looks after it, by a browser without JavaScript."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.admissions.models import (
    Application,
    Call,
    Conflict,
    Criterion,
    Review,
    ReviewPhase,
)
from commonroot.admissions.queries.listing import Asked, history, listing
from commonroot.circles.actions import give_mandate
from commonroot.circles.queries import actor_for
from commonroot.consent.actions import serve
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.files.actions import keep
from tests.factories.accounts import AccountFactory
from tests.factories.admissions import (
    AnswerFactory,
    ApplicationFactory,
    CallFactory,
    CriterionFactory,
    DecisionFactory,
    FormQuestionFactory,
    RefereeFactory,
    ReviewerFactory,
    ReviewFactory,
    ReviewPhaseFactory,
)
from tests.factories.people import PersonFactory
from tests.web.test_taken import signed_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


@pytest.fixture
def call(school, now):
    found = CallFactory(programme__run_by=school, way=Call.Way.PANEL, languages=["en"])
    ReviewPhaseFactory(
        call=found, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=4), each=0
    )
    return found


def handed_in(call, name, now, **said):
    one = ApplicationFactory(call=call, person=PersonFactory(shown_name=name), **said)
    serve(
        person=one.person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=Audience(AudienceKind.PROGRAMME, call.programme.key),
        until=None,
        by=SYSTEM,
        at=now,
    )
    return one


@pytest.fixture
def reader(call, school, now):
    account = AccountFactory()
    give_mandate(account=account, circle=school, role="panel", until=None, by=SYSTEM, at=now)
    PersonFactory(account=account)
    return ReviewerFactory(call=call, account=account)


def page(name, thing):
    key = thing.programme.key if isinstance(thing, Call) else thing.key
    return reverse(f"admissions:{name}", args=[key])


def test_a_reader_signs_in_to_their_queue_and_reads_one_after_the_other(call, reader, now):
    line = CriterionFactory(call=call)
    first, second = handed_in(call, "Amina", now), handed_in(call, "Otieno", now)
    answer = AnswerFactory(application=first, value="My name is Amina.")
    file = FormQuestionFactory(call=call, kind="file")
    upload = keep(content=io.BytesIO(b"A plan"), name="amina.txt", at=now)
    AnswerFactory(application=first, question=file, value=None, file=upload)
    browser = signed_in(reader.account, now)

    landed = browser.get(reverse("web:today"), follow=True)
    got = browser.get(reverse("admissions:read_file", args=[first.key, file.key]))
    tells = {"tells": f"{answer.question.key}:"}
    marked = browser.post(page("read_one", first), tells, follow=True)
    kept = browser.post(page("read_one", first), {"words": "A be", "keep": "1"}, follow=True)
    typed = browser.post(page("read_one", first), {"words": "A beg"}, headers={"X-Kept": "1"})
    short = browser.post(page("read_one", first), {"words": "A begin.", "give": "1"})
    given = browser.post(
        page("read_one", first), {"words": "A begin.", line.key: "4", "give": "1"}, follow=True
    )
    done = browser.post(page("read_one", second), {line.key: "1", "give": "1"}, follow=True)

    assert landed.redirect_chain[-1][0] == page("reading", reader)
    assert "2 of 2 left" in landed.content.decode()
    assert f"{first.number}.txt" in got["Content-Disposition"]
    assert "My name is Amina" not in marked.content.decode()
    assert "Kept. It counts once you hand it in." in kept.content.decode()
    assert typed.status_code == 204
    assert (short.status_code, "A begin." in short.content.decode()) == (409, True)
    assert given.redirect_chain[-1][0] == page("read_one", second)
    assert done.redirect_chain[-1][0] == page("reading", reader)
    assert "All read. Thank you." in done.content.decode()
    again = browser.post(page("read_one", first), tells)
    long = browser.post(page("read_one", first), {"words": "x" * 4001, "keep": "1"})
    assert (again.status_code, long.status_code) == (404, 409)
    assert browser.get(page("application", first)).status_code == 404
    assert browser.get(page("applications", call)).status_code == 404


def test_a_reader_stands_back_and_reads_nothing_once_it_is_over(call, reader, now):
    known, other = handed_in(call, "Amina", now), handed_in(call, "Otieno", now)
    ReviewFactory(application=other, reviewer=reader)
    browser = signed_in(reader.account, now)

    asked = browser.get(page("stand_back", known)).content.decode()
    browser.post(page("stand_back", known), {"words": "My cousin."})
    gone = browser.get(page("read_one", known)).status_code
    ReviewPhase.objects.update(closes_at=now - timedelta(hours=1))

    assert ("Number" in asked, Conflict.objects.get().words, gone) == (True, "My cousin.", 404)
    assert "Reading is closed." in browser.get(page("reading", reader)).content.decode()
    closed = browser.get(page("read_one", other))
    assert (closed.status_code, "Hand in" in closed.content.decode()) == (200, False)
    assert browser.get(page("stand_back", other)).status_code == 404
    late = browser.post(page("read_one", other), {"words": "Later.", "keep": "1"})
    assert (late.status_code, "was not kept" in late.content.decode()) == (409, True)
    ReviewPhase.objects.update(
        opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=2)
    )
    assert "Reading begins" in browser.get(page("reading", reader)).content.decode()


def test_whoever_reads_for_several_calls_chooses_and_a_stranger_finds_nothing(call, reader, now):
    ReviewerFactory(account=reader.account, call__programme__run_by=call.programme.run_by)
    browser = signed_in(reader.account, now)

    assert browser.get(reverse("admissions:readings")).content.decode().count("left</span>") == 2
    assert browser.get(page("reading", ReviewerFactory(call=call))).status_code == 404
    assert browser.get(page("read_one", handed_in(CallFactory(), "A", now))).status_code == 404


def test_a_phase_with_names_shows_them_and_what_others_found(call, reader, now):
    ReviewPhase.objects.update(blind=False, shows_others=True, scores=False)
    one = handed_in(call, "Amina Wekesa", now)
    ReviewFactory(application=one, words="Somebody else.")
    ReviewFactory(application=one, reviewer=reader)

    words = signed_in(reader.account, now).get(page("read_one", one)).content.decode()

    assert ("Amina Wekesa" in words, "Somebody else." in words) == (True, True)


def test_organisers_set_the_panel_up_on_one_page(call, reader, organiser_account, school, now):
    handed_in(call, "Amina", now)
    another = AccountFactory()
    give_mandate(account=another, circle=school, role="panel", until=None, by=SYSTEM, at=now)
    browser = signed_in(organiser_account, now)
    address = page("panel", call)

    def press(wish, **more):
        return browser.post(address, {"do": wish, **more}, follow=True).content.decode()

    assert "is on the panel" in press("add", account=another.key)
    assert browser.post(address, {"do": "add", "account": another.key}).status_code == 404
    assert "The rubric stands below" in press("ready")
    assert "reads every application" in press("give")
    ReviewPhase.objects.update(each=3)
    assert "has fewer readers than you want" in press("give")
    assert "0 readers with work left" in press("remind")  # they heard when it was given out
    assert "application is free" in press(f"end:{reader.key}")
    assert browser.post(address, {"do": "end:no"}).status_code == 404
    assert browser.post(address, {"do": "dance"}).status_code == 404


def test_organisers_change_lines_and_phases_and_are_told_what_cannot_change(
    call, organiser_account, now
):
    browser = signed_in(organiser_account, now)
    line = {"title-en": "Courage", "words-en": "", "most": "5", "weight": "1"}
    running = ReviewPhase.objects.get()

    browser.post(page("criterion_new", call), line)
    courage = Criterion.objects.get()
    nameless = browser.post(page("criterion", courage), {**line, "title-en": ""})
    ReviewFactory(application=ApplicationFactory(call=call), points=[(courage, 3)])
    scale = browser.post(page("criterion", courage), {**line, "most": "9"})
    kept = browser.post(page("criterion", courage), {"remove": "1"})
    said = {
        "title-en": "Second", "opens_at": "2030-01-01T09:00", "closes_at": "2030-01-09T18:00",
        "each": "2", "blind": "on", "scores": "on",
    }  # fmt: skip
    browser.post(page("phase_new", call), said)
    second = ReviewPhase.objects.latest("pk")
    wrong = browser.post(page("phase_new", call), {**said, "closes_at": "2029-01-01T09:00"})
    odd = browser.post(page("phase_new", call), {**said, "closes_at": "soon"})
    halfway = browser.post(page("phase", running), said)
    shut = browser.post(page("phase", running), {"remove": "1"})
    removed = browser.post(page("phase", second), {"remove": "1"})

    assert [one.status_code for one in (nameless, scale, kept, wrong, odd, halfway, shut)] == [
        400
    ] * 7
    assert f"{second.opens_at:%H:%M}" == "06:00"  # by the clock of Nairobi
    assert removed.status_code == 302
    assert list(ReviewPhase.objects.all()) == [running]
    new = browser.get(page("phase_new", call)).content.decode()
    assert ("Nairobi" in new, "This phase has begun" in new) == (True, False)
    assert "This phase has begun" in browser.get(page("phase", running)).content.decode()
    assert browser.get(page("criterion", courage)).status_code == 200


def test_the_list_narrows_searches_and_sorts(call, organiser_account, now):
    line = CriterionFactory(call=call)
    rows = [handed_in(call, name, now) for name in ("Amina Wekesa", "Otieno Abdi", "Zuri Abdi")]
    for row, points in zip(rows, ((1,), (5, 2), ()), strict=True):
        for given in points:
            ReviewFactory(application=row, points=[(line, given)])
    country = FormQuestionFactory(call=call, kind="country", meaning="country")
    for row in rows[:2]:
        AnswerFactory(application=row, question=country, value="UG")
    AnswerFactory(application=rows[2], identifies=True)
    Application.objects.filter(pk=rows[0].pk).update(kind="pair", state="withdrawn")
    actor = actor_for(organiser_account, person_id=None, at=now)

    def found(**asked):
        there = listing(call, asked=Asked(**asked), actor=actor, at=now)
        return [row.application.person.shown_name.split()[0] for row in there.rows]

    assert found() == ["Amina", "Otieno", "Zuri"]
    assert found(q="abdi") == ["Otieno", "Zuri"]
    assert found(q="ab ot") == ["Otieno"]
    assert found(q=f"#{rows[0].number}") == ["Amina"]
    assert found(state="withdrawn") == found(kind="pair") == ["Amina"]
    assert found(country="UG") == ["Amina", "Otieno"]
    assert found(only="unread") == found(only="cover") == ["Zuri"]
    assert found(only="wide") == ["Otieno"]
    assert found(order="points") == ["Otieno", "Amina", "Zuri"]
    assert found(order="spread") == ["Otieno", "Amina", "Zuri"]
    assert found(order="read") == ["Zuri", "Amina", "Otieno"]
    assert found(order="name") == found(order="odd") == ["Amina", "Otieno", "Zuri"]
    shown = listing(call, asked=Asked(), actor=actor, at=now)
    assert [(row.mean, row.spread, row.evened) for row in shown.rows] == [
        (20, None, 20), (70, 60, 70), (None, None, None),
    ]  # fmt: skip
    browser = signed_in(organiser_account, now)
    words = browser.post(page("applications", call), {"q": "otieno"}).content.decode()
    assert ("Otieno Abdi" in words, "Zuri Abdi" in words) == (True, False)
    nothing = browser.get(page("applications", call) + "?country=XX").content.decode()
    assert "Nothing fits." in nothing


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("way", Call.Way)
def test_the_list_asks_as_often_for_one_as_for_many(
    way, number, call, organiser_account, now, django_assert_num_queries
):
    Call.objects.update(way=way)
    line = CriterionFactory(call=call)
    for _each in range(number):
        one = handed_in(call, "Amina", now)
        AnswerFactory(application=one)
        ReviewFactory(application=one, points=[(line, 3)])
    browser = signed_in(organiser_account, now)
    browser.get(page("applications", call))

    with django_assert_num_queries(24):
        browser.get(page("applications", call))


def test_the_simple_way_is_a_note_and_one_of_three_buttons(call, organiser_account, now):
    Call.objects.update(way=Call.Way.SIMPLE)
    one = handed_in(call, "Amina", now)
    ReviewFactory(application=one, words="Theirs.")
    browser = signed_in(organiser_account, now)
    address = page("applications", call)
    note = {f"note-{one.key}": "Mine."}

    kept = browser.post(address, {"do": f"{one.key}:", **note})
    browser.post(f"{address}?order=name", {"do": f"{one.key}:accept", **note})

    one.refresh_from_db()
    words = browser.get(address).content.decode()
    assert kept["Location"].endswith(f"#a-{one.key}")
    assert one.state == Application.State.ACCEPTED
    assert ("Mine." in words, "Theirs." in words) == (True, True)
    assert sorted(row.words for row in Review.objects.all()) == ["Mine.", "Theirs."]
    assert browser.post(address, {"do": f"{one.key}:dance"}).status_code == 404
    assert browser.post(address, {"do": "nobody:"}).status_code == 404


def test_organisers_cover_what_tells_who_it_is(call, organiser_account, now):
    one = handed_in(call, "Amina", now)
    DecisionFactory(application=one)
    RefereeFactory(application=one, answered_at=now, words="Take her.")
    file = FormQuestionFactory(call=call, kind="file")
    upload = keep(content=io.BytesIO(b"A plan"), name="amina.txt", at=now)
    AnswerFactory(application=one, question=file, value=None, file=upload)
    answer = AnswerFactory(application=one, value="I am Amina.", identifies=True)
    key = f"{answer.question.key}:"
    browser = signed_in(organiser_account, now)

    empty = browser.post(page("application", one), {"cover": key, "words": ""})
    browser.post(page("application", one), {"cover": key, "words": "I am ▇."})
    covered = browser.get(page("application", one)).content.decode()
    browser.post(page("application", one), {"uncover": key})

    assert empty.status_code == 400
    for told in ("I am Amina.", "I am ▇.", "Take her.", "Decided: accept"):
        assert told in covered
    got = browser.get(reverse("admissions:read_file", args=[one.key, file.key]))
    assert "amina.txt" in got["Content-Disposition"]
    nothing = reverse("admissions:read_file", args=[one.key, answer.question.key])
    assert browser.get(nothing).status_code == 404
    answer.refresh_from_db()
    assert (answer.identifies, answer.covered) == (False, "")
    assert browser.post(page("application", one), {"cover": "no:"}).status_code == 404
    assert browser.get(page("read_one", one))["Location"] == page("application", one)


def test_what_was_withdrawn_before_it_was_handed_in_only_began():
    one = ApplicationFactory(state="withdrawn", submitted_at=None)

    assert [moment.at for moment in history(one, judged=True)] == [one.begun_at]
