"""Addresses of programmes; `feeds` are those without a language."""

from django.urls import path, re_path

from commonroot.programmes import views
from commonroot.programmes.views import materials, sharing

app_name = "programmes"
feeds = [
    path("feeds/programme/<str:key>.ics", views.feed, name="programme_feed"),
    path("feeds/circle/<str:key>.ics", views.circle_feed, name="circle_feed"),
    path("feeds/programmes.atom", views.programmes_atom, name="programmes_atom"),
    re_path(r"^go/(?P<words>[^/]{1,80})/?$", views.go, name="go"),
    path("materials/<str:key>/", materials.material, name="material"),
    path("materials/<str:key>/small/", materials.material_small, name="material_small"),
]
urlpatterns = [
    path("programmes/", views.catalogue, name="catalogue"),
    path("programmes/<str:key>/", views.programme, name="programme"),
    path("programmes/<str:key>/preview.png", views.preview, name="preview"),
    path("programmes/<str:key>/flyer.pdf", sharing.programme_flyer, name="programme_flyer"),
    path("programmes/<str:key>/pack.pdf", sharing.programme_pack, name="programme_pack"),
    path("programmes/<str:key>/square.png", sharing.programme_square, name="programme_square"),
    path("sessions/<str:key>/flyer.pdf", sharing.session_flyer, name="session_flyer"),
    path("sessions/<str:key>/square.png", sharing.session_square, name="session_square"),
    path("sessions/<str:key>/preview.png", sharing.session_preview, name="session_preview"),
    path("desk/programmes/<str:key>/share/", sharing.share_kit, name="share_kit"),
    path("ask/", views.ask, name="ask"),
    path("ask/sent/", views.asked, name="asked"),
    path("ask/<str:key>/", views.ask, name="ask"),
    path("zone/", views.zone, name="zone"),
    path("desk/materials/<str:key>/", materials.material_edit, name="material_edit"),
    path("desk/programmes/<str:key>/materials/", materials.materials, name="materials"),
    path("desk/questions/", views.questions, name="questions"),
    path("desk/questions/<str:key>/", views.question, name="question"),
    path("desk/questions/<str:key>/answered/", views.question_answered, name="question_answered"),
    path("questions/<str:key>/", views.own_question, name="own_question"),
    path("dates/kept/", views.tell_me_kept, name="tell_me_kept"),
    path("dates/ended/", views.tell_me_dropped, name="tell_me_dropped"),
    path("dates/<str:key>/", views.tell_me, name="tell_me"),
    path("dates/<str:key>/mine/", views.date_wish, name="date_wish"),
    path("presenting/<str:key>/", views.present, name="present"),
]
on_the_desk = "desk/programmes/<str:key>"
urlpatterns += [
    path("desk/programmes/plan/", views.plan_new, name="plan_new"),
    path(f"{on_the_desk}/texts/", views.plan_texts, name="plan_texts"),
    path(f"{on_the_desk}/ready/", views.plan_ready, name="plan_ready"),
    path(f"{on_the_desk}/ready/not/", views.plan_not_later, name="plan_not_later"),
    path(f"{on_the_desk}/copy/", views.plan_copy, name="plan_copy"),
    path(f"{on_the_desk}/dates/", views.plan_dates, name="plan_dates"),
    path(f"{on_the_desk}/dates/rhythm/", views.plan_rhythm, name="plan_rhythm"),
    path(f"{on_the_desk}/dates/one/", views.plan_session_new, name="plan_session_new"),
    path(f"{on_the_desk}/dates/move/", views.plan_shift, name="plan_shift"),
    path(f"{on_the_desk}/streams/", views.plan_streams, name="plan_streams"),
    path(f"{on_the_desk}/team/", views.plan_team, name="plan_team"),
    path(f"{on_the_desk}/team/cover/", views.plan_cover, name="plan_cover"),
    path(f"{on_the_desk}/team/promise/", views.plan_promise, name="plan_promise"),
    path("desk/promises/<str:key>/", views.plan_promise_kept, name="plan_promise_kept"),
    path("desk/dates/<str:key>/back/", views.plan_put_back, name="plan_put_back"),
    path("desk/sessions/<str:key>/plan/", views.plan_session, name="plan_session"),
    path("desk/sessions/<str:key>/state/", views.plan_session_state, name="plan_session_state"),
    path("desk/sessions/<str:key>/parts/", views.plan_parts, name="plan_parts"),
    path("desk/sessions/<str:key>/invite/", views.plan_invite, name="plan_invite"),
    path("desk/presenters/<str:key>/", views.plan_presenter, name="plan_presenter"),
]
