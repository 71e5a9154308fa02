"""Addresses of pages that show several areas side by side; `plain` are those without a language."""

from django.urls import URLPattern, path

from commonroot.web.views import demo, start

app_name = "web"
plain: list[URLPattern] = []
urlpatterns: list[URLPattern] = [
    path("start/", start.start, name="start"),
    path("start/demo/", start.start_demo, name="start_demo"),
    path("start/leave/", start.leave_demo, name="leave_demo"),
    path("start/wait/", start.start_wait, name="start_wait"),
    path("start/school/", start.start_school, name="start_school"),
    path("desk/start/", start.start_hands, name="start_hands"),
    path("demo/as/", demo.demo_as, name="demo_as"),
    path("demo/letters/", demo.demo_letters, name="demo_letters"),
    path("demo/letters/<str:key>/", demo.demo_letter, name="demo_letter"),
    path("demo/jump/", demo.demo_jump, name="demo_jump"),
]
