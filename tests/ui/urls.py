"""Addresses for the base pages alone, and for what their footers lead to."""

from django.urls import include, path

urlpatterns = [
    path("", include("commonroot.ui.urls")),
    path("", include("commonroot.stewardship.urls")),
]
