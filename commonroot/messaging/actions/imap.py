"""The other wire: reading the mailbox where answers arrive."""

import imaplib
import re
import ssl
from contextlib import suppress
from typing import Self

from django.conf import settings

SECONDS = 10
NOT_OPENED, NOT_LET_IN, BROKE_OFF, NO_FOLDER = (
    "no connection", "not let in", "broke off", "no such folder",
)  # fmt: skip
_NUMBERS = re.compile(rb"UID (\d+)|RFC822\.SIZE (\d+)")
_FAULTS = (OSError, imaplib.IMAP4.error, ValueError)


class MailboxAway(Exception):
    """The mailbox cannot be read; the message is a code of why."""


class OpenMailbox:
    """A connection to the mailbox that the settings name. Every fault is MailboxAway."""

    def __init__(self) -> None:
        try:
            self.imap = _connected()
        except _FAULTS as error:
            raise MailboxAway(NOT_OPENED) from error
        why = NOT_LET_IN
        try:
            self.imap.login(settings.IMAP_USER, settings.IMAP_PASSWORD)
            why = NO_FOLDER
            self.validity = self._open(settings.IMAP_FOLDER)
        except _FAULTS as error:
            self._drop()
            raise MailboxAway(why) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self.imap.logout()
        except _FAULTS:
            self._drop()

    def after(self, uid: int) -> list[tuple[int, int]]:
        """(number, bytes) of each mail after `uid`, the oldest first."""
        found = []
        # "5:*" names the last mail too when its number is smaller.
        for line in self._ask("FETCH", f"{uid + 1}:*", "(UID RFC822.SIZE)"):
            numbers = dict.fromkeys(("uid", "size"), 0)
            for one in _NUMBERS.finditer(line if isinstance(line, bytes) else b""):
                numbers["uid" if one[1] else "size"] = int(one[1] or one[2])
            if numbers["uid"] > uid:
                found.append((numbers["uid"], numbers["size"]))
        return sorted(found)

    def mail(self, uid: int) -> bytes:
        """The whole mail; b"" when it is not there any more. It stays unread."""
        answers = self._ask("FETCH", str(uid), "(BODY.PEEK[])")
        found = [bytes(answer[1]) for answer in answers if isinstance(answer, tuple)]
        return found[0] if found else b""

    def mark_read(self, uid: int) -> None:
        """Show in other programs that the mail was taken."""
        self._ask("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def delete(self, uids: list[int]) -> None:
        """Delete these mails, and no others that somebody marked."""
        numbers = ",".join(str(uid) for uid in uids)
        self._ask("STORE", numbers, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self.imap.capabilities:
            self._ask("EXPUNGE", numbers)
        else:
            self.imap.expunge()

    def _open(self, folder: str) -> str:
        """Open a folder; what its numbers hold for. Raises ValueError where there is none."""
        quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
        said, _count = self.imap.select(f'"{quoted}"')
        validity = self.imap.response("UIDVALIDITY")[1][0]
        if said != "OK" or not validity:
            raise ValueError(folder)
        return str(validity, "ascii")

    def _ask(self, command: str, *words: str) -> list[bytes | tuple[bytes, bytes]]:
        try:
            said, answers = self.imap.uid(command, *words)
        except _FAULTS as error:
            raise MailboxAway(BROKE_OFF) from error
        if said != "OK":
            raise MailboxAway(BROKE_OFF)
        return [one for one in answers if one]

    def _drop(self) -> None:
        with suppress(OSError):
            self.imap.shutdown()


def _connected() -> imaplib.IMAP4:
    place, port = settings.IMAP_HOST, settings.IMAP_PORT
    if settings.IMAP_TLS == "tls":
        return imaplib.IMAP4_SSL(
            place, port, ssl_context=ssl.create_default_context(), timeout=SECONDS
        )
    imap = imaplib.IMAP4(place, port, timeout=SECONDS)
    if settings.IMAP_TLS == "starttls":
        try:
            imap.starttls(ssl_context=ssl.create_default_context())
        except _FAULTS:
            imap.shutdown()
            raise
    return imap
