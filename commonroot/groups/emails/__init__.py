"""Letters about small groups."""

from commonroot.groups.emails.members import post_group

__all__ = ["post_group"]
