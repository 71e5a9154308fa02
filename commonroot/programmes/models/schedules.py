"""What became of dates, and who wants to be told of one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import KeyField
from commonroot.core.privacy import Keep
from commonroot.people.models import Person
from commonroot.programmes.models.programmes import Programme
from commonroot.programmes.models.sessions import Session


class DateChange(models.Model):
    """Dates that were changed in one go: what they were, what they became, whether people know.

    `moves` is `[{"session": key, "before": {…}, "after": {…}}]` with the fields of
    `rules.shifting.Dated` as text.
    """

    class Kind(models.TextChoices):
        SHIFTED = "shifted", _("moved together")
        MOVED = "moved", _("one date changed")
        CALLED_OFF = "called_off", _("called off")
        CALLED_ON = "called_on", _("takes place after all")
        CLOCK = "clock", _("a country changed its clocks")

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    days = models.SmallIntegerField(default=0, help_text=_("By how many days, moved together."))
    moves = models.JSONField(default=list)
    apply_by_before = models.DateField(null=True, blank=True)
    tell = models.BooleanField(
        default=False, help_text=_("Whether whoever has a place is written to.")
    )
    made_by = models.CharField(max_length=44, help_text=_("kind:key of who did it."))
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("tell", "told_at", "made_at"), name="change_to_tell"),)

    def __str__(self) -> str:
        return self.key

    @property
    def session_keys(self) -> list[str]:
        """The sessions it concerns."""
        return [move["session"] for move in self.moves]


class DateWish(models.Model):
    """That somebody wants to be told when there is a date: for this alone, and once."""

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="wishes")
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, null=True, blank=True, related_name="wishes"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="date_wishes")
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"programme": "course", "session": "course"}
        plain = ("asked_at", "told_at")
        keep = Keep(after="told_at", days=30, otherwise="asked_at", otherwise_days=730)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("told_at",), name="wish_open"),)

    def __str__(self) -> str:
        return self.key
