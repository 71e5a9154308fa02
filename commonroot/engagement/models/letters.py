"""Letters to circles after a course, and the introductions that come of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.models import Account
from commonroot.circles.models import Circle
from commonroot.core.fields import EncryptedTextField, KeyField
from commonroot.core.privacy import Keep
from commonroot.engagement.models.pathways import Pathway
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.programmes.models import Programme


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

    class Answer(models.TextChoices):
        WILL = "will", _("We will do what you suggest")
        LATER = "later", _("Later; we have read it")
        CANNOT = "cannot", _("We cannot at present")

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
    next_by = models.DateField(
        null=True, blank=True, help_text=_("Until when the suggested contact would be good.")
    )
    versions = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("In further languages: {language: {opening, suggestion, ending}}."),
    )
    countries = models.JSONField(
        default=list,
        blank=True,
        help_text=_("To a region: the countries without a circle it tells of."),
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
    approved_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When an organiser said that it may leave as it is.")
    )
    nudged_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the circle was reminded, once.")
    )
    answer = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    answer_words = EncryptedTextField(blank=True, help_text=_("What the circle added."))

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
    """Somebody and a circle or another pathway, who might meet: where it stands.

    Written when a circle letter is sent, one row per person named (the circle's page shows nobody
    else), or when an organiser offers somebody a pathway. What may follow what: `rules.MOVES`.
    """

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        WANTED = "wanted", _("they asked to be introduced")
        PERMISSION = "permission", _("the person agreed")
        INTRODUCED = "introduced", _("introduced")
        ANSWERED = "answered", _("they spoke")
        ACTIVE = "active", _("active there")
        DECLINED = "declined", _("the person does not want it now")
        KNOWN = "known", _("in touch already")
        NOT_NOW = "not_now", _("not now")
        NO_FIT = "no_fit", _("no fit")
        LEFT = "left", _("left")

    key = KeyField()
    letter = models.ForeignKey(
        CircleLetter,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="introductions",
    )
    circle = models.ForeignKey(
        Circle, on_delete=models.PROTECT, null=True, blank=True, related_name="introductions"
    )
    pathway = models.ForeignKey(
        Pathway, on_delete=models.PROTECT, null=True, blank=True, related_name="introductions"
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The course it comes of."),
    )
    owner = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
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
    way = models.ForeignKey(
        ContactWay,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The address they may have, as the person chose."),
    )
    suggested_at = models.DateTimeField(null=True, blank=True)
    introduced_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    active_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When those introduced were asked how it went.")
    )
    changed_at = models.DateTimeField()

    class Personal:
        subject = "person"
        kinds = {
            "circle": "introductions",
            "state": "introductions",
            "letter": "introductions",
            "pathway": "introductions",
            "programme": "took part in",
            "owner": "who looks after you",
            "asked_by": "introductions",
            "way": "contact way",
            "post": "letter",
        }
        plain = (
            "times_asked", "told_at", "changed_at", "suggested_at", "introduced_at",
            "answered_at", "active_at", "ended_at", "nudged_at",
        )  # fmt: skip
        keep = Keep(after="changed_at", days=1825)
        on_erase, on_merge = "delete", "one_introduction"

    class Meta:
        constraints = (
            # Said, though the database would not mind: merging asks what may not stand twice.
            models.UniqueConstraint(
                fields=("letter", "person"),
                condition=models.Q(letter__isnull=False),
                name="introduction_once",
            ),
            models.UniqueConstraint(
                fields=("pathway", "person"),
                condition=models.Q(pathway__isnull=False),
                name="introduction_once_per_pathway",
            ),
        )
        indexes = (models.Index(fields=("state", "changed_at"), name="introduction_by_state"),)

    def __str__(self) -> str:
        return self.state

    @property
    def meets(self) -> Circle:
        """The circle it leads to, where it leads to one."""
        assert self.circle is not None
        return self.circle
