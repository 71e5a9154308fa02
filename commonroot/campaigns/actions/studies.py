"""Case studies: written, read by an organiser, agreed to by whoever tells it, public."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.campaigns.emails import studies as emails
from commonroot.campaigns.models import Campaign, CaseStudy, StudyFacet, StudySession
from commonroot.campaigns.models.study_words import FACETS, TEXTS
from commonroot.campaigns.queries import telling
from commonroot.campaigns.rules.studies import index
from commonroot.campaigns.rules.words_met import merged
from commonroot.core.errors import Refused
from commonroot.people.actions import answer_link
from commonroot.programmes.actions import pages_changed
from commonroot.programmes.models import Session

State = CaseStudy.State
SHORT = ("title", "summary")


class NotOver(Refused):
    """The campaign still goes on."""


class NotEnough(Refused):
    """What everybody would read first is not written yet."""


class NotAgreed(Refused):
    """The team has not agreed to the text as it stands."""


class NotNow(Refused):
    """It is not in a state in which that can be done."""


@dataclass(frozen=True)
class About:
    """What a study is about, by which it is found."""

    service: str
    outcome: str
    country: str = ""
    place: str = ""
    from_year: int | None = None
    to_year: int | None = None
    told_by: str = ""
    licence: str = "cc-by-sa"
    facets: Mapping[str, Iterable[str]] | None = None


@transaction.atomic
def begin_study(*, title: str, language: str, by: Actor, at: datetime) -> CaseStudy:
    """An organiser begins to write down a case."""
    study = CaseStudy.objects.create(
        told_in=language,
        title={language: title.strip()},
        made_by=f"{by.kind}:{by.key}",
        made_at=at,
        changed_at=at,
    )
    note("case study begun", study, by=by, at=at)
    return study


@transaction.atomic
def tell(*, campaign: Campaign, language: str, by: Actor, at: datetime) -> CaseStudy:
    """A team begins to tell its campaign: what stands in its tools is taken over.

    Told twice it is the same study. Raises NotOver.
    """
    Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    there = telling.study_of(campaign)
    if there is not None:
        return there
    if campaign.stage not in telling.OVER:
        raise NotOver(_("Say first how it ended: won, lost or paused. Then it can be told."))
    texts = telling.texts_from(campaign)
    study = CaseStudy.objects.create(
        campaign=campaign,
        told_in=language,
        title={language: campaign.name},
        summary={language: campaign.summary} if campaign.summary else {},
        texts={code: {language: words} for code, words in texts.items()},
        service=campaign.service,
        country=campaign.country,
        place=campaign.place[:120],
        from_year=campaign.made_at.year,
        to_year=(campaign.ended_at or at).year,
        outcome=telling.OUTCOMES.get(Campaign.Stage(campaign.stage), CaseStudy.Outcome.OPEN),
        made_by=f"{by.kind}:{by.key}",
        made_at=at,
        changed_at=at,
    )
    note("case study begun", study, by=by, at=at)
    return study


@transaction.atomic
def write_study(
    *,
    study: CaseStudy,
    language: str,
    texts: Mapping[str, str],
    read: Mapping[str, str],
    about: About,
    by_team: bool,
    by: Actor,
    at: datetime,
) -> dict[str, str]:
    """Keep what was written in one language; words that met others are not kept but given back.

    `texts` holds "title", "summary" and the codes of `TEXTS`, `read` the mark of each as its writer
    had it before them (`rules.words_met`). Where an organiser changes what a team told, the team is
    to agree anew. Raises NotNow.
    """
    study = _locked(study)
    if not may_be_written(study, language=language, by_team=by_team):
        raise NotNow(_("It cannot be changed just now. Nothing was kept."))
    stood = texts_in(study, language)
    met = merged(stood=stood, read=read, said=texts)
    changed = met.stands != stood
    for code, words in met.stands.items():
        _put(study, code, language=language, words=words)
    _put_about(study, about)
    study.changed_at = at
    if changed and not by_team:
        study.agreed_at = None
    study.words = index(_all_words(study))
    study.save()
    if study.state == State.PUBLISHED:
        pages_changed()
    note("case study written", study, by=by, at=at, facts={"language": language})
    return met.clashes


def may_be_written(study: CaseStudy, *, language: str, by_team: bool) -> bool:
    """Whether its text can be changed now: the team's while it is with them, handed over by the
    organisers; of a public one told by a team only what it says in further languages.
    """
    if study.campaign_id is None:
        return not by_team
    if by_team:
        return study.state == State.DRAFT
    if study.state == State.PUBLISHED:
        return language != study.told_in
    return study.state in {State.ASKED, State.WITHDRAWN}


def texts_in(study: CaseStudy, language: str) -> dict[str, str]:
    """What stands in one language: {"title", "summary", each of `TEXTS`: words}."""
    short = {code: getattr(study, code).get(language, "") for code in SHORT}
    return short | {one.code: study.texts.get(one.code, {}).get(language, "") for one in TEXTS}


def _put(study: CaseStudy, code: str, *, language: str, words: str) -> None:
    there = dict(getattr(study, code) if code in SHORT else study.texts.get(code, {}))
    if words:
        there[language] = words
    else:
        there.pop(language, None)
    if code in SHORT:
        setattr(study, code, there)
    elif there:
        study.texts[code] = there
    else:
        study.texts.pop(code, None)


def _put_about(study: CaseStudy, about: About) -> None:
    for name in (
        "service", "outcome", "country", "place", "from_year", "to_year", "told_by", "licence",
    ):  # fmt: skip
        setattr(study, name, getattr(about, name))
    if about.facets is None:
        return
    wanted = {
        (kind, code)
        for kind, codes in about.facets.items()
        for code in codes
        if code in FACETS[kind].values
    }
    there = {(one.kind, one.code): one for one in study.facets.all()}
    StudyFacet.objects.filter(
        pk__in=[one.pk for pair, one in there.items() if pair not in wanted]
    ).delete()
    StudyFacet.objects.bulk_create(
        StudyFacet(study=study, kind=kind, code=code)
        for kind, code in sorted(wanted - there.keys())
    )


def _all_words(study: CaseStudy) -> list[str]:
    told: list[str] = [study.place, *study.title.values(), *study.summary.values()]
    for texts in study.texts.values():
        told += texts.values()
    return told


@transaction.atomic
def hand_over(*, study: CaseStudy, by: Actor, at: datetime) -> None:
    """The team hands its text over to be read by an organiser, and agrees to it as it stands.

    Raises NotEnough and NotNow.
    """
    study = _locked(study)
    _only(study, State.DRAFT)
    _enough(study)
    _move(study, State.ASKED, at=at, agreed_at=at, back_words="")
    note("case study handed over", study, by=by, at=at)


@transaction.atomic
def take_study_back(*, study: CaseStudy, by: Actor, at: datetime) -> None:
    """The team takes it back, public or not: nobody but them reads it from now on."""
    study = _locked(study)
    if study.state == State.DRAFT:
        return
    _move(study, State.DRAFT, at=at, agreed_at=None)
    note("case study taken back", study, by=by, at=at)


@transaction.atomic
def send_back(*, study: CaseStudy, words: str, by: Actor, at: datetime) -> None:
    """An organiser asks the team for something before it becomes public. Raises NotNow."""
    study = _locked(study)
    _only(study, State.ASKED)
    _move(study, State.DRAFT, at=at, agreed_at=None, back_words=words.strip())
    note("case study sent back", study, by=by, at=at)
    _write_to_team(study, emails.post_study_back, at=at)


@transaction.atomic
def ask_team(*, study: CaseStudy, by: Actor, at: datetime) -> int:
    """Ask the team whether the text may stand as an organiser changed it; how many letters."""
    study = _locked(study)
    _only(study, State.ASKED)
    posted = _write_to_team(study, emails.post_study_changed, at=at)
    note("case study team asked", study, by=by, at=at, facts={"letters": posted})
    return posted


@transaction.atomic
def agree(*, study: CaseStudy, by: Actor, at: datetime) -> None:
    """Somebody of the team agrees that the text may stand as it does. Raises NotNow."""
    study = _locked(study)
    _only(study, State.ASKED)
    _move(study, State.ASKED, at=at, agreed_at=at)
    note("case study agreed", study, by=by, at=at)


@transaction.atomic
def publish_study(*, study: CaseStudy, by: Actor, at: datetime) -> None:
    """Let everybody read it; the campaign is told. Raises NotAgreed, NotEnough, NotNow."""
    study = _locked(study)
    if study.campaign_id is None:
        _only(study, State.DRAFT, State.WITHDRAWN)
    else:
        _only(study, State.ASKED, State.WITHDRAWN)
        if study.agreed_at is None:
            raise NotAgreed(_("Words were changed, and the team has not yet said yes to them."))
    _enough(study)
    _move(study, State.PUBLISHED, at=at, published_at=at)
    note("case study published", study, by=by, at=at)
    if study.campaign is not None:
        campaign = study.campaign
        campaign.stage, campaign.stage_at = Campaign.Stage.TOLD, at
        campaign.ended_at = campaign.ended_at or at
        campaign.save(update_fields=["stage", "stage_at", "ended_at"])
        _write_to_team(study, emails.post_study_published, at=at)


@transaction.atomic
def withdraw_study(*, study: CaseStudy, by: Actor, at: datetime) -> None:
    """An organiser takes it out of the library; whoever wrote it keeps it. Raises NotNow."""
    study = _locked(study)
    _only(study, State.PUBLISHED)
    _move(study, State.WITHDRAWN, at=at)
    note("case study withdrawn", study, by=by, at=at)


@transaction.atomic
def drop_study(*, study: CaseStudy, by: Actor, at: datetime) -> None:
    """Throw away what was never public. Raises NotNow."""
    study = _locked(study)
    _only(study, State.DRAFT, State.WITHDRAWN)
    note("case study dropped", study, by=by, at=at)
    study.delete()


@transaction.atomic
def choose_studies(*, session: Session, keys: Iterable[str], by: Actor, at: datetime) -> None:
    """Say with which case studies a session works; only public ones can be chosen."""
    wanted = CaseStudy.objects.filter(key__in=list(keys), state=State.PUBLISHED)
    chosen = {study.pk for study in wanted}
    there = StudySession.objects.filter(session=session, study__state=State.PUBLISHED)
    there.exclude(study__in=chosen).delete()
    known = set(there.values_list("study", flat=True))
    StudySession.objects.bulk_create(
        StudySession(session=session, study_id=pk) for pk in sorted(chosen - known)
    )
    pages_changed()
    note("case studies of a session", session, by=by, at=at, facts={"studies": len(chosen)})


def _locked(study: CaseStudy) -> CaseStudy:
    found = CaseStudy.objects.select_for_update(of=("self",))
    return found.select_related("campaign").get(pk=study.pk)


def _only(study: CaseStudy, *states: str) -> None:
    if study.state not in states:
        raise NotNow(_("Somebody was faster: it is not in that state any more. Look again."))


def _enough(study: CaseStudy) -> None:
    if not any(study.title.values()) or not any(study.summary.values()):
        raise NotEnough(_("Write a title and one or two sentences first."))


def _move(study: CaseStudy, state: str, *, at: datetime, **more: Any) -> None:
    was = study.state
    study.state, study.changed_at = state, at
    for name, value in more.items():
        setattr(study, name, value)
    study.words = index(_all_words(study))
    study.save()
    if State.PUBLISHED in {was, state}:
        pages_changed()


def _write_to_team(study: CaseStudy, post: Any, *, at: datetime) -> int:
    campaign, posted = study.campaign, 0
    assert campaign is not None  # what organisers write has no team
    for member in telling.team(campaign):
        token = answer_link(person=member.person, thing=f"telling:{campaign.key}", at=at)
        posted += post(study=study, person=member.person, token=token, at=at) is not None
    return posted
