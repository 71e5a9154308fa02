"""Programmes, sessions, questions and enquiries. Written only by `programmes.actions`."""

from commonroot.programmes.models.enquiries import Enquiry, EnquiryLine
from commonroot.programmes.models.materials import Material
from commonroot.programmes.models.presenters import Presenter
from commonroot.programmes.models.programmes import PageVersion, Phase, Programme, Stream
from commonroot.programmes.models.questions import Question
from commonroot.programmes.models.schedules import DateChange, DateWish
from commonroot.programmes.models.sessions import Part, Session
from commonroot.programmes.models.team import Commitment, Function
from commonroot.programmes.models.themes import Idea, Voice

__all__ = [
    "Commitment",
    "DateChange",
    "DateWish",
    "Enquiry",
    "EnquiryLine",
    "Function",
    "Idea",
    "Material",
    "PageVersion",
    "Part",
    "Phase",
    "Presenter",
    "Programme",
    "Question",
    "Session",
    "Stream",
    "Voice",
]
