"""Questions of a form: label, help, what is typed and what went wrong, tied together."""

from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.utils import flatatt
from django.forms.widgets import Input, Select, SelectMultiple, Textarea
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from commonroot.ui.parts.answers import choices
from commonroot.ui.parts.page import NOTHING

DIRECTIONS = {"text": "auto", "search": "auto", "email": "ltr", "url": "ltr", "tel": "ltr"}


def field(
    bound: BoundField, *, label: str = "", help: str = "", autocomplete: str = ""
) -> SafeString:
    """Any field of a Django form with label, help and error; radios become answers."""
    widget = bound.field.widget
    if bound.is_hidden:
        return bound.as_widget()
    if isinstance(widget, RadioSelect) and not isinstance(widget, CheckboxSelectMultiple):
        return choices(bound, question=label, help=help)
    name = bound.id_for_label or bound.auto_id or bound.html_name
    wording = label or bound.label
    explained = help or bound.help_text
    attrs: dict[str, Any] = {"class": "field__input", "aria-describedby": None}
    notes = [f"{name}-help"] * bool(explained) + [f"{name}-error"] * bool(bound.errors)
    if notes:
        attrs["aria-describedby"] = " ".join(notes)
    if autocomplete:
        attrs["autocomplete"] = autocomplete
    typed = (widget.input_type or "") if isinstance(widget, Input) else ""
    if "dir" not in widget.attrs and (typed in DIRECTIONS or isinstance(widget, Textarea)):
        attrs["dir"] = DIRECTIONS.get(typed, "auto")
    attrs = {key: text for key, text in attrs.items() if text is not None}
    if isinstance(widget, Textarea):
        # Ten is what Django gives a text whose length nobody thought about.
        asked = str(widget.attrs.get("rows", "10"))
        attrs.setdefault("rows", "4" if asked == "10" else asked)
    helped = (
        format_html('<p class="field__help" id="{}-help">{}</p>', name, explained)
        if explained
        else NOTHING
    )
    failed = error_text(bound, name)
    if isinstance(widget, CheckboxSelectMultiple):
        return format_html(
            '<fieldset class="field field--boxes">'
            '<legend class="field__label">{}</legend>{}{}{}</fieldset>',
            wording,
            helped,
            failed,
            bound.as_widget(attrs={key: text for key, text in attrs.items() if key != "class"}),
        )
    if isinstance(widget, CheckboxInput):
        attrs["class"] = "field__box"
        return format_html(
            '<div class="field field--box">{}'
            '<label class="field__label" for="{}">{}</label>{}{}</div>',
            bound.as_widget(attrs=attrs),
            name,
            wording,
            helped,
            failed,
        )
    return format_html(
        '<div class="field"><label class="field__label" for="{}">{}</label>{}{}{}</div>',
        name,
        wording,
        helped,
        failed,
        select(bound, attrs) if _is_plain_list(widget) else bound.as_widget(attrs=attrs),
    )


def error_text(bound: BoundField, name: str) -> SafeString:
    """The errors of a field in one paragraph with the sign of trouble, or nothing."""
    if not bound.errors:
        return NOTHING
    return format_html(
        '<p class="field__error" id="{}-error"><span aria-hidden="true">! </span>{}</p>',
        name,
        format_html_join(" ", "{}", ((message,) for message in bound.errors)),
    )


def select(bound: BoundField, attrs: dict[str, Any]) -> SafeString:
    """A list to choose one from. Django renders a template per option: 250 countries cost 15 ms."""
    widget = bound.field.widget
    all_attrs = bound.build_widget_attrs({"id": bound.auto_id, **widget.attrs, **attrs}, widget)
    chosen = "" if bound.value() is None else str(bound.value())
    options = SafeString(
        "".join(
            f'<option value="{escape(value)}"{" selected" if str(value) == chosen else ""}>'
            f"{escape(label)}</option>"
            for value, label in widget.choices
        )
    )
    return format_html(
        '<select name="{}"{}>{}</select>', bound.html_name, flatatt(all_attrs), options
    )


def _is_plain_list(widget: Any) -> bool:
    return (
        isinstance(widget, Select)
        and not isinstance(widget, SelectMultiple)
        and all(not isinstance(label, list | tuple) for _value, label in widget.choices)
    )
