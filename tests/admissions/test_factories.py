"""Everything that is kept of applications can be made for a test, in one call."""

import pytest

from tests.factories import admissions

MADE = [
    one
    for name, one in sorted(vars(admissions).items())
    if name.endswith("Factory") and one.__module__ == admissions.__name__
]


@pytest.mark.django_db
def test_each_is_made_and_belongs_to_one_call():
    made = {one.__name__: one() for one in MADE}

    assert len(made) == 24
    assert made["AnswerFactory"].question.call == made["AnswerFactory"].application.call
    assert made["ReviewFactory"].reviewer.call == made["ReviewFactory"].application.call
