"""Campaigns: the list, starting one, its own page, who is in it, how far it is shared."""

from django.urls import URLPattern, path

from commonroot.campaigns.views import listing, sharing, team, workspace

paths: list[URLPattern] = [
    path("campaigns/", listing.campaigns, name="campaigns"),
    path("campaigns/new/", listing.start, name="start"),
    path("campaigns/<key:key>/", workspace.workspace, name="workspace"),
    path("campaigns/<key:key>/about/", workspace.about, name="about"),
    path("campaigns/<key:key>/stage/", workspace.stage, name="stage"),
    path("campaigns/<key:key>/away/", workspace.away, name="away"),
    path("campaigns/<key:key>/join/", team.join, name="join"),
    path("campaigns/<key:key>/team/", team.team, name="team"),
    path("campaigns/<key:key>/team/leave/", team.leave, name="leave"),
    path("campaigns/<key:key>/sharing/", sharing.sharing, name="sharing"),
    path("campaigns/<key:key>/sharing/look/", sharing.look, name="look"),
    path("campaigns/<key:key>/sharing/everybody/", sharing.everybody, name="everybody"),
    path("campaigns/places/<key:key>/", team.place, name="place"),
]
