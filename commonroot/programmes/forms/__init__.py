"""What may be sent: by visitors, and by organisers who plan."""

from commonroot.programmes.forms.dates import (
    PartForm,
    ProposedForm,
    RhythmForm,
    SessionForm,
    ShiftForm,
    StreamsForm,
    proposed_initial,
)
from commonroot.programmes.forms.planning import (
    CommitmentForm,
    CoverForm,
    InvitePresenterForm,
    PlanForm,
    ProgrammeForm,
    PublishLaterForm,
    SessionPageForm,
)
from commonroot.programmes.forms.public import AskForm, JoinForm, PresentForm, WishForm

__all__ = [
    "AskForm",
    "CommitmentForm",
    "CoverForm",
    "InvitePresenterForm",
    "JoinForm",
    "PartForm",
    "PlanForm",
    "PresentForm",
    "ProgrammeForm",
    "ProposedForm",
    "PublishLaterForm",
    "RhythmForm",
    "SessionForm",
    "SessionPageForm",
    "ShiftForm",
    "StreamsForm",
    "WishForm",
    "proposed_initial",
]
