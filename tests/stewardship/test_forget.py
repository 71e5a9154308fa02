"""Being forgotten reaches every model, and nothing brings the person back."""

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.messaging.actions import AlreadySettled, resend_unknown
from commonroot.messaging.models import Letter
from commonroot.people.actions import begin_recount, go_on_counting, index_many
from commonroot.people.models import Count, Person
from commonroot.people.personal import declarations, everything_about
from commonroot.people.queries import is_suppressed
from commonroot.programmes.queries import pages_version
from commonroot.stewardship import actions, queries
from tests.factories.canary import CANARY, MAIL, hits, person_in_every_model
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

# What tells a machine something and a person nothing: marks, hashes, words to find them by.
NOT_FOR_READING = {
    ("accounts.account", "lock_mark"),
    ("accounts.account", "password"),
    ("accounts.account", "username"),
    ("accounts.errand", "token_hash"),
    ("accounts.factor", "mark"),
    ("admissions.referee", "token_hash"),
    ("admissions.signoff", "mark"),
    ("intake.importrow", "mark"),
    ("people.affiliation", "sort_key"),
    ("people.link", "token_hash"),
    ("people.savedlist", "sort_key"),
    ("registration.knownas", "mark"),
    ("registration.reportline", "mark"),
}
# Why two must not meet in a group is told to neither of them (`groups.models.Apart`).
NEVER_TOLD = {("groups.apart", "by"), ("groups.apart", "reason")}


def everything_written():
    """All that the database holds as it lies there: every table, and on SQLite the file's bytes."""
    tables = connection.introspection.table_names()
    rows = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [repr(row) for row in cursor.fetchall()]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        place = Path(connection.settings_dict["NAME"])
        rows += [path.read_bytes().decode("latin1") for path in place.parent.glob(f"{place.name}*")]
    return "\n".join(rows)


def texts_in(person):
    """(model, field, text) for every text with the canary in a row about somebody."""
    values = [
        (declaration.label, name, getattr(row, name))
        for declaration, rows in everything_about(person)
        for row in rows
        for name in (*declaration.kinds, *declaration.plain)
    ]
    return [
        (label, name, text)
        for label, name, value in values
        for text in (value if isinstance(value, list) else [value])
        if isinstance(text, str) and CANARY in text
    ]


@pytest.mark.django_db(transaction=True)
def test_forgetting_leaves_the_canary_nowhere(at, settings, tmp_path, caplog):
    settings.DATA = tmp_path / "data"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    caplog.set_level("DEBUG")
    person = person_in_every_model()
    cache.set("page:1", f"<h1>{CANARY}</h1>")
    about = {declaration.label for declaration, rows in everything_about(person) if rows.exists()}
    models, written, pages = set(hits(CANARY)), everything_written(), pages_version()

    actions.forget(person=person, by=Actor.system(), at=at)

    assert about == {one.label for one in declarations()}
    assert models >= {"people.person", "messaging.letter", "registration.answer", "people.change"}
    assert (CANARY in written, "kanarienvogel" in written) == (True, True)
    assert (hits(CANARY), hits(MAIL), hits(person.key)) == ([], [], ["accounts.auditentry"])
    after = everything_written()
    assert [word for word in (CANARY, "kanarienvogel", MAIL) if word in after] == []
    assert (cache.get("page:1"), pages_version() > pages) == (None, True)
    assert [file for file in tmp_path.rglob("*") if file.is_file() and has_canary(file)] == []
    assert [line for line in caplog.messages if CANARY.casefold() in line.casefold()] == []
    assert Account.objects.count() == 0


def has_canary(file):
    """Whether a file names the canary or an address of theirs."""
    return CANARY.casefold() in file.read_text(errors="replace").casefold()


def test_the_archive_says_every_word_that_is_held(at):
    person = person_in_every_model()

    archive = queries.archive(person, at=at)

    said = json.dumps(archive, ensure_ascii=False)
    unsaid = {(label, name) for label, name, text in texts_in(person) if text not in said}
    assert unsaid == NOT_FOR_READING | NEVER_TOLD
    # The same words as the name, for the machine; and that somebody is to be compared.
    silent = {"groups.apart", "people.searchkey", "people.tocompare"}
    assert {d.label for d in declarations()} - silent - set(archive["held"]) == set()


def test_marks_survive_and_name_nobody(at):
    person = person_in_every_model()

    actions.forget(person=person, by=Actor.system(), at=at)

    assert is_suppressed("mail", MAIL) is True
    assert is_suppressed("mail", "someone.else@example.org") is False


def test_letters_to_others_that_name_the_person_are_stopped_or_blanked(at):
    person, reader = PersonFactory(), PersonFactory()
    common = {
        "subject_key": reader.key,
        "purpose": "circle_contact",
        "template": "x",
        "due_at": at,
        "created_at": at,
        "tells": [[person.key, "country_circle", "circle:x"]],
        "text": "About somebody",
    }
    waiting = Letter.objects.create(once="a", state=Letter.State.QUEUED, **common)
    gone = Letter.objects.create(once="b", state=Letter.State.SENT, **common)
    unsure = Letter.objects.create(once="c", state=Letter.State.UNKNOWN, **common)

    actions.forget(person=person, by=Actor.system(), at=at)

    waiting.refresh_from_db()
    gone.refresh_from_db()
    with pytest.raises(AlreadySettled):
        resend_unknown(letter=unsure, by=Actor.system(), at=at)
    assert (waiting.state, waiting.text, gone.state, gone.text) == ("cancelled", "", "sent", "")
    assert Person.objects.get() == reader


@pytest.mark.parametrize("under_way", [False, True])
def test_the_parts_of_a_name_are_counted_no_more(at, under_way):
    """Counts that a step of counting anew has reached already go down, too."""
    stays = PersonFactory(shown_name="Amina Otieno")
    goes = PersonFactory(shown_name="Amina Wekesa")
    index_many([stays, goes])
    if under_way:
        go_on_counting(recount=begin_recount(at=at), at=at)
    before = dict(Count.objects.values_list("mark", "people"))

    actions.forget(person=goes, by=Actor.system(), at=at)

    after = dict(Count.objects.values_list("mark", "people"))
    assert sum(before.values()) > sum(after.values()) > 0
    assert set(after) < set(before)
    assert {before[mark] - people for mark, people in after.items()} == {0, 1}
    counting = Count.objects.values_list("counting", flat=True)
    assert list(counting) == (
        list(Count.objects.values_list("people", flat=True)) if under_way else [0] * len(after)
    )
