"""Reading files: their words, their bytes, what is to be removed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from commonroot.files import rules
from commonroot.files.models import Litter, Upload

TAG = 16
HEAD = 10  # version, number of the key, eight random bytes
VERSION = 1


class Damaged(ValueError):
    """The sealed bytes are not those that were written."""


def store() -> Storage:
    """Where sealed bytes lie: a folder of this instance, or what the settings name."""
    return storages["files"]


def upload(key: str) -> Upload | None:
    """The file with that key."""
    return Upload.objects.filter(key=key).first()


def litter(*, at: datetime) -> QuerySet[Litter]:
    """Sealed bytes to remove."""
    return Litter.objects.filter(since__lte=at)


def lost_places() -> Iterator[str]:
    """Sealed bytes in the store to which no file and no litter points: an upload was cut off."""
    kept = store()
    try:
        folders, _files = kept.listdir("")
    except FileNotFoundError:  # nothing was ever handed in
        return
    for folder in sorted(folders):
        lying = {f"{folder}/{name}" for name in kept.listdir(folder)[1]}
        lying -= set(Upload.objects.filter(place__in=lying).values_list("place", flat=True))
        lying -= set(Litter.objects.filter(place__in=lying).values_list("place", flat=True))
        yield from sorted(lying)


def words(found: Upload) -> str:
    """ "PDF, 1.2 MB": what somebody wants to know before they download it."""
    ending = found.name.rpartition(".")[2].upper()
    return f"{ending}{_(',')} {filesizeformat(found.bytes)}"


def content(found: Upload) -> Iterator[bytes]:
    """The bytes of a file, a chunk at a time. Raises Damaged before giving a wrong one."""
    with store().open(found.place) as sealed:
        yield from opened(sealed, place=found.place)


def opened(sealed: File[Any], *, place: str) -> Iterator[bytes]:
    """Sealed bytes in the clear. Each chunk knows its number, its file, and whether it is last."""
    head = sealed.read(HEAD)
    if len(head) != HEAD or head[0] != VERSION or head[1] >= len(settings.KEY_RING.encryption):
        raise Damaged(place)
    cipher = AESGCM(settings.KEY_RING.encryption[head[1]])
    number = 0
    piece = sealed.read(rules.CHUNK + TAG)
    while True:
        following = sealed.read(rules.CHUNK + TAG)
        try:
            yield cipher.decrypt(
                head[2:] + number.to_bytes(4, "big"), piece, told(place, last=not following)
            )
        except InvalidTag as error:
            raise Damaged(place) from error
        if not following:
            return
        piece, number = following, number + 1


def told(place: str, *, last: bool) -> bytes:
    """What is sealed along with a chunk, so that none can be moved, left out or cut off."""
    return f"file {place} {'last' if last else 'more'}".encode()
