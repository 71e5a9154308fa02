"""Addresses of the whole application, and a page that breaks, by name."""

from django.urls import path

from config.urls import urlpatterns as ours
from tests.web.broken import broken

urlpatterns = [path("_broken", broken, name="broken"), *ours]
