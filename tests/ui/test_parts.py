"""Parts: what they say to the eye, and to who does not see."""

import re

import pytest
from django import forms
from django.template import Context, Template

from commonroot.ui.parts import answers, charts, fields, rows, signs


def rendered(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_a_panel_has_a_rule_a_title_and_an_action():
    assert rendered(
        '{% panel "Roster" action="All" action_url="/all/" %}<p>x</p>{% endpanel %}'
    ) == (
        '<section class="panel"><div class="panel__head"><h2 class="panel__title">Roster</h2>'
        ' <a href="/all/">All</a></div><p>x</p></section>'
    )


def test_a_panel_without_a_title_has_no_heading():
    assert rendered("{% panel %}x{% endpanel %}") == '<section class="panel">x</section>'


def test_a_button_sends_its_form_or_leads_somewhere():
    assert rendered('{% button "Save" "main" busy="Saving…" name="go" value="1" %}') == (
        '<button class="button button--main" type="submit" name="go" value="1"'
        ' data-busy="Saving…">Save</button>'
    )
    assert rendered('{% button "Go" url="/x/" wide=True %}') == (
        '<a class="button button--second button--wide" href="/x/">Go</a>'
    )


def test_an_agreement_not_asked_has_neither_answer_chosen():
    part = answers.agreement("keep", "May we?", help="You can take it back.")

    assert re.findall(r'value="(\w+)"( checked)?', part) == [("yes", ""), ("no", "")]
    assert (
        'role="radiogroup" aria-labelledby="id_keep-text" aria-describedby="id_keep-help"' in part
    )


def test_an_agreement_shows_what_was_chosen_and_what_is_wrong():
    part = answers.agreement("keep", "May we?", value="no", error="Please say.")

    assert re.findall(r'value="(\w+)"( checked)?', part) == [("yes", ""), ("no", " checked")]
    assert 'aria-describedby="id_keep-error" aria-invalid="true"' in part
    assert (
        '<p class="field__error" id="id_keep-error"><span aria-hidden="true">! </span>Please'
        " say.</p>" in part
    )


def test_an_answered_agreement_can_be_taken_back_by_a_form():
    part = rendered(
        '{% agreed "May we?" said="You said yes on 3 May 2026." action="/back/" %}<input'
        ' type="hidden" name="p">{% endagreed %}',
        csrf_token="token",
    )

    assert part == (
        '<div class="agreement"><p class="agreement__question">May we?</p>'
        '<p class="agreement__said">You said yes on 3 May 2026.</p>'
        ' <form class="agreement__change" method="post" action="/back/">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="token"><input type="hidden"'
        ' name="p">'
        '<button class="button button--quiet" type="submit">Take it back</button></form></div>'
    )


def test_a_no_can_be_changed():
    assert "Change it</button>" in answers.agreed(
        "", "May we?", said="You said no.", yes=False, action="/x/"
    )
    assert "<form" not in answers.agreed("", "May we?", said="You said no.", yes=False)


def test_an_agreement_on_my_page_sends_at_once():
    part = rendered('{% agreement_now "May we?" action="/x/" help="Why." %}{% endagreement_now %}')

    assert re.findall(r'<button [^>]*name="answer" value="(\w+)">(\w+)<', part) == [
        ("yes", "Yes"),
        ("no", "No"),
    ]


class Form(forms.Form):
    name = forms.CharField(label="Your name", help_text="As you like.")
    mail = forms.EmailField(required=False)
    text = forms.CharField(widget=forms.Textarea, required=False)
    box = forms.BooleanField(required=False)
    many = forms.MultipleChoiceField(
        choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False
    )
    how = forms.ChoiceField(
        choices=[("", "–"), ("a", "It happened"), ("b", "Not now")], widget=forms.RadioSelect
    )
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_help_and_error_to_what_is_typed():
    form = Form({"name": ""}, use_required_attribute=False)

    part = fields.field(form["name"], autocomplete="name")

    assert part == (
        '<div class="field"><label class="field__label" for="id_name">Your name</label>'
        '<p class="field__help" id="id_name-help">As you like.</p>'
        '<p class="field__error" id="id_name-error"><span aria-hidden="true">! </span>This'
        " field is required.</p>"
        '<input type="text" name="name" class="field__input" aria-describedby="id_name-help'
        ' id_name-error"'
        ' autocomplete="name" dir="auto" aria-invalid="true" id="id_name"></div>'
    )


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("mail", 'dir="ltr"'),
        ("text", '<textarea name="text" cols="40" rows="4" class="field__input" dir="auto"'),
        (
            "box",
            '<input type="checkbox" name="box" class="field__box" id="id_box">',
        ),
        ("many", '<fieldset class="field field--boxes"><legend class="field__label">Many</legend>'),
        ("how", 'role="radiogroup"'),
        ("secret", '<input type="hidden" name="secret" id="id_secret">'),
    ],
)
def test_each_kind_of_field_has_its_shape(name, sign):
    assert sign in fields.field(Form()[name])


def test_choices_are_equal_answers_and_none_is_empty():
    part = rendered("{% choices form.how title=True %}", form=Form(initial={"how": "b"}))

    assert re.findall(r'value="(\w*)"( checked)?', part) == [("a", ""), ("b", " checked")]
    assert '<h1 class="question__title" id="id_how-text">How</h1>' in part


def test_deciding_shows_the_chosen_answer_and_the_key():
    part = answers.decide(
        [{"value": "same", "label": "Same", "key": "S", "chosen": True}], heavy=True
    )

    assert part == (
        '<div class="decide decide--heavy"><button class="button button--second"'
        ' type="submit" name="answer"'
        ' value="same" data-key="S" aria-pressed="true">Same <kbd>S</kbd></button></div>'
    )


def test_freshness_is_shape_word_and_age():
    assert signs.freshness("ageing", "2 y") == (
        '<span class="fresh fresh--ageing"><i class="fresh__sign" aria-hidden="true"></i>'
        '<span class="hush">ageing </span>2 y</span>'
    )


@pytest.mark.parametrize(
    ("state", "mark"), [("done", "✓"), ("late", "!"), ("waiting", "…"), ("open", "–")]
)
def test_a_task_has_its_own_signs(state, mark):
    assert f'aria-hidden="true">{mark}</span>' in signs.sign(state)
    assert f'aria-hidden="true">{mark}</span>' in rows.task("", "x", state=state)


def test_a_task_around_blanks_alone_has_nothing_to_do():
    assert '<div class="task__do"></div>' in rows.task("\n  ", "x", state="open")


def test_a_sign_without_words_says_its_state_to_readers():
    assert '<span class="hush">not begun</span>' in signs.sign("open")


def test_a_time_says_zone_and_offset():
    part = signs.when(
        "Tue 1 December",
        "16:00 UTC",
        clock="19:00–21:00",
        lead="your time",
        zone="(Nairobi, UTC+3)",
        url="/zone/",
        link="another zone",
        large=True,
    )

    assert part == (
        '<div class="when when--large"><p class="when__main"><time><span'
        ' class="when__day">Tue 1 December</span>'
        ' <bdi class="when__clock" dir="ltr">19:00–21:00</bdi></time></p>'
        '<p class="when__zone"><strong>your time</strong> (Nairobi, UTC+3) · <bdi'
        ' class="muted">16:00 UTC</bdi>'
        ' · <a href="/zone/">another zone</a></p></div>'
    )


def test_a_time_leaves_room_for_the_visitors_own():
    part = signs.when(
        "Tue 1 December",
        at="2026-12-01T19:00+03:00",
        until="2026-12-01T21:00+03:00",
        yours="your time",
    )

    assert (
        'datetime="2026-12-01T19:00+03:00" data-at="2026-12-01T19:00+03:00"'
        ' data-until="2026-12-01T21:00+03:00"' in part
    )
    assert '<p class="when__yours" data-yours="your time" hidden></p>' in part


STAGES = [
    {"word": "plan", "date": "Mon 14 Sep", "state": "done"},
    {"word": "call", "date": "14 days left", "state": "now", "late": "2 late"},
    {"word": "choose", "state": "later"},
]


def test_the_stages_know_the_current_one_and_its_place():
    part = signs.stages(STAGES, "Stages")

    assert re.findall(r'stage--(\w+)"( aria-current="step")?', part) == [
        ("done", ""),
        ("now", ' aria-current="step"'),
        ("later", ""),
    ]
    assert '<p class="stages__count">2 of 3</p>' in part
    assert '<span class="stage__late">2 late</span>' in part


def test_stages_without_a_current_one_are_all_shown():
    part = signs.stages([{"word": "plan", "state": "done"}])

    assert ('class="stages stages--all"' in part, "stages__count" in part) == (True, False)


def test_the_stepper_marks_what_is_saved():
    assert re.findall(r"step--(\w+)", signs.stepper(["a", "b", "c"], 2)) == ["done", "now", "later"]


@pytest.mark.parametrize(("done", "total", "width"), [(12, 47, "25.5%"), (0, 0, "0%")])
def test_progress_is_drawn_in_real_numbers(*, done, total, width):
    part = signs.progress(done, total)

    assert re.findall(r'rect width="([^"]+)"', part) == [width]
    assert f"{done} of {total}" in part


def test_something_due_has_minutes_one_button_and_later():
    part = rendered(
        '{% due "Ask" minutes=10 button_label="Ask them" action="/ask/" main=True'
        ' later=later later_action="/later/" name="k1" %}'
        "Since May.{% enddue %}",
        later=[("week", "next week")],
        csrf_token="token",
    )

    assert part.count('name="csrfmiddlewaretoken" value="token"') == 2
    assert '<p class="due__minutes"><strong>10</strong> min</p>' in part
    assert (
        '<button class="button button--main button--wide" type="submit"'
        ' data-busy="Saving…">Ask them</button>' in part
    )
    assert '<input type="hidden" name="task" value="k1">' in part
    assert (
        '<button class="later__choice" type="submit" name="until" value="week">next week</button>'
        in part
    )


def test_something_due_may_lead_to_a_page():
    assert '<a class="button button--second button--wide" href="/x/">Go</a>' in rows.due(
        "", "x", minutes=1, button_label="Go", url="/x/"
    )


def test_a_strip_has_a_stamp_or_a_link():
    stamped = rendered(
        '{% strip "Water" "key" url="/w/" when="Sunday" stamp="Apply by Sun 6 Dec"'
        ' link="Save a place" %}'
    )
    linked = rendered(
        '{% strip "Water" "key" url="/w/" when="Sunday" where="online" link="Save a place" %}'
    )

    assert '<p class="strip__end"><span class="stamp">Apply by Sun 6 Dec</span></p>' in stamped
    assert '<p class="strip__end"><a class="strip__link" href="/w/">Save a place</a></p>' in linked


def test_bars_share_one_scale_and_hatch_only_what_is_unknown():
    part = charts.bars(
        [
            {"label": "yes", "value": 8},
            {"label": "not known", "value": 2, "kind": "unknown", "text": "2 of 10"},
        ]
    )

    assert re.findall(r'chart__part--(\w+)" width="([\d.]+)%"', part) == [
        ("known", "100.0"),
        ("unknown", "25.0"),
    ]
    assert part.count('id="hatch"') == 1
    assert re.findall(r'bars__value">([^<]+)<', part) == ["8", "2 of 10"]


def test_bars_of_nothing_are_empty():
    assert charts.bars([]) == '<table class="bars"><tbody></tbody></table>'


def test_a_stack_leaves_out_what_is_none_and_fills_its_width():
    part = charts.stack(
        [
            {"label": "new", "value": 3, "kind": "known"},
            {"label": "known", "value": 0, "kind": "outline"},
            {"label": "unknown", "value": 1, "kind": "unknown"},
        ]
    )

    assert re.findall(r'x="([\d.]+)%" width="([\d.]+)%"', part) == [
        ("0.0", "74.4"),
        ("75.0", "24.4"),
    ]
    assert re.findall(r"</svg>([^<]+)</li>", part) == ["3 new", "1 unknown"]


def test_patterns_on_one_page_have_ids_of_their_own():
    page_of_three = rendered(
        '{% pattern_block "k" %}{% pattern_strip "k" %}{% pattern_home keys %}', keys=["k"]
    )

    ids = re.findall(r'id="([^"]+)"', page_of_three)
    assert len(ids) == len(set(ids))
    assert rendered('{% pattern_block "k" %}') == rendered('{% pattern_block "k" %}')


def test_a_sheet_carries_the_programmes_band():
    part = rendered('{% sheet "k" language="ar" direction="rtl" %}<p>x</p>{% endsheet %}')

    assert part.startswith('<article class="sheet" lang="ar" dir="rtl"><div class="band"><svg')
    assert part.endswith('<div class="sheet__text"><p>x</p></div></article>')
    assert (
        rendered("{% sheet %}x{% endsheet %}")
        == '<article class="sheet"><div class="sheet__text">x</div></article>'
    )
