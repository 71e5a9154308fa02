"""All writing of stewardship."""

from commonroot.stewardship.actions.forgetting import forget
from commonroot.stewardship.actions.keeping import let_go

__all__ = ["forget", "let_go"]
