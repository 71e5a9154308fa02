"""Addresses of the years after."""

from django.urls import path

from commonroot.engagement.views import (
    circle,
    closing,
    letters,
    own_words,
    personal,
    programmes,
    waves,
    works,
)

app_name = "engagement"
urlpatterns = [
    path("desk/programmes/<key:key>/close/", closing.close, name="close"),
    path("desk/programmes/<key:key>/close/remind/", closing.close_remind, name="close_remind"),
    path(
        "desk/programmes/<key:key>/close/promises/", closing.close_promises, name="close_promises"
    ),
    path("desk/programmes/<key:key>/close/answers/", closing.course_answers, name="course_answers"),
    path("desk/programmes/<key:key>/close/paper/", closing.course_paper, name="course_paper"),
    path("desk/programmes/<key:key>/close/sheet/", closing.close_sheet, name="close_sheet"),
    path("desk/programmes/<key:key>/close/meeting/", closing.evaluation, name="evaluation"),
    path("desk/programmes/<key:key>/close/accounts/", closing.accounts, name="accounts"),
    path("desk/programmes/<key:key>/changes/", closing.changes, name="changes"),
    path("desk/changes/<key:key>/drop/", closing.change_drop, name="change_drop"),
    path("desk/handbook-accounts/<key:key>/", closing.account, name="account"),
    path("course/<key:key>/", own_words.course_words, name="course_words"),
    path("made/<key:key>/", own_words.made, name="made"),
    path("managed/<key:key>/", own_words.own_account, name="own_account"),
    path("desk/programmes/<key:key>/projects/makers/", works.makers_ask, name="makers_ask"),
    path("desk/projects/<key:key>/picture/", works.project_picture, name="project_picture"),
    path("desk/projects/<key:key>/more/", works.project_more, name="project_more"),
    path("desk/works/", works.works, name="works"),
    path("works/", works.gallery, name="gallery"),
    path("works/<key:key>/", works.work, name="work"),
    path("works/<key:key>/picture/", works.picture, name="picture"),
    path("works/<key:key>/small/", works.picture_small, name="picture_small"),
    path("desk/programmes/<key:key>/people/", programmes.alumni, name="alumni"),
    path("desk/programmes/<key:key>/people/ask/", programmes.ask, name="ask"),
    path("desk/programmes/<key:key>/projects/", programmes.projects, name="projects"),
    path("desk/programmes/<key:key>/projects/add/", programmes.add_project, name="add_project"),
    path("desk/projects/<key:key>/", programmes.project, name="project"),
    path("desk/programmes/<key:key>/letters/", letters.letters, name="letters"),
    path("desk/programmes/<key:key>/letters/begin/", letters.draft, name="draft"),
    path("desk/programmes/<key:key>/letters/region/", letters.ask_region, name="ask_region"),
    path("desk/circle-letters/<key:key>/", letters.letter, name="letter"),
    path("desk/programmes/<key:key>/letters/send/", letters.send_approved, name="send_approved"),
    path("desk/circle-letters/<key:key>/text/", letters.letter_text, name="letter_text"),
    path("desk/circle-letters/<key:key>/words/", letters.letter_words, name="letter_words"),
    path("desk/waves/<key:key>/", waves.wave, name="wave"),
    path("circle-letter/<key:key>/", circle.circle_letter, name="circle_letter"),
    path("circle-letter/<key:key>/contact/", circle.circle_contact, name="circle_contact"),
    path("answer/<key:key>/", personal.answer, name="answer"),
    path("promise/<key:key>/", personal.promise, name="promise"),
    path("questions/<key:key>/", personal.questions, name="questions"),
    path("introduction/<key:key>/", personal.introduction, name="introduction"),
]
