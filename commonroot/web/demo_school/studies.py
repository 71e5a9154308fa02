"""The demo's library: six invented cases, won and lost; a session works with two of them."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from commonroot.campaigns.actions import studies as actions
from commonroot.campaigns.actions.entries import add
from commonroot.campaigns.models import CaseStudy, Member
from commonroot.campaigns.models.study_words import FACETS
from commonroot.campaigns.queries.study_pages import lasting_address
from commonroot.programmes.models import Session
from commonroot.web.demo_school.people import BY

CASES = Path(__file__).with_name("studies.toml")
LANGUAGES = ("es", "ar", "en", "fr")
APART = timedelta(days=40)
LESSON = {
    "taken": "Ask in the first week who signs. They wrote to a minister for five months.",
    "applied": "Two of us ask the clerk of the county who signs a lease, and since when.",
}


def tell_studies(*, at: datetime) -> None:
    """Each case in the languages it is told in, published one after the other until `at`."""
    cases = tomllib.loads(CASES.read_text())["study"]
    told = [_told(case, at=at - APART * (len(cases) - number)) for number, case in enumerate(cases)]
    session = Session.objects.filter(starts_at__gt=at).order_by("starts_at", "pk").first()
    if session is not None:
        actions.choose_studies(session=session, keys=[told[0].key, told[1].key], by=BY, at=at)
    member = Member.objects.filter(leads=True).select_related("campaign").first()
    if member is not None:
        lesson = {**LESSON, "study": lasting_address(told[0])}
        add(campaign=member.campaign, kind="lesson", said=lesson, member=member, by=BY, at=at)


def _told(case: Mapping[str, Any], *, at: datetime) -> CaseStudy:
    spoken = [language for language in LANGUAGES if language in case]
    study = actions.begin_study(title=case[spoken[0]]["title"], language=spoken[0], by=BY, at=at)
    start, end = (*case["years"], None)[:2]
    about = actions.About(
        service=case["service"],
        outcome=case["outcome"],
        country=case["country"],
        place=case["place"],
        from_year=start,
        to_year=end,
        told_by=case["told_by"],
        facets={kind: case[kind] for kind in FACETS},
    )
    for language in spoken:
        study.refresh_from_db()
        actions.write_study(
            study=study,
            language=language,
            texts=case[language],
            read={},
            about=about,
            by_team=False,
            by=BY,
            at=at,
        )
    actions.publish_study(study=study, by=BY, at=at)
    study.refresh_from_db()
    return study
