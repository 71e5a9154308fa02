"""The register of processing and the privacy notice, from what the code declares.

Purposes and their bases come from `consent.rules`, kinds of data and how long they stay from the
models (`people.personal`), who answers for it from the school.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from commonroot.circles.queries import school
from commonroot.consent.queries import current_wordings
from commonroot.consent.rules import (
    AUDIENCE_OF,
    BASES,
    DATA_OF,
    VALID_DAYS,
    AudienceKind,
    Basis,
    Purpose,
    is_asked,
)
from commonroot.core.fields import Translated
from commonroot.stewardship.models import Notice
from commonroot.stewardship.queries.kinds import days_words

# What is done without asking has no question of its own.
UNASKED: dict[Purpose, tuple[Any, Any]] = {
    Purpose.THIS_PROGRAMME: (
        gettext_lazy("To run what you registered for"),
        gettext_lazy("Places, reminders, who came, certificates."),
    ),
    Purpose.CIRCLE_CONTACT: (
        gettext_lazy("To write to the contact of a circle"),
        gettext_lazy("About that circle's own work."),
    ),
    Purpose.NOTICE: (
        gettext_lazy("To tell you what you must be able to know"),
        gettext_lazy("Copies of what you agreed to, and what changes for you."),
    ),
}
AUDIENCES: dict[AudienceKind, Any] = {
    AudienceKind.SCHOOL: gettext_lazy("organisers of the school"),
    AudienceKind.PROGRAMME: gettext_lazy("those who run the course"),
    AudienceKind.CIRCLE: gettext_lazy("the contacts of that circle"),
    AudienceKind.ALUMNI: gettext_lazy("others who took part"),
    AudienceKind.PUBLIC: gettext_lazy("everybody"),
}
ARTICLES: dict[Basis, str] = {
    Basis.SERVICE: "GDPR 6(1)(b), 9(2)(a)",
    Basis.DUTY: "GDPR 6(1)(c)",
    Basis.AGREEMENT: "GDPR 6(1)(a), 9(2)(a)",
}
DATA: dict[str, Any] = {
    "name": gettext_lazy("name"),
    "contact ways": gettext_lazy("how somebody is reached"),
    "answers": gettext_lazy("answers"),
    "attendance": gettext_lazy("who came"),
    "access needs": gettext_lazy("what somebody needs"),
    "country and city": gettext_lazy("country and city"),
    "languages": gettext_lazy("languages"),
    "organisations": gettext_lazy("organisations"),
    "offers and wishes": gettext_lazy("offers and wishes"),
    "courses": gettext_lazy("courses"),
    "project": gettext_lazy("project"),
    "pictures and recordings": gettext_lazy("pictures and recordings"),
}


class Worded(Protocol):
    """A question as people read it, in several languages."""

    @property
    def question(self) -> Translated: ...

    @property
    def explanation(self) -> Translated: ...


@dataclass(frozen=True)
class Processing:
    """One purpose in words: what for, what of, before whom, until when, on what basis."""

    code: str
    basis: str
    asked: bool
    what: str
    explanation: str
    data: str
    audience: str
    until: str
    article: str


def processing(worded: Mapping[str, Worded] | None = None) -> list[Processing]:
    """Every purpose there is, as the code declares it, in the reader's language.

    `worded`: the questions by purpose, else those in force.
    """
    language = get_language() or "en"
    wordings: Mapping[str, Worded] = current_wordings() if worded is None else worded
    found = []
    for purpose in Purpose:
        if purpose in UNASKED:
            what, explanation = map(str, UNASKED[purpose])
        elif purpose in wordings:
            asked = wordings[purpose]
            what = asked.question.chosen((language, "en"))[0]
            explanation = asked.explanation.chosen((language, "en"))[0]
        else:
            continue
        basis = BASES[purpose]
        found.append(
            Processing(
                code=purpose.value,
                basis=basis.value,
                asked=is_asked(purpose),
                what=what,
                explanation=explanation,
                data=_(", ").join(str(DATA[one]) for one in DATA_OF[purpose]),
                audience=str(AUDIENCES[AUDIENCE_OF[purpose]]),
                until=_until(purpose),
                article=ARTICLES[basis],
            )
        )
    return found


def _until(purpose: Purpose) -> str:
    """Until when a yes holds, or the thing itself is done."""
    days = VALID_DAYS[purpose]
    if days is None:
        return _("as long as it is needed")
    if is_asked(purpose):
        return _("until you take it back, at most %(long)s") % {"long": days_words(days)}
    return _("%(long)s after the course") % {"long": days_words(days)}


def notice() -> Notice | None:
    """What the school itself says."""
    return Notice.objects.first()


def controller() -> tuple[str, str]:
    """(who answers for what is kept, how to reach them); the second may be empty."""
    said, body = notice(), school()
    name = (said and said.who) or (str(body.name) if body else "")
    return name, said.contact if said else ""


def own_words() -> tuple[str, str]:
    """(the school's own paragraph, its language) in the reader's language, else in any."""
    said = notice()
    if said is None:
        return "", ""
    body = school()
    first = body.languages[0] if body and body.languages else "en"
    found: tuple[str, str] = said.paragraph.chosen((get_language() or "en", first))
    return found
