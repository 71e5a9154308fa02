"""Addresses of registration."""

from django.urls import path

from commonroot.registration import views

app_name = "registration"
urlpatterns = [
    path("sessions/<str:key>/", views.session, name="session"),
    path("sessions/<str:key>/session.ics", views.calendar, name="calendar"),
    path("receipt/", views.receipt, name="receipt"),
    path("desk/sessions/<str:key>/", views.roster, name="roster"),
    path("desk/sessions/<str:key>/by-hand/", views.by_hand, name="by_hand"),
    path("desk/places/<str:key>/pair/", views.pair, name="pair"),
]
