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
from commonroot.engagement.models.liaison import Briefing, Liaison, LiaisonSending
from commonroot.engagement.models.meetings import Meeting, MeetingSide, RelayMessage
from commonroot.engagement.models.outcomes import PublicOutcome
from commonroot.engagement.models.pathways import OneToOne, Owner, Pathway, PathwayContact

__all__ = [
    "Briefing",
    "ChangeCard",
    "ChangeDecision",
    "CircleLetter",
    "Closing",
    "ClosingAnswer",
    "ClosingAsked",
    "Experience",
    "FollowUp",
    "Introduction",
    "Liaison",
    "LiaisonSending",
    "Maker",
    "Meeting",
    "MeetingSide",
    "OneToOne",
    "Owner",
    "Participation",
    "Pathway",
    "PathwayContact",
    "Project",
    "ProjectStatus",
    "Promise",
    "PublicOutcome",
    "RelayMessage",
    "Sending",
    "Wave",
]
