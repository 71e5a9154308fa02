"""Campaigns: the list, starting one, its own page, who is in it, how far it is shared."""

from django.urls import URLPattern, path

from commonroot.campaigns.views import workspace

paths: list[URLPattern] = [
    path("campaigns/<key:key>/", workspace.workspace, name="workspace"),
]
