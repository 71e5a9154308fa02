"""The Mailman server that carries discussion lists, through its REST interface."""

from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError

from django.conf import settings
from mailmanclient import MailmanConnectionError
from mailmanclient.restbase.connection import Connection

SECONDS = 10
NOT_FOUND, CONFLICT, NOT_LET_IN = 404, 409, 401
AWAY, REFUSED, FAULT = "away", "not let in", "fault"
PAGE = 500


class ServerFails(Exception):
    """Mailman is not there, does not let us in or made a mistake; the message is a code."""


class Lists:
    """What we ask of the server. Everything raises ServerFails."""

    def __init__(self) -> None:
        self.server = Connection(
            settings.MAILMAN_URL,
            settings.MAILMAN_USER,
            settings.MAILMAN_PASSWORD,
            request_hooks=[_patient],
        )

    def ensure(self, local: str, options: Mapping[str, object]) -> str:
        """Make the list where there is none, and set it up; its address."""
        domain = settings.MAILMAN_DOMAIN
        address = f"{local}@{domain}"
        if self._get(f"lists/{address}") is None:
            if self._get(f"domains/{domain}") is None:
                self._ask("domains", {"mail_host": domain})
            self._ask("lists", {"fqdn_listname": address})
        stands = self._get(f"lists/{_id(address)}/config") or {}
        changed = {name: to for name, to in options.items() if stands.get(name) != to}
        if changed:
            self._ask(f"lists/{_id(address)}/config", changed, method="PATCH")
        return address

    def addresses(self, address: str) -> set[str]:
        """Everybody on the list, in small letters; nobody where there is no list."""
        everybody: set[str] = set()
        page = 1
        while rows := self._rows(f"lists/{_id(address)}/roster/member", page=page):
            everybody |= {str(row["email"]).casefold() for row in rows}
            page += 1
        return everybody

    def add(self, address: str, member: str) -> None:
        """Put somebody on the list without asking them again: they said yes to us."""
        asked = {
            "list_id": _id(address),
            "subscriber": member,
            "pre_verified": True,
            "pre_confirmed": True,
            "pre_approved": True,
            "send_welcome_message": False,
        }
        self._ask("members", asked, unless=CONFLICT)  # there already

    def remove(self, address: str, member: str) -> None:
        """Take somebody off the list, with what of theirs waits there; forget them if they are on
        no other.
        """
        self._delete(f"lists/{_id(address)}/member/{member}")
        for row in self._rows(f"lists/{_id(address)}/held"):
            if str(row["sender"]).casefold() == member:
                held = f"lists/{_id(address)}/held/{row['request_id']}"
                self._ask(held, {"action": "discard"})
        self.forget(member)

    def end(self, address: str) -> None:
        """Delete the list, and forget those who are on no other."""
        members = self.addresses(address)
        self._delete(f"lists/{_id(address)}")
        for member in sorted(members):
            self.forget(member)

    def forget(self, member: str) -> None:
        """Delete the user and the addresses of somebody who is on no list any more."""
        there = self._ask("members/find", {"subscriber": member}) or {}
        if there.get("total_size"):
            return
        user = self._get(f"users/{member}")
        if user is not None:
            for one in self._rows(f"users/{user['user_id']}/addresses"):
                self._delete(f"addresses/{one['email']}")
            self._delete(f"users/{user['user_id']}")
        self._delete(f"addresses/{member}")

    def _rows(self, path: str, *, page: int = 1) -> list[dict[str, Any]]:
        found = self._get(f"{path}?count={PAGE}&page={page}") or {}
        return list(found.get("entries", []))

    def _get(self, path: str) -> dict[str, Any] | None:
        """What is there; None where nothing is."""
        return self._ask(path, unless=NOT_FOUND, method="GET")

    def _delete(self, path: str) -> None:
        """Delete what may be gone already."""
        self._ask(path, unless=NOT_FOUND, method="DELETE")

    def _ask(
        self,
        path: str,
        what: Mapping[str, object] | None = None,
        *,
        unless: int = 0,
        method: str = "POST",
    ) -> dict[str, Any] | None:
        """Ask the server; None where it answers with the code `unless`. Raises ServerFails."""
        try:
            _answer, content = self.server.call(path, what, method)
        except HTTPError as error:
            if error.code == unless:
                return None
            raise ServerFails(REFUSED if error.code == NOT_LET_IN else FAULT) from error
        except MailmanConnectionError as error:
            raise ServerFails(AWAY) from error
        return dict(content) if content else None


def _id(address: str) -> str:
    """A list as the server's addresses name it."""
    return address.replace("@", ".")


def _patient(asked: dict[str, Any]) -> dict[str, Any]:
    """The library waits for ever otherwise."""
    return asked | {"timeout": SECONDS}
