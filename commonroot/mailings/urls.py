"""Addresses of letters to many and of the groups of the alumni."""

from django.urls import path

from commonroot.mailings.views import discussions, groups, letters, personal, sending, wording

app_name = "mailings"
urlpatterns = [
    path("desk/letters/many/", letters.many, name="many"),
    path("desk/letters/many/new/", letters.begin, name="begin"),
    path("desk/letters/many/rule/", sending.rule, name="rule"),
    path("desk/letters/many/<key:key>/", sending.letter, name="letter"),
    path("desk/letters/many/<key:key>/whom/", letters.whom, name="whom"),
    path("desk/letters/many/<key:key>/words/", letters.words, name="words"),
    path("desk/letters/many/<key:key>/look/", sending.look, name="look"),
    path("desk/letters/many/<key:key>/test/", sending.test, name="test"),
    path("desk/letters/many/<key:key>/say/", sending.say, name="say"),
    path("desk/letters/many/<key:key>/decide/", sending.decide, name="decide"),
    path("desk/letters/many/<key:key>/fact.pdf", sending.fact, {"kind": "pdf"}, name="fact_pdf"),
    path("desk/letters/many/<key:key>/fact.csv", sending.fact, {"kind": "csv"}, name="fact_csv"),
    path("desk/letters/texts/", wording.templates, name="templates"),
    path("desk/letters/texts/<str:code>/", wording.template, name="template"),
    path("desk/letters/groups/", groups.groups, name="groups"),
    path("desk/letters/groups/new/", groups.group_new, name="group_new"),
    path("desk/letters/groups/<key:key>/", groups.group, name="group"),
    path("desk/letters/groups/<key:key>/list/", discussions.discussion, name="discussion"),
    path("me/groups/<key:key>/list/", discussions.my_list, name="my_list"),
    path("letter/<key:key>/", personal.read, name="read"),
    path("me/groups/", personal.my_groups, name="my_groups"),
    path("me/groups/<key:key>/", personal.my_archive, name="my_archive"),
]
