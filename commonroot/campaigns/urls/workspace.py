"""Campaigns: the list, starting one, its own page, who is in it, how far it is shared."""

from django.urls import URLPattern, path

from commonroot.campaigns.views import listing, workspace
from commonroot.campaigns.views.sharing import everybody, look, sharing
from commonroot.campaigns.views.team import join, leave, place, team

paths: list[URLPattern] = [
    path("campaigns/", listing.campaigns, name="campaigns"),
    path("campaigns/new/", listing.start, name="start"),
    path("campaigns/<key:key>/", workspace.workspace, name="workspace"),
    path("campaigns/<key:key>/about/", workspace.about, name="about"),
    path("campaigns/<key:key>/stage/", workspace.stage, name="stage"),
    path("campaigns/<key:key>/away/", workspace.away, name="away"),
    path("campaigns/<key:key>/join/", join, name="join"),
    path("campaigns/<key:key>/team/", team, name="team"),
    path("campaigns/<key:key>/team/leave/", leave, name="leave"),
    path("campaigns/<key:key>/sharing/", sharing, name="sharing"),
    path("campaigns/<key:key>/sharing/look/", look, name="look"),
    path("campaigns/<key:key>/sharing/everybody/", everybody, name="everybody"),
    path("campaigns/places/<key:key>/", place, name="place"),
]
