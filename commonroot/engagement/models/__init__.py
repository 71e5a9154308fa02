"""The alumni register, projects, circle letters, promises and follow-up. Written only by
`engagement.actions`.
"""

from commonroot.engagement.models.afterwards import FollowUp, Promise, Wave
from commonroot.engagement.models.closing import (
    ChangeCard,
    ChangeDecision,
    Closing,
    ClosingAnswer,
    ClosingAsked,
    Experience,
)
from commonroot.engagement.models.courses import Maker, Participation, Project, ProjectStatus
from commonroot.engagement.models.letters import CircleLetter, Introduction, Sending

__all__ = [
    "ChangeCard",
    "ChangeDecision",
    "CircleLetter",
    "Closing",
    "ClosingAnswer",
    "ClosingAsked",
    "Experience",
    "FollowUp",
    "Introduction",
    "Maker",
    "Participation",
    "Project",
    "ProjectStatus",
    "Promise",
    "Sending",
    "Wave",
]
