"""Knowing the same person again: how alike two descriptions of somebody are, without Django."""
