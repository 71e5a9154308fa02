"""Commonroot: the open platform for movement schools."""
