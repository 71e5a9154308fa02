"""The power map: as a picture, as a table, to and from Kumu."""

from django.urls import URLPattern, path

from commonroot.campaigns.views import power, power_days, power_lists

paths: list[URLPattern] = [
    path("campaigns/<key:key>/power/", power.power, name="power"),
    path("campaigns/<key:key>/power/new/", power.power_add, name="power_add"),
    path("campaigns/<key:key>/power/tie/", power.power_tie, name="power_tie"),
    path("campaigns/<key:key>/power/days/", power_days.power_days, name="power_days"),
    path("campaigns/<key:key>/power/compare/", power_days.power_compare, name="power_compare"),
    path("campaigns/<key:key>/power/take/", power_lists.power_take, name="power_take"),
    path("campaigns/<key:key>/power/bring/", power_lists.power_bring, name="power_bring"),
    path("campaigns/<key:key>/power/<key:entry>/", power.power_one, name="power_one"),
    path("campaigns/<key:key>/power/<key:entry>/move/", power.power_move, name="power_move"),
    path("campaigns/<key:key>/power/<key:entry>/off/", power.power_off, name="power_off"),
]
