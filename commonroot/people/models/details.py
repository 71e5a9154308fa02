"""What a person may have several of: names, languages, organisations, themes, offers, circles."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.core.fields import KeyField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON
from commonroot.people.models.person import Person


class FurtherName(models.Model):
    """Another name of the same person, by which they are found and known again."""

    class Kind(models.TextChoices):
        SCRIPT = "script", _("in another script")
        FORMER = "former", _("former name")
        NICKNAME = "nickname", _("nickname")
        SPELLING = "spelling", _("other spelling")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="further_names")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.CharField(max_length=120)
    source = models.CharField(max_length=14, help_text=_("Who said so, as in provenance."))
    said_on = models.DateField()
    confirmed_on = models.DateField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"kind": "name", "text": "name"}
        plain = ("source", "said_on", "confirmed_on")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "text"), name="further_name_once"),
        )

    def __str__(self) -> str:
        return self.text


class SpokenLanguage(models.Model):
    """A language somebody speaks, and how well."""

    class Level(models.TextChoices):
        SOME = "some", _("a little")
        WORKS = "works", _("can work in it")
        FLUENT = "fluent", _("fluent")
        NATIVE = "native", _("mother tongue")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="spoken")
    language = models.CharField(max_length=12, help_text=_("BCP 47 code."))
    level = models.CharField(max_length=8, choices=Level.choices)
    source = models.CharField(max_length=14)
    said_on = models.DateField()
    confirmed_on = models.DateField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"language": "language", "level": "language"}
        plain = ("source", "said_on", "confirmed_on")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "language"), name="spoken_once"),)
        indexes = (models.Index(fields=("language", "person"), name="spoken_by_language"),)

    def __str__(self) -> str:
        return f"{self.language}: {self.level}"


class Affiliation(models.Model):
    """A person in an organisation outside the network, with their part in it and when."""

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.CharField(max_length=160)
    sort_key = models.CharField(
        max_length=160, blank=True, help_text=_("The organisation's name folded, to be found by.")
    )
    role = models.CharField(max_length=120, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=14)
    said_on = models.DateField()
    confirmed_on = models.DateField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {
            "organisation": "organisation",
            "sort_key": "organisation",
            "role": "organisation",
            "since": "organisation",
            "until": "organisation",
        }
        plain = ("source", "said_on", "confirmed_on")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (
            models.Index(fields=("person", "until"), name="affiliation_of_person"),
            models.Index(fields=("sort_key", "until", "person"), name="affiliation_by_name"),
        )

    def __str__(self) -> str:
        return self.organisation


class EarlierCourse(models.Model):
    """A course somebody took part in before it was kept here, as an old list or they themself say.

    What is held here itself is a participation; this is a title, a year and a part, no more.
    """

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="earlier_courses")
    title = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField(default=0, help_text=_("0: not known."))
    role = models.CharField(max_length=120, blank=True, help_text=_("Their part in it."))
    source = models.CharField(max_length=14)
    said_on = models.DateField()
    confirmed_on = models.DateField(
        null=True, blank=True, help_text=_("When the person last said that it is right.")
    )

    class Personal:
        subject = "person"
        kinds = {"title": "course", "year": "course", "role": "course"}
        plain = ("source", "said_on", "confirmed_on")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "title", "year", "role"), name="earlier_course_once"
            ),
        )
        indexes = (models.Index(fields=("year", "person"), name="earlier_course_by_year"),)

    def __str__(self) -> str:
        return self.title


class Interest(models.Model):
    """A theme somebody works on or wants to: one of the school's theme circles."""

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="interests")
    theme = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="interested")
    source = models.CharField(max_length=14)
    said_on = models.DateField()
    confirmed_on = models.DateField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"theme": "theme"}
        plain = ("source", "said_on", "confirmed_on")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "theme"), name="interest_once"),)

    def __str__(self) -> str:
        return str(self.theme)


class Offer(models.Model):
    """What somebody offers to do, so that it can be looked for; their own words stand beside it."""

    class Kind(models.TextChoices):
        TEACH = "teach", _("teach")
        TRANSLATE = "translate", _("translate")
        HOST = "host", _("host")
        MENTOR = "mentor", _("accompany somebody new")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="offered")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    source = models.CharField(max_length=14)
    said_on = models.DateField()
    confirmed_on = models.DateField(null=True, blank=True)

    class Personal:
        subject = "person"
        kinds = {"kind": "offers and wishes"}
        plain = ("source", "said_on", "confirmed_on")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "kind"), name="offer_once"),)
        indexes = (models.Index(fields=("kind", "person"), name="offer_by_kind"),)

    def __str__(self) -> str:
        return self.kind


class Membership(models.Model):
    """A person in a circle, as member or as the one the school writes to."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        CONTACT = "contact", _("contact")

    key = KeyField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    part = models.CharField(
        max_length=80, blank=True, help_text=_("What they do there, in a word or two.")
    )
    language = models.CharField(
        max_length=12, blank=True, help_text=_("Letters about the circle; empty: as for them.")
    )
    channel = models.CharField(
        max_length=8,
        choices=Person.Channel.choices,
        blank=True,
        help_text=_("How letters about the circle reach them; empty: as for them."),
    )
    answered_on = models.DateField(
        null=True, blank=True, help_text=_("When they last answered for the circle.")
    )

    class Personal:
        subject = "person"
        kinds = {
            "circle": "circle",
            "role": "circle",
            "part": "circle",
            "since": "circle",
            "until": "circle",
            "language": "circle",
            "channel": "circle",
            "answered_on": "circle",
        }
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "circle", "role"), condition=Q(until=None), name="membership_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role}: {self.circle}"
