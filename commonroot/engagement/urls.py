"""Addresses of the years after."""

from django.urls import path

from commonroot.engagement.views import circle, letters, personal, programmes, waves

app_name = "engagement"
urlpatterns = [
    path("desk/programmes/<key:key>/close/", programmes.close, name="close"),
    path("desk/programmes/<key:key>/people/", programmes.alumni, name="alumni"),
    path("desk/programmes/<key:key>/people/ask/", programmes.ask, name="ask"),
    path("desk/programmes/<key:key>/projects/", programmes.projects, name="projects"),
    path("desk/programmes/<key:key>/projects/add/", programmes.add_project, name="add_project"),
    path("desk/projects/<key:key>/", programmes.project, name="project"),
    path("desk/programmes/<key:key>/letters/", letters.letters, name="letters"),
    path("desk/programmes/<key:key>/letters/begin/", letters.draft, name="draft"),
    path("desk/programmes/<key:key>/letters/region/", letters.ask_region, name="ask_region"),
    path("desk/circle-letters/<key:key>/", letters.letter, name="letter"),
    path("desk/circle-letters/<key:key>/text/", letters.letter_text, name="letter_text"),
    path("desk/waves/<key:key>/", waves.wave, name="wave"),
    path("circle-letter/<key:key>/", circle.circle_letter, name="circle_letter"),
    path("circle-letter/<key:key>/contact/", circle.circle_contact, name="circle_contact"),
    path("answer/<key:key>/", personal.answer, name="answer"),
    path("promise/<key:key>/", personal.promise, name="promise"),
    path("questions/<key:key>/", personal.questions, name="questions"),
    path("introduction/<key:key>/", personal.introduction, name="introduction"),
]
