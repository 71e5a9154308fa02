"""Programmes, sessions, questions and enquiries. Written only by `programmes.actions`."""

from commonroot.programmes.models.enquiries import Enquiry
from commonroot.programmes.models.presenters import Presenter
from commonroot.programmes.models.programmes import PageVersion, Phase, Programme
from commonroot.programmes.models.sessions import Part, Question, Session

__all__ = [
    "Enquiry",
    "PageVersion",
    "Part",
    "Phase",
    "Presenter",
    "Programme",
    "Question",
    "Session",
]
