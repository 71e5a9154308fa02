"""Questions answered by choosing: agreements, equal answers, buttons that decide at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonroot.ui.parts.page import NOTHING, attributes

CHECKED = mark_safe(" checked")


def agreement(
    name: str,
    question: str,
    *,
    help: str = "",
    value: str = "",
    error: str = "",
    prefix: str = "id_",
) -> SafeString:
    """A question inside a larger form: two equal answers, `yes` and `no`; none means not asked."""
    return _question(
        name,
        question,
        options=(("yes", _("Yes")), ("no", _("No"))),
        value=value,
        help=help,
        error=error,
        prefix=prefix,
        shape="two",
    )


def choices(
    bound: BoundField,
    *,
    question: str = "",
    help: str = "",
    title: bool = False,
) -> SafeString:
    """A field of choices as equal full-width answers; `title` makes the question the page's h1."""
    offered = bound.field.choices  # type: ignore[attr-defined]  # only choice fields come here
    options = [(str(value), str(label)) for value, label in offered if str(value)]
    return _question(
        bound.html_name,
        question or str(bound.label),
        options=options,
        value="" if bound.value() is None else str(bound.value()),
        help=help or str(bound.help_text),
        error=" ".join(str(message) for message in bound.errors),
        prefix="id_",
        shape="title" if title else "stack",
    )


def _question(
    name: str,
    question: str,
    *,
    options: Sequence[tuple[str, str]],
    value: str,
    help: str,
    error: str,
    prefix: str,
    shape: str,
) -> SafeString:
    base = f"{prefix}{name}"
    notes = [f"{base}-help"] * bool(help) + [f"{base}-error"] * bool(error)
    return format_html(
        '<div class="question" role="radiogroup" aria-labelledby="{0}-text"{1}>'
        '<{2} class="question__{3}" id="{0}-text">{4}</{2}>{5}{6}'
        '<div class="answers{7}">{8}</div></div>',
        base,
        attributes(aria_describedby=" ".join(notes), aria_invalid="true" if error else ""),
        "h1" if shape == "title" else "p",
        "title" if shape == "title" else "text",
        question,
        format_html('<p class="field__help" id="{}-help">{}</p>', base, help) if help else NOTHING,
        format_html(
            '<p class="field__error" id="{}-error"><span aria-hidden="true">! </span>{}</p>',
            base,
            error,
        )
        if error
        else NOTHING,
        " answers--two" if shape == "two" else "",
        format_html_join(
            "",
            '<span class="answer">'
            '<input class="answer__input" type="radio" name="{0}" id="{1}-{2}" value="{2}"{4}>'
            '<label class="answer__label" for="{1}-{2}">{3}</label></span>',
            (
                (name, base, key, label, CHECKED if key == value else NOTHING)
                for key, label in options
            ),
        ),
    )


def agreed(
    content: str, question: str, *, said: str, yes: bool = True, action: str = "", token: str = ""
) -> SafeString:
    """An answered agreement: the question, "You said yes on …", *Take it back* sent to `action`.

    `content` is put into the form (hidden inputs); `token` is the CSRF token.
    """
    change = NOTHING
    if action:
        change = format_html(
            ' <form class="agreement__change" method="post" action="{}">{}{}'
            '<button class="button button--quiet" type="submit">{}</button></form>',
            action,
            hidden_token(token),
            content,
            _("Take it back") if yes else _("Change it"),
        )
    return format_html(
        '<div class="agreement"><p class="agreement__question">{}</p>'
        '<p class="agreement__said">{}</p>{}</div>',
        question,
        said,
        change,
    )


def agreement_now(
    content: str,
    question: str,
    *,
    action: str,
    name: str = "answer",
    help: str = "",
    token: str = "",
) -> SafeString:
    """A question whose Yes and No send the form at once; `content` holds hidden inputs."""
    return format_html(
        '<form class="agreement" method="post" action="{}">{}{}'
        '<p class="agreement__question">{}</p>{}'
        '<div class="answers answers--two">{}</div></form>',
        action,
        hidden_token(token),
        content,
        question,
        format_html('<p class="field__help">{}</p>', help) if help else NOTHING,
        format_html_join(
            "",
            '<button class="button button--second" type="submit" name="{}" value="{}">{}</button>',
            ((name, value, label) for value, label in (("yes", _("Yes")), ("no", _("No")))),
        ),
    )


def decide(
    options: Iterable[Mapping[str, Any]], *, name: str = "answer", heavy: bool = False
) -> SafeString:
    """Equal buttons that send their form: `{value, label, key, chosen}` each.

    `key` is a letter of the keyboard, shown; further keys may follow it after a blank ("S 1").
    `heavy` is the look of the pair review.
    """
    return format_html(
        '<div class="decide{}">{}</div>',
        " decide--heavy" if heavy else "",
        format_html_join(
            "",
            '<button class="button button--second" type="submit" name="{}" value="{}"{}>'
            "{}{}</button>",
            (
                (
                    name,
                    option["value"],
                    attributes(
                        data_key=option.get("key", ""),
                        aria_pressed="true" if option.get("chosen") else "",
                    ),
                    option["label"],
                    format_html(" <kbd>{}</kbd>", option["key"].split()[0])
                    if option.get("key")
                    else NOTHING,
                )
                for option in options
            ),
        ),
    )


def hidden_token(token: str) -> SafeString:
    """The CSRF token as Django's forms carry it, or nothing."""
    if not token:
        return NOTHING
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
