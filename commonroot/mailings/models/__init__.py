"""What stands of letters to many. Written only by `mailings.actions`."""

from commonroot.mailings.models.discussions import Discussion, Seat
from commonroot.mailings.models.groups import Group, GroupChoice
from commonroot.mailings.models.letters import Mailing, Recipient, SendingRule
from commonroot.mailings.models.templates import Template, TemplateVersion

__all__ = [
    "Discussion",
    "Group",
    "GroupChoice",
    "Mailing",
    "Recipient",
    "Seat",
    "SendingRule",
    "Template",
    "TemplateVersion",
]
