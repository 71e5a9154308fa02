"""Sealing a backup to keys that are not here, and opening one; age's format (age-encryption.org).

Any `age` opens it too: `age --decrypt -i sheet.txt FILE | tar -xz`.
"""

import os
import tarfile
import threading
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyrage
from django.utils.translation import gettext as _

from commonroot.core.errors import Refused

NO_KEY_FITS = "No matching keys found"


class WrongBackupKey(Refused):
    """The secret key is not the one this backup is sealed to, or it is no such key."""


class BackupDamaged(Refused):
    """Something in the file is not what was written."""


def fresh_identity() -> tuple[str, str]:
    """(secret, recipient) of a new pair."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def identity_in(text: str) -> pyrage.x25519.Identity:
    """The secret key somewhere in what somebody typed or a file holds. Raises WrongBackupKey."""
    for word in text.upper().split():
        if word.startswith("AGE-SECRET-KEY-"):
            try:
                return pyrage.x25519.Identity.from_str(word)
            except pyrage.IdentityError:
                break
    raise WrongBackupKey(
        _("That is no key of a backup. It starts with AGE-SECRET-KEY-1 and has 74 letters.")
    )


class _Pieces:
    """Reads from pieces as they are made."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def read(self, size: int) -> bytes:
        """Up to so many bytes; nothing at the end."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._left = piece
        piece, self._left = self._left[:size], self._left[size:]
        return piece


def seal_to(path: Path, pieces: Iterator[bytes], *, recipients: Sequence[str]) -> None:
    """Write the pieces to a new file that only these recipients open, readable by its owner."""
    keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        pyrage.encrypt_io(_Pieces(pieces), file, keys)
        file.flush()
        os.fsync(file.fileno())


def members_in(path: Path, *, secret: str) -> Iterator[tuple[str, bytes]]:
    """(name, content) of each member of the archive in a sealed file, in their order.

    Nothing of it is written down anywhere. Whoever reads keeps nothing before this has come to
    its end: a byte changed at the end is found only then. Raises WrongBackupKey and BackupDamaged.
    """
    identity = identity_in(secret)
    reading, writing = os.pipe()
    faults: list[Exception] = []

    def open_it() -> None:
        with path.open("rb") as file, os.fdopen(writing, "wb") as out:
            try:
                pyrage.decrypt_io(file, out, [identity])
            except Exception as fault:  # noqa: BLE001 - told below, in the thread that asked
                faults.append(fault)

    thread = threading.Thread(target=open_it, daemon=True)
    thread.start()
    with os.fdopen(reading, "rb") as source:
        try:
            with tarfile.open(fileobj=source, mode="r|gz") as tar:
                for member in tar:
                    content = tar.extractfile(member)
                    yield member.name, content.read() if content else b""
            source.read()
        except (tarfile.TarError, EOFError, OSError, zlib.error) as fault:
            faults.append(fault)
    thread.join()
    if faults:
        # Why it could not be opened says more than that it came to an end too early.
        raise _told(min(faults, key=lambda fault: not isinstance(fault, pyrage.DecryptError)))


def _told(fault: Exception) -> Refused:
    if NO_KEY_FITS in str(fault):
        return WrongBackupKey(_("This key does not open this backup. Use the sheet of its day."))
    return BackupDamaged(
        _("This file is damaged: it is not as it was written. Nothing was restored from it.")
    )
