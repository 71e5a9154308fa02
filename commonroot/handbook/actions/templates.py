"""Texts of the school: kept, put into another language, dropped."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.fields import Translated
from commonroot.core.text import one_line
from commonroot.handbook.models import ChapterTemplate
from commonroot.programmes.models import Programme

TITLE, TEXT = 120, 12000


@transaction.atomic
def keep_template(
    *,
    chapter: str,
    title: str,
    text: str,
    language: str,
    template: ChapterTemplate | None = None,
    from_programme: Programme | None = None,
    by: Actor,
    at: datetime,
) -> ChapterTemplate:
    """Keep a text for everybody who plans, in one language; its other languages stay."""
    if template is None:
        template = ChapterTemplate(chapter=chapter, from_programme=from_programme)
    else:
        template = ChapterTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    template.title = Translated({**template.title, language: one_line(title)[:TITLE]})
    template.text = Translated({**template.text, language: text.strip()[:TEXT]})
    template.by, template.changed_at = f"{by.kind}:{by.key}", at
    template.save()
    note("handbook text kept", template, by=by, at=at, facts={"chapter": chapter})
    return template


@transaction.atomic
def drop_template(*, template: ChapterTemplate, by: Actor, at: datetime) -> None:
    """A text of the school is gone; those that come along stay."""
    note("handbook text dropped", template, by=by, at=at, facts={"chapter": template.chapter})
    template.delete()
