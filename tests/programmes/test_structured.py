"""What search engines are told of a session that moves."""

import json

import pytest

from commonroot.programmes import queries
from tests.factories.programmes import SessionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, ("Rescheduled", "2026-12-01T19:00:00+03:00", ["2026-11-24T19:00:00+03:00"])),
        (
            {"precision": "month", "starts_at": None},
            ("Postponed", "2026-11-24T19:00:00+03:00", None),
        ),
        (
            {"state": "cancelled"},
            ("Cancelled", "2026-12-01T19:00:00+03:00", ["2026-11-24T19:00:00+03:00"]),
        ),
    ],
    ids=["moved", "without a day", "called off"],
)
def test_search_engines_hear_of_moves(at, change, told):
    session = SessionFactory(moved_from=["2026-11-24T16:00:00+00:00"], **change)

    content = json.loads(queries.session_page(session, at=at).json_ld)

    status = content["eventStatus"].removeprefix("https://schema.org/Event")
    assert (status, content["startDate"], content.get("previousStartDate")) == told
