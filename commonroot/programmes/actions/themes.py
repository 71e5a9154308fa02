"""Themes: put up by organisers or suggested, chosen by members and partners."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.core.text import folded, one_line
from commonroot.messaging.actions import take_back
from commonroot.messaging.models import Letter
from commonroot.people.actions import answer_link
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import working_way
from commonroot.people.rules import PAGE_DAYS
from commonroot.programmes import emails
from commonroot.programmes.models import Idea, Programme, Voice
from commonroot.programmes.queries import themes as queries

MOST_CHOSEN = 3
MOST_SUGGESTED = 20  # by all together, until organisers have looked at some
TITLE_LENGTH = 120
RECALL = timedelta(minutes=10)  # before letters leave

State = Idea.State


class TooMany(Refused):
    """More themes were chosen than one may put first."""


class ThereAlready(Refused):
    """A theme of that name stands there already."""


class TooLate(Refused):
    """The letters have left."""


class NothingSaid(Refused):
    """A theme without a name."""


@transaction.atomic
def put_up(
    *, title: Translated, sentence: Translated, by: Actor, at: datetime, open_now: bool = True
) -> Idea:
    """One more theme to choose from, or a suggestion that organisers look at first.

    Raises NothingSaid and ThereAlready.
    """
    names = {folded(text) for text in title.values() if text.strip()}
    if not names:
        raise NothingSaid(_("Give the theme a name."))
    for one in Idea.objects.exclude(state=State.CLOSED):
        if names & {folded(text) for text in one.title.values()}:
            raise ThereAlready(_("This theme stands there already."))
    idea = Idea.objects.create(
        title=title,
        sentence=sentence,
        state=State.OPEN if open_now else State.SUGGESTED,
        asked_at=at,
        changed_at=at,
    )
    note("theme put up", idea, by=by, at=at)
    return idea


@transaction.atomic
def settle_idea(
    *, idea: Idea, state: str, programme: Programme | None, by: Actor, at: datetime
) -> None:
    """Open a theme for choosing, say that it is planned, or put it aside; voices stay."""
    idea.state, idea.programme, idea.changed_at = state, programme, at
    idea.save(update_fields=["state", "programme", "changed_at"])
    note("theme settled", idea, by=by, at=at, facts={"state": state})


@transaction.atomic
def choose(
    *, person: Person, ideas: Collection[Idea], suggested: str, by: Actor, at: datetime
) -> None:
    """Put some themes first, in place of those chosen before, and perhaps suggest another.

    Raises TooMany and ThereAlready.
    """
    if len(ideas) > MOST_CHOSEN:
        raise TooMany(_("Choose three at most. Nothing was changed."))
    title = one_line(suggested)[:TITLE_LENGTH]
    if title and Idea.objects.filter(state=State.SUGGESTED).count() < MOST_SUGGESTED:
        language = person.language
        put_up(
            title=Translated({language: title}), sentence=Translated(), by=by, at=at, open_now=False
        )
    standing = Voice.objects.filter(person=person)
    standing.exclude(idea__in=ideas).filter(idea__state=State.OPEN).delete()
    said = set(standing.values_list("idea", flat=True))
    Voice.objects.bulk_create(
        Voice(person=person, idea=idea, said_at=at) for idea in ideas if idea.pk not in said
    )


@transaction.atomic
def ask_about_themes(*, by: Actor, at: datetime) -> int:
    """Write to everybody who may choose, with a link that opens the choice; how many letters.

    All of them or none. They leave in ten minutes and can be called back until then. Nobody gets
    more than one such letter a month, however often it is asked.
    """
    posted = 0
    month = f"{at:%Y-%m}"
    for person in queries.to_ask(at=at):
        way = working_way(person)
        name = f"themes:{person.key}:{month}"
        before = Letter.objects.filter(once__startswith=name)
        if (
            way is None
            or way.kind != ContactWay.Kind.MAIL
            or before.exclude(state=Letter.State.CANCELLED).exists()
        ):
            continue
        again = before.count()
        token = answer_link(person=person, thing=f"themes:{month}", days=PAGE_DAYS, at=at)
        emails.post_themes(
            person=person,
            way=way,
            token=token,
            once=f"{name}:{again}" if again else name,
            leaves_at=at + RECALL,
            at=at,
        )
        posted += 1
    note("themes asked", None, by=by, at=at, facts={"letters": posted})
    return posted


@transaction.atomic
def recall_themes(*, by: Actor, at: datetime) -> int:
    """Call back the letters about themes that have not left; how many. Raises TooLate."""
    stopped = take_back(letters=queries.letters_to_recall(at=at), why="called back", at=at)
    if not stopped:
        raise TooLate(_("The ten minutes are over: the letters are on their way."))
    note("themes called back", None, by=by, at=at, facts={"letters": stopped})
    return stopped
