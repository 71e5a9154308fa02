"""Addresses of small groups: forming them on the desk, then each group's own."""

from django.urls import URLPattern, path

from commonroot.groups.views import overview, reports, space

app_name = "groups"

# Forming groups, on the desk.
urlpatterns: list[URLPattern] = []

# Each group's own page, its reports, the facilitator's page.
urlpatterns += [
    path("groups/mine/", space.mine, name="mine"),
    path("groups/notes/<key:key>/", space.note, name="note"),
    path("groups/places/<key:key>/shown/", space.shown, name="shown"),
    path("groups/places/<key:key>/leave/", space.leave, name="leave"),
    path("groups/<key:key>/", space.open_space, name="space"),
    path("groups/<key:key>/report/", reports.report, name="report"),
    path("groups/<key:key>/help/", reports.need_help, name="help"),
    path("groups/<key:key>/write/", space.write, name="write"),
    path("desk/groups/reports/<key:key>/helped/", reports.helped, name="helped"),
    path("desk/programmes/<key:key>/groups/overview/", overview.overview, name="overview"),
]
