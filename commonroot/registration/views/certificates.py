"""Certificates: what a programme asks for and who has one, the person's own, the public check."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded, public
from commonroot.core.errors import Refused
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import shown
from commonroot.registration import permissions
from commonroot.registration.actions import attendance as asking
from commonroot.registration.actions import certificates as actions
from commonroot.registration.forms.attendance import CertificateNameForm, CompletionForm
from commonroot.registration.models import Certificate
from commonroot.registration.queries import attendance
from commonroot.registration.queries import certificates as queries
from commonroot.registration.queries.attendance import programme as programme_of

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_give_certificates, find=programme_of)
def certificates(request: ActorRequest, programme: Programme) -> HttpResponse:
    """What it takes to complete a programme, how far everybody is, and giving certificates."""
    rule = attendance.completion_rule(programme)
    form = CompletionForm(
        request.POST if request.POST.get("wish") == "rule" else None,
        initial={
            "sessions": rule.sessions if rule else None,
            "minutes": rule.minutes if rule else 0,
            "excused": rule.excused if rule else 0,
            "certificates": rule.certificates if rule else True,
        },
    )
    refused = ""
    if request.method == "POST":
        try:
            done = _do(request, programme, form=form)
        except Refused as refusal:
            refused, done = str(refusal), False
        if done:
            return redirect("registration:certificates", key=programme.key)
    rows = queries.everybody(programme, seen_by=request.actor, at=request.at)
    there_are = attendance.counted_sessions(programme).count()
    context = {
        "programme": programme,
        "title": shown(programme.title, programme),
        "rule": rule,
        "asked": attendance.asked_of(rule).sessions or there_are,
        "there_are": there_are,
        "form": form,
        "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
        "everybody": len(rows),
        "complete": sum(row.reached.complete for row in rows),
        "due": [row for row in rows if row.reached.complete and row.certificate is None],
        "given": sum(row.certificate is not None for row in rows),
        "making": queries.last_round(programme),
        "refused": refused,
    }
    wrong = bool(refused or form.errors)
    return render(request, "registration/certificates.html", context, status=400 if wrong else 200)


def _do(request: ActorRequest, programme: Programme, *, form: CompletionForm) -> bool:
    """Do what one button of the page asks; false when a form is to be mended. Raises Refused."""
    by, at, wish = request.actor, request.at, request.POST.get("wish", "")
    if wish == "rule":
        if not form.is_valid():
            return False
        asking.set_completion_rule(programme=programme, **form.cleaned_data, by=by, at=at)
    elif wish == "all":
        actions.give_all(programme=programme, by=by, at=at)
    elif wish in {"revoke", "anew"}:
        found = queries.certificate(request.POST.get("certificate", ""))
        if found is None or found.programme_id != programme.pk:
            raise Http404
        if wish == "revoke":
            actions.revoke(certificate=found, by=by, at=at)
        else:
            name = request.POST.get("name", "")
            actions.reissue(certificate=found, name=name, by=by, at=at)
    else:
        raise Http404
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_open_certificate, find=queries.certificate)
def certificate(request: ActorRequest, found: Certificate) -> HttpResponse:
    """Somebody's own certificate: to take along, and whether whoever checks it sees the name."""
    if request.method == "POST" and request.POST.get("answer") in {"yes", "no"}:
        actions.say_name_may_show(
            certificate=found,
            yes=request.POST["answer"] == "yes",
            language=get_language() or "en",
            by=request.actor,
            at=request.at,
        )
        return redirect("registration:certificate", key=found.key)
    needs_name = not found.name
    size = 0 if needs_name else len(actions.printed(found, at=request.at))
    context = {
        "certificate": found,
        "title": shown(found.programme.title, found.programme),
        "name": found.person.shown_name,
        "person_name": found.person.shown_name,
        "form": CertificateNameForm() if needs_name else None,
        "size": filesizeformat(size),
        "shows": queries.shows_name(found, at=request.at),
        "asks": bool(found.name) and not found.person.is_high,
        "revoked": found.revoked_at is not None,
    }
    return render(request, "registration/certificate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_print_certificate, find=queries.certificate)
def certificate_file(request: ActorRequest, found: Certificate) -> HttpResponse:
    """The PDF. Where no name is kept, the person writes it and it is kept nowhere."""
    name = ""
    if request.method == "POST":
        form = CertificateNameForm(request.POST)
        if not form.is_valid():
            return redirect("registration:certificate", key=found.key)
        name = "" if found.name else form.cleaned_data["name"]
    made = actions.printed(found, name=name, at=request.at)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="certificate.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@public
def verify(request: ActorRequest, code: str = "") -> HttpResponse:
    """What anybody is told who checks a certificate: that it is ours, and of what."""
    typed = code or request.GET.get("code", "")
    found = queries.checked(typed) if typed else None
    context: dict[str, Any] = {"typed": typed, "found": None}
    if found is not None:
        context["found"] = queries.seen_by_checker(found, at=request.at)
    unknown = bool(typed) and found is None
    response = render(request, "registration/verify.html", context, status=404 if unknown else 200)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
