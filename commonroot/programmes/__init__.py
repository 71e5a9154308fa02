"""Programmes, their phases and sessions, and their public pages."""
