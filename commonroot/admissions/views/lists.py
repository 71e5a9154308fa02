"""On the desk: applications from a list of another form service, looked at before they are in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.admissions.actions import lists as actions
from commonroot.admissions.forms.applying import ListForm
from commonroot.admissions.models import Call
from commonroot.admissions.permissions.applying import can_take_in
from commonroot.admissions.queries.calls import call_of
from commonroot.admissions.views.by_hand import above
from commonroot.core.errors import Refused
from commonroot.sheets.book import Table
from commonroot.sheets.reading import read, read_pasted
from commonroot.sheets.sayings import Unreadable

SHOWN = 8  # lines of a look


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_take_in, find=call_of)
def list_in(request: ActorRequest, call: Call) -> HttpResponse:
    """The list; then what it would bring; then what became of it."""
    form = ListForm(request.POST or None, request.FILES or None)
    words = above(call) | {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            table = _table(request, form)
            if "save" in request.POST:
                words["taken"] = actions.take_in(
                    table,
                    call=call,
                    language=get_language() or "en",
                    by=request.actor,
                    at=request.at,
                )
            else:
                found = actions.look(table, call=call)
                words |= {
                    "look": found,
                    "first": found.lines[:SHOWN],
                    "wrong": [line for line in found.lines if line.wrong],
                    "again": sum(line.again for line in found.lines),
                    "cells": _as_cells(table),
                }
        except Unreadable as refusal:
            form.add_error(None, refusal.saying.translated(_))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "admissions/list_in.html", words, status=400 if form.errors else 200)


def _table(request: ActorRequest, form: ListForm) -> Table:
    """The first table of what was sent. Raises Unreadable, NotAList."""
    sent = form.cleaned_data["file"]
    if sent is not None:
        book = read(sent.read(), sent.name)
    elif form.cleaned_data["text"].strip():
        book = read_pasted(form.cleaned_data["text"])
    else:
        raise actions.NotAList(_("Choose a file, or paste the cells."))
    return book.tables[0]


def _as_cells(table: Table) -> str:
    """The table as cells are pasted, so that the second press needs no file."""
    lines = [table.headings, *(row.cells for row in table.rows)]
    return "\n".join("\t".join(_cell(text) for text in line) for line in lines)


def _cell(text: str) -> str:
    if any(sign in text for sign in '\t\n\r"'):
        return '"' + text.replace('"', '""') + '"'
    return text
