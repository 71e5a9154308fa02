"""What registration keeps. Written only by `registration.actions`."""

from commonroot.registration.models.attendance import (
    Completion,
    CompletionRule,
    HereWord,
    KnownAs,
    Presence,
    Report,
    ReportLine,
    Tally,
)
from commonroot.registration.models.certificates import Certificate, CertificateRound
from commonroot.registration.models.doors import Door, Quota
from commonroot.registration.models.feedback import Feedback, FeedbackAsked
from commonroot.registration.models.messages import Message
from commonroot.registration.models.places import Answer, Registration, Skip

__all__ = [
    "Answer",
    "Certificate",
    "CertificateRound",
    "Completion",
    "CompletionRule",
    "Door",
    "Feedback",
    "FeedbackAsked",
    "HereWord",
    "KnownAs",
    "Message",
    "Presence",
    "Quota",
    "Registration",
    "Report",
    "ReportLine",
    "Skip",
    "Tally",
]
