"""Imports for tests, as the dry run leaves them."""

from datetime import UTC, datetime

import factory

from commonroot.intake.models import Import, ImportRow, RowPair
from commonroot.intake.rules import Tally

NOTHING = Tally().as_json()
THEN = datetime(2026, 11, 1, tzinfo=UTC)


class ImportFactory(factory.django.DjangoModelFactory):
    """A list that was read."""

    class Meta:
        model = Import

    name = "old.csv"
    fingerprint = factory.Sequence(lambda n: f"print {n}")
    state = Import.State.READ
    by = "system:"
    read_at = THEN
    truth = factory.LazyAttribute(lambda batch: NOTHING | batch.counts)

    class Params:
        counts = factory.LazyFunction(dict)


class RowFactory(factory.django.DjangoModelFactory):
    """A row of a list: somebody new."""

    class Meta:
        model = ImportRow

    batch = factory.SubFactory(ImportFactory)
    position = factory.Sequence(lambda n: n)
    group = factory.SelfAttribute("position")
    sheet = "old.csv"
    number = factory.LazyAttribute(lambda row: row.position + 2)
    cells = factory.LazyAttribute(lambda row: [row.fields.get("name", "")])
    fields = factory.LazyAttribute(lambda row: {"name": f"Person {row.position}"})
    verdict = ImportRow.Verdict.NEW


class RowPairFactory(factory.django.DjangoModelFactory):
    """A pair that waits for somebody's eye; give it `other` or `person`."""

    class Meta:
        model = RowPair

    row = factory.SubFactory(RowFactory)
    batch = factory.SelfAttribute("row.batch")
    band = factory.LazyAttribute(lambda pair: "probable" if pair.probability >= 0.9 else "possible")
    probability = 0.95
    said = ""
    said_by = factory.LazyAttribute(lambda pair: "system:" if pair.said else "")
