"""Addresses of the years after."""

from django.urls import path

from commonroot.engagement.views import circle, letters, personal, programmes, waves

app_name = "engagement"
urlpatterns = [
    path("desk/programmes/<str:key>/close/", programmes.close, name="close"),
    path("desk/programmes/<str:key>/people/", programmes.alumni, name="alumni"),
    path("desk/programmes/<str:key>/people/ask/", programmes.ask, name="ask"),
    path("desk/programmes/<str:key>/projects/", programmes.projects, name="projects"),
    path("desk/programmes/<str:key>/projects/add/", programmes.add_project, name="add_project"),
    path("desk/projects/<str:key>/", programmes.project, name="project"),
    path("desk/programmes/<str:key>/letters/", letters.letters, name="letters"),
    path("desk/programmes/<str:key>/letters/begin/", letters.draft, name="draft"),
    path("desk/programmes/<str:key>/letters/region/", letters.ask_region, name="ask_region"),
    path("desk/circle-letters/<str:key>/", letters.letter, name="letter"),
    path("desk/circle-letters/<str:key>/text/", letters.letter_text, name="letter_text"),
    path("desk/waves/<str:key>/", waves.wave, name="wave"),
    path("circle-letter/<str:key>/", circle.circle_letter, name="circle_letter"),
    path("circle-letter/<str:key>/contact/", circle.circle_contact, name="circle_contact"),
    path("answer/<str:key>/", personal.answer, name="answer"),
    path("promise/<str:key>/", personal.promise, name="promise"),
    path("questions/<str:key>/", personal.questions, name="questions"),
    path("introduction/<str:key>/", personal.introduction, name="introduction"),
]
