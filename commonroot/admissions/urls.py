"""Addresses of calls, applications, reading and choosing; each noun has its own stretch."""

from django.urls import URLPattern, path

from commonroot.admissions.views import (
    applications,
    applying,
    builder,
    by_hand,
    calls,
    choosing,
    lists,
    money,
    offers,
    own,
    panel,
    preparing,
    reading,
    referees,
    together,
)

app_name = "admissions"

# The call and its form.
urlpatterns: list[URLPattern] = [
    path("desk/programmes/<key:key>/call/", calls.call, name="call"),
    path("desk/programmes/<key:key>/call/state/", calls.call_state, name="call_state"),
    path("desk/programmes/<key:key>/call/settings/", calls.call_settings, name="call_settings"),
    path("desk/programmes/<key:key>/call/form/", builder.builder, name="builder"),
    path("desk/programmes/<key:key>/call/form/new/", builder.question_new, name="question_new"),
    path("desk/programmes/<key:key>/call/form/look/", builder.preview, name="preview"),
    path("desk/call-questions/<key:key>/", builder.form_question, name="form_question"),
]

# Applying.
urlpatterns += [
    path("programmes/<key:key>/apply/", applying.apply, name="apply"),
    path("applications/<key:key>/", own.own, name="own"),
    path("applications/<key:key>/part/<int:number>/", own.part, name="part"),
    path("applications/<key:key>/keep/", own.keep, name="keep"),
    path("applications/<key:key>/check/", own.check, name="check"),
    path("applications/<key:key>/wish/", own.wish, name="wish"),
    path("applications/<key:key>/others/", together.others, name="others"),
    path("joining/<key:key>/", together.join, name="join"),
    path("joining/<key:key>/keep/", together.join_keep, name="join_keep"),
    path("speak/<str:token>/", referees.speak, name="speak"),
    path("desk/programmes/<key:key>/call/paper/", by_hand.paper, name="paper"),
    path("desk/programmes/<key:key>/call/late/", by_hand.late, name="late"),
    path("desk/programmes/<key:key>/call/list/", lists.list_in, name="list_in"),
    path("desk/applications/<key:key>/fill/", by_hand.fill, name="fill"),
]

# Reading: the panel.
urlpatterns += [
    path("read/", reading.readings, name="readings"),
    path("read/<key:key>/", reading.reading_list, name="reading"),
    path("read/one/<key:key>/", reading.read_one, name="read_one"),
    path("read/one/<key:key>/not/", reading.stand_back, name="stand_back"),
    path("read/one/<key:key>/file/<key:question>/", reading.read_file, name="read_file"),
    path("desk/programmes/<key:key>/panel/", panel.panel, name="panel"),
    path("desk/programmes/<key:key>/panel/line/", panel.criterion_new, name="criterion_new"),
    path("desk/panel/lines/<key:key>/", panel.criterion, name="criterion"),
    path("desk/programmes/<key:key>/panel/phase/", panel.phase_new, name="phase_new"),
    path("desk/panel/phases/<key:key>/", panel.phase, name="phase"),
    path(
        "desk/programmes/<key:key>/applications/",
        applications.applications,
        name="applications",
    ),
    path("desk/applications/<key:key>/", applications.application, name="application"),
]

# Choosing, offers, letters.
urlpatterns += [
    path("desk/programmes/<key:key>/call/choose/", choosing.choose, name="choose"),
    path("desk/programmes/<key:key>/call/aims/", choosing.aims, name="aims"),
    path("desk/programmes/<key:key>/call/rules/", choosing.ineligible, name="ineligible"),
    path("desk/programmes/<key:key>/call/sign/", choosing.sign, name="sign"),
    path("desk/applications/<key:key>/decide/", choosing.decide, name="decide"),
    path(
        "desk/programmes/<key:key>/call/letters/",
        offers.decision_letters,
        name="decision_letters",
    ),
    path(
        "desk/programmes/<key:key>/call/letters/<slug:verdict>/",
        offers.decision_words,
        name="decision_words",
    ),
    path("desk/applications/<key:key>/letter/", offers.reply, name="reply"),
    path("desk/programmes/<key:key>/call/places/", offers.places, name="places"),
    path("desk/programmes/<key:key>/call/money/", money.help_with_money, name="help_with_money"),
    path("desk/programmes/<key:key>/call/journeys/", money.journeys, name="journeys"),
    path("desk/applications/<key:key>/invitation/", money.invitation, name="invitation"),
    path("offered/<key:key>/", offers.offer, name="offer"),
]

# Preparing.
urlpatterns += [
    path("prepare/<key:key>/", preparing.prepare, name="prepare"),
    path("prepare/<key:key>/<key:task>/", preparing.prepare_one, name="prepare_one"),
    path("desk/programmes/<key:key>/call/preparing/", preparing.preparing, name="preparing"),
    path(
        "desk/programmes/<key:key>/call/preparing/tasks/",
        preparing.preparing_tasks,
        name="preparing_tasks",
    ),
    path(
        "desk/programmes/<key:key>/call/preparing/remind/",
        preparing.preparing_remind,
        name="preparing_remind",
    ),
    path("desk/programmes/<key:key>/call/arrivals/", preparing.arrivals, name="arrivals"),
    path("desk/preparing/tasks/<key:key>/", preparing.preparing_task, name="preparing_task"),
    path("desk/preparing/done/<key:key>/", preparing.prepared_one, name="prepared_one"),
    path("prepare/files/<key:key>/", preparing.prepared_file, name="prepared_file"),
]
