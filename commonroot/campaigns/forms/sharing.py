"""How far a campaign and each of its tools is to be shared."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models import Step
from commonroot.campaigns.models.tools import Tool
from commonroot.campaigns.rules.sharing import Shared

CAMPAIGN = "to"


class SharingForm(forms.Form):
    """A step for the campaign itself, and one for each tool that can be shared."""

    def __init__(
        self, *args: Any, tools: Sequence[Tool], steps: Sequence[Step], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(step.value, step.label) for step in steps]
        self.tools = tools
        self.fields[CAMPAIGN] = forms.ChoiceField(
            label=_("That it exists: its name and first lines"),
            help_text=_("Nothing in it goes further than this."),
            choices=choices,
        )
        for tool in tools:
            self.fields[f"tool-{tool.code}"] = forms.ChoiceField(
                label=tool.name, choices=choices, required=False
            )

    @property
    def rows(self) -> list[tuple[Tool, Any]]:
        """Each tool with its question."""
        return [(tool, self[f"tool-{tool.code}"]) for tool in self.tools]

    @property
    def shared(self) -> Shared:
        """What was chosen."""
        said = self.cleaned_data
        parts = {tool.code: said[f"tool-{tool.code}"] for tool in self.tools}
        return Shared(said[CAMPAIGN], {code: step for code, step in parts.items() if step})
