"""Whoever takes the disk without the keys reads nothing that people told in confidence."""

import base64
import gzip
import io
import logging
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.db import connection, models
from django.test import Client

from commonroot.accounts.roles import Actor
from commonroot.core.fields import EncryptedJSONField, KeyField, SealedField
from commonroot.files.actions import keep
from commonroot.people.personal import declarations
from commonroot.stewardship.actions import backups
from tests.factories.canary import CANARY, person_in_every_model

# What people told in confidence, by the kinds of the declarations. Names, countries and what they
# take part in stay readable, so that lists can be searched: the disk itself is to be encrypted.
PROTECTED = {
    "access needs",
    "answer",
    "contact way",
    "earlier details",
    "follow-up answer",
    "letter",
    "note",
    "objection",
    "old list",
    "promise",
    "question",
    "secret",
}
# Text that is no words of anybody: keyed marks, hashes, and how something is called by its owner.
MARKS = {"mark", "username", "lock_mark", "password", "token_hash", "who"}
CALLED = {"accounts.factor.label"}
FILE = b"%PDF-1.4 "
BEGINNING = 10  # letters of a word


def is_safe(field: models.Field) -> bool:
    """Whether a field can hold no words of a person in clear."""
    if isinstance(field, SealedField | KeyField) or field.is_relation or field.choices:
        return True
    return not isinstance(field, models.CharField | models.TextField | models.JSONField)


def test_every_field_that_holds_what_was_told_in_confidence_is_sealed():
    in_clear = [
        f"{declared.label}.{name}"
        for declared in declarations()
        for name, kind in declared.kinds.items()
        if kind in PROTECTED
        and name not in MARKS
        and not is_safe(declared.model._meta.get_field(name))
    ]

    assert sorted(in_clear) == sorted(CALLED)


def sealed_words() -> list[str]:
    """A word of its own in every sealed field of every row there is."""
    words = []
    for model in apps.get_models():
        for field in model._meta.fields:
            if not isinstance(field, SealedField):
                continue
            for pk in model._default_manager.values_list("pk", flat=True):
                word = f"Siegelwort{len(words):05}"
                value = [word] if isinstance(field, EncryptedJSONField) else word
                model._default_manager.filter(pk=pk).update(**{field.name: value})
                words.append(word)
    return words


def forms(word: str) -> Iterator[bytes]:
    """The ways in which a word may lie on a disk."""
    for raw in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")):
        yield raw
        yield raw.hex().encode()
    bits, letter = 8, 6  # of a byte, and of a sign of base64
    for shift in range(3):
        whole = base64.b64encode(b"x" * shift + word.encode() + b"xx")
        first = -(-shift * bits // letter)
        yield whole[first : (shift + len(word)) * bits // letter]


def tables() -> bytes:
    """Every table as the database gives it out, unread by us."""
    found = io.StringIO()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor:
                found.write(f"{row}\n")
    return found.getvalue().encode()


def on_disk(*folders: Path) -> bytes:
    """What a copied disk holds: the database with its journal, every file, packed ones unpacked."""
    whole = [tables()]
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        whole += [path.read_bytes() for path in name.parent.glob(f"{name.name}*")]
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                whole.append(path.read_bytes())
    for packed in list(whole):
        for unpack in (gzip.decompress, zlib.decompress):
            try:
                whole.append(unpack(packed))
            except (OSError, zlib.error, EOFError):
                continue
    return b"\n".join(whole)


def found_in(disk: bytes, words: list[str]) -> list[str]:
    """Which words lie there. Their beginnings are looked for first: most are the same for all."""
    begun = {word[:BEGINNING] for word in words}
    there = {one for one in begun if any(form in disk for form in forms(one))}
    return [
        word
        for word in words
        if word[:BEGINNING] in there and any(form in disk for form in forms(word))
    ]


@pytest.mark.django_db(transaction=True)
def test_nothing_told_in_confidence_is_on_the_disk(settings, tmp_path, at, caplog):
    settings.DATA, settings.BACKUPS = tmp_path / "data", tmp_path / "backups"
    (settings.DATA / "files").mkdir(parents=True)
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(settings.DATA / "files")},
        },
    }
    person_in_every_model()
    words = sealed_words()
    upload = "Siegelwortdatei"
    keep(content=io.BytesIO(FILE + upload.encode() * 4000), name="plan.pdf", at=at)
    backups.make_backup_key(by=Actor.system(), at=at)
    backups.back_up(into=configured.BACKUPS, by=Actor.system(), at=at)

    disk = on_disk(settings.DATA, settings.BACKUPS)

    assert len(words) > 40
    assert CANARY.encode() in disk  # a name: what is readable is found
    assert list((settings.BACKUPS).iterdir()) != []
    assert any((settings.DATA / "files").rglob("*"))
    assert found_in(disk, [*words, upload]) == []


@pytest.mark.parametrize("form", list(forms("Siegelwort00001")))
def test_a_word_is_found_in_whatever_form_it_lies_there(form):
    assert found_in(b"before" + form + b"after", ["Siegelwort00001", "Anderswort00001"]) == [
        "Siegelwort00001"
    ]


@pytest.mark.django_db
def test_a_page_that_breaks_writes_nothing_of_what_was_typed_to_the_log(school, settings, caplog):
    settings.ROOT_URLCONF = "tests.web.broken"
    caplog.set_level(logging.DEBUG)

    answer = Client(raise_request_exception=False).post(
        "/_broken?t=Siegelwort1", {"way": "Siegelwort2"}, HTTP_COOKIE="page=Siegelwort3"
    )

    assert answer.status_code == 500
    assert "Siegelwort2" not in caplog.text + answer.content.decode()
    assert "Siegelwort3" not in caplog.text + answer.content.decode()
