"""The closing gathering: what each campaign of a course brings to it, and who has not written."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from commonroot.campaigns.models import Campaign, ClosingGathering, ClosingWord, Member, Step
from commonroot.campaigns.queries.reading import member_of, programmes_of
from commonroot.campaigns.rules.sharing import STEPS, reaches
from commonroot.people.models import Person
from commonroot.programmes.models import Programme

PARTS = ("challenges", "insights", "successes")
FIELDS = ("name", *PARTS)
REMIND_DAYS = timedelta(days=3)
__all__ = ["member_of", "programmes_of"]


@dataclass(frozen=True)
class Line:
    """A campaign on the organisers' page: its name, and how far its words are."""

    name: str
    state: str  # "given", "begun", "open"
    people: int


@dataclass(frozen=True)
class Brought:
    """What one campaign brought, as everybody of the course reads it."""

    name: str
    challenges: str
    insights: str
    successes: str


def gathering(key: str) -> ClosingGathering | None:
    """The closing gathering of the programme with that key."""
    rows = ClosingGathering.objects.filter(programme__key=key)
    return rows.select_related("programme__run_by").first()


def programme(key: str) -> Programme | None:
    """The programme with that key."""
    return Programme.objects.filter(key=key).select_related("run_by").first()


def gathering_of(campaign: Campaign) -> ClosingGathering | None:
    """The gathering to which a campaign is asked, if it was."""
    rows = ClosingGathering.objects.filter(
        programme=campaign.programme_id or 0, asked_at__isnull=False
    )
    return rows.select_related("programme__run_by").first()


def campaigns_of(programme: Programme) -> QuerySet[Campaign]:
    """The campaigns of a course that were not thrown away."""
    rows = Campaign.objects.filter(programme=programme, thrown_at=None)
    return rows.select_related("group").order_by("pk")


def people_of(campaign: Campaign) -> list[Person]:
    """Whom a question to a team reaches: everybody who joined and stayed."""
    rows = Member.objects.filter(campaign=campaign, left_at=None).exclude(joined_at=None)
    return [one.person for one in rows.select_related("person").order_by("pk")]


def word_of(campaign: Campaign, gathering: ClosingGathering) -> ClosingWord:
    """What a campaign brings; empty and not kept where nobody has written yet."""
    there = ClosingWord.objects.filter(gathering=gathering, campaign=campaign).first()
    return there or ClosingWord(gathering=gathering, campaign=campaign)


def open_word(campaign: Campaign) -> ClosingWord | None:
    """What a team is still asked to bring to the closing gathering of its course, if anything."""
    found = gathering_of(campaign)
    if found is None or found.shown_at is not None:
        return None
    word = word_of(campaign, found)
    return word if word.given_at is None else None


def words_in(word: ClosingWord) -> dict[str, str]:
    """What stands in its fields; the campaign's own name until they write another."""
    said = {field: str(word.said.get(field, "")) for field in FIELDS}
    return said | {"name": said["name"] or word.campaign.name}


def lines(gathering: ClosingGathering) -> list[Line]:
    """The campaigns that organisers may know of: three queries. That there are others, how many,
    and whether they began to write, is their teams' alone.
    """
    words = {one.campaign_id: one for one in gathering.closing_words.all()}
    teams: dict[int, int] = {}
    campaigns = [
        one for one in campaigns_of(gathering.programme) if is_known(one, words.get(one.pk))
    ]
    members = Member.objects.filter(campaign__in=campaigns, left_at=None).exclude(joined_at=None)
    for campaign in members.values_list("campaign", flat=True):
        teams[campaign] = teams.get(campaign, 0) + 1
    return [
        Line(
            name=_name(one, words.get(one.pk)),
            state=_state(words.get(one.pk)),
            people=teams.get(one.pk, 0),
        )
        for one in campaigns
    ]


def is_known(campaign: Campaign, word: ClosingWord | None) -> bool:
    """Whether organisers of its course know of a campaign: it is shared so far, or handed in."""
    given = word is not None and word.given_at is not None
    return given or reaches(Step.COHORT, Step(campaign.shared_to))


def _name(campaign: Campaign, word: ClosingWord | None) -> str:
    """The name they handed in; what they only began to write is theirs."""
    given = word is not None and word.given_at is not None
    return words_in(word)["name"] if word is not None and given else campaign.name


def known_words() -> QuerySet[ClosingWord]:
    """What teams bring, as far as organisers of their courses know of the campaigns: `is_known` as
    a query.
    """
    so_far = STEPS[STEPS.index(Step.COHORT) :]
    return ClosingWord.objects.filter(Q(given_at__isnull=False) | Q(campaign__shared_to__in=so_far))


def _state(word: ClosingWord | None) -> str:
    if word is None or not any(word.said.get(part) for part in PARTS):
        return "open"
    return "begun" if word.given_at is None else "given"


def brought(gathering: ClosingGathering) -> list[Brought]:
    """What was handed in, in the order in which it came; the rest stays with its team."""
    rows = gathering.closing_words.filter(given_at__isnull=False, campaign__thrown_at=None)
    found = (words_in(one) for one in rows.select_related("campaign").order_by("given_at", "pk"))
    return [Brought(**{field: one[field] for field in FIELDS}) for one in found]


def to_remind(*, at: datetime) -> QuerySet[ClosingGathering]:
    """Gatherings whose campaigns are asked once more: three days before the last day."""
    rows = ClosingGathering.objects.filter(
        asked_at__isnull=False,
        again_at=None,
        shown_at=None,
        due_on__lte=(at + REMIND_DAYS).date(),
        due_on__gte=at.date(),
    )
    return rows.select_related("programme__run_by").order_by("pk")


def silent(gathering: ClosingGathering) -> list[Campaign]:
    """Campaigns that have not handed in."""
    given = gathering.closing_words.filter(given_at__isnull=False).values("campaign")
    return list(campaigns_of(gathering.programme).exclude(pk__in=given))
