"""Texts to begin a letter from, as the organisers of this school wrote them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonroot.core.fields import KeyField, TranslatedField


class Template(models.Model):
    """A text to begin from: an own version of one that comes along (`code`), or one of our own."""

    key = KeyField()
    code = models.CharField(
        max_length=32, blank=True, help_text=_("Which of the texts that come along it replaces.")
    )
    name = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=32, blank=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("code",), condition=~Q(code=""), name="template_once_per_code"
            ),
        )

    def __str__(self) -> str:
        return self.code or self.name


class TemplateVersion(models.Model):
    """How a template read from some moment on; the last one stands, none is ever changed."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    subject = TranslatedField()
    text = TranslatedField()
    at = models.DateTimeField()
    by = models.CharField(max_length=44, help_text=_("kind:key of who wrote it."))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("template", "number"), name="template_version_once"),
        )

    def __str__(self) -> str:
        return f"version {self.number}"
