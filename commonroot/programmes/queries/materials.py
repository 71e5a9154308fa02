"""What there is to read, hear and use, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonroot.files.models import Upload
from commonroot.files.queries import words as file_words
from commonroot.programmes.models import Material, Programme
from commonroot.programmes.queries.phrases import Shown
from commonroot.programmes.queries.words import language_name, shown


@dataclass(frozen=True)
class MaterialShown:
    """One material for a page: `size` says what a download costs, `small_size` the lighter one.

    Of one that is closed, for participants alone, public pages have no address.
    """

    key: str
    title: Shown
    kind: str
    url: str
    size: str
    small_url: str
    small_size: str
    second: str
    licence: str
    is_ours: bool
    is_closed: bool


def materials(programme: Programme) -> QuerySet[Material]:
    """All materials of a programme, those of the whole first, in their order."""
    return (
        Material.objects.filter(programme=programme)
        .select_related("upload", "small_upload", "session")
        .order_by("session__position", "position", "pk")
    )


def material(key: str) -> Material | None:
    """The material with that key, for organisers."""
    found = Material.objects.select_related("programme", "session", "upload", "small_upload")
    return found.filter(key=key).first()


def public_material(key: str, *, at: datetime) -> Material | None:
    """The material with that key, if its programme is public and everybody may open it."""
    found = material(key)
    if found is None or found.programme.published_at is None or found.programme.published_at > at:
        return None
    return None if found.open_to == Material.OpenTo.PARTICIPANTS else found


def shown_materials(
    found: Iterable[Material], *, to_participants: bool = False
) -> list[MaterialShown]:
    """Each as pages show it; `to_participants`: with the ways for those who have a place."""
    return [_shown(one, to_participants=to_participants) for one in found]


def _shown(one: Material, *, to_participants: bool) -> MaterialShown:
    language = language_name(one.language) if one.language else ""
    closed = one.open_to == Material.OpenTo.PARTICIPANTS
    url, size = _way(one, one.upload, address=one.address, name="material")
    small, small_size = _way(
        one, one.small_upload, address=one.small_address, name="material_small"
    )
    if closed:
        own, own_small = (
            reverse(f"registration:{name}", kwargs={"key": one.key})
            for name in ("own_material", "own_material_small")
        )
        url = own if to_participants else ""
        size = size if to_participants or one.upload is not None else ""
        small = own_small if small and to_participants else ""
    by = _("by %(name)s") % {"name": one.made_by} if one.made_by else ""
    return MaterialShown(
        key=one.key,
        title=shown(one.title, one.programme),
        kind=str(one.get_kind_display()),
        url=url,
        size=size,
        small_url=small,
        small_size=small_size,
        second=" · ".join(filter(None, [str(one.get_kind_display()), language, by])),
        licence=str(one.get_licence_display()),
        is_ours=one.upload is not None or closed,
        is_closed=closed,
    )


def _way(one: Material, upload: Upload | None, *, address: str, name: str) -> tuple[str, str]:
    """Where it is, and its size; of an address elsewhere the host, since its size is not known."""
    if upload is not None:
        return reverse(name, kwargs={"key": one.key}), file_words(upload)
    return address, _("at %(host)s") % {"host": urlsplit(address).hostname} if address else ""


def kinds_by_session(sessions: Iterable[int]) -> dict[int, list[str]]:
    """{session: kinds of what there is of it}, in words, for lists of what was."""
    found: dict[int, list[str]] = {}
    rows = Material.objects.filter(session__in=list(sessions)).order_by("position", "pk")
    for one in rows.only("session", "kind"):
        kinds = found.setdefault(one.session_id or 0, [])
        word = str(one.get_kind_display())
        if word not in kinds:
            kinds.append(word)
    return found
