"""Machine addresses of campaigns: they carry no language."""

from django.urls import URLPattern, path

from commonroot.campaigns.views import library
from commonroot.campaigns.views import path as path_views

app_name = "campaign_feeds"

urlpatterns: list[URLPattern] = [
    path("feeds/campaigns/<key:key>/<str:secret>.ics", path_views.feed, name="calendar"),
    path("feeds/studies.atom", library.studies_atom, name="studies_atom"),
]
