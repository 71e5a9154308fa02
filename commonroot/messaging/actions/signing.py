"""Signing letters (DKIM, RFC 6376), where the school does so itself and not its mail service.

Both headers of one-click unsubscribing are signed, or large providers show no button (RFC 8058).
"""

from functools import lru_cache
from pathlib import Path

import dkim
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

SIGNED = (
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Content-Type", "MIME-Version",
    "List-ID", "List-Unsubscribe", "List-Unsubscribe-Post",
)  # fmt: skip


class NoKey(Exception):
    """The private key that the settings name cannot be used."""


def signed(content: bytes) -> bytes:
    """The message with our signature over it, where the settings name a key.

    `From` is named once more than it stands there, so that nobody can add another.

    Raises NoKey.
    """
    if not settings.DKIM_KEY:
        return content
    there = content.partition(b"\r\n\r\n")[0].lower()
    names = [name.lower().encode() for name in SIGNED]
    found = [name for name in names if b"\r\n" + name + b":" in b"\r\n" + there]
    head = dkim.sign(
        content,
        settings.DKIM_SELECTOR.encode(),
        settings.MAIL_FROM.rpartition("@")[2].encode("idna"),
        private_key(),
        include_headers=[b"from", *found],
    )
    return bytes(head) + content


def private_key() -> bytes:
    """The key as the library takes it. Raises NoKey."""
    path = Path(settings.DKIM_KEY)
    try:
        key = _read(path, path.stat().st_mtime_ns) if settings.DKIM_SELECTOR else b""
    except (OSError, TypeError, ValueError) as error:
        raise NoKey from error
    if not key:
        raise NoKey
    return key


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> bytes:
    """The key, b"" for one that is not RSA."""
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, RSAPrivateKey):
        return b""
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
