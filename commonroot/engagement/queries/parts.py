"""The parts of running a course, in words, and who covered which."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonroot.people.models import Person
from commonroot.programmes.models import Function, Presenter, Programme, Session

PRESENTING = "presenting"


def part_words(part: str) -> str:
    """A part of running a course as it stands in a sentence."""
    if part == PRESENTING:
        return _("presenting a session")
    return str(Function.Kind(part).label)


@dataclass(frozen=True)
class Held:
    """Somebody who covered a part of a course."""

    person: Person
    part: str

    @property
    def words(self) -> str:
        """The part in words."""
        return part_words(self.part)


def held(programme: Programme) -> list[Held]:
    """Who covered what in a course: the planning group, then who presented. Two queries."""
    functions = programme.functions.filter(person__isnull=False).select_related("person")
    rows = [
        Held(row.person, str(row.kind))
        for row in functions.order_by("pk")
        if row.person is not None
    ]
    presenters = (
        Presenter.objects.filter(session__programme=programme, state=Presenter.State.AGREED)
        .exclude(session__state=Session.State.CANCELLED)
        .select_related("person")
        .order_by("person__sort_key", "person_id")
    )
    return rows + [
        Held(person, PRESENTING) for person in dict.fromkeys(row.person for row in presenters)
    ]
