"""A pasted list: looked at first, written in with the same checks, twice without effect."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.registration import actions
from commonroot.registration.models import Registration
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import QuestionFactory, SessionFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
LIST = """Amina <amina@example.org>
Juma Otieno, juma@example.org
Halima Sesay halima@example.org
Nobody
nobody@example.org
"""


@pytest.fixture
def known(at):
    amina = PersonFactory(shown_name="Amina Wekesa")
    ContactWayFactory(person=amina, value="amina@example.org")
    return amina


def written(session, at, text=LIST, chosen=None):
    return actions.register_list(
        session=session, text=text, chosen=chosen or {}, language="en", by=BY, at=at
    )


def test_every_line_says_first_what_would_become_of_it(at, known):
    session = SessionFactory()
    actions.register(person=known, session=session, by=BY, at=at)

    found = actions.proposals(actions.lines_of(LIST), session=session)

    assert [(one.choice, one.there, bool(one.wrong)) for one in found] == [
        (known.key, True, False),
        ("new", False, False),
        ("new", False, False),
        ("leave", False, True),
        ("leave", False, True),
    ]
    assert Person.objects.count() == 1


def test_a_list_is_written_in_in_its_order_and_again_changes_nothing(at, known):
    session = SessionFactory(places=2)

    first, again = written(session, at), written(session, at)

    rows = list(Registration.objects.order_by("pk"))
    assert [(row.person.shown_name, row.state, row.source) for row in rows] == [
        ("Amina Wekesa", "placed", "list"),
        ("Juma Otieno", "placed", "list"),
        ("Halima Sesay", "waiting", "list"),
    ]
    assert [one.registration for one in first if one.registration] == rows
    assert [one.registration for one in again if one.registration] == rows
    assert [(one.line.text, bool(one.why)) for one in first if not one.registration] == [
        ("Nobody", True), ("nobody@example.org", True),
    ]  # fmt: skip
    assert Letter.objects.count() == 3


def test_somebody_only_likely_is_left_until_an_organiser_has_looked(at):
    session = SessionFactory()
    likely = PersonFactory(shown_name="Juma Otieno")
    ContactWayFactory(person=likely, value="office@example.org")
    text = "J. O. Wanyonyi office@example.org"
    [proposal] = actions.proposals(actions.lines_of(text), session=session)

    left = written(session, at, text)
    as_known = written(session, at, text, chosen={1: likely.key})

    assert (proposal.choice, proposal.maybe) == ("leave", (likely,))
    assert [(one.registration, one.why, one.undecided) for one in left] == [(None, "", True)]
    assert as_known[0].registration.person == likely


def test_a_line_that_is_refused_says_why_and_the_others_stand(at):
    session = SessionFactory(state="cancelled")

    [refused] = written(session, at, "Juma juma@example.org")

    assert (refused.registration, refused.why) == (
        None,
        "Registration for this session is closed.",
    )


def test_a_list_that_is_too_long_goes_to_the_register(at):
    text = "\n".join(f"P{n} p{n}@example.org" for n in range(201))

    with pytest.raises(actions.TooManyLines, match="201 lines; 200"):
        actions.lines_of(text)


def test_once_a_session_has_begun_whoever_is_on_the_list_came():
    session = SessionFactory()
    asked = QuestionFactory(session=session)
    after = session.starts_at + timedelta(days=1)

    done, left_out = actions.register_list(
        session=session,
        text="Rosa rosa@example.org\nTariq t@example.org",
        chosen={2: actions.LEAVE},
        language="en",
        answers={asked.key: "Water"},
        by=BY,
        at=after,
    )

    assert done.registration.state == "attended"
    assert done.registration.answers.get().text == "Water"
    assert (left_out.why, left_out.undecided) == ("You left it out.", False)
