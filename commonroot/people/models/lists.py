"""Saved lists: a filter under a name, never a copy of people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.models import Account
from commonroot.core.fields import KeyField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON


class SavedList(models.Model):
    """A question to the register that somebody asks again and again."""

    key = KeyField()
    name = models.CharField(max_length=120)
    filter = models.JSONField(default=dict, help_text=_("A filter: all, any or none of its parts."))
    columns = models.JSONField(default=list, help_text=_("Codes of the columns to show."))
    order = models.CharField(max_length=40, blank=True)
    shared = models.BooleanField(
        default=True, help_text=_("Whether everybody who sees the register sees this list.")
    )
    account = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="saved_lists"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sort_key = models.CharField(max_length=200)

    class Personal:
        subject = "account__person"
        kinds = {"name": "saved list", "filter": "saved list", "columns": "saved list"}
        plain = ("account", "order", "shared", "made_at", "changed_at", "sort_key")
        keep = AS_LONG_AS_THE_PERSON
        on_erase, on_merge = "delete", "move"

    class Meta:
        indexes = (models.Index(fields=("sort_key", "id"), name="saved_list_sorted"),)

    def __str__(self) -> str:
        return self.name
