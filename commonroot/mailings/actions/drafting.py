"""A letter to many before it leaves: begun, written, copied, thrown away, tried on oneself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.text import one_line
from commonroot.mailings import emails, queries, rules
from commonroot.mailings.models import Group, Mailing
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import SavedList
from commonroot.programmes.models import Programme

State = Mailing.State
NAME_LENGTH = 120
DEFAULT_PURPOSE = Purpose.NEWS


class NotADraft(Refused):
    """It was sent, or waits to leave: its words stand."""


class NotForThat(Refused):
    """Whom it is for and what it is for do not go together."""


class NoAddressOfYours(Refused):
    """Nothing can be sent to whoever asks for a test."""


@transaction.atomic
def begin(
    *,
    name: str = "",
    purpose: str = DEFAULT_PURPOSE,
    group: Group | None = None,
    programme: Programme | None = None,
    saved_list: SavedList | None = None,
    filter: Mapping[str, Any] | None = None,
    subject: Mapping[str, str] | None = None,
    text: Mapping[str, str] | None = None,
    begun_from: str = "",
    by: Actor,
    at: datetime,
) -> Mailing:
    """A new draft. `filter` was read by `core.filters` before; a saved list brings its own."""
    mailing = Mailing(
        name=one_line(name)[:NAME_LENGTH] or str(_("New letter")),
        subject=dict(subject or {}),
        text=dict(text or {}),
        begun_from=begun_from,
        per_hour=queries.sending_rule().per_hour,
        made_at=at,
        made_by=f"{by.kind}:{by.key}",
        changed_at=at,
    )
    _point(
        mailing, purpose=purpose, group=group, programme=programme, saved_list=saved_list,
        filter=filter,
    )  # fmt: skip
    mailing.save()
    note("letter to many begun", mailing, by=by, at=at)
    return mailing


@transaction.atomic
def point(
    *,
    mailing: Mailing,
    purpose: str,
    group: Group | None = None,
    programme: Programme | None = None,
    saved_list: SavedList | None = None,
    filter: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Say whom it is for, and what for. Raises NotADraft, NotForThat."""
    mailing = _open(mailing)
    _point(
        mailing, purpose=purpose, group=group, programme=programme, saved_list=saved_list,
        filter=filter,
    )  # fmt: skip
    mailing.changed_at = at
    mailing.save(
        update_fields=["purpose", "group", "programme", "list_key", "filter", "changed_at"]
    )
    note("letter to many pointed", mailing, by=by, at=at, facts={"purpose": str(purpose)})


def _point(
    mailing: Mailing,
    *,
    purpose: str,
    group: Group | None,
    programme: Programme | None,
    saved_list: SavedList | None,
    filter: Mapping[str, Any] | None,
) -> None:
    if purpose not in queries.PURPOSES:
        raise NotForThat(_("Choose what the letter is for."))
    if purpose == Purpose.THIS_PROGRAMME and programme is None:
        raise NotForThat(_("Choose the course whose people it is for."))
    if group is not None and purpose != Purpose.ALUMNI_GROUP:
        raise NotForThat(_("A letter to a group is something for the alumni group."))
    mailing.purpose = purpose
    mailing.group = group
    mailing.programme = programme if purpose == Purpose.THIS_PROGRAMME else None
    mailing.list_key = saved_list.key if saved_list is not None else ""
    mailing.filter = dict(saved_list.filter if saved_list is not None else filter or {})


@transaction.atomic
def reword(
    *,
    mailing: Mailing,
    name: str,
    subject: Mapping[str, str],
    text: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> None:
    """Its words in each language; an empty text takes that language away. Raises NotADraft."""
    mailing = _open(mailing)
    mailing.name = one_line(name)[:NAME_LENGTH] or mailing.name
    mailing.subject = {
        code: one_line(said)[: rules.SUBJECT_LENGTH]
        for code, said in subject.items()
        if said.strip()
    }
    mailing.text = {
        code: said.strip()[: rules.LENGTH] for code, said in text.items() if said.strip()
    }
    mailing.changed_at = at
    mailing.save(update_fields=["name", "subject", "text", "changed_at"])
    note("letter to many written", mailing, by=by, at=at, facts={"languages": sorted(mailing.text)})


@transaction.atomic
def copy(*, mailing: Mailing, by: Actor, at: datetime) -> Mailing:
    """A new draft with the words and the audience of an earlier mailing."""
    # A group that was closed has nobody: whom a copy of its letters is for is chosen anew.
    closed = mailing.group is not None and mailing.group.closed_at is not None
    made = Mailing.objects.create(
        name=(_("%(name)s, again") % {"name": mailing.name})[:NAME_LENGTH],
        subject=mailing.subject,
        text=mailing.text,
        begun_from=mailing.begun_from,
        purpose=mailing.purpose,
        group=None if closed else mailing.group,
        programme=mailing.programme,
        list_key=mailing.list_key,
        filter=mailing.filter,
        per_hour=mailing.per_hour,
        in_the_morning=mailing.in_the_morning,
        made_at=at,
        made_by=f"{by.kind}:{by.key}",
        changed_at=at,
    )
    note("letter to many copied", made, by=by, at=at, facts={"from": mailing.key})
    return made


@transaction.atomic
def throw_away(*, mailing: Mailing, by: Actor, at: datetime) -> None:
    """Delete a draft. Raises NotADraft."""
    mailing = _open(mailing)
    note("letter to many thrown away", mailing, by=by, at=at)
    mailing.delete()


@transaction.atomic
def try_out(
    *, mailing: Mailing, account: Account | None, school: Any, by: Actor, at: datetime
) -> list[str]:
    """Send it to whoever writes it, in every language there is; in which languages.

    Raises NoAddressOfYours.
    """
    person = getattr(account, "person", None)
    if account is None or person is None or not account.address:
        raise NoAddressOfYours(_("We know no address of yours to send it to."))
    there = [code for code in mailing.subject if mailing.text.get(code)]
    for code in there:
        post(
            once=f"mailing test:{mailing.key}:{code}:{at.isoformat()}",
            subject_key=person.key,
            purpose=Purpose.NOTICE,
            audience=str(queries.audience_of("")),
            template=emails.TEMPLATE,
            values=emails.values_for_test(
                mailing, name=account.shown_name, code=code, school=school
            ),
            language=code,
            way=Letter.Way.MAIL,
            address=account.address,
            at=at,
        )
    note("letter to many tried", mailing, by=by, at=at, facts={"languages": sorted(there)})
    return there


def _open(mailing: Mailing) -> Mailing:
    found = Mailing.objects.select_for_update(of=("self",)).get(pk=mailing.pk)
    if found.state not in queries.OPEN:
        raise NotADraft(_("It was sent already. Copy it to write it anew."))
    return found
