"""A mail server, letter templates of our own, and a gate that lets everybody through."""

import copy
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from commonroot.messaging.actions.delivery import deliver
from commonroot.messaging.models import Letter
from tests.messaging.sink import Sink, open_sink

TEMPLATES = Path(__file__).parent / "templates"


def open_gate(letters: Iterable[Letter], *, at: datetime) -> set[int]:
    """A gate that lets every letter through."""
    return {letter.pk for letter in letters}


def send(at: datetime, *, permit=open_gate, clock=None, batch: int = 50) -> int:
    """Send what is due; how many letters were taken up."""
    return deliver(batch, permit=permit, school=None, at=at, clock=clock or (lambda: at))


def states() -> list[str]:
    """The state of every letter, the oldest first."""
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


@pytest.fixture(autouse=True)
def probe_templates(settings):
    """The templates under `probe/`, which no area has."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [TEMPLATES]
    settings.TEMPLATES = templates


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """A mail server that the settings name."""
    with open_sink() as opened:
        settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", opened.port
        settings.SMTP_TLS, settings.MAIL_FROM = "none", "school@example.org"
        yield opened


@pytest.fixture
def stopped(at: datetime) -> Callable[[], datetime]:
    """A clock that stands still at noon."""
    return lambda: at
