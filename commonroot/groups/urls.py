"""Addresses of small groups: forming them on the desk, then each group's own."""

from django.urls import URLPattern, path

from commonroot.groups.views import forming, overview, proposals, reports, space, standing

app_name = "groups"

# Forming groups, on the desk.
urlpatterns: list[URLPattern] = [
    path("desk/programmes/<key:key>/groups/", forming.groups, name="groups"),
    path("desk/programmes/<key:key>/groups/apart/", forming.apart, name="apart"),
    path("desk/groups/apart/<key:key>/end/", forming.apart_end, name="apart_end"),
    path("desk/groups/proposals/<key:key>/", proposals.proposal, name="proposal"),
    path("desk/groups/members/<key:key>/move/", proposals.move, name="move"),
    path("desk/groups/proposals/<key:key>/late/", standing.late, name="late"),
    path("desk/groups/proposals/<key:key>/mend/", standing.mend, name="mend"),
    path("desk/groups/<key:key>/dates/", standing.dates, name="dates"),
    path("desk/groups/gatherings/<key:key>/", standing.gathering, name="gathering"),
]

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
