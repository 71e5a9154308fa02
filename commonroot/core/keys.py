"""The instance's secret keys: encryption of fields and keyed marks of contact ways.

The key file lies outside the database and outside the data folder, so that a stolen disk image or
dump yields nothing protected. It is read once a process.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class KeyFileMissing(RuntimeError):
    """There is no key file where the settings say there should be one."""


class CannotDecrypt(ValueError):
    """A stored value was not written with any of our keys, or was moved to another field."""


@dataclass(frozen=True)
class KeyRing:
    """All secrets of an instance: `encryption` newest last, one for marks, one for Django."""

    encryption: tuple[bytes, ...]
    marks: bytes
    django: str


def ensure_key_file(path: Path) -> bool:
    """Write a fresh key file readable by its owner alone, unless one is there; true when
    written.
    """
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "encryption": [base64.b64encode(secrets.token_bytes(32)).decode()],
        "marks": base64.b64encode(secrets.token_bytes(32)).decode(),
        "django": secrets.token_urlsafe(48),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file, indent=1)
    return True


@cache
def key_ring(path: Path) -> KeyRing:
    """The keys in the file at `path`. Raises KeyFileMissing."""
    try:
        content = json.loads(path.read_text())
    except FileNotFoundError as error:
        raise KeyFileMissing(
            f"No key file at {path}. Run “make run” once, or put it back."
        ) from error
    return KeyRing(
        encryption=tuple(base64.b64decode(key) for key in content["encryption"]),
        marks=base64.b64decode(content["marks"]),
        django=content["django"],
    )


@cache
def _ciphers(ring: KeyRing) -> tuple[AESGCM, ...]:
    return tuple(AESGCM(key) for key in ring.encryption)


def encrypt(text: str, *, label: str, ring: KeyRing) -> str:
    """`text` sealed with the newest key; `label` (the field's name) must be the same to open it."""
    number = len(ring.encryption) - 1
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = _ciphers(ring)[number].encrypt(nonce, text.encode(), label.encode())
    return f"{number}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, *, label: str, ring: KeyRing) -> str:
    """The text sealed by `encrypt`. Raises CannotDecrypt."""
    number, _, sealed = stored.partition(":")
    try:
        raw = base64.b64decode(sealed)
        cipher = _ciphers(ring)[int(number)]
        opened: bytes = cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], label.encode())
    except (InvalidTag, ValueError, IndexError) as error:
        raise CannotDecrypt(
            f"A value of {label} cannot be read with this instance's keys."
        ) from error
    return opened.decode()


def mark(kind: str, value: str, *, ring: KeyRing) -> str:
    """A keyed mark of `value` (64 hex digits): equal values meet, nobody without the key can
    guess.
    """
    return hmac.new(ring.marks, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()


def number_mark(kind: str, value: str, *, ring: KeyRing) -> int:
    """The same as a number of 63 bits: small enough to keep millions of, wide enough not to meet
    by chance.
    """
    digest = hmac.digest(ring.marks, f"{kind}\0{value}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big") >> 1


def token_hash(token: str) -> str:
    """How a random token is stored: 128 bits need no salt, only not to be readable in a dump."""
    return hashlib.sha256(token.encode()).hexdigest()
