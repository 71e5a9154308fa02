"""Rounds of questions: planned at the close, sent when due, answered in two taps."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.models import Agreement
from commonroot.consent.queries import SCHOOL, allowed, current_wordings, is_unsafe
from commonroot.consent.queries.safety import unsafe_among
from commonroot.consent.rules import Purpose
from commonroot.core.rows import write_in_parts
from commonroot.engagement import emails
from commonroot.engagement.actions.promises import answer_promise
from commonroot.engagement.models import FollowUp, Participation, Promise, Wave
from commonroot.engagement.queries.owners import who_hears
from commonroot.engagement.rules import wave_plan
from commonroot.engagement.rules.waves import asks_for_help, heard
from commonroot.messaging.actions import take_back
from commonroot.messaging.models import Letter
from commonroot.people.actions import answer_link, confirm, stop_link
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import working_way
from commonroot.programmes.models import Programme

State = FollowUp.State
Background = Participation.Background
ASKED_AT_A_TIME = 5
NO = (Agreement.State.REFUSED, Agreement.State.WITHDRAWN)


@transaction.atomic
def plan_waves(*, programme: Programme, ended_on: date, at: datetime) -> list[Wave]:
    """The rounds of a course that ended on that day; what somebody planned otherwise stands."""
    planned = list(Wave.objects.filter(programme=programme).order_by("due_on", "pk"))
    if planned:
        return planned
    return [
        Wave.objects.get_or_create(
            programme=programme,
            months=step.months,
            defaults={"due_on": step.due_on, "only_new": step.only_new},
        )[0]
        for step in wave_plan(ended_on=ended_on, closed_on=at.date())
    ]


def send_wave(*, wave: Wave, by: Actor, at: datetime) -> int:
    """Ask everybody of the course who agreed to it; how many. A round is sent once.

    Everybody of the roll gets a row, also those not asked, so that each count has its denominator.
    In parts, so that nobody else who writes waits long; cut off and begun anew, it asks the rest.
    """
    if Wave.objects.filter(pk=wave.pk).exclude(sent_at=None).exists():
        return 0
    rolled = Participation.objects.filter(
        programme=wave.programme, role=Participation.Role.PARTICIPANT
    )
    if wave.only_new:
        rolled = rolled.filter(background=Background.NEW)
    there = FollowUp.objects.filter(wave=wave)
    waiting = rolled.exclude(person__in=there.values("person")).select_related("person")

    def ask(part: Sequence[Participation]) -> None:
        _ask(wave, part, at=at)

    write_in_parts(list(waiting.order_by("pk")), ask, at_a_time=ASKED_AT_A_TIME)
    with transaction.atomic():
        locked = Wave.objects.select_for_update().get(pk=wave.pk)
        asked = there.exclude(asked_at=None).count()
        if locked.sent_at is None:
            locked.sent_at, locked.listed = at, there.count()
            locked.save(update_fields=["sent_at", "listed"])
            note("round of questions sent", locked, by=by, at=at, facts={"asked": asked})
    return asked


def _ask(wave: Wave, part: Sequence[Participation], *, at: datetime) -> None:
    people = [participation.person_id for participation in part]
    agreed = set(
        allowed(
            Participation.objects.filter(programme=wave.programme, person__in=people),
            "person",
            purpose=Purpose.FOLLOW_UP,
            audience=SCHOOL,
            at=at,
        ).values_list("person_id", flat=True)
    )
    said_no = set(
        Agreement.objects.filter(
            purpose=Purpose.FOLLOW_UP, state__in=NO, person__in=people
        ).values_list("person_id", flat=True)
    )
    # What they said already of their promise is not asked again.
    promises = {
        promise.person_id: promise
        for promise in Promise.objects.filter(
            programme=wave.programme, made_at__lte=at, person__in=people
        ).filter(outcome__in=("", Promise.Outcome.STILL))
    }
    unsafe = unsafe_among(Person.objects.filter(pk__in=people))
    for participation in part:
        person = participation.person
        state = _state(
            person,
            agrees=person.pk in agreed,
            said_no=person.pk in said_no,
            unsafe=person.pk in unsafe,
        )
        follow_up, made = FollowUp.objects.get_or_create(
            wave=wave,
            person=person,
            defaults={
                "background": participation.background,
                "promise": promises.get(person.pk),
                "state": state,
                "asked_at": at if state == State.SENT else None,
            },
        )
        if made and state == State.SENT:
            _post(follow_up, again=False, at=at)


def _state(person: Person, *, agrees: bool, said_no: bool, unsafe: bool = False) -> str:
    """How somebody stands to a round. What they said comes before what we know of them."""
    if said_no:
        return State.WITHDRAWN
    if unsafe:
        return State.UNSAFE
    if agrees:
        if working_way(person) is not None:
            return State.SENT
        return State.BOUNCED if person.ways.exists() else State.UNREACHABLE
    return State.PAUSED if person.frozen_at is not None else State.NOT_ASKED


def _post(follow_up: FollowUp, *, again: bool, at: datetime) -> None:
    person = follow_up.person
    token = answer_link(
        person=person, thing=f"follow_up:{follow_up.key}", way=working_way(person), at=at
    )
    stop = stop_link(person=person, thing=str(Purpose.FOLLOW_UP), at=at)
    follow_up.post = emails.post_follow_up(
        follow_up=follow_up, token=token, stop=stop, again=again, at=at
    )
    follow_up.save(update_fields=["post"])


@transaction.atomic
def try_again(*, follow_up: FollowUp, at: datetime) -> bool:
    """The second and last letter to somebody silent; false when they may not be asked now."""
    FollowUp.objects.filter(pk=follow_up.pk).update(reminded_at=at)
    people = Person.objects.filter(pk=follow_up.person_id)
    may = allowed(people, "", purpose=Purpose.FOLLOW_UP, audience=SCHOOL, at=at).exists()
    if not may or is_unsafe(follow_up.person) or working_way(follow_up.person) is None:
        return False
    follow_up.reminded_at = at
    if follow_up.post is not None:
        # A first letter that still waits for somebody's hand need not go beside the second.
        take_back(letters=[follow_up.post], why="asked again", at=at)
    _post(follow_up, again=True, at=at)
    return True


@transaction.atomic
def fall_silent(*, follow_up: FollowUp, at: datetime) -> None:
    """Thirty days without a word: the round ends for them. A late answer still counts."""
    waits = FollowUp.objects.filter(pk=follow_up.pk, state=State.SENT)
    if not waits.update(state=State.SILENT):  # they answered a moment ago
        return
    follow_up.state = State.SILENT
    if follow_up.post is not None:
        take_back(letters=[follow_up.post], why="too late", at=at)


@transaction.atomic
def settle_follow_up(*, follow_up: FollowUp, at: datetime) -> str:
    """The letter came back or was stopped on its way: say so; the state it ends in."""
    bounced = follow_up.post is not None and follow_up.post.state == Letter.State.BOUNCED
    said_no = Agreement.objects.filter(
        person=follow_up.person, purpose=Purpose.FOLLOW_UP, state__in=NO
    ).exists()
    if bounced:
        follow_up.state = State.BOUNCED
    else:
        follow_up.state = _state(
            follow_up.person, agrees=False, said_no=said_no, unsafe=is_unsafe(follow_up.person)
        )
    follow_up.save(update_fields=["state"])
    return follow_up.state


@transaction.atomic
def answer_follow_up(
    *,
    follow_up: FollowUp,
    by: Actor,
    at: datetime,
    outcome: str = "",
    engagement: str = "",
    word: str = "",
    said: Mapping[str, object] | None = None,
    way: ContactWay | None = None,
) -> None:
    """How it went; what is left empty stays as it was, what is said again stands anew.

    `said`: {code of a question: answer} of the longer page, kept as far as it was asked. Who says
    what they need is heard at once: an owner, else the team, gets a letter that names nobody.
    `way`: where the letter was sent; an answer proves that it works.
    """
    more = heard(said or {}, background=follow_up.background, months=follow_up.wave.months)
    given = {"outcome": outcome, "engagement": engagement, "word": word}
    told = {field: text for field, text in given.items() if text}
    if not told and not more:
        return
    for field, text in told.items():
        setattr(follow_up, field, text)
    follow_up.said = {**follow_up.said, **more}
    follow_up.state, follow_up.answered_at = State.ANSWERED, follow_up.answered_at or at
    if asks_for_help(more):
        follow_up.asked_help_at, follow_up.helped_at = at, None
    follow_up.save(
        update_fields=[*told, "said", "state", "answered_at", "asked_help_at", "helped_at"]
    )
    if outcome and follow_up.promise is not None:
        answer_promise(promise=follow_up.promise, outcome=outcome, by=by, at=at)
    if asks_for_help(more):
        for account in who_hears(follow_up.person, programme=follow_up.wave.programme, at=at):
            emails.post_help(follow_up=follow_up, account=account, at=at)
    confirm(person=follow_up.person, way=way, by=by, at=at)
    note(
        "follow-up answered",
        follow_up,
        by=by,
        at=at,
        person_key=follow_up.person.key,
        facts={"fields": sorted([*told, *more])},
    )


@transaction.atomic
def stop_asking(*, follow_up: FollowUp, language: str, by: Actor, at: datetime) -> None:
    """They want no more questions: from now on none is sent, in any round. An answer given
    stays.
    """
    consent.answer(
        person=follow_up.person,
        purpose=Purpose.FOLLOW_UP,
        yes=False,
        how="letter",
        form="stop",
        wording=current_wordings("stop").get(Purpose.FOLLOW_UP),
        language=language,
        by=by,
        at=at,
    )
    still_open = (State.SENT, State.SILENT)
    FollowUp.objects.filter(person=follow_up.person, state__in=still_open).update(
        state=State.WITHDRAWN
    )
    follow_up.refresh_from_db(fields=["state"])


@transaction.atomic
def read_answers(*, wave: Wave, by: Actor, at: datetime) -> None:
    """An organiser has read the answers there are; the next ones are due again."""
    wave.read_at = at
    wave.save(update_fields=["read_at"])
    note("answers read", wave, by=by, at=at)
