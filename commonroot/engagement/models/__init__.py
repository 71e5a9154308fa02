"""The alumni register, projects, circle letters, promises and follow-up. Written only by
`engagement.actions`.
"""

from commonroot.engagement.models.afterwards import FollowUp, Promise, Wave
from commonroot.engagement.models.courses import Maker, Participation, Project
from commonroot.engagement.models.letters import CircleLetter, Introduction, Sending

__all__ = [
    "CircleLetter",
    "FollowUp",
    "Introduction",
    "Maker",
    "Participation",
    "Project",
    "Promise",
    "Sending",
    "Wave",
]
