"""Letters about case studies: to a team about its text, to whoever may stand there by name.

As all letters to a team they hold no title: whoever looks over a shoulder learns nothing.
"""

from datetime import datetime

from commonroot.campaigns.emails.team import post_to
from commonroot.campaigns.models import CaseStudy, StudyPerson
from commonroot.messaging.models import Letter
from commonroot.people.models import Person


def post_name_asked(*, place: StudyPerson, token: str, at: datetime) -> Letter | None:
    """Ask somebody how they want to stand in a case study."""
    return post_to(
        place.person, "study_name", once=f"study_name:{place.key}", values={}, token=token, at=at
    )


def post_study_back(*, study: CaseStudy, person: Person, token: str, at: datetime) -> Letter | None:
    """Tell a team that an organiser read their case study and asks for something."""
    return _post("study_back", study=study, person=person, token=token, at=at)


def post_study_changed(
    *, study: CaseStudy, person: Person, token: str, at: datetime
) -> Letter | None:
    """Ask a team whether their case study may stand as an organiser wrote it."""
    return _post("study_changed", study=study, person=person, token=token, at=at)


def post_study_published(
    *, study: CaseStudy, person: Person, token: str, at: datetime
) -> Letter | None:
    """Tell a team that everybody can read their case study now."""
    return _post("study_published", study=study, person=person, token=token, at=at)


def _post(
    template: str, *, study: CaseStudy, person: Person, token: str, at: datetime
) -> Letter | None:
    once = f"{template}:{study.key}:{at.isoformat()}:{person.key}"
    return post_to(person, template, once=once, values={}, token=token, at=at)
