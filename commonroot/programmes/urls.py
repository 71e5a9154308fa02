"""Addresses of programmes; `feeds` are those without a language."""

from django.urls import path

from commonroot.programmes import views
from commonroot.programmes.views import materials

app_name = "programmes"
feeds = [
    path("feeds/programme/<str:key>.ics", views.feed, name="programme_feed"),
    path("feeds/circle/<str:key>.ics", views.circle_feed, name="circle_feed"),
    path("feeds/programmes.atom", views.programmes_atom, name="programmes_atom"),
    path("materials/<str:key>/", materials.material, name="material"),
    path("materials/<str:key>/small/", materials.material_small, name="material_small"),
]
urlpatterns = [
    path("programmes/", views.catalogue, name="catalogue"),
    path("programmes/<str:key>/", views.programme, name="programme"),
    path("programmes/<str:key>/preview.png", views.preview, name="preview"),
    path("ask/", views.ask, name="ask"),
    path("ask/sent/", views.asked, name="asked"),
    path("ask/<str:key>/", views.ask, name="ask"),
    path("zone/", views.zone, name="zone"),
    path("desk/materials/<str:key>/", materials.material_edit, name="material_edit"),
    path("desk/programmes/<str:key>/materials/", materials.materials, name="materials"),
    path("desk/questions/", views.questions, name="questions"),
    path("desk/questions/<str:key>/", views.question_answered, name="question_answered"),
]
