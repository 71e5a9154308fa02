"""Codes from an app are taken once, recovery codes used up, devices signed out."""

from datetime import timedelta

import pyotp
import pytest
from django.db import connection

from commonroot.accounts import actions, queries
from commonroot.accounts.models import AuditEntry, Factor, Session
from commonroot.accounts.roles import Actor
from tests.conftest import NOON
from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.django_db
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BY = Actor.system()


def code(at=NOON, *, steps=0):
    return pyotp.TOTP(SEED).at(at + timedelta(seconds=30 * steps))


@pytest.fixture
def account():
    """Somebody with an account."""
    return AccountFactory()


@pytest.fixture
def app(account):
    """Their app."""
    return actions.add_app(
        account=account, seed=SEED, code=code(NOON - timedelta(hours=1)), by=BY,
        at=NOON - timedelta(hours=1),
    )  # fmt: skip


def test_an_app_is_taken_when_it_shows_the_right_code(account, app):
    assert (app.secret, queries.factors(account)) == (SEED, [app])


def test_its_seed_is_sealed_in_the_database(app):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_factor")
        (stored,) = cursor.fetchone()

    assert SEED not in stored


def test_a_wrong_first_code_adds_nothing(account):
    with pytest.raises(actions.WrongCode):
        actions.add_app(account=account, seed=SEED, code="000000", by=BY, at=NOON)

    assert Factor.objects.count() == 0


def test_a_new_app_takes_the_place_of_the_old(account, app):
    again = actions.add_app(account=account, seed=SEED, code=code(), by=BY, at=NOON)

    assert queries.factors(account) == [again]


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_of_now_or_just_beside_it_fits(account, app, steps):
    typed = f" {code(steps=steps)[:3]} {code(steps=steps)[3:]} "

    assert actions.prove_by_code(account=account, code=typed, at=NOON) == "app"


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_of_too_long_ago_does_not_fit(account, app, steps):
    with pytest.raises(actions.WrongCode):
        actions.prove_by_code(account=account, code=code(steps=steps), at=NOON)


def test_a_code_is_taken_once(account, app):
    actions.prove_by_code(account=account, code=code(), at=NOON)

    with pytest.raises(actions.WrongCode):
        actions.prove_by_code(account=account, code=code(), at=NOON)


def test_recovery_codes_work_once_each(account, app):
    codes = actions.draw_codes(account=account, by=BY, at=NOON)

    kind = actions.prove_by_code(account=account, code=codes[3].upper(), at=NOON)

    assert (kind, len(set(codes)), queries.codes_left(account)) == ("codes", 10, 9)
    with pytest.raises(actions.WrongCode):
        actions.prove_by_code(account=account, code=codes[3], at=NOON)


def test_new_codes_end_the_old_ones_and_nobody_else_s_fit(account):
    old = actions.draw_codes(account=account, by=BY, at=NOON)
    theirs = actions.draw_codes(account=AccountFactory(), by=BY, at=NOON)

    actions.draw_codes(account=account, by=BY, at=NOON)

    for typed in (old[0], theirs[0]):
        with pytest.raises(actions.WrongCode):
            actions.prove_by_code(account=account, code=typed, at=NOON)


def test_before_any_were_drawn_none_are_left(account):
    assert queries.codes_left(account) is None


def test_the_last_proof_stays(account, app):
    with pytest.raises(actions.LastFactor):
        actions.remove_factor(factor=app, by=BY, at=NOON)

    assert queries.factors(account) == [app]


def test_one_of_two_may_go(account, app):
    other = Factor.objects.create(
        account=account, kind="passkey", label="phone", secret="x", created_at=NOON
    )

    actions.remove_factor(factor=app, by=BY, at=NOON)

    assert queries.factors(account) == [other]


def open_session(account, *, key="a", seen=NOON, started=NOON):
    return Session.objects.create(
        session_key=key, session_data="", expire_date=NOON + timedelta(hours=12),
        account=account, seen_at=seen, started_at=started,
    )  # fmt: skip


def test_sessions_in_use_are_listed_the_latest_first(account):
    first = open_session(account, key="a", seen=NOON - timedelta(minutes=5))
    second = open_session(account, key="b")
    open_session(account, key="c", seen=NOON - timedelta(minutes=31))
    open_session(account, key="d", started=NOON - timedelta(hours=13))
    open_session(AccountFactory(), key="e")

    assert queries.sessions(account, at=NOON) == [second, first]


def test_one_device_is_signed_out_or_all_others(account):
    kept = open_session(account, key="a")
    ended = open_session(account, key="b")
    open_session(account, key="c")

    actions.end_session(session=ended, by=BY, at=NOON)
    count = actions.end_others(account=account, keep="a", by=BY, at=NOON)

    assert (count, list(Session.objects.all())) == (1, [kept])
    assert actions.end_others(account=account, keep="a", by=BY, at=NOON) == 0
    assert AuditEntry.objects.filter(verb="other devices signed out").count() == 1


def test_sessions_that_are_over_are_deleted(account):
    alive = open_session(account, key="a")
    open_session(account, key="b", seen=NOON - timedelta(hours=13))

    assert actions.forget_old_sessions(at=NOON) == 1
    assert list(Session.objects.all()) == [alive]
    assert actions.forget_old_sessions(at=NOON) == 0


def test_sessions_go_along_with_the_clock_of_the_demo(account):
    session = open_session(account, key="a")
    month = timedelta(days=30)
    before = (session.started_at, session.seen_at, session.expire_date)

    assert actions.take_sessions_along(ahead=month) == 1

    session.refresh_from_db()
    after = (session.started_at, session.seen_at, session.expire_date)
    assert after == tuple(moment + month for moment in before)
