"""Case studies, lessons, the closing gathering."""

from django.urls import URLPattern, path

from commonroot.campaigns.views import closing, lessons, library, study_desk, telling

paths: list[URLPattern] = [
    path("studies/", library.library, name="studies"),
    path("studies/<str:key>/", library.study, name="study"),
    path("standing/<key:key>/", library.named, name="named"),
    path("desk/studies/", study_desk.desk_studies, name="desk_studies"),
    path("desk/studies/<key:key>/", study_desk.desk_study, name="desk_study"),
    path("desk/studies/<key:key>/write/", study_desk.desk_study_write, name="desk_study_write"),
    path("desk/sessions/<key:key>/studies/", study_desk.session_studies, name="session_studies"),
    path("campaigns/<key:key>/study/", telling.tell, name="tell"),
    path("campaigns/<key:key>/study/write/", telling.tell_write, name="tell_write"),
    path("campaigns/<key:key>/study/people/", telling.tell_people, name="tell_people"),
    path("campaigns/<key:key>/lessons/", lessons.lessons, name="lessons"),
    path("campaigns/<key:key>/closing/", closing.closing_words, name="closing_words"),
    path("desk/programmes/<key:key>/closing-gathering/", closing.closing_desk, name="closing_desk"),
    path("desk/programmes/<key:key>/closing-gathering/do/", closing.closing_do, name="closing_do"),
    path("closing/<key:key>/", closing.gathering, name="gathering"),
]
