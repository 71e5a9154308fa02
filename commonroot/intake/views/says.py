"""What your list says, how it was read, and what is wrong with its rows."""

from tempfile import TemporaryFile
from typing import Any, cast

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.core.places import country_name
from commonroot.core.text import isolated
from commonroot.intake import actions, permissions, queries, rules
from commonroot.intake.forms import ColumnsForm
from commonroot.intake.models import Import
from commonroot.intake.queries import columns as column_queries
from commonroot.intake.queries import reviewing
from commonroot.intake.queries.settled import truth_now
from commonroot.sheets.fields import Field

SHOWN_NOTES = 12
SHEETS_OPEN = 3
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
THEN_ASK = "then ask"  # in the session: the list whose people are asked once they are in
State = Import.State
WORKING = {State.WAITING.value, State.APPLYING.value, State.UNDOING.value}


@require_http_methods(["GET", "HEAD"])
@guarded(permissions.can_see_import, find=queries.import_)
def says(request: ActorRequest, batch: Import) -> HttpResponse:
    """What your list says; while it comes in, how far it is; afterwards, what became of it."""
    if batch.state == State.APPLIED and request.session.get(THEN_ASK) == batch.key:
        del request.session[THEN_ASK]
        return redirect(_ask_address(batch))
    truth = truth_now(batch)
    words = {
        "batch": batch,
        "name": reviewing.short_name(batch),
        "truth": truth,
        "goes_on": batch.state in WORKING,
        "unknown": truth.get("people", 0) - truth.get("agreed", 0),
        "countries": _countries(truth),
        "country_count": len(truth.get("countries", [])),
        "who": _who(truth),
        "kept": _kept(truth),
        "age": request.at.year - truth["newest"] if truth.get("newest") else None,
        "undo": queries.can_be_undone(batch, at=request.at),
        "notes": batch.notes[:SHOWN_NOTES],
        "not_understood": _not_understood(batch),
        "more_notes": max(0, len(batch.notes) - SHOWN_NOTES),
        "ask_url": _ask_address(batch),
        "came_url": f"{reverse('web:people')}?came={batch.key}",
        "to_mend": bool(truth.get("refused") or truth.get("cannot_work")),
        "reach": _reach(truth),
        "again": request.GET.get("again") == "yes",
        "left_out": batch.refusal.splitlines(),
    }
    if batch.state in WORKING:
        words |= _far(batch)
    if batch.state == State.READ:
        review = reviewing.review(batch, at=request.at)
        queue = review.queue
        words |= {
            "open_pairs": len(queue.open),
            "answered": queue.answered,
            "pairs": queue.total,
            "minutes": rules.minutes_for(len(queue.open)),
            "very_likely": len(reviewing.likely(review).take),
        }
    if batch.state == State.APPLIED:
        following = queries.next_to_settle(batch)
        words |= {
            "following": following,
            "following_name": isolated(reviewing.short_name(following)) if following else "",
        }
    return render(request, "intake/says.html", words)


def _not_understood(batch: Import) -> str:
    """Headings of columns whose cells are kept beside the row and reach nobody's page."""
    unknown = [one for one in batch.columns if one["field"] == Field.UNKNOWN.value]
    return _(", ").join(dict.fromkeys(one["heading"] for one in unknown if one["heading"]))


def _ask_address(batch: Import) -> str:
    return f"{reverse('intake:ask')}?list={batch.key}"


def _far(batch: Import) -> dict[str, Any]:
    """ "Comparing the rows with one another: 300 of 2,000"; of several files, which is read."""
    phase = batch.get_phase_display() if batch.phase else _("about to begin")
    text = phase[:1].upper() + phase[1:]
    done, total = batch.done, batch.total
    if batch.phase == Import.Phase.READING and (files := batch.files.count()) > 1:
        # How many rows the files hold is known only once the last one is read.
        done, total = batch.files.filter(read_at__isnull=False).count(), files
        text = _("%(phase)s: list %(number)d of %(total)d") % {
            "phase": text,
            "number": min(done + 1, total),
            "total": total,
        }
    elif total:
        text = _("%(phase)s: %(done)d of %(total)d") % {
            "phase": text,
            "done": done,
            "total": total,
        }
    return {"far": text, "done": done, "steps": total}


def _countries(truth: dict[str, Any]) -> str:
    """ "Kenya 18, Bangladesh 14, Colombia 11"."""
    language = get_language() or "en"
    most = truth.get("countries", [])[: rules.SHOWN_COUNTRIES]
    return _(", ").join(f"{country_name(code, language)} {count}" for code, count in most)


def _who(truth: dict[str, Any]) -> list[dict[str, Any]]:
    """Parts of the bar under the number of people."""
    return [
        {"label": _("new"), "value": truth.get("new", 0), "kind": "known"},
        {"label": _("known"), "value": truth.get("known", 0), "kind": "outline"},
        {"label": _("repeated"), "value": truth.get("repeated", 0), "kind": "repeat"},
    ]


def _kept(truth: dict[str, Any]) -> list[dict[str, Any]]:
    """Parts of the bar under the number who agreed."""
    agreed = truth.get("agreed", 0)
    unknown = truth.get("people", 0) - agreed
    return [
        {"label": _("agreed"), "value": agreed, "kind": "agreed"},
        {"label": _("unknown"), "value": unknown, "kind": "unknown"},
    ]


def _reach(truth: dict[str, Any]) -> str:
    """ "131 by mail; 22 have only a phone and wait for you by hand; 7 cannot be reached." """
    mail, phone, none = (truth.get(name, 0) for name in ("with_mail", "phone_only", "unreachable"))
    said = [_("%(n)d by mail") % {"n": mail}]
    if phone:
        said.append(
            ngettext(
                "%(n)d has only a phone and waits for you by hand",
                "%(n)d have only a phone and wait for you by hand",
                phone,
            )
            % {"n": phone}
        )
    if none:
        said.append(
            ngettext("%(n)d cannot be reached", "%(n)d cannot be reached", none) % {"n": none}
        )
    return f"{_('; ').join(said)}."


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_import, find=queries.import_)
def columns(request: ActorRequest, batch: Import) -> HttpResponse:
    """How the headings were understood; whatever is corrected, the list is read again."""
    form = ColumnsForm(request.POST or None, columns=batch.columns)
    refusal = ""
    if form.is_valid():
        changed = form.choices()
        try:
            if changed:
                actions.remap(batch=batch, choices=changed, by=request.actor, at=request.at)
        except Refused as error:
            refusal = str(error)
        else:
            return redirect("intake:says", key=batch.key)
    read = column_queries.sheets(batch)
    words = {
        "batch": batch,
        "name": reviewing.short_name(batch),
        "refusal": refusal,
        "may_change": batch.state == State.READ,
        "answered": any(reviewing.said_counts(batch).values()),
        "sheets": [
            {
                "sheet": sheet,
                "open": sheet.unsure or len(read) <= SHEETS_OPEN,
                "rows": [
                    (column, form[f"column{column.place}"], form.held(column.place))
                    for column in sheet.columns
                ],
            }
            for sheet in read
        ],
    }
    return render(request, "intake/columns.html", words, status=409 if refusal else 200)


@require_safe
@guarded(permissions.can_see_import, find=queries.import_)
def to_mend(request: ActorRequest, batch: Import) -> HttpResponse:
    """The rows with something wrong as a sheet, to be mended and brought in again."""
    # The answer closes the file when it has been sent.
    written = TemporaryFile()  # noqa: SIM115 - closed by the answer
    queries.write_to_mend(written, batch=batch)
    written.seek(0)
    stem = slugify(reviewing.short_name(batch).rpartition(".")[0]) or "list"
    answer = FileResponse(
        written, as_attachment=True, filename=f"{stem}-to-mend.xlsx", content_type=XLSX
    )
    return cast(HttpResponse, answer)
