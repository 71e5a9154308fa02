"""Rules of letters to many over plain values: when whose letter leaves, what a text may hold."""

from commonroot.mailings.rules.groups import local_name

__all__ = ["local_name"]
