"""The strategy chart, the plan on one page, blank tools."""

from django.urls import URLPattern

paths: list[URLPattern] = []
