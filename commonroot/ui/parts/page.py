"""What pages are made of: panels, buttons, notices, chips, the bar at the foot of a phone."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

NOTHING = mark_safe("")

NOTICE_SIGNS = {"root": "›", "leaf": "✓", "ochre": "…", "clay": "!"}


def panel(
    content: str,
    title: str = "",
    *,
    action: str = "",
    action_url: str = "",
    level: int = 2,
    id: str = "",
    large: bool = False,
) -> SafeString:
    """A section under a 3 px rule with its title and at most one action beside it."""
    head = NOTHING
    if title:
        link = format_html(' <a href="{}">{}</a>', action_url, action) if action_url else NOTHING
        head = format_html(
            '<div class="panel__head"><h{0} class="panel__title{1}">{2}</h{0}>{3}</div>',
            level,
            " panel__title--large" if large else "",
            title,
            link,
        )
    return format_html(
        '<section class="panel"{}>{}{}</section>',
        format_html(' id="{}"', id) if id else NOTHING,
        head,
        content,
    )


def button(
    label: str,
    kind: str = "second",
    *,
    url: str = "",
    name: str = "",
    value: str = "",
    busy: str = "",
    wide: bool = False,
    form: str = "",
) -> SafeString:
    """A link where `url` is given, else what sends its form; `kind` is main, second or quiet."""
    classes = f"button button--{kind}{' button--wide' if wide else ''}"
    if url:
        return format_html('<a class="{}" href="{}">{}</a>', classes, url, label)
    return format_html(
        '<button class="{}" type="submit"{}>{}</button>',
        classes,
        attributes(name=name, value=value if name else "", form=form, data_busy=busy),
        label,
    )


def attributes(**pairs: str) -> SafeString:
    """HTML attributes of the pairs that are not empty; `data_busy` becomes `data-busy`."""
    return format_html_join(
        "", ' {}="{}"', ((key.replace("_", "-"), text) for key, text in pairs.items() if text)
    )


def notice(
    content: str, tone: str = "root", *, action: str = "", action_url: str = "", live: bool = False
) -> SafeString:
    """A tinted block: sign, sentence, at most one action; `live` for what just happened."""
    link = (
        format_html(' <a class="notice__action" href="{}">{}</a>', action_url, action)
        if action_url
        else NOTHING
    )
    return format_html(
        '<div class="notice notice--{}"{}><span class="notice__sign" aria-hidden="true">{}</span>'
        '<div class="notice__text">{}{}</div></div>',
        tone,
        mark_safe(' role="status"') if live else NOTHING,
        NOTICE_SIGNS[tone],
        content,
        link,
    )


def kicker(text: str = "", *, url: str = "", link: str = "") -> SafeString:
    """The small line above a title: a link, a dot, muted words; either may be missing."""
    first = format_html('<a href="{}"><bdi>{}</bdi></a>', url, link) if url else NOTHING
    dot = mark_safe(" · ") if url and text else NOTHING
    return format_html('<p class="kicker">{}{}{}</p>', first, dot, text)


def nothing_yet(content: str, title: str) -> SafeString:
    """What stands where nothing is yet: a title, and the first step as content."""
    return format_html('<div class="empty"><p class="empty__title">{}</p>{}</div>', title, content)


def bottom_bar(main: str, muted: str = "", *, url: str, label: str) -> SafeString:
    """The bar at the foot of a phone: the time, what is left, a button that jumps to the form."""
    return format_html(
        '<nav class="bottom-bar" aria-label="{}">'
        '<p class="bottom-bar__text"><strong>{}</strong>{}</p>'
        '<a class="button button--main" href="{}">{}</a></nav>',
        label,
        main,
        format_html('<span class="muted">{}</span>', muted) if muted else NOTHING,
        url,
        label,
    )


def chips(items: Iterable[Mapping[str, Any]], legend: str = "") -> SafeString:
    """Small choices in a row, one of them current: `{label, url, current}` each."""
    return format_html(
        '<p class="chips">{}{}</p>',
        format_html('<span class="chips__legend">{}</span> ', legend) if legend else NOTHING,
        format_html_join(
            "",
            '<a class="chip" href="{}"{}>{}</a>',
            ((item["url"], _current(item), item["label"]) for item in items),
        ),
    )


def words(items: Iterable[Mapping[str, Any]], label: str) -> SafeString:
    """Choices as underlined words (saved lists, coming and past): `{label, url, current}` each."""
    return format_html(
        '<nav class="words" aria-label="{}">{}</nav>',
        label,
        format_html_join(
            "",
            '<a href="{}"{}><bdi>{}</bdi></a> ',
            ((item["url"], _current(item), item["label"]) for item in items),
        ),
    )


def pager(
    text: str, *, url: str = "", label: str = "", back_url: str = "", back: str = ""
) -> SafeString:
    """Below a list: what is shown and what is left out, and *Next 50*."""
    return format_html(
        '<div class="pager"><p class="muted small">{}</p><p class="pager__ways">{}{}</p></div>',
        text,
        format_html('<a class="pager__back" href="{}">{}</a>', back_url, back)
        if back_url
        else NOTHING,
        button(label, url=url) if url else NOTHING,
    )


def word(label: str, *, url: str) -> SafeString:
    """One changeable word of a filter sentence, dotted."""
    return format_html('<a class="word" href="{}"><bdi>{}</bdi></a>', url, label)


def _current(item: Mapping[str, Any]) -> SafeString:
    return mark_safe(' aria-current="true"') if item.get("current") else NOTHING
