"""Addresses of the notice, of what we can protect, and of the desk's page for the careful."""

from django.urls import path

from commonroot.stewardship.views import backups, careful, public

app_name = "stewardship"
urlpatterns = [
    path("privacy/", public.privacy, name="privacy"),
    path("protect/", public.protect, name="protect"),
    path("desk/careful/", careful.careful, name="careful"),
    path("desk/careful/keeping/", careful.keeping, name="keeping"),
    path("desk/careful/keeping/<str:key>/", careful.keeping_change, name="keeping_change"),
    path("desk/careful/clock/", careful.clock, name="clock"),
    path("desk/careful/processing/", careful.processing, name="processing"),
    path("desk/careful/notice/", careful.notice, name="notice"),
    path("desk/careful/backups/", backups.backups, name="backups"),
    path("desk/careful/backups/sheet/", backups.sheet, name="sheet"),
    path("desk/careful/sending/", backups.sending, name="sending"),
]
