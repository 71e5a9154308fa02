"""What may be sent: by visitors, and by organisers who plan."""

from commonroot.programmes.forms.planning import SessionPageForm
from commonroot.programmes.forms.public import AskForm, JoinForm

__all__ = ["AskForm", "JoinForm", "SessionPageForm"]
