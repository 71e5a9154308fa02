"""A mail server on this machine that keeps what it is given, and fails when it is told to."""

# ruff: noqa: N802 - aiosmtpd calls its methods by the words of the protocol
import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Sink:
    """What arrived, and how the next letters fare.

    `faults` maps an address to what happens to letters for it: "rcpt 450 4.2.1 Busy", "data 552 …"
    (after the final dot), "ask 451 …" (at DATA), "hang up" (at DATA, before the final dot),
    "lose" (taken, but the connection breaks before the reply), or "slow N" (taken N seconds later).
    """

    faults: dict[str, str] = field(default_factory=dict)
    arrived: list[Envelope] = field(default_factory=list)
    connections: int = 0
    letters_a_connection: int = 0
    knows_utf8: bool = True
    rude: bool = False
    seconds_a_letter: float = 0
    # Where the next letter is held, "before" it is given or "after" it was, until `let_go`.
    trap: str = ""
    caught: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)
    refuse_sender: str = ""
    lines: int = 0  # connections that are open now
    port: int = 0

    @property
    def messages(self) -> list[EmailMessage]:
        """Every message that was taken, parsed."""
        return [message_from_bytes(e.content, policy=default) for e in self.arrived]

    @property
    def ids(self) -> list[str]:
        """The Message-ID of each message taken, in order."""
        return [str(message["Message-ID"]) for message in self.messages]

    @property
    def recipients(self) -> list[list[str]]:
        """For each message taken, everybody it was for."""
        return [list(envelope.rcpt_tos) for envelope in self.arrived]

    async def handle_EHLO(
        self,
        server: SMTP,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_MAIL(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_sender:
            return self.refuse_sender
        if self.letters_a_connection and taken_by(server) >= self.letters_a_connection:
            assert server.transport is not None
            server.transport.abort()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        step, _, reply = self.faults.get(address, "").partition(" ")
        if step == "rcpt":
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        step, _, reply = self.faults.get(envelope.rcpt_tos[0], "").partition(" ")
        if step == "data":
            return reply
        if step == "slow":
            await asyncio.sleep(float(reply))
        self.arrived.append(envelope)
        await self.spring("after")
        await asyncio.sleep(self.seconds_a_letter)
        server.taken = taken_by(server) + 1
        if step == "lose":
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"

    async def spring(self, where: str) -> None:
        """Hold a letter if the trap is set here."""
        if self.trap == where:
            self.trap = ""
            self.caught.set()
            while not self.let_go.is_set():
                await asyncio.sleep(0.005)


def taken_by(server: SMTP) -> int:
    """How many letters a connection has taken."""
    return getattr(server, "taken", 0)


class FaultySMTP(SMTP):
    """A server that can refuse or break at DATA, before it was given anything."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.event_handler.lines += 1
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.event_handler.lines -= 1

    def eof_received(self) -> bool | None:
        kept = super().eof_received()
        if self.transport is not None:  # else it stays half open for ever
            self.transport.close()
        return kept

    async def smtp_DATA(self, arg: str) -> None:
        assert self.envelope is not None
        assert self.transport is not None
        to = self.envelope.rcpt_tos[0] if self.envelope.rcpt_tos else ""
        step, _, reply = self.event_handler.faults.get(to, "").partition(" ")
        if step == "ask":
            await self.push(reply)
        elif step == "hang":
            self.transport.abort()
        else:
            await self.event_handler.spring("before")
            await super().smtp_DATA(arg)

    async def smtp_RSET(self, arg: str) -> None:
        if self.event_handler.rude:
            assert self.transport is not None
            self.transport.abort()
        else:
            await super().smtp_RSET(arg)

    async def smtp_QUIT(self, arg: str) -> None:
        if self.event_handler.rude:
            assert self.transport is not None
            self.transport.abort()
        else:
            await super().smtp_QUIT(arg)


class SinkController(Controller):
    """Serves the sink."""

    def factory(self) -> Any:
        """A connection."""
        options = self.SMTP_kwargs | {"enable_SMTPUTF8": self.handler.knows_utf8}
        return FaultySMTP(self.handler, **options)


def knows(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: LoginPassword
) -> AuthResult:  # fmt: skip
    """Whether somebody signs in as the school."""
    return AuthResult(success=(given.login, given.password) == (b"school", b"right"), handled=False)


# What a server needs that lets nobody in without a password.
SIGNED_IN = {"authenticator": knows, "auth_required": True, "auth_require_tls": True}


def own_certificate(folder: Path, *, name: str) -> Path:
    """A file with a key and a certificate for `name`, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    sealed = serialization.NoEncryption()
    chain = folder / "chain.pem"
    chain.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, sealed)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return chain


@contextmanager
def open_sink(**options: Any) -> Iterator[Sink]:
    """A sink listening on a free port of 127.0.0.1; `options` are the server's."""
    sink = Sink(port=free_port())
    controller = SinkController(sink, hostname="127.0.0.1", port=sink.port, **options)
    controller.start()
    try:
        yield sink
    finally:
        # A line that the server had no time to hang up would be found unclosed in another test.
        patience = time.monotonic() + 2
        while sink.lines and time.monotonic() < patience:
            time.sleep(0.002)
        controller.stop()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def turning_away() -> Iterator[int]:
    """A server that turns everybody away at the door; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def refuse() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(b"554 5.7.1 No service for school@example.org\r\n")

        door = threading.Thread(target=refuse)
        door.start()
        yield listening.getsockname()[1]
        door.join()
