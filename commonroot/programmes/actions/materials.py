"""Materials of sessions and programmes: added, changed, taken away."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.files import actions as files
from commonroot.files.models import Upload
from commonroot.programmes.actions.programmes import pages_changed
from commonroot.programmes.models import Material, Programme, Session


class NothingToShow(Refused):
    """Neither a file nor an address was given, or both."""


@dataclass(frozen=True)
class Given:
    """A file as somebody hands it in."""

    name: str
    content: BinaryIO


@dataclass(frozen=True)
class Said:
    """What is said of a material; the title is in the material's own language."""

    kind: str
    title: str
    language: str
    licence: str
    made_by: str = ""
    address: str = ""
    small_address: str = ""
    open_to: str = Material.OpenTo.EVERYBODY


@transaction.atomic
def add_material(
    *,
    programme: Programme,
    session: Session | None,
    said: Said,
    file: Given | None = None,
    small: Given | None = None,
    by: Actor,
    at: datetime,
) -> Material:
    """Show one more thing to read, hear or use. Raises NothingToShow and files.NotTaken."""
    if (file is None) == (not said.address):
        raise NothingToShow(_("Choose a file, or give an address: one of the two."))
    beside = Material.objects.filter(programme=programme, session=session)
    last = beside.aggregate(last=Max("position"))["last"]
    material = Material.objects.create(
        programme=programme,
        session=session,
        position=0 if last is None else last + 1,
        upload=_kept(file, at=at),
        small_upload=_kept(small, at=at),
        added_at=at,
        **_fields(said, programme=programme),
    )
    pages_changed()
    note("material added", material, by=by, at=at)
    return material


@transaction.atomic
def change_material(
    *,
    material: Material,
    session: Session | None,
    said: Said,
    file: Given | None = None,
    small: Given | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Say it anew; a file given now takes the place of what was there, an address that of a file.

    Raises NothingToShow and files.NotTaken.
    """
    if file is not None and said.address:
        raise NothingToShow(_("Choose a file, or give an address: one of the two."))
    if file is None and not said.address and material.upload is None:
        raise NothingToShow(_("Choose a file, or give an address: one of the two."))
    gone: list[Upload | None] = []
    if file is not None or said.address:
        gone.append(material.upload)
        material.upload = _kept(file, at=at)
    if small is not None or said.small_address:
        gone.append(material.small_upload)
        material.small_upload = _kept(small, at=at)
    material.session = session
    for name, text in _fields(said, programme=material.programme).items():
        setattr(material, name, text)
    material.save()
    _let_go(gone, at=at)
    pages_changed()
    note("material changed", material, by=by, at=at)


@transaction.atomic
def remove_material(*, material: Material, by: Actor, at: datetime) -> None:
    """Take a material away, and its files with it."""
    gone = [material.upload, material.small_upload]
    note("material removed", material, by=by, at=at)
    material.delete()
    _let_go(gone, at=at)
    pages_changed()


def _kept(given: Given | None, *, at: datetime) -> Upload | None:
    return None if given is None else files.keep(content=given.content, name=given.name, at=at)


def _let_go(gone: list[Upload | None], *, at: datetime) -> None:
    for upload in gone:
        if upload is not None:
            files.let_go(upload=upload, at=at)


def _fields(said: Said, *, programme: Programme) -> dict[str, object]:
    language = said.language or programme.languages[0]
    return {
        "kind": said.kind,
        "title": Translated({language: said.title}),
        "language": said.language,
        "licence": said.licence,
        "made_by": said.made_by,
        "address": said.address,
        "small_address": said.small_address,
        "open_to": said.open_to,
    }
