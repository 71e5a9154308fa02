"""The power map: as a picture, as a table, to and from Kumu."""

from django.urls import URLPattern

paths: list[URLPattern] = []
