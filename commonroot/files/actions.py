"""Taking files in and letting them go: all writing."""

import secrets
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from commonroot.core.errors import Refused
from commonroot.files import queries, rules
from commonroot.files.models import Litter, Upload

HEAD_BYTES = 4096
JPEG_QUALITY = 85


class NotTaken(Refused):
    """A file that is too large, of no known kind, or not what its name says."""


@dataclass(frozen=True)
class _Made:
    content: BinaryIO
    ending: str
    media: str
    width: int | None = None
    height: int | None = None


@transaction.atomic
def keep(*, content: BinaryIO, name: str, at: datetime, most: int = rules.MOST_BYTES) -> Upload:
    """Take a file in: its kind is read from its content, pictures are drawn anew, all is sealed.

    Nothing hidden in a picture (place, camera, thumbnail) is kept. Raises NotTaken.
    """
    size = content.seek(0, 2)
    content.seek(0)
    if not size:
        raise NotTaken(_("This file is empty. Choose another."))
    if size > most:
        raise NotTaken(
            _(
                "This file has %(size)s; at most %(most)s are taken. "
                "Make it smaller, or give a link."
            )
            % {"size": filesizeformat(size), "most": filesizeformat(most)}
        )
    made = _made(content, name=name)
    place = f"{secrets.token_hex(1)}/{secrets.token_hex(20)}"
    count = made.content.seek(0, 2)
    made.content.seek(0)
    sealed = BytesIO()
    for piece in _sealed(made.content, place=place):
        sealed.write(piece)
    queries.store().save(place, ContentFile(sealed.getvalue()))
    return Upload.objects.create(
        name=rules.plain_name(name, ending=made.ending),
        kind=made.media,
        bytes=count,
        place=place,
        width=made.width,
        height=made.height,
        kept_at=at,
    )


def made_small(content: BinaryIO) -> bytes:
    """A picture as a JPEG of few bytes, for lists on a cheap phone. Raises NotTaken."""
    from PIL import Image

    made = _drawn_anew(content)
    drawn = Image.open(made.content).convert("RGBA")
    ground = Image.new("RGB", drawn.size, "white")  # behind what is clear
    ground.paste(drawn, mask=drawn.getchannel("A"))
    small = b""
    for edge, quality in rules.SMALL_TRIES:
        ground.thumbnail((edge, edge))
        out = BytesIO()
        ground.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        small = out.getvalue()
        if len(small) <= rules.SMALL_BYTES:
            break
    return small


@transaction.atomic
def let_go(*, upload: Upload, at: datetime) -> None:
    """Forget a file; its bytes are removed by a sweep, after this is certain."""
    Litter.objects.get_or_create(place=upload.place, defaults={"since": at})
    upload.delete()


def mark_lost(*, at: datetime) -> int:
    """Let sealed bytes go to which nothing points, a day from now: what is just being handed in
    lies there before its row; how many.
    """
    lost = [Litter(place=place, since=at + rules.LOST_AFTER) for place in queries.lost_places()]
    Litter.objects.bulk_create(lost, ignore_conflicts=True)
    return len(lost)


@transaction.atomic
def remove(*, litter: Litter) -> None:
    """Remove sealed bytes, unless a file points to them after all; again it does nothing."""
    if not Upload.objects.filter(place=litter.place).exists():
        queries.store().delete(litter.place)
    litter.delete()


def _made(content: BinaryIO, *, name: str) -> _Made:
    head = content.read(HEAD_BYTES)
    content.seek(0)
    kind = rules.kind_of(name, head)
    if kind is None:
        raise NotTaken(
            _(
                "This file is of a kind we do not take, or is not what its name says. "
                "Send a PDF, a picture, a sound, a video, a text or slides."
            )
        )
    if kind.sort == rules.PICTURE:
        return _drawn_anew(content)
    if kind.inside:
        _look_inside(content, kind)
    return _Made(content, kind.ending, kind.media)


def _look_inside(content: BinaryIO, kind: rules.Kind) -> None:
    try:
        with zipfile.ZipFile(content) as archive:
            inside = archive.namelist()
    except zipfile.BadZipFile as error:
        raise NotTaken(_("This file is damaged. Save it once more and send it again.")) from error
    if kind.inside not in inside:
        raise NotTaken(_("This file is not what its name says. Nothing was kept."))
    if rules.holds_programs(inside):
        raise NotTaken(_("This file carries a program (a macro). Save it without, and send that."))


def _drawn_anew(content: BinaryIO) -> _Made:
    """The picture as we draw it: upright, not too large, with nothing beside its dots."""
    from PIL import Image, ImageOps

    try:
        picture = Image.open(content)
        if picture.width * picture.height > rules.MOST_PIXELS:
            raise NotTaken(_("This picture is too large. Make it smaller and send it again."))
        upright = ImageOps.exif_transpose(picture)
        clear = upright.has_transparency_data
        drawn = upright.convert("RGBA" if clear else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        words = _("This picture cannot be read. Save it once more, as JPEG or PNG.")
        raise NotTaken(words) from error
    if max(drawn.size) > rules.LONGEST_EDGE:
        drawn = drawn.resize(rules.fitted(*drawn.size))
    out = BytesIO()
    if clear:
        drawn.save(out, "PNG", optimize=True)
        return _Made(out, "png", "image/png", *drawn.size)
    drawn.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return _Made(out, "jpg", "image/jpeg", *drawn.size)


def _sealed(content: BinaryIO, *, place: str) -> Iterator[bytes]:
    ring = settings.KEY_RING.encryption
    number, start = 0, secrets.token_bytes(queries.HEAD - 2)
    cipher = AESGCM(ring[-1])
    yield bytes([queries.VERSION, len(ring) - 1]) + start
    piece = content.read(rules.CHUNK)
    while True:
        following = content.read(rules.CHUNK)
        about = queries.told(place, last=not following)
        yield cipher.encrypt(start + number.to_bytes(4, "big"), piece, about)
        if not following:
            return
        piece, number = following, number + 1
