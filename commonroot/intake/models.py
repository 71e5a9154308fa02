"""Imports and their rows. Written only by `intake.actions`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedJSONField, EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.people.models import Person


class Import(models.Model):
    """One or more old sheets on their way into the register."""

    class State(models.TextChoices):
        READ = "read", _("read, nothing changed yet")
        APPLYING = "applying", _("coming in")
        APPLIED = "applied", _("in the register")
        UNDONE = "undone", _("taken back")

    key = KeyField()
    name = models.CharField(max_length=200, help_text=_("Name of the file, or of the first of them."))
    fingerprint = models.CharField(max_length=64, help_text=_("Keyed mark of the content: same file, same mark."))
    state = models.CharField(max_length=10, choices=State.choices, default=State.READ)
    notes = models.JSONField(default=list, help_text=_("What was found while reading: headings, encoding, lines."))
    columns = models.JSONField(default=list, help_text=_("[{sheet, heading, field}]"))
    truth = models.JSONField(default=dict, help_text=_("The counts of “What your list says”."))
    done = models.PositiveIntegerField(default=0, help_text=_("Rows applied so far."))
    by = models.CharField(max_length=44)
    read_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("state", "-read_at"), name="import_by_state"),)

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
        SUPPRESSED = "suppressed", _("not added")

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=200)
    number = models.PositiveIntegerField(help_text=_("Line in the sheet, from 1."))
    cells = EncryptedJSONField(help_text=_("The row as it was: [text]."))
    fields = EncryptedJSONField(null=True, help_text=_("What was understood: {field: value}."))
    problems = EncryptedJSONField(default=list)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = EncryptedTextField(blank=True)
    same_as = models.PositiveIntegerField(null=True, blank=True, help_text=_("Id of the row it repeats."))
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_rows"
    )
    applied_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"cells": "old list", "fields": "old list", "problems": "old list", "reason": "old list"}
        plain = ("batch", "sheet", "number", "verdict", "same_as", "applied_at")
        keep = Keep(after="batch__read_at", days=30)
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("batch", "sheet", "number"), name="row_once"),)
        indexes = (models.Index(fields=("batch", "verdict"), name="row_by_verdict"),)

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"
