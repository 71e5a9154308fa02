"""Served schools and watched browsers for the stories."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.databases import RUN, done_once, lay_school
from tests.journeys.browsing import Visitors, Watch
from tests.journeys.served import Served, fill_demo, prepare_static_files, serve, serve_demo
from tests.messaging.sink import Sink, open_sink

# Waiting longer costs nothing where it is fast; a busy machine is three times slower, and more.
expect.set_options(timeout=120_000)


@pytest.fixture(scope="session")
def _prepared() -> None:
    done_once(RUN / "static", prepare_static_files)


@pytest.fixture(scope="session")
def filled() -> Path:
    """The folder of a demo school that nobody has touched, filled once for all processes."""
    home = RUN / "filled"
    done_once(RUN / "demo", lambda: fill_demo(home))
    return home


@pytest.fixture(scope="session")
def demo(
    _prepared: None, filled: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A served demo for stories that leave its clock alone."""
    with serve_demo(filled, tmp_path_factory.mktemp("demo")) as served:
        yield served


@pytest.fixture
def own_demo(_prepared: None, filled: Path, tmp_path: Path) -> Iterator[Served]:
    """A served demo for a story that moves its clock."""
    with serve_demo(filled, tmp_path) as served:
        yield served


@pytest.fixture
def empty(_prepared: None, tmp_path: Path) -> Iterator[Served]:
    """What `make run` serves from an empty folder."""
    with serve(tmp_path) as served:
        yield served


@pytest.fixture
def untouched(_prepared: None, tmp_path: Path) -> Iterator[Served]:
    """The same once its tables are made, for a story that does not begin with that."""
    lay_school(tmp_path)
    with serve(tmp_path) as served:
        yield served


@dataclass(frozen=True)
class Posted:
    """A served folder, and the mail server its letters go to."""

    served: Served
    sink: Sink


@pytest.fixture
def posted(_prepared: None, tmp_path: Path) -> Iterator[Posted]:
    """A school that nobody has founded yet, with a real mail server to send to."""
    lay_school(tmp_path)
    with ExitStack() as stack:
        sink = stack.enter_context(open_sink())
        served = stack.enter_context(
            serve(
                tmp_path,
                COMMONROOT_SMTP_HOST="127.0.0.1",
                COMMONROOT_SMTP_PORT=str(sink.port),
                COMMONROOT_SMTP_TLS="none",
                COMMONROOT_MAIL_FROM="school@example.org",
            )
        )
        yield Posted(served, sink)


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitors]:
    """Opens a browser for each person of a story; at its end nothing may have gone wrong."""
    watch = Watch()
    visitors = Visitors(browser, watch)
    yield visitors
    visitors.leave()
    assert watch.faults == []
