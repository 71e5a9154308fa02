"""Imports and their rows. Written only by `intake.actions`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedJSONField, EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.people.models import Pair, Person


class Import(models.Model):
    """One or more old sheets on their way into the register."""

    class State(models.TextChoices):
        WAITING = "waiting", _("about to be read")
        UNREADABLE = "unreadable", _("could not be read")
        READ = "read", _("read, nothing changed yet")
        APPLYING = "applying", _("coming in")
        APPLIED = "applied", _("in the register")
        UNDONE = "undone", _("taken back")

    key = KeyField()
    name = models.CharField(
        max_length=200, help_text=_("Name of the file, or of the first of them.")
    )
    fingerprint = models.CharField(
        max_length=64, help_text=_("Keyed mark of the content: same file, same mark.")
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.READ)
    sources = EncryptedJSONField(
        null=True, help_text=_("The files until they are read: [[name, base64]]; then nothing.")
    )
    refusal = models.TextField(blank=True, help_text=_("Why a file could not be read."))
    notes = models.JSONField(
        default=list, help_text=_("What was found while reading: headings, encoding, lines.")
    )
    columns = models.JSONField(default=list, help_text=_("[{sheet, heading, field}]"))
    truth = models.JSONField(default=dict, help_text=_("The counts of “What your list says”."))
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
    repeats = models.CharField(
        max_length=220, blank=True, help_text=_("Sheet and line of the row it repeats.")
    )
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_rows"
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
        plain = ("batch", "sheet", "number", "verdict", "repeats", "applied_at")
        keep = Keep(
            after="batch__applied_at", days=30, otherwise="batch__read_at", otherwise_days=30
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "sheet", "number"), name="row_once"),
        )
        indexes = (models.Index(fields=("batch", "verdict"), name="row_by_verdict"),)

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"


class RowPair(models.Model):
    """A row and another row, or a person of the register, that may be one; what somebody said."""

    class Said(models.TextChoices):
        OPEN = "", _("please look")
        SAME = "same", _("the same person")
        DIFFERENT = "different", _("different people")
        UNSURE = "unsure", _("not sure")

    key = KeyField()
    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pairs")
    row = models.ForeignKey(ImportRow, on_delete=models.CASCADE, related_name="pairs")
    other = models.ForeignKey(
        ImportRow, on_delete=models.CASCADE, null=True, blank=True, related_name="pairs_as_other"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="row_pairs"
    )
    band = models.CharField(max_length=10, choices=Pair.Band.choices)
    probability = models.FloatField()
    levels = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    said = models.CharField(max_length=10, choices=Said.choices, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    said_by = models.CharField(max_length=44, blank=True)

    class Personal:
        subject = "person"
        kinds = {
            "band": "known again",
            "probability": "known again",
            "levels": "known again",
            "reasons": "known again",
            "said": "known again",
        }
        plain = ("batch", "row", "other", "said_at", "said_by")
        keep = Keep(
            after="batch__applied_at", days=30, otherwise="batch__read_at", otherwise_days=30
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("row", "other", "person"), name="row_pair_once"),
            models.CheckConstraint(
                condition=Q(other=None, person__isnull=False) | Q(other__isnull=False, person=None),
                name="row_pair_of_two",
            ),
        )
        indexes = (
            models.Index(
                fields=("batch", "said", "band", "-probability"), name="row_pair_to_look_at"
            ),
        )

    def __str__(self) -> str:
        return self.said or "please look"
