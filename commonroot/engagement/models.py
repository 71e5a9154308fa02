"""The alumni register, projects, circle letters, promises and follow-up. Written only by
`engagement.actions`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON, Keep
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.programmes.models import Programme


class Participation(models.Model):
    """That a person took part in a programme, and as what. With agreement it stays in the
    register.
    """

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("participant")
        PRESENTER = "presenter", _("presenter")
        ORGANISER = "organiser", _("organiser")

    class Background(models.TextChoices):
        MOVEMENT = "movement", _("in the movement already")
        ELSEWHERE = "elsewhere", _("active elsewhere")
        NEW = "new", _("new to activism")
        UNKNOWN = "unknown", _("not known")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="participations")
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="participations"
    )
    role = models.CharField(max_length=12, choices=Role.choices)
    background = models.CharField(
        max_length=10,
        choices=Background.choices,
        default=Background.UNKNOWN,
        help_text=_("Where they were starting from, as first said; never overwritten."),
    )
    came = models.PositiveSmallIntegerField(default=0, help_text=_("Sessions they came to."))
    asked_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("When they were asked about the register; nobody is asked twice."),
    )
    recorded_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {
            "programme": "took part in",
            "role": "took part in",
            "background": "starting background",
            "came": "took part in",
        }
        plain = ("asked_at", "recorded_at")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "programme", "role"), name="participation_once"
            ),
        )
        indexes = (
            models.Index(fields=("programme", "role"), name="participation_of_programme"),
            models.Index(fields=("background", "person"), name="participation_by_background"),
        )

    def __str__(self) -> str:
        return f"{self.role}"


class Project(models.Model):
    """Something people made in a course: a poster, a plan, a case study."""

    class Kind(models.TextChoices):
        POSTER = "poster", _("poster")
        PLAN = "plan", _("action plan")
        CASE = "case", _("case study")
        OTHER = "other", _("something else")

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="projects")
    title = models.CharField(max_length=160)
    language = models.CharField(max_length=12, default="en")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.POSTER)
    country = models.CharField(max_length=2, blank=True)
    theme = models.ForeignKey(
        Circle, on_delete=models.PROTECT, null=True, blank=True, related_name="projects"
    )
    summary = models.TextField(blank=True)
    comment = models.TextField(
        blank=True, help_text=_("The organisers' comment, read by the circle.")
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("programme", "country"), name="project_of_country"),)

    def __str__(self) -> str:
        return self.title


class Maker(models.Model):
    """Somebody who made a project, and how they want to be named beside it."""

    class Naming(models.TextChoices):
        NAME = "name", _("by the name they use")
        UNNAMED = "unnamed", _("not named")

    key = KeyField()
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="makers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="made")
    naming = models.CharField(max_length=8, choices=Naming.choices, default=Naming.UNNAMED)

    class Personal:
        subject = "person"
        kinds = {"project": "project work", "naming": "project work"}
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "least_named"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "person"), name="maker_once"),)

    def __str__(self) -> str:
        return self.naming


class CircleLetter(models.Model):
    """A letter to one circle after a course. Its facts are drawn anew from records until it is
    sent.

    From then on counts and project texts stand as they were sent; who is named is still asked of
    the
    gate each time, so that whoever takes their yes back is gone from the circle's page at once.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        LEAVING = "leaving", _("on its way")
        SENT = "sent", _("sent")
        ANSWERED = "answered", _("answered")

    class Stopped(models.TextChoices):
        WITHDRAWN = "withdrawn", _("somebody took their yes back")
        RETURNED = "returned", _("it came back from every contact")

    key = KeyField()
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="circle_letters"
    )
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="letters")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    language = models.CharField(max_length=12, default="en")
    opening = models.TextField(blank=True, help_text=_("The organisers' own first words."))
    ending = models.TextField(blank=True, help_text=_("The organisers' own last words."))
    suggestion = models.CharField(
        max_length=300, blank=True, help_text=_("Suggested next contact, by when.")
    )
    facts = models.JSONField(
        null=True,
        blank=True,
        help_text=_("Counts and project texts as they were sent; nobody's name."),
    )
    stopped = models.CharField(max_length=10, choices=Stopped.choices, blank=True)
    drafted_at = models.DateTimeField()
    leaves_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Until then it can be taken back.")
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "circle"), name="circle_letter_once"),
        )
        indexes = (models.Index(fields=("state", "leaves_at"), name="circle_letter_by_state"),)

    def __str__(self) -> str:
        return str(self.circle)


class Sending(models.Model):
    """A circle letter on its way to one contact: one row per contact and try."""

    letter = models.ForeignKey(CircleLetter, on_delete=models.CASCADE, related_name="sendings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="circle_letters")
    post = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveSmallIntegerField(help_text=_("Which try it is, from 1."))
    told_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When those named were shown that the circle was told.")
    )

    class Personal:
        subject = "person"
        kinds = {"letter": "circle", "post": "letter"}
        plain = ("number", "told_at")
        keep = Keep(
            after="letter__sent_at", days=1825, otherwise="letter__drafted_at", otherwise_days=1825
        )
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("letter", "person", "number"), name="sending_once"),
        )

    def __str__(self) -> str:
        return f"{self.number}"


class Introduction(models.Model):
    """Somebody named in a circle letter and the circle, who might meet: where it stands.

    Written when the letter is sent, one row per person named; the circle's page shows nobody else.
    """

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        WANTED = "wanted", _("the circle asked to be introduced")
        INTRODUCED = "introduced", _("introduced")
        DECLINED = "declined", _("the person does not want it now")
        KNOWN = "known", _("in touch already")
        NOT_NOW = "not_now", _("not now")

    key = KeyField()
    letter = models.ForeignKey(CircleLetter, on_delete=models.CASCADE, related_name="introductions")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="introductions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="introductions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUGGESTED)
    asked_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The contact who asked to be introduced."),
    )
    post = models.ForeignKey(
        Letter,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "The latest letter about it: the question to the person, then the one to the contact."
        ),
    )
    times_asked = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {
            "circle": "introductions",
            "state": "introductions",
            "letter": "introductions",
            "asked_by": "introductions",
            "post": "letter",
        }
        plain = ("times_asked", "told_at", "changed_at")
        keep = Keep(after="changed_at", days=1825)
        on_erase, on_merge = "delete", "one_introduction"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("letter", "person"), name="introduction_once"),
        )
        indexes = (models.Index(fields=("state", "changed_at"), name="introduction_by_state"),)

    def __str__(self) -> str:
        return self.state


class Promise(models.Model):
    """What somebody said at the end of a course they would do, and by when; it comes back to
    them.
    """

    class Outcome(models.TextChoices):
        HAPPENED = "happened", _("It happened")
        STILL = "still", _("I am still at it")
        DIFFERENT = "different", _("It turned out differently")
        NOT_NOW = "not_now", _("Not now")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="promises")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="promises")
    text = EncryptedTextField()
    language = models.CharField(max_length=12, default="en")
    due_on = models.DateField()
    made_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {"text": "promise", "due_on": "promise", "language": "language"}
        plain = ("programme", "made_at")
        keep = Keep(after="made_at", days=1825)
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "programme"), name="promise_once"),
        )

    def __str__(self) -> str:
        return self.key


class Wave(models.Model):
    """One round of follow-up questions to the people of a programme."""

    key = KeyField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="waves")
    months = models.PositiveSmallIntegerField(
        help_text=_("How long after the end of the course; 0 is two weeks.")
    )
    only_new = models.BooleanField(
        default=False, help_text=_("Asks only those who were new to activism.")
    )
    due_on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When an organiser last said that the answers are read.")
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("programme", "months"), name="wave_once"),)
        indexes = (models.Index(fields=("sent_at", "due_on"), name="wave_due"),)

    def __str__(self) -> str:
        return f"{self.months}"


class FollowUp(models.Model):
    """One person's part in a wave, and how it ended: these ends are never thrown together."""

    class State(models.TextChoices):
        SENT = "sent", _("no reply yet")
        ANSWERED = "answered", _("answered")
        SILENT = "silent", _("no reply")
        WITHDRAWN = "withdrawn", _("asked not to be asked")
        UNREACHABLE = "unreachable", _("could not be reached")
        PAUSED = "paused", _("has paused everything")
        NOT_ASKED = "not_asked", _("not asked: no agreement")

    class Engagement(models.TextChoices):
        MORE = "more", _("More than before")
        SAME = "same", _("About the same")
        LESS = "less", _("Less than before")

    key = KeyField()
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="follow_ups")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="follow_ups")
    background = models.CharField(max_length=10, choices=Participation.Background.choices)
    promise = models.ForeignKey(Promise, on_delete=models.SET_NULL, null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    outcome = models.CharField(max_length=10, choices=Promise.Outcome.choices, blank=True)
    engagement = models.CharField(max_length=6, choices=Engagement.choices, blank=True)
    word = EncryptedTextField(blank=True, help_text=_("What they added, if they did."))
    post = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(
        null=True, blank=True, help_text=_("The second and last try.")
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {
            "outcome": "follow-up answer",
            "engagement": "follow-up answer",
            "word": "follow-up answer",
            "background": "starting background",
            "state": "follow-up answer",
            "promise": "promise",
            "post": "letter",
        }
        plain = ("wave", "asked_at", "reminded_at", "answered_at")
        keep = Keep(after="asked_at", days=2190, otherwise="wave__sent_at", otherwise_days=2190)
        on_erase, on_merge = "delete", "one_answer"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("wave", "person"), name="follow_up_once"),)
        indexes = (
            models.Index(fields=("wave", "background", "state"), name="follow_up_by_background"),
            models.Index(fields=("state", "asked_at"), name="follow_up_open"),
        )

    def __str__(self) -> str:
        return self.state
