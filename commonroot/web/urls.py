"""Addresses of pages that show several areas side by side; `plain` are those without a language."""

from django.urls import URLPattern

app_name = "web"
plain: list[URLPattern] = []
urlpatterns: list[URLPattern] = []
