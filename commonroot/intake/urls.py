"""Addresses of intake, under desk/lists/."""

from django.urls import path

from commonroot.intake.views import asking, lists, says

app_name = "intake"
urlpatterns = [
    path("", lists.lists, name="lists"),
    path("ask/", asking.ask, name="ask"),
    path("ask/<str:key>/", asking.campaign, name="campaign"),
    path("<str:key>/", says.says, name="says"),
    path("<str:key>/rows/", lists.rows, name="rows"),
    path("<str:key>/bring-in/", lists.bring_in, name="bring_in"),
    path("<str:key>/undo/", lists.undo, name="undo"),
]
