"""What organisers say of groups."""

from commonroot.groups.forms.forming import (
    ApartForm,
    AskedForm,
    GatheringForm,
    GroupForm,
)

__all__ = ["ApartForm", "AskedForm", "GatheringForm", "GroupForm"]
