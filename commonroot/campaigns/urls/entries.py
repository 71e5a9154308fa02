"""What stands in any tool, its history, words that met others."""

from django.urls import URLPattern

paths: list[URLPattern] = []
