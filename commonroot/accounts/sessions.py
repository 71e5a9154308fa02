"""Where sessions are kept: under a hash, so that whoever has the database cannot go on with one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from commonroot.accounts.models import Session
from commonroot.core.keys import token_hash
from commonroot.core.sqlite.base import DatabaseWrapper as SQLite
from commonroot.work.clock import now


class SessionStore(DatabaseStore):
    """Django's store on our table. The cookie holds the key, the table only what it hashes to."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.filter(
            session_key=token_hash(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Whether there is a session under that key."""
        return Session.objects.filter(session_key=token_hash(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row, with whose it is and where: what the list of devices shows."""
        moment = now()
        key = token_hash(self._get_or_create_session_key())  # type: ignore[attr-defined]  # missing in the stubs
        known = Session.objects.filter(session_key=key).first()
        return Session(
            session_key=key,
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(modification=moment),
            account_id=data.get(SESSION_KEY),
            label=data.get("device", ""),
            key=known.key if known else Session().key,
            started_at=known.started_at if known else moment,
            seen_at=moment,
        )

    def note_seen(self, times: tuple[float, float]) -> None:
        """Keep when somebody came and was last here (timestamps), if that can be done at once."""
        self.note_aside("times", times)

    def note_aside(self, name: str, value: object) -> None:
        """Keep something that may as well be lost, if that can be done at once.

        No page waits until others have written for that, nor fails because it did not.
        """
        was_modified = self.modified
        self[name] = value
        self.modified = was_modified
        try:
            with _not_waiting():
                self.save()
        except UpdateError:
            pass

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        ended = session_key or self.session_key
        if ended is not None:
            Session.objects.filter(session_key=token_hash(ended)).delete()


@contextmanager
def _not_waiting() -> Iterator[None]:
    """On SQLite, do not wait while another process writes; PostgreSQL locks the row alone."""
    database = connections[DEFAULT_DB_ALIAS]
    if not isinstance(database, SQLite):
        yield
        return
    waits, database.patience = database.patience, 0
    try:
        yield
    finally:
        database.patience = waits
