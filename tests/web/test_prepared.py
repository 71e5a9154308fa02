"""Who has not done what before a course, taken along as a file."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse

from commonroot.accounts.roles import Actor, Held
from commonroot.admissions.models import Preparation
from commonroot.admissions.permissions.preparing import can_export_preparing, can_see_preparing
from commonroot.core.fields import new_key
from commonroot.people.models import Export
from commonroot.web.queries import applied, grouped, prepared
from commonroot.web.queries.programme_lists import ListGone
from commonroot.web.queries.taken import columns_words, still_open
from commonroot.web.queries.taken_file import written
from tests.admissions.test_preparing import comes, keep
from tests.factories.admissions import CallFactory, PreparationFactory

pytestmark = pytest.mark.django_db
ALL = ["display_name", "country", "not_done", "late", "done", "arrives", "leaves"]


@pytest.fixture
def call(school, at):
    """A course in Nairobi, with something to read and a journey to say by yesterday."""
    call = CallFactory(programme__run_by=school, held_in="KE")
    for title, kind in (("Charter", Preparation.Kind.READ), ("Journey", Preparation.Kind.TRAVEL)):
        PreparationFactory(
            call=call, kind=kind, title={"en": title}, due_on=at.date() - timedelta(days=1),
            travellers_only=kind == Preparation.Kind.TRAVEL,
        )  # fmt: skip
    return call


def test_the_table_is_taken_along_by_the_way_of_all_lists(desk, call, at):
    _read, journey = call.preparations.order_by("position", "pk")
    guest = comes(call, shown_name="Grace", sort_key="1", country="UG")
    comes(call, shown_name="Hidden", frozen_at=at)
    careful = comes(call, shown_name="Otieno", sort_key="2", country="UG", risk="high")
    host = comes(call, shown_name="Wanja", sort_key="3", country="KE")
    details = {"arrives": "2026-12-01T08:00", "leaves": "", "visa": "have"}
    for one in (guest, careful):
        keep(journey, one, at, details=details)
    session = desk.session
    session["proven"] = 10**12
    session.save()
    address = reverse("web:preparing_export", args=[call.programme.key])
    table = desk.get(reverse("admissions:preparing", args=[call.programme.key]))

    asked = desk.get(address).content.decode()
    taken = desk.post(address, {"columns": ALL, "kind": "csv", "reason": "report"})

    assert address in table.content.decode()
    assert ("3 people" in asked, "1 left out" in asked) == (True, True)
    export = Export.objects.get()
    assert (taken.status_code, export.state, export.people, export.left_out) == (
        302, "ready", 3, 1,
    )  # fmt: skip
    with written(export, at=at) as file:
        text = b"".join(file.pieces).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [[row[name] for name in ("left", *ALL)] for row in rows] == [
        ["1", "Grace", "UG", "Charter", "Charter", "Journey", "2026-12-01T08:00", ""],
        ["1", "Otieno", "", "Charter", "Charter", "Journey", "", ""],
        ["1", "Wanja", "KE", "Charter", "Charter", "", "", ""],
    ]
    assert rows[0]["person_id"] == guest.person.key
    assert columns_words(export)[0] == "Tasks left to do"
    assert "Before the course" in desk.get(taken["Location"]).content.decode()
    assert (still_open(export, at=at), prepared.is_of(export)) == (3, True)
    assert host.person.key in text
    assert prepared.came_from(export.wanted) == (
        reverse("admissions:preparing", args=[call.programme.key]), "Before the course",
    )  # fmt: skip
    assert prepared.in_it_words().startswith("Everybody who comes")
    Export.objects.update(wanted=export.wanted | {"prepares": "gone"})
    with pytest.raises(ListGone):
        prepared.call_in(Export.objects.get())
    assert still_open(Export.objects.get(), at=at) == 0


@pytest.mark.parametrize(("role", "may"), [("organiser", True), ("student liaison", False)])
def test_the_list_is_taken_by_whoever_may_take_lists(call, role, may):
    actor = Actor(
        kind="account",
        key="k",
        account_id=1,
        held=(Held(role=role, circle_id=call.programme.run_by_id, is_school=True),),
    )

    assert (can_see_preparing(actor, call), can_export_preparing(actor, call)) == (True, may)


@pytest.mark.parametrize(
    ("source", "name", "leads"),
    [(applied, "call", "admissions:applications"), (grouped, "groups", "groups:proposal")],
)
def test_lists_of_a_course_say_where_they_belong_and_who_is_in_them(source, name, leads):
    key = new_key()

    assert source.came_from({name: key})[0] == reverse(leads, args=[key])
    assert source.in_it_words().startswith("Every")
