"""Campaigns: everything written, one use case a function."""

from commonroot.campaigns.actions.merging import one_member, one_study_person

__all__ = ["one_member", "one_study_person"]
