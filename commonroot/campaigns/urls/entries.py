"""What stands in any tool, its history, words that met others."""

from django.urls import URLPattern, path

from commonroot.campaigns.views import entries, history

paths: list[URLPattern] = [
    path("campaigns/<key:key>/history/", history.history, name="history"),
    path("campaigns/<key:key>/met/", history.met, name="met"),
    path("campaigns/<key:key>/since/", history.since, name="since"),
    path("campaigns/<key:key>/<slug:tool>/", entries.tool, name="tool"),
    path("campaigns/<key:key>/<slug:tool>/new/<slug:kind>/", entries.add, name="add"),
    path("campaigns/<key:key>/<slug:tool>/<key:entry>/", entries.entry, name="entry"),
    path("campaigns/<key:key>/<slug:tool>/<key:entry>/do/", entries.entry_do, name="entry_do"),
]
