"""Signs that say a state by shape, word and colour: freshness, tasks, times, stages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonroot.ui.parts.page import NOTHING, attributes

TASK_SIGNS = {"done": "✓", "late": "!", "waiting": "…", "open": "–"}


def freshness(state: str, age: str = "") -> SafeString:
    """How old details are: `fresh` (under a year), `ageing` (1–3) or `old`; then the age."""
    return format_html(
        '<span class="fresh fresh--{}"><i class="fresh__sign" aria-hidden="true"></i>'
        '<span class="hush">{} </span>{}</span>',
        state,
        {"fresh": _("confirmed"), "ageing": _("ageing"), "old": _("old")}[state],
        age,
    )


def sign(state: str, text: str = "") -> SafeString:
    """The state of a task: `done` ✓, `late` !, `waiting` …, `open` –, before its words."""
    return format_html(
        '<span class="sign sign--{}">'
        '<span class="sign__mark" aria-hidden="true">{}</span>{}{}</span>',
        state,
        TASK_SIGNS[state],
        NOTHING if text else format_html('<span class="hush">{}</span>', task_word(state)),
        format_html(" {}", text) if text else NOTHING,
    )


def task_word(state: str) -> str:
    """The word for a task's state, for those who do not see the sign."""
    return {
        "done": _("done"),
        "late": _("late"),
        "waiting": _("waiting"),
        "open": _("not begun"),
    }[state]


def stamp(text: str) -> SafeString:
    """A deadline as a stamp in clay."""
    return format_html('<span class="stamp">{}</span>', text)


def when(
    main: str,
    muted: str = "",
    *,
    clock: str = "",
    lead: str = "",
    zone: str = "",
    at: str = "",
    until: str = "",
    yours: str = "",
    url: str = "",
    link: str = "",
    large: bool = False,
) -> SafeString:
    """A time, already put into words.

    `main` is the day, `clock` the range; below them `lead` (bold), `zone`, then `muted`.
    With `at` (and `until`), ISO instants in the host's offset, and `yours` (the words "your
    time"), a small script adds the visitor's own time.
    """
    time = format_html(
        "<time{}>{}{}</time>",
        attributes(datetime=at, data_at=at if yours else "", data_until=until if yours else ""),
        format_html('<span class="when__day">{}</span>', main),
        format_html(' <bdi class="when__clock" dir="ltr">{}</bdi>', clock) if clock else NOTHING,
    )
    own = (
        format_html('<p class="when__yours" data-yours="{}" hidden></p>', yours)
        if yours
        else NOTHING
    )
    first = format_html_join(
        " ",
        "{}",
        (
            (words,)
            for words in (format_html("<strong>{}</strong>", lead) if lead else "", zone)
            if words
        ),
    )
    second = format_html('<bdi class="muted">{}</bdi>', muted) if muted else ""
    change = format_html('<a href="{}">{}</a>', url, link) if url else ""
    below = format_html_join(" · ", "{}", ((words,) for words in (first, second, change) if words))
    return format_html(
        '<div class="when{}"><p class="when__main">{}</p>{}{}</div>',
        " when--large" if large else "",
        time,
        format_html('<p class="when__zone">{}</p>', below) if below else NOTHING,
        own,
    )


def stages(steps: Sequence[Mapping[str, Any]], label: str = "") -> SafeString:
    """The six stages of a programme: `{word, date, state, late}` each, maybe `url`.

    `state` is done, now or later; `url` leads from the word to what belongs to that stage.
    On phones only the current one is shown, with its place ("3 of 6").
    """
    now = next((place for place, step in enumerate(steps, 1) if step["state"] == "now"), 0)
    count = (
        format_html(
            '<p class="stages__count">{}</p>',
            _("%(place)s of %(all)s") % {"place": now, "all": len(steps)},
        )
        if now
        else NOTHING
    )
    return format_html(
        '<div class="stages{}"><ol class="stages__list"{}>{}</ol>{}</div>',
        "" if now else " stages--all",
        attributes(aria_label=label),
        format_html_join(
            "",
            '<li class="stage stage--{}"{}><span class="stage__track" aria-hidden="true">'
            '<i class="stage__dot">{}</i></span><strong class="stage__word">{}</strong>'
            '<span class="stage__date">{}</span>{}</li>',
            (
                (
                    step["state"],
                    mark_safe(' aria-current="step"') if step["state"] == "now" else NOTHING,
                    "✓" if step["state"] == "done" else "",
                    format_html('<a href="{}">{}</a>', step["url"], step["word"])
                    if step.get("url")
                    else step["word"],
                    step.get("date", ""),
                    format_html('<span class="stage__late">{}</span>', step["late"])
                    if step.get("late")
                    else NOTHING,
                )
                for step in steps
            ),
        ),
        count,
    )


def stepper(steps: Sequence[str], current: int) -> SafeString:
    """Steps of a longer form, each saved as it is left; `current` counts from 1."""
    return format_html(
        '<ol class="stepper">{}</ol>',
        format_html_join(
            "",
            '<li class="stepper__step stepper__step--{}"{}>{}</li>',
            (
                (
                    "done" if place < current else "now" if place == current else "later",
                    mark_safe(' aria-current="step"') if place == current else NOTHING,
                    step,
                )
                for place, step in enumerate(steps, 1)
            ),
        ),
    )


def progress(  # noqa: PLR0917 - pages call it so
    done: int, total: int, text: str = "", *, bare: bool = False
) -> SafeString:
    """How far a job is, in real numbers; it goes on when the page is left.

    `bare` leaves the words out, where they stand elsewhere.
    """
    words = text or _("%(done)s of %(total)s") % {"done": done, "total": total}
    return format_html(
        '<div class="progress"><svg class="progress__bar" aria-hidden="true" focusable="false">'
        '<rect width="{}%" height="100%"/></svg>{}</div>',
        round(100 * done / total, 1) if total else 0,
        NOTHING if bare else format_html('<p class="progress__text">{}</p>', words),
    )
