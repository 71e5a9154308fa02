"""Row by row: who must not judge which application."""

from datetime import UTC, datetime

import pytest

from commonroot.accounts.roles import Actor, Held
from commonroot.admissions.models import Application, FormQuestion
from commonroot.admissions.permissions import may_judge, may_read
from commonroot.admissions.permissions.reading import can_see_circumstances
from commonroot.admissions.queries.reading import conflicted, judgeable
from commonroot.admissions.rules.organisations import comparable, spellings_of
from commonroot.people.models import Affiliation, Organisation
from tests.factories.admissions import (
    AnswerFactory,
    ApplicantFactory,
    ApplicationFactory,
    CallFactory,
    ConflictFactory,
    FormQuestionFactory,
    ReviewerFactory,
    ReviewFactory,
)
from tests.factories.people import ContactWayFactory, PersonFactory

AT = datetime(2026, 11, 18, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def actor_of(reviewer, *, role="organiser"):
    call = reviewer.call
    return Actor(
        kind="account",
        key=reviewer.account.key,
        account_id=reviewer.account_id,
        person_id=reviewer.account.person.pk,
        held=(Held(role=role, circle_id=call.programme.run_by_id, is_school=False),),
    )


def a_reader(**person):
    reviewer = ReviewerFactory()
    PersonFactory(account=reviewer.account, **person)
    return reviewer


def theirs(reviewer):
    return ApplicationFactory(call=reviewer.call, person=reviewer.account.person)


def with_them(reviewer):
    other = ApplicationFactory(call=reviewer.call)
    ApplicantFactory(application=other, person=reviewer.account.person)
    return other


def same_address(reviewer):
    other = ApplicationFactory(call=reviewer.call)
    for person in (other.person, reviewer.account.person):
        ContactWayFactory(person=person, value="asha@example.org")
    return other


def same_work(reviewer):
    person = PersonFactory(organisation="THE Water  Union")
    return ApplicationFactory(call=reviewer.call, person=person)


def work_of_one_of_them(reviewer):
    other = ApplicationFactory(call=reviewer.call)
    ApplicantFactory(application=other, person=PersonFactory(organisation="water union"))
    return other


def same_tie(reviewer):
    other = ApplicationFactory(call=reviewer.call)
    Affiliation.objects.create(
        person=other.person, organisation="Water Union", source="self", said_on=AT.date()
    )
    return other


def told_in_an_answer(reviewer):
    question = FormQuestionFactory(call=reviewer.call, meaning=FormQuestion.Meaning.ORGANISATION)
    other = ApplicationFactory(call=reviewer.call)
    AnswerFactory(application=other, question=question, value="Wåter union")
    return other


def other_spelling(reviewer):
    Organisation.objects.create(
        name="Water Union", sort_key="water union", also=["sindicato del agua"], created_at=AT
    )
    person = PersonFactory(organisation="Sindicato del Agua")
    return ApplicationFactory(call=reviewer.call, person=person)


def said_so(reviewer):
    other = ApplicationFactory(call=reviewer.call)
    ConflictFactory(application=other, reviewer=reviewer)
    return other


def apart(reviewer):
    """Of other organisations in every way in which somebody can be of one."""
    other = ApplicationFactory(call=reviewer.call, person=PersonFactory(organisation="Land Union"))
    ApplicantFactory(application=other, person=PersonFactory(organisation="Sea Union"))
    Affiliation.objects.create(
        person=other.person, organisation="Forest Union", source="self", said_on=AT.date()
    )
    question = FormQuestionFactory(call=reviewer.call, meaning=FormQuestion.Meaning.ORGANISATION)
    AnswerFactory(application=other, question=question, value="Mountain Union")
    return other


@pytest.mark.parametrize(
    "of",
    [
        theirs, with_them, same_address, same_work, work_of_one_of_them, same_tie,
        told_in_an_answer, other_spelling, said_so,
    ],
)  # fmt: skip
@pytest.mark.parametrize("role", ["organiser", "panel"])
def test_a_row_of_ones_own_is_not_judged(of, role):
    reader = a_reader(organisation="Water Union")
    row, another = of(reader), apart(reader)
    actor = actor_of(reader, role=role)
    rows = Application.objects.filter(call=reader.call)

    seen = list(judgeable(rows, actor=actor))

    assert (seen, may_judge(actor, row), may_judge(actor, another)) == ([another], False, True)
    assert may_read(actor, row) is (role == "organiser")


def test_whoever_names_no_organisation_is_of_nobodys():
    reader = a_reader(organisation="none")
    ApplicationFactory(call=reader.call, person=PersonFactory(organisation="None"))

    assert conflicted(Application.objects.all(), actor=actor_of(reader)) == frozenset()


def test_the_school_itself_parts_nobody():
    reader = a_reader(organisation=str(CallFactory().programme.run_by.name))
    name = str(reader.call.programme.run_by.name)
    reader.account.person.organisation = name
    reader.account.person.save()
    ApplicationFactory(call=reader.call, person=PersonFactory(organisation=name))

    assert conflicted(Application.objects.all(), actor=actor_of(reader)) == frozenset()


def test_the_house_itself_judges_all_and_the_public_nothing():
    row = ApplicationFactory()

    assert conflicted(Application.objects.all(), actor=Actor.system()) == frozenset()
    assert conflicted(Application.objects.all(), actor=Actor.public()) == frozenset()
    assert [may_judge(one, row) for one in (Actor.system(), Actor.public())] == [True, False]


def test_the_number_of_queries_does_not_follow_the_number_of_applications(
    django_assert_num_queries,
):
    reader = a_reader(organisation="Water Union")
    actor = actor_of(reader)
    for _each in range(3):
        same_tie(reader)

    with django_assert_num_queries(11):
        conflicted(Application.objects.filter(call=reader.call), actor=actor)


def test_a_draft_and_whoever_paused_are_read_by_nobody():
    reader = a_reader()
    draft = ApplicationFactory(call=reader.call, draft=True)
    paused = ApplicationFactory(call=reader.call, person=PersonFactory(frozen_at=AT))

    assert [may_read(actor_of(reader), row) for row in (draft, paused)] == [False, False]


def test_the_panel_reads_what_it_was_given_while_it_is_on_the_panel():
    reader = a_reader()
    given, other = (ApplicationFactory(call=reader.call) for _each in range(2))
    reader.call.phases.create(
        position=1, opens_at=AT, closes_at=AT.replace(day=19), each=1, title={"en": "One"}
    )
    ReviewFactory(application=given, reviewer=reader, given_at=None)
    actor = actor_of(reader, role="panel")

    before = [may_read(actor, row) for row in (given, other)]
    reader.ended_at = AT
    reader.save()

    assert (before, may_read(actor, given)) == ([True, False], False)


def test_names_of_organisations_are_compared_without_marks_case_and_articles():
    assert comparable("The  Wåter-Union!") == "water union"
    assert comparable("N/A") == ""
    assert comparable("The A") == "the a"
    known = [["bc", "B C"], ["x"]]
    assert spellings_of(["B C"], known=known, everybody=["School"]) == {"bc", "b c"}


def test_only_organisers_and_liaison_see_circumstances():
    reader = a_reader()
    row = ApplicationFactory(call=reader.call)
    roles = ("organiser", "student liaison", "panel", "facilitator")

    seen = [can_see_circumstances(actor_of(reader, role=role), row) for role in roles]

    assert seen == [True, True, False, False]
