"""Where sessions are kept: under a hash, so that whoever has the database cannot go on with one."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from commonroot.accounts.models import Session
from commonroot.core.keys import token_hash


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
        moment = timezone.now()
        key = token_hash(self._get_or_create_session_key())  # type: ignore[attr-defined]  # missing in the stubs
        known = Session.objects.filter(session_key=key).first()
        return Session(
            session_key=key,
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=data.get(SESSION_KEY),
            label=data.get("device", ""),
            key=known.key if known else Session().key,
            started_at=known.started_at if known else moment,
            seen_at=moment,
        )

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        ended = session_key or self.session_key
        if ended is not None:
            Session.objects.filter(session_key=token_hash(ended)).delete()
