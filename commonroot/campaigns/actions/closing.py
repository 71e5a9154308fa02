"""The closing gathering: made, asked for, written by each team, handed in, shown to everybody."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.campaigns.emails import closing as emails
from commonroot.campaigns.models import Campaign, ClosingGathering, ClosingWord
from commonroot.campaigns.queries import closing
from commonroot.campaigns.rules.words_met import merged
from commonroot.core.errors import Refused
from commonroot.people.actions import answer_link
from commonroot.programmes.models import Programme


class ShownAlready(Refused):
    """Everybody of the course reads it by now."""


class NothingWritten(Refused):
    """Nothing was written that could be handed in."""


class GivenAlready(Refused):
    """It was handed in, and is to be taken back before it is changed."""


@transaction.atomic
def set_gathering(
    *,
    programme: Programme,
    language: str,
    words: str,
    starts_at: datetime | None,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> ClosingGathering:
    """Make the closing gathering of a programme, or say something else of it."""
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    found = ClosingGathering.objects.filter(programme=programme).first()
    found = found or ClosingGathering(programme=programme)
    found.words = {**found.words, language: words.strip()}
    found.starts_at, found.due_on = starts_at, due_on
    found.save()
    note("closing gathering set", found, by=by, at=at)
    return found


@transaction.atomic
def ask_campaigns(*, gathering: ClosingGathering, by: Actor, at: datetime) -> int:
    """Ask every team of the course what it brings; how many letters. Nobody gets two of them."""
    gathering = _locked(gathering)
    posted = sum(
        _ask(gathering, campaign, again=False, at=at)
        for campaign in closing.campaigns_of(gathering.programme)
    )
    gathering.asked_at = gathering.asked_at or at
    gathering.save(update_fields=["asked_at"])
    # Without how many: that would tell that there are campaigns that nobody knows of.
    note("campaigns asked for the closing", gathering, by=by, at=at)
    return posted


@transaction.atomic
def ask_silent(*, gathering: ClosingGathering, at: datetime) -> int:
    """Ask the teams that have not handed in once more, and only once; how many letters."""
    gathering = _locked(gathering)
    if gathering.again_at is not None or gathering.shown_at is not None:
        return 0
    gathering.again_at = at
    gathering.save(update_fields=["again_at"])
    return sum(
        _ask(gathering, campaign, again=True, at=at) for campaign in closing.silent(gathering)
    )


def _ask(gathering: ClosingGathering, campaign: Campaign, *, again: bool, at: datetime) -> int:
    posted = 0
    for person in closing.people_of(campaign):
        token = answer_link(person=person, thing=f"closing:{campaign.key}", at=at)
        letter = emails.post_closing(
            gathering=gathering, campaign=campaign, person=person, again=again, token=token, at=at
        )
        posted += letter is not None
    return posted


@transaction.atomic
def write_closing(
    *,
    campaign: Campaign,
    gathering: ClosingGathering,
    said: Mapping[str, str],
    read: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> dict[str, str]:
    """Keep what a team brings; words that met others are not kept but given back.

    `read` holds the mark of each field as its writer had it before them (`rules.words_met`).
    Raises GivenAlready and ShownAlready.
    """
    word = _of(campaign, gathering)
    if word.given_at is not None:
        raise GivenAlready(
            _("It was handed in meanwhile. Take it back first; what you wrote is still here.")
        )
    met = merged(stood=closing.words_in(word), read=read, said=said)
    word.said, word.changed_at = met.stands, at
    word.save()
    return met.clashes


@transaction.atomic
def hand_in(*, campaign: Campaign, gathering: ClosingGathering, by: Actor, at: datetime) -> None:
    """Let everybody of the course read it when the page is opened. Raises NothingWritten and
    ShownAlready.
    """
    word = _of(campaign, gathering)
    if not any(word.said.get(part) for part in closing.PARTS):
        raise NothingWritten(_("Write into one of the three boxes first."))
    word.given_at = word.given_at or at
    word.save()
    note("closing words handed in", word, by=by, at=at)


@transaction.atomic
def take_in_back(
    *, campaign: Campaign, gathering: ClosingGathering, by: Actor, at: datetime
) -> None:
    """Keep it within the team again. Raises ShownAlready."""
    word = _of(campaign, gathering)
    if word.given_at is None:
        return
    word.given_at = None
    word.save(update_fields=["given_at"])
    note("closing words taken back", word, by=by, at=at)


@transaction.atomic
def show_gathering(*, gathering: ClosingGathering, show: bool, by: Actor, at: datetime) -> None:
    """Open the page for everybody of the course, or close it again."""
    gathering = _locked(gathering)
    gathering.shown_at = (gathering.shown_at or at) if show else None
    gathering.save(update_fields=["shown_at"])
    verb = "closing gathering opened" if show else "closing gathering closed"
    note(verb, gathering, by=by, at=at)


def _locked(gathering: ClosingGathering) -> ClosingGathering:
    rows = ClosingGathering.objects.select_for_update(of=("self",))
    return rows.select_related("programme").get(pk=gathering.pk)


def _of(campaign: Campaign, gathering: ClosingGathering) -> ClosingWord:
    gathering = _locked(gathering)
    word = closing.word_of(campaign, gathering)
    if gathering.shown_at is not None and word.given_at is not None:
        raise ShownAlready(_("Everybody of the course reads the page by now. Ask the organisers."))
    return word
