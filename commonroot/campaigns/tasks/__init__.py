"""Sweeps of campaigns, a module per noun: each registers itself."""

from commonroot.campaigns.tasks import closing, reminding, workspace

__all__ = ["closing", "reminding", "workspace"]
