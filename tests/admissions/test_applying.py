"""Beginning an application, keeping what is typed, drafts that are reminded and let go."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from commonroot.accounts.actions import TooManyTries
from commonroot.accounts.roles import Actor
from commonroot.admissions import tasks
from commonroot.admissions.actions import applying, attaching
from commonroot.admissions.models import Application, ApplicationAnswer, FormQuestion, Referee
from commonroot.admissions.queries import applying as queries
from commonroot.admissions.queries.answers import values_of
from commonroot.consent.queries import may
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.files.models import Litter, Upload
from commonroot.messaging.models import Letter
from commonroot.people.actions import NoSuchWay, code_token
from commonroot.people.models import ContactWay, Link, Person
from commonroot.people.queries import link
from commonroot.registration.queries.sweeping import newcomers_to_forget
from tests.factories.accounts import AccountFactory
from tests.factories.admissions import (
    CLOSES,
    ApplicantFactory,
    ApplicationFactory,
    CallFactory,
    FormQuestionFactory,
    RefereeFactory,
)
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
PUBLIC, SYSTEM = Actor.public(), Actor.system()
AT = datetime(2026, 11, 10, 9, tzinfo=UTC)
Kind = FormQuestion.Kind


def begin(call, **changed):
    typed = {
        "name": "Amina W.",
        "way_text": "amina@example.org",
        "language": "en",
        "zone": "Asia/Beirut",
        "by": PUBLIC,
        "at": AT,
    }
    return applying.begin(call=call, **(typed | changed))


def keep(application, values, **changed):
    return applying.keep_answers(
        application=application, values=values, **({"by": PUBLIC, "at": AT} | changed)
    )


def test_a_draft_is_there_at_once_and_its_link_goes_by_letter():
    call = CallFactory()

    begun = begin(call)

    application = begun.application
    letter = Letter.objects.get()
    mailed = link(letter.values["page"].rsplit("/", 1)[-1], at=AT)
    shown = link(begun.token, at=AT)
    assert (application.state, application.number, application.time_zone) == (
        "draft", None, "Asia/Beirut",
    )  # fmt: skip
    assert (application.person.provisional, begun.way_shown, begun.code) == (
        True, "am…@example.org", "",
    )  # fmt: skip
    assert (letter.template, letter.address) == ("admissions/emails/begun", "amina@example.org")
    assert letter.values["earlier"] == ""
    assert "23:59:59" in letter.values["deadline"]
    assert mailed.thing == shown.thing == f"application:{application.key}"
    assert (mailed.way.value, shown.way) == ("amina@example.org", None)
    assert may(
        application.person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=queries.organisers_of(call),
        at=AT,
    )


def test_whoever_gave_only_a_number_gets_six_words_and_a_letter_by_hand():
    begun = begin(CallFactory(), way_text="+254712345678")

    assert len(begun.code.split()) == 6
    assert link(code_token(begun.code), at=AT).person == begun.application.person
    assert Letter.objects.get().way == Letter.Way.HAND


def test_what_was_begun_before_is_said_in_the_letter_alone():
    call = CallFactory()
    # The address is shared, with somebody of another name and somebody who applied for nothing.
    for name in ("Otieno", "Amina W."):
        ContactWayFactory(person=PersonFactory(shown_name=name), value="amina@example.org")
    known = PersonFactory(shown_name="Amina W.")
    ContactWayFactory(person=known, value="amina@example.org")
    before = ApplicationFactory(call=call, person=known, draft=True)
    ApplicationFactory(call=call, person=known, state="withdrawn")

    begun = begin(call)

    told = Letter.objects.get().values["earlier"].rsplit("/", 1)[-1]
    assert link(told, at=AT).thing == f"application:{before.key}"
    assert begun.application != before


def test_somebody_in_high_care_gets_a_link_and_nothing_else():
    known = PersonFactory(shown_name="Amina W.", risk="high")
    ContactWayFactory(person=known, value="amina@example.org")

    begin(CallFactory())

    letter = Letter.objects.get()
    assert (letter.template, set(letter.values)) == ("registration/emails/link_only", {"page"})


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"name": "…"}, applying.NotAName),
        ({"way_text": "nowhere"}, NoSuchWay),
        ({"kind": "pair"}, applying.NotThisWay),
        ({"at": CLOSES + timedelta(seconds=1)}, applying.CallClosed),
        ({"at": datetime(2026, 8, 1, tzinfo=UTC)}, applying.CallClosed),
    ],
)
def test_what_is_refused_leaves_nothing(changed, refusal):
    call = CallFactory()

    with pytest.raises(refusal):
        begin(call, **changed)

    assert (Application.objects.count(), Person.objects.count()) == (0, 0)


def test_a_call_that_is_not_published_takes_nothing():
    with pytest.raises(applying.CallClosed):
        begin(CallFactory(published_at=None))


def test_nobodys_address_is_filled_and_no_network_floods_us(monkeypatch):
    call = CallFactory()
    for _ in range(applying.LETTERS_A_DAY):
        begin(call)
    monkeypatch.setattr(applying, "FROM_A_NETWORK_AN_HOUR", 1)
    begin(call, way_text="other@example.org", network="10.0.0")

    with pytest.raises(applying.AskedTooOften):
        begin(call)
    with pytest.raises(TooManyTries):
        begin(call, way_text="third@example.org", network="10.0.0")


def test_answers_are_kept_as_typed_the_last_counts_and_the_other_device_is_told():
    application = ApplicationFactory(draft=True, revision=3)
    question = FormQuestionFactory(call=application.call)

    first = keep(application, {question.key: "Wat"}, revision=3)
    second = keep(application, {question.key: "Water"}, revision=3)
    after = values_of(application)
    third = keep(application, {question.key: ""}, revision=second.revision)

    assert (first.revision, first.elsewhere) == (4, False)
    assert (second.revision, second.elsewhere) == (5, True)
    assert (third.revision, third.elsewhere) == (6, False)
    assert after == {question.key: "Water"}
    assert values_of(application) == {}


def test_answers_of_one_of_several_stand_beside_those_of_whoever_writes():
    applicant = ApplicantFactory(application=ApplicationFactory(draft=True))
    question = FormQuestionFactory(call=applicant.application.call, each_member=True)

    keep(applicant.application, {question.key: "mine"})
    keep(applicant.application, {question.key: "theirs"}, applicant=applicant)

    assert values_of(applicant.application) == {question.key: "mine"}
    assert values_of(applicant.application, applicant=applicant) == {question.key: "theirs"}


@pytest.mark.parametrize(("value", "background"), [("new", "new"), ("odd", "unknown")])
def test_where_they_start_from_stands_with_the_application(value, background):
    application = ApplicationFactory(draft=True)
    question = FormQuestionFactory(
        call=application.call,
        kind=Kind.CHOICE,
        meaning="background",
        choices=[{"value": "new", "words": {"en": "New"}}],
    )

    keep(application, {question.key: value})

    application.refresh_from_db()
    assert application.background == background


def test_a_draft_is_kept_after_the_deadline_and_what_was_handed_in_is_not_changed():
    late = CLOSES + timedelta(seconds=1)
    draft, done = ApplicationFactory(draft=True), ApplicationFactory()
    theirs, ours = (FormQuestionFactory(call=one.call) for one in (draft, done))
    account = AccountFactory()
    organiser = Actor(kind="account", account_id=account.pk)

    keep(draft, {theirs.key: "late"}, at=late)
    with pytest.raises(applying.CallClosed):
        keep(done, {ours.key: "late"}, at=late)
    before = values_of(done)
    keep(done, {ours.key: "from paper"}, at=late, by=organiser)

    assert values_of(draft) == {theirs.key: "late"}
    assert before == {}
    assert values_of(done) == {ours.key: "from paper"}


def test_what_was_handed_in_keeps_the_answers_it_needs():
    question = FormQuestionFactory(required=True)
    application = ApplicationFactory(call=question.call, answers=[(question, "there")])

    with pytest.raises(applying.StillNeeded):
        keep(application, {question.key: ""})

    assert values_of(application) == {question.key: "there"}


def test_referees_are_named_anew_until_they_are_asked():
    application = ApplicationFactory(draft=True)
    question = FormQuestionFactory(call=application.call, kind=Kind.REFEREE)
    one = {"name": "Grace", "way": "grace@example.org", "language": "fr"}
    keep(application, {question.key: [one, {"name": " ", "way": ""}]})
    keep(application, {question.key: [one | {"name": "Grace O."}]})
    named = list(application.referees.values_list("language", flat=True))
    application.referees.update(state=Referee.State.ASKED)

    keep(application, {question.key: [one | {"name": "Grace O."}]})
    with pytest.raises(applying.AskedBefore):
        keep(application, {question.key: []})

    assert [row.name for row in application.referees.all()] == ["Grace O."]
    assert named == ["fr"]


def test_a_file_takes_the_place_of_the_one_before_and_can_be_taken_away():
    application = ApplicationFactory(draft=True)
    question = FormQuestionFactory(call=application.call, kind=Kind.FILE)
    about = {"application": application, "question": question, "by": PUBLIC, "at": AT}

    for text in (b"one", b"two"):
        attaching.keep_file(content=BytesIO(text), name="letter.txt", **about)
    kept = ApplicationAnswer.objects.get().file
    attaching.drop_file(**about)

    assert kept.name == "letter.txt"
    assert (ApplicationAnswer.objects.count(), Upload.objects.count()) == (0, 0)
    assert Litter.objects.count() == 2


def test_a_draft_is_called_to_mind_once_before_the_deadline():
    draft = ApplicationFactory(draft=True)
    ContactWayFactory(person=draft.person, value="amina@example.org")
    nobody = ApplicationFactory(draft=True, call=draft.call)
    ApplicationFactory(draft=True, call=draft.call, begun_at=CLOSES - timedelta(hours=40))
    ApplicationFactory(call=draft.call)
    soon = CLOSES - timedelta(hours=41)

    early = tasks.remind_drafts(at=CLOSES - timedelta(hours=49))
    first = tasks.remind_drafts(at=soon)
    second = tasks.remind_drafts(at=soon)

    assert (early, first, second) == (0, 1, 0)
    assert Letter.objects.get().template == "admissions/emails/reminder"
    nobody.refresh_from_db()
    assert nobody.reminded_at == soon
    assert not applying.remind_draft(application=nobody, by=SYSTEM, at=soon)


def test_a_call_without_a_deadline_tells_none():
    begin(CallFactory(closes_at=None))

    values = Letter.objects.get().values
    assert (values["deadline"], values["own_deadline"]) == ("", "")


def test_a_draft_goes_some_weeks_after_the_deadline_with_its_files_and_links():
    begun = begin(CallFactory())
    question = FormQuestionFactory(call=begun.application.call, kind=Kind.FILE)
    attaching.keep_file(
        application=begun.application, question=question, content=BytesIO(b"x"), name="a.txt",
        by=PUBLIC, at=AT,
    )  # fmt: skip
    ApplicationFactory(call=begun.application.call)
    due = CLOSES + timedelta(days=30)

    early = tasks.let_go_of_drafts(at=due - timedelta(days=1))
    gone = tasks.let_go_of_drafts(at=due)

    assert (early, gone) == (0, 1)
    assert Application.objects.get().state == "submitted"
    assert (Upload.objects.count(), Litter.objects.count()) == (0, 1)
    assert not Link.objects.filter(revoked_at=None).exists()


def test_the_parts_of_a_form_say_what_is_answered_and_what_is_needed(django_assert_num_queries):
    call = CallFactory()
    make = lambda **said: FormQuestionFactory(call=call, **said)  # noqa: E731 - short
    line = make(required=True)
    make(kind=Kind.HEADING, prompt=Translated({"en": "Your campaign"}))
    leads = make(kind=Kind.YES_NO, required=True)
    make(shown_if=leads, shown_if_values=["yes"], required=True)
    referee = make(kind=Kind.REFEREE, most=2, required=True)
    application = ApplicationFactory(call=call, draft=True, answers=[(leads, False)])
    RefereeFactory(application=application, question=referee)

    with django_assert_num_queries(4):
        progress = queries.progress(application)

    assert [(part.title, part.answered, part.of, part.is_done) for part in progress.parts] == [
        ("To begin with", 0, 1, False),
        ("Your campaign", 1, 2, False),
    ]
    assert progress.needed == (line, referee)
    assert (progress.answered, progress.of) == (1, 3)
    assert progress.part_of(referee) == 2


def test_ways_of_a_newcomer_are_kept():
    begin(CallFactory())

    assert ContactWay.objects.get().value == "amina@example.org"


def test_whoever_applies_is_not_forgotten_as_a_newcomer():
    begun = begin(CallFactory())
    applicant = ApplicantFactory(
        application=begun.application,
        person=PersonFactory(provisional=True, origin="registration", created_at=AT),
    )
    late = AT + timedelta(days=60)

    before = set(newcomers_to_forget(at=late))
    person = begun.application.person
    begun.application.delete()

    assert before == set()
    assert set(newcomers_to_forget(at=late)) == {person, applicant.person}
