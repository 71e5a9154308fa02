"""Addresses of intake, under desk/lists/."""

from django.urls import path

from commonroot.intake.views import asking, lists, reviewing, says

app_name = "intake"
urlpatterns = [
    path("", lists.lists, name="lists"),
    path("ask/", asking.ask, name="ask"),
    path("ask/<str:key>/", asking.list_round, name="list_round"),
    path("<str:key>/", says.says, name="says"),
    path("<str:key>/columns/", says.columns, name="columns"),
    path("<str:key>/to-mend.xlsx", says.to_mend, name="to_mend"),
    path("<str:key>/rows/", lists.rows, name="rows"),
    path("<str:key>/pairs/", reviewing.pairs, name="pairs"),
    path("<str:key>/pairs/likely/", reviewing.likely, name="likely"),
    path("<str:key>/pairs/undo/", reviewing.pair_undo, name="pair_undo"),
    path("<str:key>/pairs/<str:pair>/", reviewing.pair, name="pair"),
    path("<str:key>/bring-in/", lists.bring_in, name="bring_in"),
    path("<str:key>/undo/", lists.undo, name="undo"),
]
