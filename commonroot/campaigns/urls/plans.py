"""Spectrum of allies, battle of the story, critical path and its calendar."""

from django.urls import URLPattern, path

from commonroot.campaigns.views import path as path_views
from commonroot.campaigns.views import spectrum, story

paths: list[URLPattern] = [
    path("campaigns/<key:key>/spectrum/", spectrum.open_spectrum, name="open_spectrum"),
    path("campaigns/<key:key>/spectrum/stand/", spectrum.stand, name="stand"),
    path("campaigns/<key:key>/spectrum/day/", spectrum.keep_day, name="keep_day"),
    path("campaigns/<key:key>/spectrum/plan/<key:group>/", spectrum.plan, name="plan_shift"),
    path("campaigns/<key:key>/story/", story.open_story, name="open_story"),
    path("campaigns/<key:key>/path/", path_views.open_path, name="open_path"),
    path("campaigns/<key:key>/calendar/", path_views.calendar, name="calendar"),
]
