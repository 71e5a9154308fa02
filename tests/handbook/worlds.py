"""The smallest world for each thing that completes itself: open, done, open again.

A world is a generator that pauses three times: the thing is open, it is done, it is open again.
What it changes it changes as the areas do: by their actions where one call is enough, else by the
row that their actions write.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Model

from commonroot.accounts.roles import Actor
from commonroot.admissions.models import Application, Call, FormQuestion, Preparation
from commonroot.campaigns.models import ClosingGathering
from commonroot.core.fields import Translated
from commonroot.engagement.actions import give_to
from commonroot.engagement.actions.changes import decide_change
from commonroot.engagement.actions.liaison_steps import leave_out
from commonroot.engagement.actions.liaison_steps import open_again as open_liaison
from commonroot.engagement.models import (
    ChangeCard,
    ChangeDecision,
    CircleLetter,
    Closing,
    ClosingAnswer,
    Experience,
    Introduction,
    Liaison,
    Participation,
    Pathway,
    PathwayContact,
)
from commonroot.files.models import Upload
from commonroot.groups.models import MonthReport
from commonroot.handbook.actions import answers
from commonroot.programmes.actions import close, keep_promise, publish
from commonroot.programmes.actions.team import cover, promise
from commonroot.programmes.models import Function, Material, Part, Presenter, Session
from commonroot.registration.actions.attendance import tick
from commonroot.registration.models import Door, FeedbackAsked
from tests.factories.accounts import AccountFactory
from tests.factories.admissions import (
    ApplicationFactory,
    CriterionFactory,
    FormQuestionFactory,
    PreparationFactory,
    PreparedFactory,
    ReplyFactory,
    ReviewerFactory,
    ReviewFactory,
    ScholarshipFactory,
    TargetFactory,
)
from tests.factories.engagement import (
    CircleLetterFactory,
    ParticipationFactory,
    ProjectFactory,
    PromiseFactory,
    WaveFactory,
)
from tests.factories.groups import (
    FormationFactory,
    GatheringFactory,
    GroupMemberFactory,
    SmallGroupFactory,
)
from tests.factories.people import PersonFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory
from tests.factories.registration import RegistrationFactory

AT = datetime(2026, 12, 10, 9, tzinfo=UTC)  # after the first meeting, before the last day
BY = Actor.system()
World = Iterator[None]
State = Application.State


def turned(row: Model, **done: Any) -> World:
    """Fields of a row become so, and what they were."""
    was = {name: getattr(row, name) for name in done}
    for values in ({}, done, was):
        type(row)._default_manager.filter(pk=row.pk).update(**values or was)
        yield


def there(make: Callable[[], Model]) -> World:
    """A row comes, and goes."""
    yield
    row = make()
    yield
    row.delete()
    yield


def covered(*kinds: str) -> Callable[[Call], World]:
    """Somebody covers these functions, and nobody does."""

    def world(call: Call) -> World:
        for words in ("", "Bea", ""):
            for kind in kinds:
                cover(programme=call.programme, kind=kind, person=None, words=words, by=BY, at=AT)
            yield

    return world


def texts(**done: Translated) -> Callable[[Call], World]:
    """Texts of the programme's page."""
    return lambda call: turned(call.programme, **done)


def promises_kept(call: Call) -> World:
    made = promise(programme=call.programme, what="A hall", person=None, due_on=None, by=BY, at=AT)
    for done in (False, True, False):
        keep_promise(commitment=made, done=done, by=BY, at=AT)
        yield


def changes_decided(call: Call) -> World:
    earlier = ProgrammeFactory()
    turned_down = ChangeDecision.State
    type(call.programme).objects.filter(pk=call.programme.pk).update(copied_from=earlier)
    card = ChangeCard.objects.create(programme=earlier, text="Menu earlier", made_at=AT)
    yield
    for state in (turned_down.DONE, turned_down.OPEN):
        decide_change(card=card, programme=call.programme, state=state, why="", by=BY, at=AT)
        yield


def published(call: Call) -> World:
    programme = call.programme
    type(programme).objects.filter(pk=programme.pk).update(published_at=None)
    programme.published_at = None
    yield
    publish(programme=programme, by=BY, at=AT)
    yield
    type(programme).objects.filter(pk=programme.pk).update(published_at=None)
    yield


def readers_found(call: Call) -> World:
    ReviewerFactory(call=call)
    return there(lambda: ReviewerFactory(call=call))


def read_twice(call: Call) -> World:
    one = ApplicationFactory(call=call)
    ReviewFactory(application=one)
    return there(lambda: ReviewFactory(application=one))


def coming(call: Call, **person: object) -> Application:
    """Somebody who said yes to their place."""
    return ApplicationFactory(call=call, state=State.CONFIRMED, person=PersonFactory(**person))


def prepared(kind: str, *, travellers: bool = False) -> Callable[[Call], World]:
    """Somebody from Uganda does what is asked before."""

    def world(call: Call) -> World:
        one = coming(call, country="UG")
        task = PreparationFactory(call=call, kind=kind, travellers_only=travellers)
        return there(lambda: PreparedFactory(preparation=task, application=one))

    return world


def session_of(call: Call, **fields: object) -> Session:
    """A meeting of the course on 1 December."""
    return SessionFactory(programme=call.programme, **fields)


def in_session(make: Callable[[Session], Model]) -> Callable[[Call], World]:
    """Something comes to a meeting, and goes."""

    def world(call: Call) -> World:
        session = session_of(call)
        return there(lambda: make(session))

    return world


def material(session: Session) -> Material:
    return Material.objects.create(
        programme=session.programme, session=session, position=1, kind=Material.Kind.SLIDES,
        title=Translated({"en": "Slides"}), address="https://example.org/slides", added_at=AT,
    )  # fmt: skip


def small_versions(call: Call) -> World:
    upload = Upload.objects.create(
        name="a.pdf", kind="application/pdf", bytes=1, place="a", kept_at=AT
    )
    row = Material.objects.create(
        programme=call.programme, position=1, kind=Material.Kind.SLIDES, upload=upload,
        title=Translated({"en": "Slides"}), added_at=AT,
    )  # fmt: skip
    return turned(row, small_address="https://example.org/small")


def in_group(make: Callable[[Any], Model]) -> Callable[[Call], World]:
    """Something comes to the one small group, and goes."""

    def world(call: Call) -> World:
        group = SmallGroupFactory(formation=FormationFactory(programme=call.programme))
        return there(lambda: make(group))

    return world


def reported(group: Any) -> MonthReport:
    return MonthReport.objects.create(
        group=group, month=date(2026, 12, 1), written_at=AT, given_at=AT
    )


def presenter(state: str, **fields: object) -> Callable[[Session], Presenter]:
    return lambda session: Presenter.objects.create(
        session=session, person=PersonFactory(), state=state, **fields
    )


def asked_presenter(call: Call) -> World:
    row = presenter(Presenter.State.ASKED)(session_of(call))
    return turned(row, state=Presenter.State.AGREED, answered_at=AT)


def presenter_line(call: Call) -> World:
    return turned(presenter(Presenter.State.AGREED)(session_of(call)), line="A nurse from Mombasa")


def attendance_kept(call: Call) -> World:
    claim = RegistrationFactory(session=session_of(call))
    yield
    for state in ("attended", "placed"):
        tick(registration=claim, state=state, how="desk", by=BY, at=AT)
        yield


def feedback_asked(call: Call) -> World:
    claim = RegistrationFactory(session=session_of(call))
    return there(lambda: FeedbackAsked.objects.create(registration=claim, asked_at=AT))


def course_closed(call: Call) -> World:
    programme = call.programme
    yield
    close(programme=programme, by=BY, at=AT)
    yield
    type(programme).objects.filter(pk=programme.pk).update(closed_at=None)
    yield


def answers_enough(call: Call) -> World:
    for _one in range(4):
        ClosingAnswer.objects.create(programme=call.programme, said_on=AT.date())
    return there(lambda: ClosingAnswer.objects.create(programme=call.programme, said_on=AT.date()))


def accounts_asked(call: Call) -> World:
    return there(lambda: experience(call))


def experience(call: Call) -> Experience:
    return Experience.objects.create(
        programme=call.programme, person=PersonFactory(), part=Function.Kind.PLACE,
        asked_at=AT, changed_at=AT,
    )  # fmt: skip


def deepening_said(call: Call) -> World:
    seen = ""
    for text in ("", "Every one of them meets their circle within a month.", ""):
        done = answers.write(
            programme=call.programme, question="alumni.deepen", text=text, language="en",
            seen=seen, by=BY, at=AT,
        )  # fmt: skip
        seen = answers.rules.stamp(done.answer.changed_at) if done.answer else ""
        yield


def countries_asked(call: Call) -> World:
    row = Liaison.objects.create(programme=call.programme, country="UG", made_at=AT)
    yield
    leave_out(liaison=row, why="The border is closed.", by=BY, at=AT)
    yield
    open_liaison(liaison=row, by=BY, at=AT)
    yield


def countries_answered(call: Call) -> World:
    row = Liaison.objects.create(
        programme=call.programme, country="UG", made_at=AT, asked_at=AT, state=Liaison.State.ASKED
    )
    return turned(row, state=Liaison.State.ANSWERED, answered_at=AT)


def offered(kind: str) -> Callable[[Call], World]:
    """An offer of the team, with somebody who is met there."""

    def world(call: Call) -> World:
        pathway = Pathway.objects.create(kind=kind, run_by=call.programme.run_by, made_at=AT)
        return there(
            lambda: PathwayContact.objects.create(
                pathway=pathway, person=PersonFactory(), since=date(2026, 1, 1)
            )
        )

    return world


def fellows_met(call: Call) -> World:
    pathway = Pathway.objects.create(
        kind=Pathway.Kind.FELLOWSHIP, run_by=call.programme.run_by, made_at=AT
    )
    row = Introduction.objects.create(
        programme=call.programme, pathway=pathway, person=PersonFactory(), changed_at=AT
    )
    return turned(row, state=Introduction.State.INTRODUCED, introduced_at=AT)


def took_part(call: Call, **fields: object) -> Participation:
    """Somebody who took part."""
    return ParticipationFactory(programme=call.programme, **fields)


def promises_written(call: Call) -> World:
    row = took_part(call)
    return there(lambda: PromiseFactory(person=row.person, programme=call.programme))


def new_have_somebody(call: Call) -> World:
    row = took_part(call, background=Participation.Background.NEW)
    for account in (None, AccountFactory(), None):
        give_to(people=[row.person], account=account, by=BY, at=AT)
        yield


BOTH = {"en": "Words", "ar": "كلمات"}
HALF = {"en": "Words", "ar": ""}

WORLDS: dict[str, Callable[[Call], World]] = {
    "functions_covered": covered(*Function.Kind.values),
    "coordinator_found": covered(Function.Kind.COORDINATION),
    "process_kept": covered(Function.Kind.PROCESS),
    "dates_settled": lambda call: turned(
        session_of(
            call, precision=Session.Precision.WEEK, wall_time=None, starts_at=None, ends_at=None
        ),
        precision=Session.Precision.DAY,
        starts_at=AT,
    ),
    "promises_kept": promises_kept,
    "changes_decided": changes_decided,
    "texts_translated": texts(
        title=Translated(BOTH), summary=Translated(BOTH), purpose=Translated(BOTH)
    ),
    "languages_covered": covered(Function.Kind.LANGUAGES),
    "money_covered": covered(Function.Kind.MONEY),
    "cost_said": texts(cost_words=Translated({"en": "Free"})),
    "help_decided": lambda call: turned(
        ScholarshipFactory(application__call=call), state="offered"
    ),
    "published": published,
    "call_public": lambda call: turned(call, hear_on=date(2026, 11, 25)),
    "background_asked": lambda call: turned(
        FormQuestionFactory(call=call), meaning=FormQuestion.Meaning.BACKGROUND
    ),
    "mix_said": lambda call: there(lambda: TargetFactory(call=call)),
    "rubric_written": lambda call: there(lambda: CriterionFactory(call=call)),
    "readers_found": readers_found,
    "read_twice": read_twice,
    "everybody_told": lambda call: turned(
        ReplyFactory(application__call=call, sent_at=None), sent_at=AT
    ),
    "offers_answered": lambda call: turned(
        ApplicationFactory(call=call, state=State.OFFERED), state=State.DECLINED
    ),
    "visa_time": lambda call: turned(call, hear_on=date(2026, 9, 1)),
    "place_said": texts(place=Translated({"en": "Nakuru"})),
    "place_covered": covered(Function.Kind.PLACE),
    "care_covered": covered(Function.Kind.CARE),
    "needs_asked": lambda call: turned(
        PreparationFactory(call=call), kind=Preparation.Kind.PRACTICAL
    ),
    "needs_known": prepared(Preparation.Kind.PRACTICAL),
    "journeys_known": prepared(Preparation.Kind.TRAVEL, travellers=True),
    "content_covered": covered(Function.Kind.CONTENT),
    "parts_planned": in_session(lambda one: Part.objects.create(session=one, position=1)),
    "own_campaign": lambda call: turned(
        Part.objects.create(session=session_of(call), position=1), exercise=Part.Exercise.POWER
    ),
    "tasks_set": lambda call: there(lambda: PreparationFactory(call=call)),
    "tasks_done": prepared(Preparation.Kind.READ),
    "materials_there": in_session(material),
    "gathering_asked": lambda call: turned(
        ClosingGathering.objects.create(programme=call.programme), asked_at=AT
    ),
    "groups_formed": lambda call: turned(
        FormationFactory(programme=call.programme, proposed=True), state="chosen", chosen_at=AT
    ),
    "groups_led": in_group(lambda group: GroupMemberFactory(group=group, leads=True)),
    "groups_dated": in_group(lambda group: GatheringFactory(group=group)),
    "groups_heard": in_group(reported),
    "meetings_add": lambda call: turned(session_of(call), summary=Translated(BOTH)),
    "meetings_led": in_session(presenter(Presenter.State.AGREED)),
    "presenters_answered": asked_presenter,
    "presenters_lines": presenter_line,
    "links_there": lambda call: turned(session_of(call), join_address="https://example.org/call"),
    "phone_there": in_session(lambda one: Door.objects.create(session=one, dial_in="+254 700 000")),
    "kept_said": texts(recording_words=Translated({"en": "Nothing is kept."})),
    "small_versions": small_versions,
    "evaluation_covered": covered(Function.Kind.EVALUATION),
    "attendance_kept": attendance_kept,
    "feedback_asked": feedback_asked,
    "course_closed": course_closed,
    "answers_enough": answers_enough,
    "meeting_written": lambda call: turned(
        Closing.objects.create(programme=call.programme), notes="We met.", written_at=AT
    ),
    "changes_written": lambda call: there(
        lambda: ChangeCard.objects.create(programme=call.programme, text="Menu", made_at=AT)
    ),
    "accounts_asked": accounts_asked,
    "accounts_settled": lambda call: turned(
        experience(call), state=Experience.State.APPROVED, text="We began with the hall."
    ),
    "deepening_said": deepening_said,
    "circles_covered": covered(Function.Kind.CIRCLES),
    "countries_asked": countries_asked,
    "countries_answered": countries_answered,
    "steps_ready": offered(Pathway.Kind.CIRCLE),
    "promises_written": promises_written,
    "backgrounds_known": lambda call: turned(
        took_part(call), background=Participation.Background.MOVEMENT
    ),
    "register_asked": lambda call: turned(took_part(call), asked_at=AT),
    "new_have_somebody": new_have_somebody,
    "works_commented": lambda call: turned(
        ProjectFactory(programme=call.programme, comment=""), comment="Clear and brave."
    ),
    "letters_sent": lambda call: turned(
        CircleLetterFactory(programme=call.programme), state=CircleLetter.State.SENT, sent_at=AT
    ),
    "rounds_planned": lambda call: there(lambda: WaveFactory(programme=call.programme)),
    "first_round_read": lambda call: turned(
        WaveFactory(programme=call.programme, months=0, sent_at=AT), read_at=AT
    ),
    "fellowship_offered": offered(Pathway.Kind.FELLOWSHIP),
    "fellows_met": fellows_met,
}
