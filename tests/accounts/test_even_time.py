"""Answers that come after a fixed time, whatever there was to do."""

from time import monotonic

import pytest
from django.http import HttpResponse

from commonroot.accounts.guards import even_time
from commonroot.accounts.rules import time_left


@pytest.mark.parametrize(
    ("spent", "step", "left"),
    [(0.03, 0.2, 0.17), (0.2, 0.2, 0.0), (0.25, 0.2, 0.15), (9, 0, 0)],
)
def test_the_time_left_until_the_next_multiple(spent, step, left):
    assert time_left(spent, step=step) == pytest.approx(left)


@pytest.mark.parametrize(("method", "step"), [("post", 0.05), ("get", 60)])
def test_what_is_posted_waits_and_what_is_read_does_not(rf, settings, method, step):
    settings.EVEN_SECONDS = step
    view = even_time(lambda request: HttpResponse("said"))
    began = monotonic()

    answer = view(getattr(rf, method)("/"))

    assert answer.content == b"said"
    assert (monotonic() - began >= step) == (method == "post")
