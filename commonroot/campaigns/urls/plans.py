"""Spectrum of allies, battle of the story, critical path and its calendar."""

from django.urls import URLPattern

paths: list[URLPattern] = []
