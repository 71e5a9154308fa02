"""A circle answers, the person named is asked, both are introduced, and how it went on."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent import actions as consent
from commonroot.consent.queries import SCHOOL
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.engagement import emails, queries
from commonroot.engagement.models import CircleLetter, Introduction, Pathway
from commonroot.engagement.queries.letters import audience_of, purpose_of
from commonroot.engagement.rules import TAKE_BACK
from commonroot.engagement.rules import introductions as rules
from commonroot.messaging.actions import take_back as take_back_letters
from commonroot.people.actions import answer_link, stop_link
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import working_way
from commonroot.programmes.models import Programme

State = Introduction.State
FURTHER = (State.PERMISSION, State.ANSWERED, State.ACTIVE, State.LEFT, State.NO_FIT)
ANSWERS = (State.WANTED, State.KNOWN, State.NOT_NOW, State.SUGGESTED)


class NotNamed(Refused):
    """The circle was not told about that person, or they took it back."""


class NotAsked(Refused):
    """Nobody asks for this introduction any more."""


class CannotFollow(Refused):
    """What was said does not follow from where the introduction stands."""


def stand(introduction: Introduction, state: str, *, at: datetime) -> None:
    """Put an introduction where it stands now, with the moment it got there; saves nothing."""
    introduction.state, introduction.changed_at = state, at
    moment = rules.MOMENTS.get(state)
    if moment is not None:
        setattr(introduction, moment, at)


STOOD = ("state", "changed_at", *sorted(set(rules.MOMENTS.values())))


@transaction.atomic
def answer_letter(
    *,
    letter: CircleLetter,
    person: Person,
    answer: str,
    by: Actor,
    at: datetime,
    contact: Person | None = None,
) -> Introduction:
    """What a circle says about somebody named: introduce us, in touch already, not now, or taken
    back.

    `answer` is wanted, known, not_now or suggested (nothing said). Asking to be introduced writes
    to the
    person ten minutes later; another answer before that stops it. Raises NotNamed.
    """
    introduction = (
        Introduction.objects.select_for_update(of=("self",))
        .select_related("letter", "circle", "person", "post")
        .filter(letter=letter, person=person)
        .first()
    )
    listens = Person.objects.filter(pk=person.pk)
    if introduction is None or not queries.listening(listens, letter.circle, at=at).exists():
        raise NotNamed(_("This person is no longer in the letter. Nothing was saved."))
    if answer not in ANSWERS:
        raise ValueError(answer)
    if introduction.state in {answer, State.INTRODUCED, State.DECLINED, *FURTHER}:
        return introduction
    if introduction.post is not None and take_back_letters(
        letters=[introduction.post], why="taken back", at=at
    ):
        introduction.post = None
    stand(introduction, answer, at=at)
    introduction.asked_by = contact
    if answer == State.WANTED and introduction.post is None:  # a question that has left still holds
        introduction.times_asked += 1
        introduction.post = emails.post_introduction_question(
            introduction=introduction,
            token=_link(introduction, at=at),
            stop=_stop(introduction, at=at),
            due_at=at + TAKE_BACK,
            at=at,
        )
    introduction.save(update_fields=[*STOOD, "post", "asked_by", "times_asked"])
    CircleLetter.objects.filter(pk=letter.pk).exclude(state=CircleLetter.State.ANSWERED).update(
        state=CircleLetter.State.ANSWERED, answered_at=at
    )
    note(
        "circle answered",
        introduction,
        by=by,
        at=at,
        person_key=person.key,
        facts={"answer": answer},
    )
    return introduction


def _link(introduction: Introduction, *, at: datetime) -> str:
    return answer_link(
        person=introduction.person,
        thing=f"introduction:{introduction.key}",
        way=working_way(introduction.person),
        at=at,
    )


def _stop(introduction: Introduction, *, at: datetime) -> str:
    """What takes back the yes on which letters about introductions rest."""
    return stop_link(person=introduction.person, thing=str(purpose_of(introduction.meets)), at=at)


@transaction.atomic
def answer_introduction(
    *, introduction: Introduction, way: ContactWay | None, by: Actor, at: datetime
) -> Introduction:
    """The person named says which address the circle may have, or (None) that it does not suit now.

    With a yes both get one message. Raises NotAsked.
    """
    locked = (
        Introduction.objects.select_for_update(of=("self",))
        .select_related("circle", "person", "asked_by", "letter")
        .get(pk=introduction.pk)
    )
    contact = locked.asked_by
    if locked.state != State.WANTED or contact is None:
        raise NotAsked(_("Nobody asks for this any more. Nothing was told to anyone."))
    if way is None:
        stand(locked, State.DECLINED, at=at)
    else:
        stand(locked, State.INTRODUCED, at=at)
        locked.way = way
        locked.post = emails.post_introduction(
            introduction=locked, contact=contact, way=way, stop=_stop(locked, at=at), at=at
        )
    locked.save(update_fields=[*STOOD, "post", "way"])
    note(
        "introduction answered",
        locked,
        by=by,
        at=at,
        person_key=locked.person.key,
        facts={"state": locked.state},
    )
    return locked


def _title(pathway: Pathway | None) -> Translated:
    """What an offer without a circle is called: so the person knows its contact was told."""
    return pathway.title if pathway is not None else Translated()


@transaction.atomic
def tell_introduction(*, introduction: Introduction, at: datetime) -> None:
    """The letter with the address has left: the person sees who has it."""
    circle, pathway = introduction.circle, introduction.pathway
    consent.tell(
        people=[introduction.person],
        audience=audience_of(circle) if circle is not None else SCHOOL,
        audience_name=circle.name if circle is not None else _title(pathway),
        what=["name", "address"],
        purpose=purpose_of(circle) if circle is not None else Purpose.FOLLOW_UP,
        at=at,
    )
    introduction.told_at = at
    introduction.save(update_fields=["told_at"])


@transaction.atomic
def wish_to_meet(
    *,
    circle: Circle,
    person: Person,
    programme: Programme,
    contact: Person | None = None,
    by: Actor,
    at: datetime,
) -> Introduction:
    """A circle that heard of somebody before a course would like to meet them: they are asked.

    Once per circle, person and course. Raises NotNamed where the gate does not let that circle
    hear of them.
    """
    if not queries.listening(Person.objects.filter(pk=person.pk), circle, at=at).exists():
        raise NotNamed(_("That circle may not hear of them. Nothing was saved."))
    there = (
        Introduction.objects.filter(circle=circle, person=person, programme=programme, letter=None)
        .filter(pathway=None)
        .first()
    )
    if there is not None:
        return there
    introduction = Introduction(
        circle=circle,
        person=person,
        programme=programme,
        asked_by=contact,
        times_asked=1,
        suggested_at=at,
    )
    stand(introduction, State.WANTED, at=at)
    introduction.save()
    introduction.post = emails.post_introduction_question(
        introduction=introduction,
        token=_link(introduction, at=at),
        stop=_stop(introduction, at=at),
        due_at=at + TAKE_BACK,
        at=at,
    )
    introduction.save(update_fields=["post"])
    note("circle wishes to meet", introduction, by=by, at=at, person_key=person.key)
    return introduction
