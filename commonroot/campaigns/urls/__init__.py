"""Addresses of campaigns: a module per noun; those that take any tool's code come last."""

from django.urls import URLPattern

import commonroot.core.addresses  # noqa: F401 - keys in the addresses below
from commonroot.campaigns.urls import (
    charts,
    entries,
    plans,
    power,
    studies,
    workspace,
)

app_name = "campaigns"

urlpatterns: list[URLPattern] = [
    *workspace.paths,
    *studies.paths,
    *power.paths,
    *plans.paths,
    *charts.paths,
    *entries.paths,
]
