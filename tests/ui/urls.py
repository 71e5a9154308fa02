"""Addresses for the base pages alone."""

from django.urls import include, path

urlpatterns = [path("", include("commonroot.ui.urls"))]
