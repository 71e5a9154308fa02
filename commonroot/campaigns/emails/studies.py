"""Letters about case studies: to a team about its text, to whoever may stand there by name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from commonroot.campaigns.models import CaseStudy, StudyPerson
from commonroot.consent.queries import SCHOOL
from commonroot.consent.rules import Purpose
from commonroot.core.text import for_quotes
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import working_way


def post_name_asked(*, place: StudyPerson, token: str, at: datetime) -> Letter | None:
    """Ask somebody how they want to stand in a case study."""
    person = place.person
    return _post(
        person,
        "study_name",
        once=f"study_name:{place.key}",
        token=token,
        values={"study": _title(place.study, person), "role": for_quotes(place.role)},
        at=at,
    )


def post_study_back(
    *, study: CaseStudy, person: Person, words: str, token: str, at: datetime
) -> Letter | None:
    """Tell a team that an organiser read their case study and asks for something."""
    return _post(
        person,
        "study_back",
        once=f"study_back:{study.key}:{at.isoformat()}:{person.key}",
        token=token,
        values={"study": _title(study, person), "words": words},
        at=at,
    )


def post_study_changed(
    *, study: CaseStudy, person: Person, token: str, at: datetime
) -> Letter | None:
    """Ask a team whether their case study may stand as an organiser wrote it."""
    return _post(
        person,
        "study_changed",
        once=f"study_changed:{study.key}:{at.isoformat()}:{person.key}",
        token=token,
        values={"study": _title(study, person)},
        at=at,
    )


def post_study_published(
    *, study: CaseStudy, person: Person, token: str, at: datetime
) -> Letter | None:
    """Tell a team that everybody can read their case study now."""
    return _post(
        person,
        "study_published",
        once=f"study_published:{study.key}:{at.isoformat()}:{person.key}",
        token=token,
        values={"study": _title(study, person)},
        at=at,
    )


def _title(study: CaseStudy, person: Person) -> str:
    return for_quotes(study.title.chosen((person.language,))[0])


def _post(
    person: Person,
    template: str,
    *,
    once: str,
    token: str,
    values: Mapping[str, Any],
    at: datetime,
) -> Letter | None:
    way = working_way(person)
    by_mail = way is not None and way.kind == ContactWay.Kind.MAIL
    return post(
        once=once,
        subject_key=person.key,
        purpose=Purpose.NOTICE,
        audience=str(SCHOOL),
        template=f"campaigns/emails/{template}",
        values={
            "name": person.shown_name,
            "plain": person.is_high,
            "link": f"{settings.ADDRESS}/p/{token}",
            **values,
        },
        language=person.language,
        way=Letter.Way.MAIL if by_mail else Letter.Way.HAND,
        address=way.value if way is not None else "",
        at=at,
    )
