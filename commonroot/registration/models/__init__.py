"""What registration keeps. Written only by `registration.actions`."""

from commonroot.registration.models.places import Answer, Registration

__all__ = ["Answer", "Registration"]
