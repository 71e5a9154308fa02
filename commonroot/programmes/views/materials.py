"""Materials: given out to whoever may see the programme, looked after at the desk."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.http.response import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded, public
from commonroot.core.errors import Refused
from commonroot.files.models import Upload
from commonroot.files.queries import content
from commonroot.programmes import permissions, queries
from commonroot.programmes.actions import materials as actions
from commonroot.programmes.forms.materials import MaterialForm
from commonroot.programmes.models import Material, Programme, Session
from commonroot.programmes.queries import materials as reading
from commonroot.programmes.queries.words import told_in


@require_safe
@public
def material(request: ActorRequest, key: str) -> HttpResponse:
    """The file of a material of a public programme."""
    found = reading.public_material(key, at=request.at)
    return _given(found.upload if found else None)


@require_safe
@public
def material_small(request: ActorRequest, key: str) -> HttpResponse:
    """Its version for little data."""
    found = reading.public_material(key, at=request.at)
    return _given(found.small_upload if found else None)


def _given(upload: Upload | None) -> HttpResponse:
    """A file to save, never to be shown as a page of ours."""
    if upload is None:
        raise Http404
    response = StreamingHttpResponse(content(upload), content_type=upload.kind)
    name = quote(upload.name, safe="")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Content-Length"] = str(upload.bytes)
    response["Cache-Control"] = "private, max-age=3600"
    return cast(HttpResponse, response)  # a stream, but answered as any page


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_edit_programme, find=queries.programme)
def materials(request: ActorRequest, programme: Programme) -> HttpResponse:
    """All materials of a programme, and the form for one more."""
    sessions = _sessions(programme)
    session = sessions.get(request.GET.get("session", ""))
    initial = {"session": session.key if session else "", "language": programme.languages[0]}
    form = _form(request, programme, sessions=sessions, initial=initial)
    write = partial(actions.add_material, programme=programme)
    if request.method == "POST" and _is_written(request, form, write=write, sessions=sessions):
        return redirect("programmes:materials", key=programme.key)
    found = list(reading.materials(programme))
    context = {
        "programme": programme,
        "title": queries.shown(programme.title, programme),
        "groups": _groups(found, programme),
        "form": form,
    }
    status = 400 if form.errors else 200
    return render(request, "programmes/materials.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_change_material, find=reading.material)
def material_edit(request: ActorRequest, material: Material) -> HttpResponse:
    """One material: say it anew, put another file in its place, or take it away."""
    programme, sessions = material.programme, _sessions(material.programme)
    if request.method == "POST" and "remove" in request.POST:
        actions.remove_material(material=material, by=request.actor, at=request.at)
        return redirect("programmes:materials", key=programme.key)
    initial = {
        "title": told_in(material.title, programme)[0],
        "session": material.session.key if material.session else "",
        **{
            name: getattr(material, name)
            for name in (
                "kind",
                "language",
                "licence",
                "made_by",
                "address",
                "small_address",
                "open_to",
            )
        },
    }
    form = _form(request, programme, sessions=sessions, initial=initial)
    write = partial(actions.change_material, material=material)
    if request.method == "POST" and _is_written(request, form, write=write, sessions=sessions):
        return redirect("programmes:materials", key=programme.key)
    context = {
        "material": material,
        "programme": programme,
        "shown": reading.shown_materials([material], to_participants=True)[0],
        "form": form,
    }
    status = 400 if form.errors else 200
    return render(request, "programmes/material_edit.html", context, status=status)


def _sessions(programme: Programme) -> dict[str, Session]:
    return {session.key: session for session in programme.sessions.order_by("position")}


def _is_written(
    request: ActorRequest,
    form: MaterialForm,
    *,
    write: Callable[..., Any],
    sessions: dict[str, Session],
) -> bool:
    """Whether what the form says was kept; else it says why not."""
    if not form.is_valid():
        return False
    try:
        write(
            session=sessions.get(form.cleaned_data["session"]),
            said=_said(form),
            file=_file(form, "file"),
            small=_file(form, "small_file"),
            by=request.actor,
            at=request.at,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _form(
    request: ActorRequest,
    programme: Programme,
    *,
    sessions: dict[str, Session],
    initial: dict[str, Any],
) -> MaterialForm:
    titles = {key: told_in(session.title, programme)[0] for key, session in sessions.items()}
    return MaterialForm(
        request.POST or None,
        request.FILES or None,
        programme=programme,
        titles=titles,
        initial=initial,
    )


def _said(form: MaterialForm) -> actions.Said:
    typed = form.cleaned_data
    return actions.Said(
        **{
            name: typed[name]
            for name in (
                "kind", "title", "language", "licence", "made_by", "address", "small_address",
                "open_to",
            )
        }
    )  # fmt: skip


def _file(form: MaterialForm, name: str) -> actions.Given | None:
    given = form.cleaned_data.get(name)
    return actions.Given(name=given.name, content=given.file) if given else None


def _groups(found: list[Material], programme: Programme) -> list[dict[str, Any]]:
    """[{title, rows}] of the whole programme and of each session that has any."""
    groups: dict[int | None, dict[str, Any]] = {}
    for one in found:
        title = (
            queries.shown(one.session.title, programme) if one.session else _("The whole programme")
        )
        group = groups.setdefault(one.session_id, {"title": title, "rows": []})
        group["rows"] += reading.shown_materials([one], to_participants=True)
    return list(groups.values())
