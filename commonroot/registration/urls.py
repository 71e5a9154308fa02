"""Addresses of registration."""

from django.urls import path

from commonroot.registration import views
from commonroot.registration.views import certificates, check_in, feedback, materials, reports

app_name = "registration"
urlpatterns = [
    path("sessions/<str:key>/", views.session, name="session"),
    path("sessions/<str:key>/session.ics", views.calendar, name="calendar"),
    path("receipt/", views.receipt, name="receipt"),
    path("desk/sessions/<str:key>/", views.roster, name="roster"),
    path("desk/sessions/<str:key>/by-hand/", views.by_hand, name="by_hand"),
    path("desk/places/<str:key>/pair/", views.pair, name="pair"),
    path("sessions/<str:key>/with/<str:invite>/", views.session_with, name="session_with"),
    path("programmes/<str:key>/places/", views.series, name="series"),
    path("me/places/<str:key>/", views.own_place, name="own_place"),
    path("me/materials/<str:key>/", materials.own_material, name="own_material"),
    path("me/materials/<str:key>/small/", materials.own_material_small, name="own_material_small"),
    path("me/places/<str:key>/bring/", views.own_invite, name="own_invite"),
    path("desk/sessions/<str:key>/paste/", views.paste, name="paste"),
    path("desk/sessions/<str:key>/door/", views.door, name="door"),
    path("desk/sessions/<str:key>/questions/", views.questions, name="questions"),
    path("desk/session-questions/<str:key>/", views.question, name="question"),
    path("desk/sessions/<str:key>/answers/", views.answers, name="answers"),
    path("desk/sessions/<str:key>/write/", views.write, name="write"),
    path("desk/messages/<str:key>/", views.message, name="message"),
    path("desk/places/<str:key>/", views.claim, name="claim"),
    path("desk/programmes/<str:key>/brought/", views.brought, name="brought"),
    path("sessions/<str:key>/here/", check_in.here, name="here"),
    path("desk/sessions/<str:key>/check-in/", check_in.check_in, name="check_in"),
    path("desk/sessions/<str:key>/here/", check_in.here_sheet, name="here_sheet"),
    path("desk/sessions/<str:key>/paper/", check_in.paper, name="paper"),
    path("desk/sessions/<str:key>/reports/", reports.reports, name="reports"),
    path("desk/reports/<str:key>/", reports.report, name="report"),
    path("desk/sessions/<str:key>/said/", feedback.said, name="said"),
    path("feedback/<str:key>/", feedback.feedback, name="feedback"),
    path("desk/programmes/<str:key>/certificates/", certificates.certificates, name="certificates"),
    path("certificates/<str:key>/", certificates.certificate, name="certificate"),
    path("certificates/<str:key>/file/", certificates.certificate_file, name="certificate_file"),
    path("verify/", certificates.verify, name="verify_any"),
    path("verify/<str:code>/", certificates.verify, name="verify"),
]
