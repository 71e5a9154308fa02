"""People, offers and meetings for the tests of the years after."""

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.circles.queries import actor_for
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import (
    CourseFactory,
    ParticipationFactory,
    agree,
)
from tests.factories.people import ContactWayFactory, PersonFactory

BY = Actor.system()


def asked_later(**fields):
    """Somebody with an address who agreed to be asked later."""
    person = PersonFactory(**fields)
    ContactWayFactory(person=person)
    agree(person, Purpose.FOLLOW_UP)
    return person


def offer(run_by, at, **fields):
    """An offer of the school."""
    words = Translated({"en": "Once a month we meet."})
    given = {"kind": "circle", "title": Translated({"en": "Join us"}), "words": words}
    return actions.offer(**{**given, "run_by": run_by, "by": BY, "at": at, **fields})


def meeting_of(at, school):
    one, two = asked_later(shown_name="Amina"), asked_later(shown_name="Beatriz")
    meeting = actions.ask_two(
        one=one,
        other=two,
        about="You both work on water.",
        language="en",
        run_by=school,
        by=BY,
        at=at,
    )
    sides = {side.person: side for side in meeting.sides.select_related("person", "meeting")}
    return meeting, sides[one], sides[two]


def alumna(programme=None, background="new", **fields):
    """Somebody of a closed course who is in the register and agreed to be asked."""
    person = PersonFactory(**fields)
    ContactWayFactory(person=person)
    for purpose in (Purpose.REGISTER, Purpose.FOLLOW_UP):
        agree(person, purpose)
    programme = programme or CourseFactory()
    ParticipationFactory(programme=programme, person=person, background=background)
    return person


def signed_in(circle, at, role="organiser", **fields):
    """An account with a person and a mandate, and the actor it is."""
    account = AccountFactory(**fields)
    PersonFactory(shown_name=account.shown_name, account=account)
    give_mandate(account=account, circle=circle, role=role, until=None, by=BY, at=at)
    return account, actor_for(account, person_id=account.person.pk, at=at)
