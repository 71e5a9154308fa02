"""Case studies, lessons, the closing gathering."""

from django.urls import URLPattern

paths: list[URLPattern] = []
