"""The wire: a connection to the mail server that tells apart every way in which a letter fails.

The library's `sendmail` cannot say whether a connection was lost before or after the final dot.
Before it, nothing has arrived and the letter may be tried again; after it, nobody knows.
"""

import select
import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings

from commonroot.messaging.rules import RENEW_AFTER, reply_code

# Seconds. Each step before the final dot ends within a lease; after it, patience costs nothing.
STEP_SECONDS = 10
REPLY_SECONDS = 300

GOOD, NOT_NOW, NOT_EVER = 2, 4, 5  # first digits of a reply
GO_AHEAD = 354
CLOSING = 421
NOT_SIGNED_IN = (530, 535, 538)


class NotSent(Exception):
    """This letter was not taken; the message is the server's number."""


class Later(NotSent):
    """Not now: the same letter may be taken later."""


class Never(NotSent):
    """Not at all: the address or the letter is refused."""


class ServerAway(Exception):
    """The server cannot be reached or turns us away, whatever the letter."""


class NoReply(Exception):
    """The whole letter was given over and no answer came: it may or may not arrive."""


class Wire:
    """A connection that opens when it is first needed and again after it broke."""

    def __init__(self) -> None:
        self.smtp: smtplib.SMTP | None = None
        # Whether the server has not yet said anything about a letter on this connection.
        self.is_fresh = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.smtp is not None:
            try:
                self.smtp.quit()
            except (OSError, smtplib.SMTPException):
                self.drop()

    def drop(self) -> None:
        """Close without a word."""
        if self.smtp is not None:
            self.smtp.close()
            self.smtp = None

    def open(self) -> None:
        """Connect and sign in before there is a letter. Raises ServerAway."""
        self._open()

    def offer(self, recipient: str, *, sender: str) -> None:
        """Ask the server to take a letter for one recipient; it comes back to `sender`.

        A server that hangs up after some letters is called once more.

        Raises Later, Never, ServerAway.
        """
        try:
            self._ask(recipient, sender=sender)
        except ServerAway:
            self.drop()
            if self.is_fresh:
                raise
            self._ask(recipient, sender=sender)

    def hand_over(self, content: bytes, *, waiting: Callable[[], None]) -> None:
        """Give the offered letter over; `waiting` is called while a slow server thinks.

        Raises Later and Never when it was surely not taken, NoReply when nobody can tell.
        """
        assert self.smtp is not None
        smtp = self.smtp
        try:
            smtp.putcmd("DATA")
            code, words = self._reply(waiting, seconds=STEP_SECONDS * 3)
            if code == GO_AHEAD:
                smtp.send(dotted(content))
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise Later("connection lost") from error
        if code != GO_AHEAD:
            raise self._refusal(code, words)
        # From here on the letter may be on its way.
        try:
            smtp.send(b".\r\n")
            code, words = self._reply(waiting, seconds=REPLY_SECONDS)
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise NoReply from error
        if code // 100 not in (GOOD, NOT_NOW, NOT_EVER):
            self.drop()
            raise NoReply
        if code // 100 != GOOD:
            raise self._refusal(code, words)

    def take_back(self) -> None:
        """Withdraw what was offered."""
        assert self.smtp is not None
        try:
            self.smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.drop()

    def _ask(self, recipient: str, *, sender: str) -> None:
        smtp = self.smtp or self._open()
        options = []
        try:
            if not recipient.isascii():
                if not smtp.has_extn("smtputf8"):
                    raise Never("needs SMTPUTF8")
                options = ["SMTPUTF8", "BODY=8BITMIME"]
            code, words = smtp.mail(sender, options)
            if code // 100 != GOOD:
                raise ServerAway(reply_code(code, words))
            code, words = smtp.rcpt(recipient)
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway("connection lost") from error
        if code == CLOSING or code in NOT_SIGNED_IN:
            raise ServerAway(reply_code(code, words))
        self.is_fresh = False
        if code // 100 != GOOD:
            self.take_back()
            raise self._refusal(code, words)

    def _refusal(self, code: int, words: bytes) -> NotSent:
        kind = Never if code // 100 == NOT_EVER else Later
        if code == CLOSING:
            self.drop()
        return kind(reply_code(code, words))

    def _open(self) -> smtplib.SMTP:
        """Connect, encrypt and sign in as the settings say. Raises ServerAway."""
        smtp: smtplib.SMTP | None = None
        ours = urlsplit(settings.ADDRESS).hostname or "localhost"
        place = (settings.SMTP_HOST, settings.SMTP_PORT)
        try:
            if settings.SMTP_TLS == "tls":
                context = ssl.create_default_context()
                smtp = smtplib.SMTP_SSL(
                    *place, local_hostname=ours, timeout=STEP_SECONDS, context=context
                )
            else:
                smtp = smtplib.SMTP(*place, local_hostname=ours, timeout=STEP_SECONDS)
            if settings.SMTP_TLS == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
            if settings.SMTP_USER:
                smtp.login(settings.SMTP_USER, settings.SMTP_PASSWORD)
        except smtplib.SMTPResponseException as error:
            _close(smtp)
            words = error.smtp_error if isinstance(error.smtp_error, bytes) else b""
            raise ServerAway(reply_code(error.smtp_code, words)) from error
        except (OSError, smtplib.SMTPException) as error:
            _close(smtp)
            raise ServerAway("no connection") from error
        assert smtp.sock is not None
        # The final dot goes out as a packet of its own; nothing may hold it back.
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.smtp, self.is_fresh = smtp, True
        return smtp

    def _reply(self, waiting: Callable[[], None], *, seconds: float) -> tuple[int, bytes]:
        """The server's answer; `waiting` is called every few seconds until it comes."""
        assert self.smtp is not None
        assert self.smtp.sock is not None
        wire = self.smtp.sock
        step = RENEW_AFTER.total_seconds()
        for _turn in range(int(seconds / step)):
            if select.select([wire], [], [], step)[0]:
                break
            waiting()
        return self.smtp.getreply()


def _close(smtp: smtplib.SMTP | None) -> None:
    if smtp is not None:
        smtp.close()


def dotted(content: bytes) -> bytes:
    """The message without its final dot; lines that begin with a dot get another."""
    content = content.replace(b"\n.", b"\n..")
    if content.startswith(b"."):
        content = b"." + content
    return content if content.endswith(b"\r\n") else content + b"\r\n"
