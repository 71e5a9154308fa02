"""What a course answers, what it adds to its list, and the templates of the school."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import EncryptedTextField, KeyField, TranslatedField
from commonroot.programmes.models import Programme


class ChapterAnswer(models.Model):
    """What a course answers to one guiding question.

    Copied from another course it is marked with that course until somebody confirms it, so that a
    stale answer is never taken for this course's own (domain source 5).
    """

    key = KeyField()
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="handbook_answers"
    )
    question = models.CharField(max_length=40, help_text=_("chapter.question"))
    text = EncryptedTextField(blank=True)
    language = models.CharField(max_length=12, default="en")
    copied_from = models.ForeignKey(
        Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=44, help_text=_("kind:key of who."))
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "question"), name="chapter_answer_once"),
        )

    def __str__(self) -> str:
        return self.question


class FormerAnswer(models.Model):
    """What stood there before, to be taken back; `waits`: it met what stands, nobody chose yet."""

    answer = models.ForeignKey(ChapterAnswer, on_delete=models.CASCADE, related_name="former")
    text = EncryptedTextField(blank=True)
    by = models.CharField(max_length=44, help_text=_("kind:key of who."))
    at = models.DateTimeField(help_text=_("When other words took their place."))
    waits = models.BooleanField(
        default=False, help_text=_("It met other words, and nobody has chosen yet.")
    )

    class Meta:
        indexes = (models.Index(fields=("answer", "-at"), name="former_answer_newest"),)

    def __str__(self) -> str:
        return str(self.pk)


class CheckItem(models.Model):
    """One thing of a checklist as this course has it: said to be done, not needed, or its own.

    What records can tell completes itself (`queries.checks`) and has a row only where somebody
    said that it is not needed.
    """

    class State(models.TextChoices):
        OPEN = "open", _("to do")
        DONE = "done", _("done")
        NOT_NEEDED = "not_needed", _("not needed here")

    key = KeyField()
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="handbook_items"
    )
    chapter = models.CharField(max_length=20)
    code = models.CharField(
        max_length=40, blank=True, help_text=_("Of the ready-made list; empty: the course's own.")
    )
    text = EncryptedTextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    why = EncryptedTextField(blank=True, help_text=_("Why it is not needed."))
    by = models.CharField(max_length=44, help_text=_("kind:key of who."))
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "code"),
                condition=~models.Q(code=""),
                name="check_item_once",
            ),
        )
        indexes = (models.Index(fields=("programme", "chapter"), name="check_item_by_chapter"),)

    def __str__(self) -> str:
        return self.code or self.key


class ChapterTemplate(models.Model):
    """A text that a school takes up again and changes: a letter, a list, a plan."""

    key = KeyField()
    chapter = models.CharField(max_length=20)
    title = TranslatedField()
    text = TranslatedField()
    from_programme = models.ForeignKey(
        Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by = models.CharField(max_length=44, help_text=_("kind:key of who."))
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("chapter",), name="chapter_template_by_chapter"),)

    def __str__(self) -> str:
        return str(self.title)
