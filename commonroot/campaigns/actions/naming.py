"""Who stands in a case study by name: each is asked, and each decides for themself alone."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.campaigns.emails import studies as emails
from commonroot.campaigns.models import CaseStudy, StudyPerson
from commonroot.campaigns.queries.study_pages import is_named, seen_with
from commonroot.consent import actions as consent
from commonroot.consent.queries import current_wordings
from commonroot.consent.rules import Purpose
from commonroot.people.actions import answer_link
from commonroot.people.models import Person
from commonroot.people.queries import working_way
from commonroot.programmes.actions import pages_changed

Shown = StudyPerson.Shown


@transaction.atomic
def ask_name(
    *, study: CaseStudy, person: Person, role: str, by: Actor, at: datetime
) -> StudyPerson:
    """Put somebody into a study by their part in it, and ask how they want to stand there.

    Whoever was put there already is not asked again.
    """
    place, made = StudyPerson.objects.get_or_create(
        study=study, person=person, defaults={"role": role.strip(), "asked_at": at}
    )
    if not made:
        return place
    # Without an end: a name can be taken back as long as it stands there.
    token = answer_link(
        person=person, thing=f"study_person:{place.key}", way=working_way(person), days=None, at=at
    )
    emails.post_name_asked(place=place, token=token, at=at)
    _let_know(study)
    note("asked for a name", place, by=by, at=at, person_key=person.key)
    return place


@transaction.atomic
def drop_name(*, place: StudyPerson, by: Actor, at: datetime) -> None:
    """Take somebody out of a study: the question, the answer, and the yes in the ledger."""
    if is_named(place, at=at):
        _say(place, yes=False, language=place.person.language, by=by, at=at)
    note("taken out of a case study", place, by=by, at=at, person_key=place.person.key)
    place.delete()
    _let_know(place.study)


@transaction.atomic
def stand_as(
    *, place: StudyPerson, shown: str, name: str, language: str, by: Actor, at: datetime
) -> None:
    """Somebody decides how they stand in a study: by name, by their part, or not at all.

    A name is a yes in the ledger for this one study; anything less takes such a yes back at once.
    """
    yes = shown == Shown.NAME
    place.shown, place.answered_at = shown, at
    place.name = (name.strip() or place.person.shown_name) if yes else ""
    place.save(update_fields=["shown", "answered_at", "name"])
    if yes or is_named(place, at=at):
        _say(place, yes=yes, language=language, by=by, at=at)
    _let_know(place.study)
    note(
        "said how to stand in a case study", place, by=by, at=at, person_key=place.person.key,
        facts={"shown": shown},
    )  # fmt: skip


def _say(place: StudyPerson, *, yes: bool, language: str, by: Actor, at: datetime) -> None:
    consent.answer(
        person=place.person,
        purpose=Purpose.NAMING,
        audience=seen_with(place.study.key),
        yes=yes,
        how="letter",
        wording=current_wordings().get(Purpose.NAMING),
        language=language,
        by=by,
        at=at,
    )


def _let_know(study: CaseStudy) -> None:
    if study.state == CaseStudy.State.PUBLISHED:
        pages_changed()
