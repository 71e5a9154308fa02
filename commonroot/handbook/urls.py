"""Addresses of the handbook: the school's, then each course's own."""

from django.urls import URLPattern, path

from commonroot.handbook.views import answers, checks, course, school

app_name = "handbook"
urlpatterns: list[URLPattern] = [
    path("desk/handbook/", school.handbook, name="handbook"),
    path("desk/handbook/paper/", school.school_paper, name="school_paper"),
    path("desk/handbook/texts/<key:key>/", school.template, name="template"),
    path("desk/handbook/<slug:chapter>/", school.school_chapter, name="school_chapter"),
    path("desk/handbook/<slug:chapter>/texts/new/", school.template_new, name="template_new"),
]

# The handbook of one course.
urlpatterns += [
    path("desk/programmes/<key:key>/handbook/", course.course, name="course"),
    path("desk/programmes/<key:key>/handbook/paper/", course.paper, name="paper"),
    path("desk/programmes/<key:key>/handbook/take-over/", course.take_over, name="take_over"),
    path("desk/programmes/<key:key>/handbook/<slug:chapter>/", course.chapter, name="chapter"),
    path(
        "desk/programmes/<key:key>/handbook/<slug:chapter>/confirm/",
        course.confirm,
        name="confirm",
    ),
    path("desk/programmes/<key:key>/handbook/<slug:chapter>/list/", checks.listed, name="listed"),
    path(
        "desk/programmes/<key:key>/handbook/<slug:chapter>/<slug:question>/",
        answers.answer,
        name="answer",
    ),
]
