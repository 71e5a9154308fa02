"""A campaign and its team, what stands in its tools, case studies, the closing gathering."""

from commonroot.campaigns.models.closing import ClosingGathering, ClosingWord
from commonroot.campaigns.models.entries import Change, Clash, Entry, Snapshot, Task
from commonroot.campaigns.models.studies import CaseStudy, StudyFacet, StudyPerson, StudySession
from commonroot.campaigns.models.workspace import (
    Campaign,
    Member,
    Part,
    PublicAsk,
    Step,
)

__all__ = [
    "Campaign",
    "CaseStudy",
    "Change",
    "Clash",
    "ClosingGathering",
    "ClosingWord",
    "Entry",
    "Member",
    "Part",
    "PublicAsk",
    "Snapshot",
    "Step",
    "StudyFacet",
    "StudyPerson",
    "StudySession",
    "Task",
]
