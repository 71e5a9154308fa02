"""Purposes, what was given and withdrawn, the one gate that decides, and who was told what."""
