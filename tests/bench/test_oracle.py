"""What tells known from unknown answers: the measure itself."""

import pytest

from bench.oracle import auc, plain


@pytest.mark.parametrize(
    ("known", "unknown", "seen"),
    [
        ([1.0, 2.0], [3.0, 4.0], 1.0),
        ([3.0, 4.0], [1.0, 2.0], 1.0),
        ([1.0, 1.0], [1.0, 1.0], 0.5),
        ([1.0, 3.0], [2.0, 2.0], 0.5),
    ],
)
def test_the_classifier_sees_what_there_is_to_see(known, unknown, seen):
    assert auc(known, unknown) == seen


def test_answers_are_compared_without_what_was_typed_and_drawn():
    one = b'<input name="csrfmiddlewaretoken" value="abc">known0001@ /p/' + b"k" * 22
    other = b'<input name="csrfmiddlewaretoken" value="xyz">other0002@ /p/' + b"j" * 22

    assert plain(one) == plain(other)
    assert plain(b"You have a place") != plain(b"You had a place.")
