"""The call and its form, applications, what the panel says, decisions and offers, preparation."""

from commonroot.admissions.models.applications import (
    Applicant,
    Application,
    ApplicationAnswer,
    Referee,
)
from commonroot.admissions.models.calls import Call, FormQuestion
from commonroot.admissions.models.choosing import (
    Decision,
    DecisionLetter,
    Eligibility,
    Offer,
    Priority,
    Scholarship,
    SignOff,
    Target,
)
from commonroot.admissions.models.preparing import Preparation, Prepared
from commonroot.admissions.models.replies import Reply
from commonroot.admissions.models.reviews import (
    Conflict,
    Criterion,
    Review,
    Reviewer,
    ReviewPhase,
    Score,
)

__all__ = [
    "Applicant",
    "Application",
    "ApplicationAnswer",
    "Call",
    "Conflict",
    "Criterion",
    "Decision",
    "DecisionLetter",
    "Eligibility",
    "FormQuestion",
    "Offer",
    "Preparation",
    "Prepared",
    "Priority",
    "Referee",
    "Reply",
    "Review",
    "ReviewPhase",
    "Reviewer",
    "Scholarship",
    "Score",
    "SignOff",
    "Target",
]
