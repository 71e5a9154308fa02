"""Sweeps of campaigns, a module per noun: each registers itself."""

from commonroot.campaigns.tasks import closing, workspace

__all__ = ["closing", "workspace"]
