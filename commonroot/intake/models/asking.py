"""Asking everybody of an old list once whether they may be kept, and how each of them ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import KeyField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON
from commonroot.intake.models.imports import Import
from commonroot.intake.rules.asking import ASK_DAYS
from commonroot.messaging.models import Letter
from commonroot.people.models import Person


class ListRound(models.Model):
    """One round of asking: whom, with which words about the source, and how long it waits."""

    class State(models.TextChoices):
        DRAFT = "draft", _("not sent yet")
        OPEN = "open", _("under way")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped")
        ENDED = "ended", _("ended")

    class Source(models.TextChoices):
        UNSURE = "unsure", _("Old lists; we no longer know how each name came there")
        COURSES = "courses", _("People who took part in our courses or meetings")
        LETTERS = "letters", _("People who signed up for our letters")
        CONTACTS = "contacts", _("Contacts that our organisers kept")

    key = KeyField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    everybody = models.BooleanField(
        default=True, help_text=_("Everybody who was never asked, or only those of `lists`.")
    )
    lists = models.ManyToManyField(Import, blank=True, related_name="list_rounds")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.UNSURE)
    years = models.CharField(max_length=11, blank=True, help_text=_("As in 2014 or 2014–2017."))
    days = models.PositiveSmallIntegerField(default=ASK_DAYS)
    paused_people = models.PositiveIntegerField(
        default=0, help_text=_("People left out because they paused everything.")
    )
    by = models.CharField(max_length=44)
    made_at = models.DateTimeField()
    leaves_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Until then everything can be taken back.")
    )
    gathered_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When everybody who is asked had a row.")
    )
    gathered_to = models.BigIntegerField(
        default=0, help_text=_("Id of the last person looked at, so that finding them goes on.")
    )
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("state", "leaves_at"), name="list_round_by_state"),)

    def __str__(self) -> str:
        return self.state


class Asked(models.Model):
    """One person in a round. When they are deleted, the row stays as a count of nobody."""

    class State(models.TextChoices):
        WAITING = "waiting", _("about to be asked")
        POSTED = "posted", _("the letter waits to leave")
        ASKED = "asked", _("asked, no answer yet")
        YES = "yes", _("said yes")
        CORRECTED = "corrected", _("said yes and corrected")
        NO = "no", _("said no")
        SILENT = "silent", _("did not answer")
        KEPT = "kept", _("stays for another reason")
        BACK = "back", _("could not be asked")
        LET_GO = "let_go", _("could not be asked, let go")
        GONE = "gone", _("left in the meantime")

    key = KeyField()
    list_round = models.ForeignKey(ListRound, on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="asked"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    way = models.CharField(max_length=8, choices=Letter.Way.choices, default=Letter.Way.MAIL)
    letters = models.PositiveSmallIntegerField(default=0, help_text=_("Letters posted so far."))
    post = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reminder = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the first letter left; the days count from here.")
    )
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, help_text=_("When the second left."))
    ends_at = models.DateTimeField(null=True, blank=True, help_text=_("Until when we wait."))
    answered_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {
            "state": "asked whether to be kept",
            "asked_at": "asked whether to be kept",
            "answered_at": "asked whether to be kept",
        }
        plain = (
            "list_round", "way", "letters", "post", "reminder", "remind_at", "reminded_at",
            "ends_at",
        )  # fmt: skip
        keep = AS_LONG_AS_THE_PERSON
        # Without the person it is a count: how many said no is told when they are gone.
        on_erase, on_merge = "keep", "move"

    class Meta:
        indexes = (
            models.Index(fields=("list_round", "state", "ends_at"), name="asked_by_state"),
            models.Index(fields=("state", "remind_at"), name="asked_to_remind"),
            models.Index(fields=("state", "ends_at"), name="asked_to_end"),
        )

    def __str__(self) -> str:
        return self.state
