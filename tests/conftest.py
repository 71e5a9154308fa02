"""What every test may ask for: a moment, an organiser, the school."""

import gc
import os
import shutil
from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import settings as tries
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.circles.models import Circle
from commonroot.circles.queries import actor_for
from tests.databases import own_database
from tests.factories.accounts import AccountFactory
from tests.order import long_ones_first, says_more_on_postgresql, starts_processes

# A build server tries the same examples every time, so that what it says can be believed; looking
# for others is what everybody else's runs do.
tries.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
tries.register_profile("here", deadline=None)
tries.load_profile("ci" if os.environ.get("CI") == "true" else "here")

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
AHEAD = timedelta(days=int(os.environ.get("COMMONROOT_TEST_DAYS", "0")))


def pytest_configure(config: pytest.Config) -> None:
    """Set this process's clock ahead by COMMONROOT_TEST_DAYS, which no test may notice."""
    if AHEAD:
        ahead = time_machine.travel(datetime.now(UTC) + AHEAD)
        ahead.start()
        config.add_cleanup(ahead.stop)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is read and collected stays to the end: it is not looked through for rubbish again and
    again, which took a sixth of all computing.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what may say more than it did on SQLite; begin with what takes long."""
    if connection.vendor != "sqlite":
        chosen = [item for item in items if says_more_on_postgresql(item)]
        config.hook.pytest_deselected(
            items=[item for item in items if not says_more_on_postgresql(item)]
        )
        items[:] = chosen
    told = getattr(config, "workerinput", None)  # pytest-xdist's, in its processes alone
    if told is not None:
        items[:] = long_ones_first(items, processes=told["workercount"])


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Migrations run once for all processes of a run, not once for each."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
    with django_db_blocker.unblock(), own_database(worker):
        yield


@pytest.fixture(autouse=True)
def _on_its_day(request: pytest.FixtureRequest) -> Iterator[None]:
    """Begin at noon of the tests' own day; the clock goes on from there.

    Pages read the clock. On any other day what was made on this one would be years old: a letter's
    link would have run out.
    """
    if starts_processes(request.node):
        if AHEAD:
            pytest.skip("The processes beside it go by the machine's clock.")
        yield
    else:
        with time_machine.travel(NOON):
            yield


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A page in Arabic that a test asked for last is not the language of the next one."""
    yield
    translation.deactivate()


@pytest.fixture
def at() -> datetime:
    """Sunday 22 November 2026, noon UTC."""
    return NOON


@pytest.fixture
def school(db: None) -> Circle:
    """A founded school in Kenya, in English and Arabic."""
    return circles.found_school(
        name="Long Table School",
        sentence="Learn to organise for health. Stay together for years.",
        languages=["en", "ar"],
        country="KE",
        time_zone="Africa/Nairobi",
        by=Actor.system(),
        at=NOON,
    )


@pytest.fixture
def organiser_account(school: Circle) -> Account:
    """An account with the organiser's mandate for the school."""
    account = AccountFactory()
    circles.give_mandate(
        account=account, circle=school, role="organiser", until=None, by=Actor.system(), at=NOON
    )
    return account


@pytest.fixture
def organiser(organiser_account: Account) -> Actor:
    """The organiser as an actor."""
    return actor_for(organiser_account, person_id=None, at=NOON)


@pytest.fixture
def desk(organiser_account: Account) -> Client:
    """A browser signed in as the organiser."""
    client = Client()
    client.force_login(organiser_account)
    return client


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for the whole run: two Playwrights cannot live in one thread."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs beside the database
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield started
        started.close()
