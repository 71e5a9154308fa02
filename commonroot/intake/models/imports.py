"""Imports, their files and their rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedJSONField, EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.people.models import Person


class Import(models.Model):
    """One or more old sheets on their way into the register."""

    class State(models.TextChoices):
        WAITING = "waiting", _("about to be read")
        UNREADABLE = "unreadable", _("could not be read")
        READ = "read", _("read, nothing changed yet")
        APPLYING = "applying", _("coming in")
        APPLIED = "applied", _("in the register")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")

    class Phase(models.TextChoices):
        NONE = "", _("nothing to do")
        READING = "reading", _("reading the rows")
        COMPARING = "comparing", _("comparing the rows with one another")
        KNOWING = "knowing", _("looking for them in the register")
        ADDING = "adding", _("adding them to the register")
        TAKING = "taking", _("taking them out again")

    key = KeyField()
    name = models.CharField(
        max_length=200, help_text=_("Name of the file, or of the first of them.")
    )
    fingerprint = models.CharField(
        max_length=64, help_text=_("Keyed mark of the content: same file, same mark.")
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.READ)
    phase = models.CharField(max_length=10, choices=Phase.choices, blank=True)
    done = models.PositiveIntegerField(default=0, help_text=_("How much of this phase is done."))
    total = models.PositiveIntegerField(default=0, help_text=_("How much there is to do in it."))
    cursor = models.BigIntegerField(
        default=0, help_text=_("The last thing done, so that work goes on after it.")
    )
    refusal = models.TextField(blank=True, help_text=_("Why a file could not be read."))
    notes = models.JSONField(
        default=list, help_text=_("What was found while reading: headings, encoding, lines.")
    )
    columns = models.JSONField(
        default=list,
        help_text=_("[{sheet, index, heading, field, confidence, why}], as they were understood."),
    )
    shapes = models.JSONField(
        default=list,
        help_text=_(
            "[{sheet, preset, header_row, encoding, delimiter, date_order}] of each sheet."
        ),
    )
    choices = models.JSONField(
        default=dict, help_text=_("{sheet: {index: field}}: what somebody said a column holds.")
    )
    truth = models.JSONField(default=dict, help_text=_("The counts of “What your list says”."))
    outcome = models.JSONField(
        default=dict, help_text=_("What became of it: counts of people made, gained, gone, kept.")
    )
    by = models.CharField(max_length=44)
    read_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("state", "-read_at"), name="import_by_state"),)

    def __str__(self) -> str:
        return self.name


class ImportFile(models.Model):
    """One file of an import, kept sealed until its rows are in the register, at most 30 days."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    content = EncryptedTextField(blank=True, help_text=_("The file as it came, in base64."))
    rows = models.PositiveIntegerField(default=0, help_text=_("How many rows of it are stored."))
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "position"), name="import_file_once"),
        )

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """One line of a sheet: what it said, what we make of it, and whom it became."""

    class Verdict(models.TextChoices):
        NEW = "new", _("new")
        REPEAT = "repeat", _("repeats another row")
        KNOWN = "known", _("in the register already")
        LOOK = "look", _("please look")
        REFUSED = "refused", _("cannot be read")

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField(
        default=0, help_text=_("Place among all rows of the import, from 0.")
    )
    group = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text=_("Position of the first of the rows that are certainly one person."),
    )
    sheet = models.CharField(max_length=200)
    number = models.PositiveIntegerField(help_text=_("Line in the sheet, from 1."))
    cells = EncryptedJSONField(help_text=_("The row as it was: [text]."))
    fields = EncryptedJSONField(null=True, help_text=_("What was understood: {field: value}."))
    problems = EncryptedJSONField(default=list)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = EncryptedTextField(blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_rows"
    )
    mark = models.CharField(
        max_length=64, blank=True, help_text=_("Keyed mark of a row that names no address.")
    )
    made_key = models.CharField(
        max_length=32, blank=True, help_text=_("Key of the person whom this row made.")
    )
    applied_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {
            "cells": "old list",
            "fields": "old list",
            "problems": "old list",
            "reason": "old list",
        }
        plain = (
            "batch",
            "position",
            "group",
            "sheet",
            "number",
            "verdict",
            "mark",
            "made_key",
            "applied_at",
        )
        keep = Keep(
            after="batch__applied_at", days=30, otherwise="batch__read_at", otherwise_days=30
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "sheet", "number"), name="row_once"),
        )
        indexes = (
            models.Index(fields=("batch", "verdict"), name="row_by_verdict"),
            models.Index(fields=("batch", "group", "position"), name="row_by_group"),
            models.Index(fields=("batch", "mark", "position"), name="row_by_mark"),
        )

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"
