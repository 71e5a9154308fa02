"""For whom a session is, members or everybody, and when its link opens: set at the desk."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.registration import actions, queries
from commonroot.registration.models import Registration
from tests.factories.programmes import SessionFactory
from tests.registration.test_asking import take
from tests.registration.test_desk_pages import text
from tests.registration.test_doors import opened

pytestmark = pytest.mark.django_db
BY = Actor.system()


def test_who_asked_before_it_was_opened_to_everybody_gets_a_place_by_the_mailed_link(at):
    session = SessionFactory(open_to="members")
    take(session, at)

    actions.set_who_comes(session=session, changes={"open_to": "anyone"}, by=BY, at=at)
    actions.confirm_by_link(link=opened(at), by=Actor.public(), at=at)

    assert Registration.objects.get().state == "placed"


@pytest.mark.parametrize(
    ("changes", "hours", "kept"),
    [
        ({"open_to": "members_first"}, 47, ("members_first", 47, 15)),
        ({"open_to": "members_first"}, 48, "after the session has begun"),
        ({"open_to": "members_first"}, None, "Say until when"),
        ({"open_to": "members"}, 47, ("members", None, 15)),
        ({"join_opens_minutes": 0}, None, ("anyone", None, 0)),
    ],
)
def test_members_come_first_until_a_moment_before_the_start(at, changes, hours, kept):
    session = SessionFactory(starts_at=at + timedelta(hours=48))
    if "open_to" in changes:
        until = None if hours is None else at + timedelta(hours=hours)
        changes = changes | {"members_until": until}

    def save():
        actions.set_how_places_are_given(
            session=session, quotas=[], who_comes=changes, guests=7, by=BY, at=at
        )

    if isinstance(kept, str):
        with pytest.raises(actions.NotPlaces, match=kept):
            save()
        assert queries.door(session).guests != 7
    else:
        save()
        session.refresh_from_db()
        until = session.members_until
        after = None if until is None else (until - at) / timedelta(hours=1)
        assert (session.open_to, after, session.join_opens_minutes) == kept


def test_a_session_without_a_day_is_for_members_until_any_moment(at):
    session = SessionFactory(precision="open", held_on=None, starts_at=None, ends_at=None)
    first = {"open_to": "members_first", "members_until": at + timedelta(days=900)}

    assert actions.set_who_comes(session=session, changes=first, by=BY, at=at)
    assert not actions.set_who_comes(session=session, changes=first, by=BY, at=at)


@pytest.mark.parametrize(
    ("members_by", "before", "asked"),
    [("joined", "anyone", True), ("", "anyone", False), ("", "members", True)],
)
def test_whom_a_session_is_for_is_set_where_one_can_be_a_member(
    desk, school, members_by, before, asked
):
    school.members_by = members_by
    school.save()
    starts_at = datetime(2190, 5, 3, 12, tzinfo=UTC)
    coming = SessionFactory(open_to=before, starts_at=starts_at, time_zone="Africa/Nairobi")
    page = f"/en/desk/sessions/{coming.key}/door/"
    told = {
        "guests": "0", "offer_hours": "24", "join_opens_minutes": "30",
        "open_to": "members_first", "members_until": "2190-05-01T09:00",
    }  # fmt: skip

    empty = text(desk.get(page))
    late = desk.post(page, told | {"members_until": "2190-05-03T15:00"})
    saved = desk.post(page, told)
    again = text(desk.get(page))

    coming.refresh_from_db()
    assert ("Who may have a place?" in empty) == asked
    assert (late.status_code, saved.status_code) == (400 if asked else 302, 302)
    assert ("until after the session has begun" in text(late)) == asked
    assert ('value="2190-05-01T09:00"' in again) == asked
    assert coming.join_opens_minutes == 30
    assert (coming.open_to, coming.members_until) == (
        ("members_first", datetime(2190, 5, 1, 6, tzinfo=UTC)) if asked else ("anyone", None)
    )
