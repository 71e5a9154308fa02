"""Behind a fresh link: everything we hold, the download, correcting, six words, being forgotten."""

import io
import json
import zipfile
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.consent.queries.receipts import as_json, receipt
from commonroot.people.actions import ChangedMeanwhile, confirm_details, correct
from commonroot.people.models import Person
from commonroot.registration import actions
from commonroot.registration.actions.links import draw_words
from commonroot.registration.forms import OwnDetailsForm
from commonroot.registration.permissions import can_open_my_page
from commonroot.stewardship.actions import forget
from commonroot.stewardship.queries import archive
from commonroot.web.queries import mine
from commonroot.web.queries.held import counted, kinds_held, size_words
from commonroot.web.views.me import comes_by_link, emptied, fresh_only, own_link


@require_safe
@comes_by_link
@guarded(can_open_my_page)
@fresh_only
def me_held(request: ActorRequest) -> HttpResponse:
    """Everything we hold, to read, to download, to correct, to have deleted."""
    person = own_link(request).person
    held = archive(person, at=request.at)
    context = {
        "person": person,
        "held": kinds_held(held["held"]),
        "size": size_words(len(everything(person, at=request.at))),
    }
    return render(request, "web/me_held.html", context)


def everything(person: Person, *, at: datetime) -> bytes:
    """Everything held, to read and for machines, with a receipt of what they said, in one file."""
    held = archive(person, at=at)
    page = render_to_string(
        "web/me_archive.html",
        {
            "person": person,
            "made": held["made_at"],
            "held": kinds_held(held["held"]),
            "page_language": get_language(),
        },
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive_file:
        archive_file.writestr("about-me.json", json.dumps(held, ensure_ascii=False, indent=1))
        archive_file.writestr("about-me.html", page)
        archive_file.writestr("receipt.json", as_json(receipt(person, at=at)))
    return file.getvalue()


def as_download(person: Person, *, at: datetime) -> HttpResponse:
    """Everything we hold as one file: JSON and a page to read."""
    response = HttpResponse(everything(person, at=at), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="about-me.zip"'
    return response


@require_safe
@comes_by_link
@guarded(can_open_my_page)
@fresh_only
def me_download(request: ActorRequest) -> HttpResponse:
    """Everything we hold as one file: JSON and a page to read."""
    return as_download(own_link(request).person, at=request.at)


@require_http_methods(["GET", "HEAD", "POST"])
@comes_by_link
@guarded(can_open_my_page)
@fresh_only
def me_details(request: ActorRequest) -> HttpResponse:
    """Correct my details; saving them says that they are right as of today.

    What an organiser changed while this page was open is shown beside mine before mine stands.
    """
    person = own_link(request).person
    initial = {name: getattr(person, name) for name in OwnDetailsForm.base_fields}
    form = OwnDetailsForm(request.POST or None, initial=initial)
    fields = [name for name in form.fields if name != "risk"]
    was = {name: request.POST.get(f"was-{name}", initial[name]) for name in fields}
    if request.method == "POST" and form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in fields}
        try:
            correct(
                person=person, was=was, wanted=wanted, cause="page", by=request.actor, at=request.at
            )
        except ChangedMeanwhile as clash:
            for field, value in clash.now.items():
                form.add_error(field, mine.changed_meanwhile(field, value))
            was |= clash.now
        else:
            actions.say_details_are_right(
                person=person, risk=form.cleaned_data["risk"], by=request.actor, at=request.at
            )
            confirm_details(person=person, by=request.actor, at=request.at)
            with override(form.cleaned_data["language"]):
                return redirect(f"{reverse('web:me')}?said=details")
    context = {"person": person, "form": form, "was": was.items()}
    return render(request, "web/me_details.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@comes_by_link
@guarded(can_open_my_page)
@fresh_only
def me_words(request: ActorRequest) -> HttpResponse:
    """Six words that open my page from any phone: drawn when asked for, and shown once."""
    context = {"person": own_link(request).person, "words": ""}
    if request.method == "POST":
        context["words"] = draw_words(
            person=own_link(request).person, by=request.actor, at=request.at
        )
    return render(request, "web/me_words.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@comes_by_link
@guarded(can_open_my_page)
@fresh_only
def me_forget(request: ActorRequest) -> HttpResponse:
    """Be forgotten: what goes, counted first; then everything at once."""
    person = own_link(request).person
    if request.method == "POST":
        forget(person=person, by=request.actor, at=request.at)
        return emptied(redirect(f"{reverse('web:left')}?forgotten"))
    held = counted(archive(person, at=request.at)["held"])
    context = {
        "person": person,
        "held": held,
        "count": sum(number for _heading, number in held),
    }
    return render(request, "web/me_forget.html", context)
