"""Signing in and out, what proves somebody, locking."""
