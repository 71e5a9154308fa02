"""Programmes, sessions, questions and enquiries. Written only by `programmes.actions`."""

from commonroot.programmes.models.enquiries import Enquiry
from commonroot.programmes.models.materials import Material
from commonroot.programmes.models.presenters import Presenter
from commonroot.programmes.models.programmes import PageVersion, Phase, Programme
from commonroot.programmes.models.sessions import Part, Question, Session
from commonroot.programmes.models.themes import Idea, Voice

__all__ = [
    "Enquiry",
    "Idea",
    "Material",
    "PageVersion",
    "Part",
    "Phase",
    "Presenter",
    "Programme",
    "Question",
    "Session",
    "Voice",
]
