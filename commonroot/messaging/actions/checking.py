"""Asking the network's directory and our mail server whether letters will arrive."""

from base64 import b64encode
from collections.abc import Iterator, Sequence

import dns.exception
import dns.resolver
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from commonroot.messaging.actions.imap import MailboxAway, OpenMailbox
from commonroot.messaging.actions.signing import NoKey, private_key
from commonroot.messaging.actions.smtp import ServerAway, Wire
from commonroot.messaging.rules.sending import (
    Finding,
    State,
    dkim,
    dmarc,
    same_key,
    same_organisation,
    spf,
)

SECONDS = 5
NEAR = frozenset({"localhost", "127.0.0.1", "::1"})
IN_PRIVATE = frozenset({"tls", "starttls"})


def resolver(nameserver: str = "") -> dns.resolver.Resolver:
    """Who is asked: this machine's own name servers, or `nameserver` ("192.0.2.1#5353")."""
    asked = dns.resolver.Resolver(configure=not nameserver)
    asked.lifetime = SECONDS
    if nameserver:
        address, _hash, port = nameserver.partition("#")
        asked.nameservers, asked.port = [address], int(port or 53)
    return asked


def check_sending(*, selector: str, nameserver: str = "") -> Iterator[Finding]:
    """Everything that decides whether letters arrive, one finding after the other.

    `selector` is the name under which the mail service keeps its DKIM key; "" leaves it out.
    """
    domain = settings.MAIL_FROM.rpartition("@")[2]
    try:
        asked = resolver(nameserver)
        yield spf(_texts(asked, domain))
        if selector:
            keys = _texts(asked, f"{selector}._domainkey.{domain}")
            yield dkim(keys)
            yield _signing(keys)
        else:
            yield Finding("dkim", State.MEND, "no selector")
            if settings.DKIM_KEY:
                yield _signing(())
        yield dmarc(_texts(asked, f"_dmarc.{domain}"))
    except dns.exception.DNSException:
        yield Finding("directory", State.BAD, "away")
    yield _replies(domain)
    if settings.IMAP_HOST:
        yield _mailbox()
    yield from _server()


def _signing(keys: Sequence[str]) -> Finding:
    """Who signs, and whether receivers can check it by what the directory holds."""
    if not settings.DKIM_KEY:
        return Finding("signing", State.GOOD, "service")
    try:
        key = load_pem_private_key(private_key(), password=None)
    except NoKey:
        return Finding("signing", State.BAD, "unusable", settings.DKIM_KEY)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if same_key(keys, b64encode(public).decode()):
        return Finding("signing", State.GOOD, "here")
    return Finding("signing", State.BAD, "other key", settings.DKIM_KEY)


def _texts(asked: dns.resolver.Resolver, name: str) -> Sequence[str]:
    """The texts kept under a name; none where there is no such name."""
    try:
        answer = asked.resolve(name, "TXT")
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ()
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def _replies(domain: str) -> Finding:
    """Whether what comes back is read, and comes back to a host of the sender's."""
    host = settings.MAIL_REPLIES.rpartition("@")[2]
    if not host:
        return Finding("replies", State.MEND, "missing")
    if not same_organisation(host, domain):
        return Finding("replies", State.BAD, "elsewhere", host)
    return Finding("replies", State.GOOD, "good")


def _mailbox() -> Finding:
    """Whether the mailbox lets us in."""
    try:
        with OpenMailbox():
            return Finding("mailbox", State.GOOD, "good")
    except MailboxAway as away:
        return Finding("mailbox", State.BAD, "away", str(away))


def _server() -> Iterator[Finding]:
    """Whether the mail server is there, takes our name, and speaks in private."""
    if not settings.SMTP_HOST:
        yield Finding("server", State.BAD, "missing")
        return
    with Wire() as wire:
        try:
            wire.open()
        except ServerAway as away:
            yield Finding("server", State.BAD, "away", str(away))
            return
    yield Finding("server", State.GOOD, "good")
    near = settings.SMTP_HOST in NEAR
    if settings.SMTP_TLS not in IN_PRIVATE:
        yield Finding("privacy", State.GOOD if near else State.BAD, "near" if near else "open")
