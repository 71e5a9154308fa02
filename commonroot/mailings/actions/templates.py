"""Texts to begin from: the school's own words, each change a new version."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.text import one_line
from commonroot.mailings import queries, rules
from commonroot.mailings.models import Template, TemplateVersion


class NothingWritten(Refused):
    """A template without a word in any language."""


@transaction.atomic
def reword_template(
    *,
    code: str = "",
    template: Template | None = None,
    name: str = "",
    purpose: str = "",
    subject: Mapping[str, str],
    text: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> TemplateVersion | None:
    """A new version of a template: of one that comes along (`code`), of one of our own, or a new
    one. None when nothing changed. Raises NothingWritten.
    """
    subject = {
        key: one_line(said)[: rules.SUBJECT_LENGTH] for key, said in subject.items() if said.strip()
    }
    text = {key: said.strip()[: rules.LENGTH] for key, said in text.items() if said.strip()}
    if not set(subject) & set(text):
        raise NothingWritten(_("Write a subject and a text in one language at least."))
    if template is None and code:
        template, _made = Template.objects.get_or_create(code=code, defaults={"made_at": at})
    elif template is None:
        template = Template.objects.create(name=one_line(name)[:120], purpose=purpose, made_at=at)
    template = Template.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if name and not template.code and template.name != one_line(name)[:120]:
        template.name = one_line(name)[:120]
        template.save(update_fields=["name"])
    last = template.versions.order_by("-number").first()
    stands = queries.words_of(template.code, template)
    if (dict(stands.subject), dict(stands.text)) == (subject, text):
        return None
    made = TemplateVersion.objects.create(
        template=template,
        number=last.number + 1 if last else 1,
        subject=subject,
        text=text,
        at=at,
        by=f"{by.kind}:{by.key}",
    )
    note("template reworded", template, by=by, at=at, facts={"version": made.number})
    return made


@transaction.atomic
def put_back_version(
    *, version: TemplateVersion, by: Actor, at: datetime
) -> TemplateVersion | None:
    """Let an earlier version stand again, as a new one."""
    template = version.template
    return reword_template(
        template=template, subject=version.subject, text=version.text, by=by, at=at
    )


@transaction.atomic
def retire_template(*, template: Template, by: Actor, at: datetime) -> None:
    """A text of our own is offered no more; letters begun from it stay as they are."""
    Template.objects.filter(pk=template.pk, retired_at=None).update(retired_at=at)
    note("template retired", template, by=by, at=at)
