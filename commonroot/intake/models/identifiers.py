"""What other services call somebody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.privacy import AS_LONG_AS_THE_PERSON
from commonroot.intake.models.imports import Import
from commonroot.people.models import Person


class Identifier(models.Model):
    """A key under which another service knows a person; one may have several, of any form.

    A row of an old list that names no address has one too (`source` "row": a keyed mark of what it
    said), so that the same row in another file leads to the same person.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    source = models.CharField(max_length=40, help_text=_("Which service: action_network, …"))
    value = models.CharField(max_length=255)
    batch = models.ForeignKey(
        Import,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="identifiers",
        help_text=_("The list that brought it first."),
    )
    since = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {"source": "known again", "value": "known again"}
        plain = ("batch", "since")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("source", "value", "person"), name="identifier_once_per_person"
            ),
        )

    def __str__(self) -> str:
        return self.source
