"""Materials for participants alone, from their own page."""

from typing import cast
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.http.response import StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.files.models import Upload
from commonroot.files.queries import content
from commonroot.programmes.models import Material
from commonroot.programmes.queries.materials import material as find_material
from commonroot.registration import permissions
from commonroot.registration.actions.reading import note_reading


@require_safe
@guarded(permissions.can_read_material, find=find_material)
def own_material(request: ActorRequest, material: Material) -> HttpResponse:
    """The file, or on to where it lies; nobody there learns where somebody came from."""
    return _opened(request, material, upload=material.upload, address=material.address)


@require_safe
@guarded(permissions.can_read_material, find=find_material)
def own_material_small(request: ActorRequest, material: Material) -> HttpResponse:
    """Its version for little data."""
    return _opened(request, material, upload=material.small_upload, address=material.small_address)


def _opened(
    request: ActorRequest, material: Material, *, upload: Upload | None, address: str
) -> HttpResponse:
    if upload is None and not address:
        raise Http404
    note_reading(material=material, by=request.actor, at=request.at)
    response = redirect(address) if upload is None else _file(upload)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


def _file(upload: Upload) -> HttpResponse:
    """A file to save, never to be shown as a page of ours."""
    response = StreamingHttpResponse(content(upload), content_type=upload.kind)
    name = quote(upload.name, safe="")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Content-Length"] = str(upload.bytes)
    return cast(HttpResponse, response)  # a stream, but answered as any page
