"""Addresses of calls, applications, reading and choosing; each noun has its own stretch."""

from django.urls import URLPattern

app_name = "admissions"

# The call and its form.
urlpatterns: list[URLPattern] = []

# Applying.

# Reading: the panel.

# Choosing, offers, letters.

# Preparing.
