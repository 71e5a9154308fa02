"""The strategy chart, the plan on one page, blank tools."""

from django.urls import URLPattern, path

from commonroot.campaigns.views import blanks, charts, prints

HERE, TOOL = "campaigns/<key:key>", "tools/<slug:tool>"

paths: list[URLPattern] = [
    path(f"{HERE}/plan.pdf", prints.plan, name="plan"),
    path(f"{HERE}/strategy/", charts.strategy, name="strategy"),
    path(f"{HERE}/strategy/compare/", charts.compare_charts, name="compare_charts"),
    path(f"{HERE}/strategy/<key:entry>/", charts.strategy, name="strategy_one"),
    path("tools/", blanks.blanks, name="blanks"),
    path(f"{TOOL}/", blanks.blank, name="blank"),
    path(f"{TOOL}/blank.pdf", blanks.empty_paper, name="empty_paper"),
    path(f"{TOOL}/print/", blanks.written_paper, name="written_paper"),
    path(f"{TOOL}/keep/", blanks.keep_page, name="keep_page"),
    path(f"{TOOL}/kept/", blanks.kept, name="kept"),
]
