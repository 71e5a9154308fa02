"""Checking agreements."""
