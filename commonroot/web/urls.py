"""Addresses of pages that show several areas side by side; `plain` are those without a language."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from commonroot.web.views import (
    access,
    asked,
    at_once,
    circles,
    demo,
    doubles,
    export,
    filters,
    fresh,
    health,
    home,
    letters,
    links,
    lists,
    me,
    merging,
    paper,
    people,
    person,
    programmes,
    several,
    start,
    still_right,
    still_right_answer,
    today,
)


class KeyConverter(StringConverter):
    """A row's key; words of addresses as "new" or "export" are too short to be one."""

    regex = r"[\w-]{16,32}"


register_converter(KeyConverter, "key")

app_name = "web"
plain: list[URLPattern] = [
    path("healthz", health.healthz, name="healthz"),
    path("p/<str:token>", links.enter, name="enter"),
    path("u/<str:token>", links.unsubscribe, name="unsubscribe"),
    path("feeds/me/<str:token>.ics", links.person_feed, name="person_feed"),
]
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("join/", home.join, name="join"),
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

# The organisers' desk.
urlpatterns += [
    path("desk/access/", access.access, name="access"),
    path("desk/access/invite/", access.invite, name="access_invite"),
    path("desk/access/<key:key>/end/", access.access_end, name="access_end"),
    path("desk/access/<key:key>/open/", access.access_unlock, name="access_unlock"),
    path("desk/", today.today, name="today"),
    path("desk/later/", today.later, name="later"),
    path("desk/people/", people.people, name="people"),
    path("desk/people/new/", people.person_new, name="person_new"),
    path("desk/people/export/", export.people_export, name="people_export"),
    path("desk/people/taken/", export.people_taken, name="people_taken"),
    path("desk/people/taken/<key:key>/", export.taken_one, name="taken_one"),
    path("desk/people/taken/<key:key>/decide/", export.taken_decide, name="taken_decide"),
    path("desk/people/taken/<key:key>/fetch/", export.taken_fetch, name="taken_fetch"),
    path("desk/people/taken/<key:key>/drop/", export.taken_drop, name="taken_drop"),
    path("desk/people/search/", people.people_search, name="people_search"),
    path("desk/people/filter/", filters.people_filter, name="people_filter"),
    path("desk/people/count/", people.people_count, name="people_count"),
    path("desk/people/columns/", people.people_columns, name="people_columns"),
    path("desk/people/print/", paper.people_print, name="people_print"),
    path("desk/people/lists/", lists.people_lists, name="people_lists"),
    path("desk/people/lists/new/", lists.list_new, name="list_new"),
    path("desk/people/lists/back/", lists.list_put_back, name="list_put_back"),
    path("desk/people/lists/<key:key>/", lists.list_edit, name="list_edit"),
    path("desk/people/lists/<key:key>/take/", lists.list_take, name="list_take"),
    path("desk/people/doubles/", doubles.doubles, name="doubles"),
    path("desk/people/doubles/undo/", doubles.double_undo, name="double_undo"),
    path("desk/people/doubles/look/", doubles.look_for_doubles, name="look_for_doubles"),
    path("desk/people/doubles/at-once/", at_once.at_once, name="at_once"),
    path("desk/people/doubles/at-once/<key:key>/", at_once.stroke, name="stroke"),
    path("desk/people/doubles/at-once/<key:key>/undo/", at_once.stroke_undo, name="stroke_undo"),
    path("desk/people/doubles/<key:key>/", doubles.double, name="double"),
    path("desk/people/merged/", merging.merges, name="merges"),
    path("desk/people/merged/<key:key>/", merging.merged, name="merged"),
    path("desk/people/<key:key>/same/", merging.same_as, name="same_as"),
    path("desk/people/<key:key>/same/<key:other>/", merging.merge_two, name="merge"),
    path("desk/people/<key:key>/", person.person, name="person"),
    path("desk/people/<key:key>/edit/", person.person_edit, name="person_edit"),
    path("desk/people/<key:key>/more/", several.person_more, name="person_more"),
    path("desk/people/<key:key>/history/", person.person_history, name="person_history"),
    path("desk/people/<key:key>/history/back/", person.person_put_back, name="person_put_back"),
    path("desk/people/<key:key>/still-right/", still_right.person_ask, name="person_ask"),
    path("desk/people/still-right/", still_right.still_right, name="still_right"),
    path("desk/people/still-right/ask/", still_right.still_right_ask, name="still_right_ask"),
    path(
        "desk/people/still-right/<key:key>/",
        still_right.still_right_round,
        name="still_right_round",
    ),
    path(
        "desk/people/still-right/<key:key>/back/",
        still_right.still_right_back,
        name="still_right_back",
    ),
    path(
        "desk/people/still-right/<key:key>/unsafe/",
        still_right.still_right_unsafe,
        name="still_right_unsafe",
    ),
    path("desk/programmes/", programmes.programmes, name="programmes"),
    path("desk/programmes/new/", programmes.programme_new, name="programme_new"),
    path("desk/programmes/<key:key>/", programmes.programme, name="programme"),
    path("desk/programmes/<key:key>/publish/", programmes.publish, name="publish"),
    path("desk/programmes/<key:key>/withdraw/", programmes.withdraw, name="withdraw"),
    path("desk/letters/", letters.letters, name="letters"),
    path("desk/letters/<key:key>/", letters.letter, name="letter"),
    path("desk/letters/<key:key>/settle/", letters.letter_settle, name="letter_settle"),
    path("desk/circles/", circles.circles, name="circles"),
]

# My page, by a link from a letter.
urlpatterns += [
    path("me/", me.me, name="me"),
    path("me/confirm/", me.me_confirm, name="me_confirm"),
    path("me/places/<key:key>/", me.me_place, name="me_place"),
    path("me/answer/", me.me_answer, name="me_answer"),
    path("me/calendar/", me.me_calendar, name="me_calendar"),
    path("me/told/", me.me_told, name="me_told"),
    path("me/fresh/", me.me_fresh, name="me_fresh"),
    path("me/open/", me.me_open, name="me_open"),
    path("me/held/", me.me_held, name="me_held"),
    path("me/download/", me.me_download, name="me_download"),
    path("me/details/", me.me_details, name="me_details"),
    path("me/more/", several.me_more, name="me_more"),
    path("me/pause/", me.me_pause, name="me_pause"),
    path("me/forget/", me.me_forget, name="me_forget"),
    path("me/not/", me.me_not, name="me_not"),
    path("me/leave/", me.me_leave, name="me_leave"),
    path("asked/<key:key>/", asked.asked, name="asked"),
    path(
        "still-right/<key:key>/",
        still_right_answer.still_right_answer,
        name="still_right_answer",
    ),
    path("closed/", me.left, name="left"),
    path("fresh/", fresh.fresh, name="fresh"),
]
