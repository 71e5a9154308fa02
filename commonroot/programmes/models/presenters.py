"""Who presents a session."""

from django.db import models

from commonroot.core.fields import KeyField
from commonroot.core.privacy import Keep
from commonroot.people.models import Person
from commonroot.programmes.models.sessions import Session


class Presenter(models.Model):
    """Somebody who presents a session: faculty, in the register like participants."""

    key = KeyField()
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="presenters")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="presents")
    position = models.PositiveSmallIntegerField(default=0)

    class Personal:
        subject = "person"
        kinds = {"session": "took part in"}
        plain = ("position",)
        keep = Keep(
            after="session__ends_at",
            days=3650,
            otherwise="session__updated_at",
            otherwise_days=3650,
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "person"), name="presenter_once"),
        )

    def __str__(self) -> str:
        return self.key
