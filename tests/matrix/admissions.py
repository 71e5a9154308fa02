"""A call of each team's course, with a question and somebody who applied."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from commonroot.people.models import Person
from commonroot.programmes.models import Programme
from tests.factories.admissions import AnswerFactory, ApplicationFactory, CallFactory


def application_things(
    put: Callable[[str, Any], Any], programme: Programme, *, person: Person, at: datetime
) -> None:
    """What there is of applying for a course; each noun adds what its pages name."""
    call = CallFactory(
        programme=programme,
        opens_at=at - timedelta(days=30),
        closes_at=at - timedelta(days=2),
        published_at=at - timedelta(days=30),
        created_at=at - timedelta(days=40),
    )
    put("call", call)
    application = put("application", ApplicationFactory(call=call, person=person))
    put("form question", AnswerFactory(application=application).question)
