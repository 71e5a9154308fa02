"""Applications from a list, on paper and late."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import by_hand, lists
from commonroot.admissions.models import Application, FormQuestion
from commonroot.admissions.permissions.applying import can_take_in
from commonroot.admissions.queries.answers import answers_of, values_of
from commonroot.admissions.rules.lists import NotRead, column_of, value_of
from commonroot.consent.actions import AskedToBeForgotten
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.people.actions import NoSuchWay, suppress
from commonroot.people.models import Person
from commonroot.registration.actions import NotAName
from commonroot.sheets.reading import read_pasted
from tests.factories.admissions import CLOSES, ApplicationFactory, CallFactory, FormQuestionFactory
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
AT = datetime(2026, 11, 10, 9, tzinfo=UTC)
Kind = FormQuestion.Kind
OPTIONS = {"water": ["Water, and who owns it"], "care": ["Care", "Soins"]}
GOOGLE = (
    '"Timestamp","Email Address","Your name","What do you work on?","Which themes?","Shoe size"\n'
    '"2026/10/30 3:08:44 PM GMT+1","amina@example.org","Amina W.","Old","Care","38"\n'
    '"2026/10/30 4:08:44 PM GMT+1","otieno@example.org","Otieno","A clinic",'
    '"Water, and who owns it;Soins","40"\n'
    '"2026/10/31 3:08:44 PM GMT+1","Amina@example.org","Amina W.","A hospital","Air","38"\n'
    '"2026/10/31 3:09:44 PM GMT+1","","Nobody","","",""\n'
)


@pytest.fixture
def call():
    """A call that asks what for, and for themes."""
    call = CallFactory()
    FormQuestionFactory(call=call, required=True)
    FormQuestionFactory(
        call=call,
        kind=Kind.SEVERAL,
        prompt=Translated({"en": "Which themes?", "fr": "Quels thèmes ?"}),
        choices=[
            {"value": "water", "words": {"en": "Water, and who owns it"}},
            {"value": "care", "words": {"en": "Care", "fr": "Soins"}},
        ],
    )
    FormQuestionFactory(call=call, kind=Kind.FILE, prompt=Translated({"en": "A letter"}))
    return call


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (" ", "line", None),
        (" Our hospital ", "text", "Our hospital"),
        ("soins", "choice", "care"),
        ("Water, and who owns it; Care", "several", ["water", "care"]),
        ("Care, Water, and who owns it", "several", ["care", "water"]),
        ("Oui", "yes_no", True),
        ("no", "agree", None),
        ("12 people", "number", 12),
        ("4", "scale", 4),
        ("Kenya", "country", "KE"),
        ("English (4), French", "languages", {"en": 4, "fr": 3}),
    ],
)
def test_cells_become_answers(text, kind, value):
    assert value_of(text, kind=kind, options=OPTIONS, most=5) == value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Air", "choice"), ("Care; Air", "several"), ("hm", "yes_no"), ("many", "number"),
        ("6", "scale"), ("Atlantis", "country"), ("English, Klingonish", "languages"),
    ],
)  # fmt: skip
def test_cells_that_are_no_answer_are_told(text, kind):
    with pytest.raises(NotRead):
        value_of(text, kind=kind, options=OPTIONS, most=5)


@pytest.mark.parametrize(
    ("prompts", "index"),
    [
        (["Whatever", "What is it?"], 1),
        (["What would you do with it after the course?"], 2),
        (["Elsewhere"], None),
        ([""], None),
    ],
)
def test_columns_are_known_by_their_words(prompts, index):
    headings = ["", "WHAT IS IT", "What would you do with it after"]

    assert column_of(headings, prompts) == index


def test_a_look_says_what_a_list_would_bring_and_writes_nothing(call):
    look = lists.look(read_pasted(GOOGLE).tables[0], call=call)

    assert [(line.number, line.way, line.again, bool(line.wrong)) for line in look.lines] == [
        (2, "amina@example.org", True, False),
        (3, "otieno@example.org", False, False),
        (4, "amina@example.org", False, False),
        (5, "", False, True),
    ]
    assert look.counts == 2
    assert [heading for heading, _question in look.columns] == [
        "What do you work on?", "Which themes?",
    ]  # fmt: skip
    assert "Shoe size" in look.left_out
    assert look.unread == (lists.Unread(4, "Which themes?", "Air"),)
    assert Person.objects.count() == 0


def test_of_rows_with_one_address_all_are_kept_and_the_newest_counts(call):
    table = read_pasted(GOOGLE).tables[0]
    taken, again = (
        lists.take_in(table, call=call, language="en", by=SYSTEM, at=AT) for _ in range(2)
    )

    rows = Application.objects.order_by("number")
    assert [(row.number, row.state, row.person.shown_name, row.received) for row in rows] == [
        (1, "withdrawn", "Amina W.", "list"),
        (2, "submitted", "Otieno", "list"),
        (3, "submitted", "Amina W.", "list"),
    ]
    assert [said.words for said in answers_of(rows[1])] == [
        "A clinic", "Water, and who owns it, Care",
    ]  # fmt: skip
    assert (len(taken.applications), taken.again, [line for line, _why in taken.refused]) == (
        3, 1, [5],
    )  # fmt: skip
    assert again.applications == []
    # A third answer: what was withdrawn before stays so.
    newer = '"Email","Your name","What do you work on?"\n"amina@example.org","Amina W.","New"\n'
    lists.take_in(read_pasted(newer).tables[0], call=call, language="en", by=SYSTEM, at=AT)
    assert sorted(Application.objects.values_list("state", flat=True)) == (
        ["submitted"] * 2 + ["withdrawn"] * 2
    )
    assert Letter.objects.count() == 0


def test_what_is_no_list_of_people_is_refused(call, monkeypatch):
    with pytest.raises(lists.NotAList, match="no column with names"):
        lists.look(read_pasted("Colour\tSize\nred\t3\nblue\t4").tables[0], call=call)
    monkeypatch.setattr(lists, "MOST_ROWS", 2)
    with pytest.raises(lists.NotAList, match="4 lines"):
        lists.look(read_pasted(GOOGLE).tables[0], call=call)


def test_whoever_asked_to_be_forgotten_is_not_brought_back_by_a_list(call):
    gone = PersonFactory(shown_name="Otieno")
    ContactWayFactory(person=gone, value="otieno@example.org")
    suppress(person=gone, at=AT)
    gone.delete()

    taken = lists.take_in(
        read_pasted(GOOGLE + '"","x@example.org","…","","",""\n').tables[0],
        call=call, language="en", by=SYSTEM, at=AT,
    )  # fmt: skip

    assert [line for line, _why in taken.refused] == [3, 5, 6]


def test_the_command_says_and_takes_in(call, tmp_path, capsys):
    file = tmp_path / "answers.csv"
    file.write_text(GOOGLE)
    key = call.programme.key

    call_command("import_applications", key, str(file), "--json", "--dry-run")
    told = json.loads(capsys.readouterr().out)
    before = Application.objects.count()
    call_command("import_applications", key, str(file))

    assert (told["lines"], told["count"], before, Application.objects.count()) == (4, 2, 0, 3)
    assert "3 were taken in." in capsys.readouterr().out
    with pytest.raises(CommandError, match="No call"):
        call_command("import_applications", "nothing", str(file))
    file.write_text("Colour,Size\nred,3\nblue,4\n")
    with pytest.raises(CommandError, match="no column"):
        call_command("import_applications", key, str(file))


def test_on_paper_somebody_known_is_known_again_and_the_refused_stay_out(call):
    known = PersonFactory(shown_name="Amina W.")
    ContactWayFactory(person=known, value="amina@example.org")
    about = {
        "call": call, "received": "paper", "words": "A letter of 3 May", "language": "en",
        "by": SYSTEM, "at": CLOSES + timedelta(days=2),
    }  # fmt: skip

    one = by_hand.begin_for(name="Amina W.", way_text="amina@example.org", **about)
    two = by_hand.begin_for(name="Otieno", way_text="", **about)

    assert (one.person, one.received_words) == (known, "A letter of 3 May")
    assert (two.person.provisional, two.person.ways.count()) == (False, 0)
    suppress(person=known, at=AT)
    known.delete()
    for name, way, refusal in (
        ("…", "", NotAName),
        ("Amina", "nowhere", NoSuchWay),
        ("Amina W.", "amina@example.org", AskedToBeForgotten),
    ):
        with pytest.raises(refusal):
            by_hand.begin_for(name=name, way_text=way, **about)


@pytest.fixture(autouse=True)
def after_the_deadline(monkeypatch):
    """The clock of pages stands after the deadline."""
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: CLOSES + timedelta(days=1))


def test_the_desk_takes_in_paper_lists_and_what_came_late(desk, call):
    key = call.programme.key
    draft = ApplicationFactory(call=call, draft=True, person__shown_name="Late Comer")
    from commonroot.admissions.actions.applying import let_organisers_see

    let_organisers_see(person=draft.person, call=call, by=SYSTEM, at=AT)
    needed = call.questions.get(required=True)

    first = desk.post(reverse("admissions:paper", args=[key]), {"name": "Grace", "way": ""})
    paper = Application.objects.get(received="paper")
    kept = desk.post(first.url, {needed.key: "Water", "keep": "1"})
    there = desk.get(reverse("admissions:paper", args=[key])).content.decode()
    done = desk.post(first.url, {needed.key: "Water", "take": "1"})
    late = desk.get(reverse("admissions:late", args=[key])).content.decode()
    taken = desk.post(
        reverse("admissions:late", args=[key]), {"one": draft.key, "words": "No power."}
    )
    look = desk.post(reverse("admissions:list_in", args=[key]), {"text": GOOGLE})
    saved = desk.post(reverse("admissions:list_in", args=[key]), {"text": GOOGLE, "save": "1"})
    nothing = desk.post(reverse("admissions:list_in", args=[key]), {"text": ""})

    paper.refresh_from_db()
    draft.refresh_from_db()
    assert (first.status_code, kept.url, "Grace" in there) == (302, first.url, True)
    assert (done.status_code, paper.state, values_of(paper)) == (
        302, "submitted", {needed.key: "Water"},
    )  # fmt: skip
    assert "Late Comer" in late
    assert (taken.status_code, draft.state, draft.received, draft.received_words) == (
        302, "submitted", "late", "No power.",
    )  # fmt: skip
    assert "2 applications of 4 lines." in look.content.decode()
    assert "3 applications are in the list now." in saved.content.decode()
    assert nothing.status_code == 400
    # A draft that somebody fills in themself is nobody else's.
    own = ApplicationFactory(call=call, draft=True)
    assert desk.get(reverse("admissions:fill", args=[own.key])).status_code == 404


def test_only_those_who_give_places_take_in(call):
    assert can_take_in(SYSTEM, call)
    assert not can_take_in(Actor.public(), call)
