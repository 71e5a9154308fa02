"""Addresses of `ui`."""

from django.conf import settings
from django.urls import path

from commonroot.ui import views

app_name = "ui"

urlpatterns = [path("_hue/<int:hue>.css", views.hue, name="hue")]

if settings.DEBUG:
    urlpatterns.append(path("_parts/", views.parts, name="parts"))
