"""Rows of lists: facts, things due, people, timelines, programme strips, what happens next."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from commonroot.ui.parts.answers import hidden_token
from commonroot.ui.parts.page import NOTHING, button
from commonroot.ui.parts.signs import stamp as stamp_part
from commonroot.ui.parts.signs import task_word

TASK_MARKS = {"done": "✓", "late": "!", "waiting": "…", "open": "–"}


def facts(rows: Iterable[tuple[str, str]]) -> SafeString:
    """Terms and what they are, with hairlines: pairs of words; safe HTML stays as it is."""
    return format_html(
        '<dl class="facts">{}</dl>',
        format_html_join("", '<div class="fact"><dt>{}</dt><dd><bdi>{}</bdi></dd></div>', rows),
    )


def fact(content: str, term: str) -> SafeString:
    """One row for a hand-written `<dl class="facts">`, when the value needs mark-up."""
    return format_html('<div class="fact"><dt>{}</dt><dd>{}</dd></div>', term, content)


def due(
    content: str,
    title: str,
    *,
    minutes: int,
    button_label: str = "",
    url: str = "",
    action: str = "",
    main: bool = False,
    later: Sequence[tuple[str, str]] = (),
    later_action: str = "",
    later_label: str = "",
    token: str = "",
    name: str = "",
) -> SafeString:
    """One thing due: minutes, what, why (the content), one button, and *Later* under it.

    The button is a link to `url`, or a form sent to `action`. `later` is pairs of value and words,
    sent as `until` to `later_action` together with `name` as `task`.
    """
    kind = "main" if main else "second"
    press = NOTHING
    if url:
        press = button(button_label, kind, url=url, wide=True)
    elif action:
        press = format_html(
            '<form method="post" action="{}">{}{}</form>',
            action,
            hidden_token(token),
            button(button_label, kind, wide=True, busy=_("Saving…")),
        )
    wait = NOTHING
    if later:
        wait = format_html(
            '<details class="later"><summary>{}</summary>'
            '<form method="post" action="{}">{}{}{}</form></details>',
            later_label or _("Later"),
            later_action,
            hidden_token(token),
            format_html('<input type="hidden" name="task" value="{}">', name) if name else NOTHING,
            format_html_join(
                "",
                '<button class="later__choice" type="submit" name="until" value="{}">{}</button>',
                later,
            ),
        )
    return format_html(
        '<li class="due"><p class="due__minutes"><strong>{}</strong> {}</p>'
        '<div class="due__what"><h2 class="due__title"><bdi>{}</bdi></h2>'
        '<div class="due__why">{}</div></div>'
        '<div class="due__do">{}{}</div></li>',
        minutes,
        _("min"),
        title,
        content,
        press,
        wait,
    )


def person(name: str, place: str = "", *, url: str = "") -> SafeString:
    """A name with its place below, as a cell or a line begins."""
    shown = format_html("<bdi>{}</bdi>", name)
    return format_html(
        '<span class="person"><span class="person__name">{}</span>{}</span>',
        format_html('<a href="{}">{}</a>', url, shown) if url else shown,
        format_html('<span class="person__place"><bdi>{}</bdi></span>', place)
        if place
        else NOTHING,
    )


def timeline(entries: Iterable[Mapping[str, Any]]) -> SafeString:
    """What happened and what comes, by date: `{date, title}` each, maybe `text`, `url`, `tone`."""
    return format_html(
        '<ol class="rows">{}</ol>',
        format_html_join(
            "",
            '<li class="row"><span class="row__lead">{}</span>'
            '<span class="row__main{}">{}{}</span></li>',
            (
                (
                    entry["date"],
                    f" row__main--{entry['tone']}" if entry.get("tone") else "",
                    format_html('<a href="{}"><bdi>{}</bdi></a>', entry["url"], entry["title"])
                    if entry.get("url")
                    else format_html("<bdi>{}</bdi>", entry["title"]),
                    format_html('<span class="row__second"><bdi>{}</bdi></span>', entry["text"])
                    if entry.get("text")
                    else NOTHING,
                )
                for entry in entries
            ),
        ),
    )


def task(content: str, title: str, *, state: str, text: str = "") -> SafeString:
    """A row of a checklist: sign, what, second line; the content is its button or form."""
    return format_html(
        '<li class="task task--{}"><span class="task__sign" aria-hidden="true">{}</span>'
        '<div class="task__what"><p class="task__title">'
        '<span class="hush">{}: </span>{}</p>{}</div>'
        '<div class="task__do">{}</div></li>',
        state,
        TASK_MARKS[state],
        task_word(state),
        title,
        format_html('<p class="task__text">{}</p>', text) if text else NOTHING,
        content if content.strip() else NOTHING,  # the style leaves out what is empty
    )


def strip(
    title: str,
    picture: str,
    *,
    url: str,
    when: str,
    zone: str = "",
    where: str = "",
    text: str = "",
    stamp: str = "",
    link: str = "",
    link_url: str = "",
    level: int = 3,
) -> SafeString:
    """A poster strip: block, title, when zone · where, a muted line, then stamp *or* one link."""
    end = NOTHING
    if stamp:
        end = stamp_part(stamp)
    elif link:
        end = format_html('<a class="strip__link" href="{}">{}</a>', link_url or url, link)
    return format_html(
        '<li class="strip"><div class="strip__picture">{0}</div><div class="strip__text">'
        '<h{1} class="strip__title"><a href="{2}"><bdi>{3}</bdi></a></h{1}>'
        '<p class="strip__when"><strong>{4}</strong>{8}{5}</p>{6}</div>'
        '<p class="strip__end">{7}</p></li>',
        picture,
        level,
        url,
        title,
        when,
        format_html(
            '<span class="strip__where"><span class="strip__dot"> · </span>{}</span>', where
        )
        if where
        else NOTHING,
        format_html('<p class="strip__note"><bdi>{}</bdi></p>', text) if text else NOTHING,
        end,
        format_html(" {}", zone) if zone else NOTHING,
    )


def steps(items: Iterable[tuple[str, str]]) -> SafeString:
    """What happens next, numbered: pairs of a bold line and a muted one."""
    return format_html(
        '<ol class="steps">{}</ol>',
        format_html_join(
            "", '<li class="step"><strong>{}</strong><span class="step__text">{}</span></li>', items
        ),
    )
