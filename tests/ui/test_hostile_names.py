"""Nobody's name can break out of a part, whatever is in it."""

import re

import pytest
from django import forms
from django.utils.safestring import SafeString

from commonroot.ui.parts import answers, charts, comparing, fields, letters, page, rows, signs

HOSTILE = "<script>alert(1)</script>\"'&\r\n" + "x" * 20
LIST = [{"label": HOSTILE, "url": HOSTILE, "value": 1, "current": True, "kind": "known"}]

HOSTILE_PARTS = {
    "panel": page.panel("", HOSTILE, action=HOSTILE, action_url=HOSTILE, id=HOSTILE),
    "button": page.button(HOSTILE, name=HOSTILE, value=HOSTILE, busy=HOSTILE),
    "link": page.button(HOSTILE, url=HOSTILE),
    "notice": page.notice(HOSTILE, action=HOSTILE, action_url=HOSTILE),
    "kicker": page.kicker(HOSTILE, url=HOSTILE, link=HOSTILE),
    "nothing yet": page.nothing_yet(HOSTILE, HOSTILE),
    "bottom bar": page.bottom_bar(HOSTILE, HOSTILE, url=HOSTILE, label=HOSTILE),
    "chips": page.chips(LIST, HOSTILE),
    "words": page.words(LIST, HOSTILE),
    "pager": page.pager(HOSTILE, url=HOSTILE, label=HOSTILE, back_url=HOSTILE, back=HOSTILE),
    "word": page.word(HOSTILE, url=HOSTILE),
    "agreement": answers.agreement(HOSTILE, HOSTILE, help=HOSTILE, error=HOSTILE, value=HOSTILE),
    "agreed": answers.agreed("", HOSTILE, said=HOSTILE, action=HOSTILE, token=HOSTILE),
    "agreement now": answers.agreement_now("", HOSTILE, action=HOSTILE, name=HOSTILE, help=HOSTILE),
    "decide": answers.decide([{"value": HOSTILE, "label": HOSTILE, "key": HOSTILE}], name=HOSTILE),
    "freshness": signs.freshness("fresh", HOSTILE),
    "sign": signs.sign("late", HOSTILE),
    "stamp": signs.stamp(HOSTILE),
    "when": signs.when(
        HOSTILE,
        HOSTILE,
        clock=HOSTILE,
        lead=HOSTILE,
        zone=HOSTILE,
        at=HOSTILE,
        until=HOSTILE,
        yours=HOSTILE,
        url=HOSTILE,
        link=HOSTILE,
    ),
    "stages": signs.stages(
        [{"word": HOSTILE, "date": HOSTILE, "state": "now", "late": HOSTILE}], HOSTILE
    ),
    "stepper": signs.stepper([HOSTILE], 1),
    "progress": signs.progress(1, 2, HOSTILE),
    "facts": rows.facts([(HOSTILE, HOSTILE)]),
    "fact": rows.fact(HOSTILE, HOSTILE),
    "due": rows.due(
        HOSTILE,
        HOSTILE,
        minutes=1,
        button_label=HOSTILE,
        action=HOSTILE,
        later=[(HOSTILE, HOSTILE)],
        later_action=HOSTILE,
        later_label=HOSTILE,
        token=HOSTILE,
        name=HOSTILE,
    ),
    "person": rows.person(HOSTILE, HOSTILE, url=HOSTILE),
    "timeline": rows.timeline(
        [{"date": HOSTILE, "title": HOSTILE, "text": HOSTILE, "url": HOSTILE}]
    ),
    "task": rows.task("", HOSTILE, state="late", text=HOSTILE),
    "strip": rows.strip(
        HOSTILE,
        "",
        url=HOSTILE,
        when=HOSTILE,
        zone=HOSTILE,
        where=HOSTILE,
        text=HOSTILE,
        stamp=HOSTILE,
    ),
    "steps": rows.steps([(HOSTILE, HOSTILE)]),
    "bars": charts.bars(LIST, HOSTILE),
    "stack": charts.stack(LIST),
    "figure": charts.figure(HOSTILE, HOSTILE, HOSTILE, tone="clay"),
    "sheet": letters.sheet("", "", language=HOSTILE, direction=HOSTILE),
    "margin note": letters.margin_note("", HOSTILE, tone="ochre"),
    "compare": comparing.compare(
        [{"label": HOSTILE, "one": HOSTILE, "other": HOSTILE, "state": "same"}],
        one=HOSTILE,
        other=HOSTILE,
    ),
}


@pytest.mark.parametrize("name", HOSTILE_PARTS)
def test_a_hostile_name_stays_text(name):
    part = HOSTILE_PARTS[name]

    assert isinstance(part, SafeString)
    assert re.findall(r"<script|[\"']\s*alert|\"'", part) == []
    assert "&lt;script&gt;" in part


class Form(forms.Form):
    """Questions that show an answer again."""

    name = forms.CharField()
    mail = forms.EmailField()
    how = forms.ChoiceField(choices=[("a", HOSTILE)], widget=forms.RadioSelect, label=HOSTILE)


def test_a_field_keeps_a_hostile_answer_as_text():
    form = Form({"name": HOSTILE, "mail": HOSTILE, "how": HOSTILE})

    shown = "".join(fields.field(form[name]) for name in ("name", "mail", "how"))

    assert "<script" not in shown
