"""The parts of `commonroot.ui.parts` by the names templates call them."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from commonroot.ui import patterns
from commonroot.ui.parts import (
    answers,
    charts,
    comparing,
    fields,
    letters,
    page,
    people,
    rows,
    signs,
)

register = template.Library()

for part in (
    page.button, page.kicker, page.bottom_bar, page.chips, page.words, page.pager, page.word,
    fields.field, answers.agreement, answers.choices, answers.decide,
    signs.freshness, signs.sign, signs.stamp, signs.when, signs.stages, signs.stepper,
    signs.progress,
    rows.facts, rows.person, rows.timeline, rows.steps,
    charts.bars, charts.stack, comparing.compare, people.people_rows,
):  # fmt: skip
    register.simple_tag(part)

for block in (
    page.panel, page.notice, page.nothing_yet, rows.fact, rows.task, charts.figure,
    letters.margin_note,
):  # fmt: skip
    register.simple_block_tag(block)


@register.simple_tag
def mark() -> SafeString:
    """The mark: one stem, five roots."""
    return MARK


@register.simple_tag(takes_context=True)
def pattern_block(context: Context, key: str) -> SafeString:
    """The first block of a programme, as large as its place."""
    return _drawing(patterns.block_svg(key, mark=_next_mark(context)))


@register.simple_tag(takes_context=True)
def pattern_strip(context: Context, key: str) -> SafeString:
    """The band of a programme: two blocks in turn, 96 high, bleeding to both edges on phones."""
    return _drawing(f'<div class="band">{patterns.band_svg(key, mark=_next_mark(context))}</div>')


@register.simple_tag(takes_context=True)
def pattern_home(context: Context, keys: Sequence[str]) -> SafeString:
    """The square of Home, three by three blocks of up to four programmes; a band on phones."""
    drawings = patterns.home_svgs(keys, mark=_next_mark(context))
    return _drawing(f'<div class="home-pattern" aria-hidden="true">{drawings}</div>')


@register.simple_tag(takes_context=True)
def strip(context: Context, title: str, key: str, **parts: Any) -> SafeString:
    """A poster strip of the programme `key`; the rest as `rows.strip` takes it."""
    return rows.strip(title, pattern_block(context, key), **parts)


@register.simple_block_tag(takes_context=True)
def due(context: Context, content: str, title: str, **parts: Any) -> SafeString:
    """One thing due, its forms protected; the rest as `rows.due` takes it."""
    return rows.due(content, title, token=_token(context), **parts)


@register.simple_block_tag(takes_context=True)
def agreed(context: Context, content: str, question: str, **parts: Any) -> SafeString:
    """An answered agreement, its form protected; the rest as `answers.agreed` takes it."""
    return answers.agreed(content, question, token=_token(context), **parts)


@register.simple_block_tag(takes_context=True)
def agreement_now(context: Context, content: str, question: str, **parts: Any) -> SafeString:
    """A question answered by one press, its form protected; see `answers.agreement_now`."""
    return answers.agreement_now(content, question, token=_token(context), **parts)


@register.simple_block_tag(takes_context=True)
def sheet(context: Context, content: str, key: str = "", **parts: Any) -> SafeString:
    """A letter's sheet with the band of the programme `key` across its head."""
    return letters.sheet(content, pattern_strip(context, key) if key else "", **parts)


MARK = mark_safe(  # noqa: S308 - a constant of ours
    f'<svg class="mark" viewBox="0 0 48 48" width="32" height="32" aria-hidden="true"'
    f' focusable="false">{patterns.MARK}</svg>'
)


def _token(context: Context) -> str:
    return str(context.get("csrf_token") or "")


def _drawing(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 - made of our own constants; a key only chooses among them


def _next_mark(context: Context) -> str:
    """Counts the drawings of a page: their ids differ, and the page is the same bytes each time."""
    count: int = (context.render_context.get("ui drawings") or 0) + 1
    context.render_context["ui drawings"] = count
    return f"-{count}"
