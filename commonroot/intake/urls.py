"""Addresses of intake, under desk/lists/."""

from django.urls import path

from commonroot.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.lists, name="lists"),
    path("<str:key>/", views.says, name="says"),
    path("<str:key>/rows/", views.rows, name="rows"),
    path("<str:key>/bring-in/", views.bring_in, name="bring_in"),
    path("<str:key>/undo/", views.undo, name="undo"),
]
