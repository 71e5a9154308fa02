"""What people are found and known again by, and which two might be one."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import KeyField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON
from commonroot.people.models.person import Person


class SearchKey(models.Model):
    """One word by which a person is found: folded and romanised names and places, and a sign of
    who left no way to reach them.
    """

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        PLACE = "place", _("place")
        ORGANISATION = "org", _("organisation")
        REACH = "reach", _("how they are reached")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="search_keys")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.CharField(max_length=80)

    class Personal:
        subject = "person"
        kinds = {"value": "name", "kind": "name"}
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "kind", "value"), name="search_key_once"),
        )
        indexes = (models.Index(fields=("value", "kind", "person"), name="search_key_by_word"),)

    def __str__(self) -> str:
        return self.value


class MatchKey(models.Model):
    """One blocking key under which a person may be known again: a keyed 63-bit mark, never the
    name or address itself.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="match_keys")
    value = models.BigIntegerField()

    class Personal:
        subject = "person"
        kinds = {"value": "name"}
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "value"), name="match_key_once"),)
        indexes = (models.Index(fields=("value", "person"), name="match_key_by_value"),)

    def __str__(self) -> str:
        return str(self.value)


class ToCompare(models.Model):
    """Somebody new or changed, of whom nobody has yet looked whether we know them twice."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="to_compare")

    class Personal:
        subject = "person"
        kinds: ClassVar[dict[str, str]] = {}
        plain = ()
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    def __str__(self) -> str:
        return "to compare"


class Pair(models.Model):
    """Two people of the register who may be one, and what somebody said about it.

    `left` is the one who came first. "Different" stands for ever and keeps the two apart.
    """

    class State(models.TextChoices):
        OPEN = "open", _("please look")
        UNSURE = "unsure", _("not sure")
        DIFFERENT = "different", _("different people")

    class Band(models.TextChoices):
        CERTAIN = "certain", _("sure")
        PROBABLE = "probable", _("very likely")
        POSSIBLE = "possible", _("possible")

    key = KeyField()
    left = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pairs_left")
    right = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pairs_right")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    band = models.CharField(max_length=10, choices=Band.choices)
    probability = models.FloatField()
    levels = models.JSONField(
        default=dict, help_text=_("{comparison: level}, what weights are learnt from.")
    )
    reasons = models.JSONField(
        default=list, help_text=_("[[code, …]]: what speaks for and against, without values.")
    )
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=44, blank=True, help_text=_("kind:key of who."))

    class Personal:
        subject = "left"
        others = ("right",)
        kinds = {
            "state": "known again",
            "band": "known again",
            "probability": "known again",
            "levels": "known again",
            "reasons": "known again",
        }
        plain = ("found_at", "decided_at", "decided_by")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "pairs_follow"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("left", "right"), name="pair_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="pair_in_order"),
        )
        indexes = (models.Index(fields=("state", "-probability", "id"), name="pair_to_look_at"),)

    def __str__(self) -> str:
        return self.state


class Decision(models.Model):
    """What a person said about a pair, without the pair: which levels it had, and whether it was
    one person. Weights are refitted from these; they name nobody.
    """

    levels = models.JSONField()
    same = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return "same" if self.same else "different"


class Count(models.Model):
    """How often a part of a name, or a city, occurs in a country: what it tells to share it.

    Kept under keyed marks of kind, country and part, and about nobody. New people are added at
    once; who left or changed is told by counting anew, step by step, in `counting`.
    """

    mark = models.BigIntegerField(unique=True)
    people = models.PositiveIntegerField()
    counting = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.people)


class FullLook(models.Model):
    """Looking through the whole register for people known twice: how far it came."""

    key = KeyField()
    people = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.people} people"


class Recount(models.Model):
    """Counting parts of names anew: up to whom it came.

    Where the rules by which names are read changed since the last count, everybody's keys are made
    anew on the way.
    """

    up_to = models.BigIntegerField(default=0, help_text=_("Primary key of the last one counted."))
    rules = models.PositiveIntegerField(
        default=0, help_text=_("By which rules names were read: matching.keys.RULES of then.")
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.up_to)


class BulkMerge(models.Model):
    """Pairs made one at a stroke, in the background: how far it came. It names nobody."""

    class State(models.TextChoices):
        MERGING = "merging", _("under way")
        DONE = "done", _("done")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")

    key = KeyField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.MERGING)
    waiting = models.JSONField(default=list, help_text=_("Keys of pairs still to be made one."))
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(
        default=0, help_text=_("Pairs that changed meanwhile, or merges that had to stay.")
    )
    by = models.CharField(max_length=44)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.state

    @property
    def cause(self) -> str:
        """What its merges name as their cause."""
        return f"bulk:{self.key}"
