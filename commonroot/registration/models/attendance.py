"""How it is known that somebody came: ticks, reports of video meetings, paper, their own word."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.people.models import Person
from commonroot.programmes.models import Programme, Session
from commonroot.registration.models.places import Registration


class Presence(models.Model):
    """How it is known whether somebody came, and for how long, beside a place that is ticked."""

    class How(models.TextChoices):
        DESK = "desk", _("ticked by an organiser")
        SELF = "self", _("said so themselves")
        PAPER = "paper", _("on a paper list")
        REPORT = "report", _("in a report of the video meeting")

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="presences"
    )
    how = models.CharField(max_length=6, choices=How.choices)
    minutes = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Whole minutes; none: nobody measured it.")
    )
    was = models.CharField(
        max_length=10,
        blank=True,
        help_text=_("The state before a report ticked it, so that it can be taken back."),
    )
    said_at = models.DateTimeField()

    class Personal:
        subject = "registration__person"
        kinds = {"how": "took part in", "minutes": "took part in"}
        plain = ("was", "said_at")
        keep = Keep(
            after="registration__session__ends_at",
            days=730,
            otherwise="said_at",
            otherwise_days=730,
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("registration",), name="presence_once"),)

    def __str__(self) -> str:
        return self.how


class Report(models.Model):
    """One list of who was there, brought in: a file of a video meeting, names on paper, names that
    were typed at the door. It names nobody itself.
    """

    class State(models.TextChoices):
        READ = "read", _("looked at")
        APPLIED = "applied", _("counted")
        UNDONE = "undone", _("taken back")

    class Shape(models.TextChoices):
        PAPER = "paper", _("a paper list")
        DOOR = "door", _("typed at the door")
        # The others are `sheets.video.report.Shape`: A to G and "api".

    key = KeyField()
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="reports")
    shape = models.CharField(max_length=5)
    state = models.CharField(max_length=7, choices=State.choices, default=State.READ)
    zone = models.CharField(max_length=64, help_text=_("What the clock of the account showed."))
    order = models.CharField(max_length=5, help_text=_("Whether day or month comes first."))
    certain = models.BooleanField(default=True, help_text=_("Nobody needs to be asked for it."))
    near = models.PositiveIntegerField(default=0, help_text=_("Lines near the session."))
    timed = models.PositiveIntegerField(default=0, help_text=_("Lines with a time."))
    absent = models.BooleanField(
        default=False, help_text=_("Whoever is not in it was ticked as not having come.")
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=44, help_text=_("kind:key of who brought it."))
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("session", "state"), name="report_of_session"),)

    def __str__(self) -> str:
        return self.shape


class ReportLine(models.Model):
    """One line of a report: one connection of somebody, whom we know or must be told."""

    class Verdict(models.TextChoices):
        MATCHED = "matched", _("known")
        QUEUED = "queued", _("please say who it is")
        DROPPED = "dropped", _("does not count")
        REFUSED = "refused", _("could not be read")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(help_text=_("Its line in the file, from 1."))
    mark = models.CharField(
        max_length=64, help_text=_("Keyed mark of the line and session: the same line counts once.")
    )
    who = models.CharField(
        max_length=64, blank=True, help_text=_("Keyed mark of name and address: one of the queue.")
    )
    name = EncryptedTextField(blank=True)
    original = EncryptedTextField(blank=True)
    address = EncryptedTextField(blank=True)
    joined = EncryptedTextField(blank=True, help_text=_("As the file writes it."))
    left = EncryptedTextField(blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=11)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    why = models.CharField(max_length=12, blank=True, help_text=_("Code of the reason."))
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, null=True, blank=True, related_name="report_lines"
    )

    class Personal:
        subject = "registration__person"
        kinds = {
            "name": "name",
            "original": "name",
            "address": "contact way",
            "who": "contact way",
            "mark": "took part in",
            "joined": "took part in",
            "left": "took part in",
            "starts_at": "took part in",
            "ends_at": "took part in",
            "seconds": "took part in",
        }
        plain = ("report", "number", "kind", "verdict", "why")
        keep = Keep(after="report__made_at", days=60)
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (
            models.Index(fields=("report", "verdict"), name="report_line_verdict"),
            models.Index(fields=("mark",), name="report_line_mark"),
            models.Index(fields=("who",), name="report_line_who"),
        )

    def __str__(self) -> str:
        return self.verdict


class KnownAs(models.Model):
    """What somebody is called in video meetings, as an organiser once said. Without a person: a
    program, a host, nobody who is counted.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="known_as"
    )
    mark = models.CharField(max_length=64, help_text=_("Keyed mark of the name, to find it by."))
    name = EncryptedTextField()
    learnt_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {"mark": "name", "name": "name"}
        plain = ("learnt_at",)
        keep = Keep(after="learnt_at", days=730)
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "mark"), name="known_as_once"),)
        indexes = (models.Index(fields=("mark",), name="known_as_mark"),)

    def __str__(self) -> str:
        return "known as"


class HereWord(models.Model):
    """The word by which people say themselves that they are there, while its session is open."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="here_word")
    word = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.word


class Tally(models.Model):
    """How many came to a session, kept when the rows that said who are gone."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="tally")
    came = models.PositiveIntegerField()
    absent = models.PositiveIntegerField()
    excused = models.PositiveIntegerField()
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.came} came"


class CompletionRule(models.Model):
    """What it takes to have completed a programme."""

    programme = models.OneToOneField(
        Programme, on_delete=models.CASCADE, related_name="completion_rule"
    )
    sessions = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("How many sessions; none: all of them.")
    )
    minutes = models.PositiveSmallIntegerField(
        default=0, help_text=_("From how many minutes on a session counts, where they are known.")
    )
    excused = models.PositiveSmallIntegerField(
        default=0, help_text=_("How many excused sessions count as if they had come.")
    )
    certificates = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sessions or 'all'} sessions"


class Completion(models.Model):
    """That somebody completed a programme or did not: what stays when the single sessions go."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="completions")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="completions")
    sessions = models.PositiveSmallIntegerField()
    of_sessions = models.PositiveSmallIntegerField()
    complete = models.BooleanField()
    noted_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {
            "programme": "took part in",
            "sessions": "took part in",
            "of_sessions": "took part in",
            "complete": "took part in",
        }
        plain = ("noted_at",)
        keep = Keep(after="noted_at", days=3650)
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "programme"), name="completion_once"),
        )

    def __str__(self) -> str:
        return "complete" if self.complete else "not complete"
