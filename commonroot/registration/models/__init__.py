"""What registration keeps. Written only by `registration.actions`."""

from commonroot.registration.models.doors import Door, Quota
from commonroot.registration.models.messages import Message
from commonroot.registration.models.places import Answer, Registration, Skip

__all__ = ["Answer", "Door", "Message", "Quota", "Registration", "Skip"]
