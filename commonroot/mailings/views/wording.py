"""Texts to begin from: every template in every language, what is missing, its versions."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.core.places import language_name
from commonroot.mailings import actions, permissions, queries
from commonroot.mailings.forms import TemplateForm
from commonroot.mailings.models import Template
from commonroot.mailings.queries import pages

NEW = "new"


@require_safe
@guarded(permissions.can_word)
def templates(request: ActorRequest) -> HttpResponse:
    """Every template, and in which of the school's languages it is written."""
    languages = list(request.school.languages) if request.school else ["en"]
    reader = get_language() or "en"
    found = queries.templates()
    context = {
        "rows": [
            {
                "words": one,
                "code": one.code or (one.template.key if one.template else ""),
                "languages": [
                    {
                        "name": language_name(code, reader),
                        "is_there": code not in one.missing(languages),
                    }
                    for code in languages
                ],
                "missing": [language_name(c, reader) for c in one.missing(languages)],
            }
            for one in found
        ],
        "lacking": sum(bool(one.missing(languages)) for one in found),
    }
    return render(request, "mailings/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_word)
def template(request: ActorRequest, code: str) -> HttpResponse:
    """One template in every language; its earlier versions, each of which can stand again."""
    words = _words(code)
    row = words.template
    languages = list(request.school.languages) if request.school else ["en"]
    if request.method == "POST" and (said := _other_act(request, row)) is not None:
        return said
    form = TemplateForm(
        request.POST or None,
        languages=languages,
        subject=words.subject,
        text=words.text,
        initial={"name": words.name},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.reword_template(
                code=words.code,
                template=row,
                name=form.cleaned_data["name"],
                subject=form.subjects,
                text=form.texts,
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            code = words.code or (made.template.key if made else code)
            return redirect(f"{reverse('mailings:template', args=[code])}?saved=yes")
    reader = get_language() or "en"
    context = {
        "words": words,
        "form": form,
        "is_new": code == NEW,
        "missing": [language_name(c, reader) for c in words.missing(languages)],
        "versions": [
            {
                "version": one,
                "by": pages.account_name(one.by),
                "stands": one.number == words.version,
            }
            for one in queries.versions(row)
        ],
        "saved": "saved" in request.GET and request.method != "POST",
    }
    return render(request, "mailings/template.html", context, status=400 if form.errors else 200)


def _words(code: str) -> queries.Words:
    """The words of a template by its code or key. Raises Http404."""
    if code == NEW:
        return queries.Words("", "", "", {}, {})
    if code in queries.KINDS:
        return queries.words_of(code)
    row: Template | None = queries.template(code) if "\x00" not in code else None
    if row is None:
        raise Http404
    return queries.words_of(row.code, row)


def _other_act(request: ActorRequest, row: Template | None) -> HttpResponse | None:
    """An earlier version stands again, or a text of one's own is offered no more."""
    about: dict[str, Any] = {"by": request.actor, "at": request.at}
    if "version" in request.POST:
        wanted = request.POST["version"]
        found = [one for one in queries.versions(row) if str(one.number) == wanted]
        if not found or row is None:
            raise Http404
        actions.put_back_version(version=found[0], **about)
        return redirect("mailings:template", code=row.code or row.key)
    if "retire" in request.POST and row is not None and not row.code:
        actions.retire_template(template=row, **about)
        return redirect("mailings:templates")
    return None
