"""The page on which somebody asks for a place, by the real clock, which pages go by."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import install_wordings
from commonroot.programmes.models import Session
from commonroot.registration.actions import places
from commonroot.registration.models import Registration
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

FORM = {"name": "Amina W.", "way": "amina@example.org"}


def in_ten_days() -> Session:
    """A session with two places."""
    install_wordings(at=timezone.now())
    return SessionFactory(starts_at=timezone.now() + timedelta(days=10), places=2)


def address(session: Session) -> str:
    """Where its page is."""
    return f"/en/sessions/{session.key}/"


def told(client: Client) -> str:
    """The receipt."""
    return client.get("/en/receipt/").content.decode()


def seen(session: Session, **changed) -> Registration:
    """A claim of somebody whom the organisers may see."""
    row = RegistrationFactory(session=session, **changed)
    places.let_organisers_see(
        person=row.person, session=session, by=Actor.public(), at=timezone.now()
    )
    return row
