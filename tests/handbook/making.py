"""How worlds are made and changed, for `tests.handbook.worlds`."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Model

from commonroot.accounts.roles import Actor
from commonroot.admissions.models import Application, Call
from commonroot.core.fields import Translated
from commonroot.engagement.actions import give_to
from commonroot.engagement.actions.changes import decide_change
from commonroot.engagement.actions.liaison_steps import leave_out
from commonroot.engagement.actions.liaison_steps import open_again as open_liaison
from commonroot.engagement.models import (
    ChangeCard,
    ChangeDecision,
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
from commonroot.programmes.models import Function, Material, Presenter, Session
from commonroot.registration.actions.attendance import tick
from commonroot.registration.models import FeedbackAsked
from tests.factories.accounts import AccountFactory
from tests.factories.admissions import (
    ApplicantFactory,
    ApplicationFactory,
    PreparationFactory,
    PreparedFactory,
    ReviewerFactory,
    ReviewFactory,
)
from tests.factories.engagement import (
    ParticipationFactory,
    PromiseFactory,
)
from tests.factories.groups import (
    FormationFactory,
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


def changes_carried(call: Call) -> World:
    later = ProgrammeFactory()
    card = ChangeCard.objects.create(programme=call.programme, text="Menu", made_at=AT)
    return there(lambda: ChangeDecision.objects.create(card=card, programme=later, changed_at=AT))


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
    """Somebody from Uganda, and whoever comes along, do what is asked before."""

    def world(call: Call) -> World:
        one = coming(call, country="UG")
        other = ApplicantFactory(application=one, person=PersonFactory(country="UG"))
        ApplicantFactory(application=one, person=one.person)
        task = PreparationFactory(call=call, kind=kind, travellers_only=travellers)
        PreparedFactory(preparation=task, application=one)
        return there(
            lambda: PreparedFactory(preparation=task, application=one, person=other.person)
        )

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
