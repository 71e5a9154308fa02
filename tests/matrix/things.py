"""One of everything: of the school, its teams and circles; twice where it is somebody's own."""

import io
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from PIL import Image

from commonroot.accounts.models import Factor, Session
from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.circles.models import Circle
from commonroot.consent.models import Objection, Renewal
from commonroot.core.fields import Translated
from commonroot.engagement.actions.making import set_picture
from commonroot.engagement.models import (
    ChangeCard,
    Experience,
    Liaison,
    Meeting,
    OneToOne,
    Pathway,
    Project,
    PublicOutcome,
)
from commonroot.intake.models import Asked, ListRound
from commonroot.mailings import actions as mailings
from commonroot.mailings.models import Recipient
from commonroot.people import actions as people
from commonroot.people.models import (
    BulkMerge,
    Membership,
    NetworkMembership,
    Organisation,
    OrganisationRole,
    Pair,
    Person,
    SavedList,
)
from commonroot.programmes.models import (
    Commitment,
    DateChange,
    DateWish,
    Enquiry,
    Idea,
    Material,
    Presenter,
    Programme,
)
from commonroot.registration.models import Certificate, FeedbackAsked, Message, Report
from commonroot.stewardship.models import DetailsQuestion, DetailsRound
from commonroot.web.queries import taken
from commonroot.web.queries.people import Wanted
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    FollowUpFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    PromiseFactory,
    WaveFactory,
)
from tests.factories.intake import ImportFactory, RowFactory, RowPairFactory
from tests.factories.messaging import LetterFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import QuestionFactory, SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.matrix.admissions import application_things
from tests.matrix.known import SYSTEM, World, circle_of
from tests.matrix.people import known, served


def circle_things(world: World, own: Person, circle: Circle, at: datetime) -> None:
    world.put("circle", circle)
    public = circle_of("theme", "Water", at)
    circles.answer_public_page(circle=public, is_open=True, words="We meet.", by=SYSTEM, at=at)
    world.put("public circle", public)
    since = {"circle": circle, "since": at.date()}
    Membership.objects.create(person=own, role="contact", **since)
    world.put("part in a circle", Membership.objects.create(person=own, role="member", **since))


def school_things(world: World, own: Person, other: Person, at: datetime) -> None:
    organiser, steward = world.accounts["organiser"], world.accounts["steward"]
    world.things["hue", "own"] = {"hue": 155}
    world.things["hook", "own"] = {"kind": "tracking"}
    world.things["words", "own"] = {"words": "power-analysis"}
    world.things["token", "own"] = {"token": secrets.token_urlsafe(16)}
    world.put("person", own)
    world.put("two", own, other=other.key)
    world.put("idea", Idea.objects.create(state="open", asked_at=at, changed_at=at))
    world.things["model", "own"] = {"key": "registration.answer"}
    world.put(
        "member",
        NetworkMembership.objects.create(person=own, basis="joined", state="asked", asked_at=at),
    )
    body = world.put(
        "organisation", Organisation.objects.create(name="Clinic", sort_key="clinic", created_at=at)
    )
    world.put(
        "part in an organisation",
        OrganisationRole.objects.create(organisation=body, kind="partner"),
    )
    world.put("mandate", world.accounts["team"].mandates.get())
    world.put(
        "talk",
        OneToOne.objects.create(person=own, account=organiser, held_on=at.date(), made_at=at),
    )
    world.put("letter", LetterFactory(subject_key=own.key, way="hand", state="held"))
    world.put(
        "list",
        SavedList.objects.create(
            name="Kenya", account=organiser, made_at=at, changed_at=at, sort_key="kenya"
        ),
    )
    world.put(
        "factor",
        Factor.objects.create(account=organiser, kind="app", secret="JBSWY3DP" * 4, created_at=at),
    )
    world.put(
        "visit",
        Session.objects.create(
            session_key="x" * 32,
            account=organiser,
            started_at=at,
            seen_at=at,
            expire_date=at + timedelta(hours=1),
        ),
    )
    by = Actor("account", key=organiser.key, account_id=organiser.pk)
    assert steward.last_login is not None  # so that they are asked for a second yes
    world.put(
        "export",
        people.ask_export(
            wanted=taken.kept(Wanted()),
            sentence="Everybody",
            narrowed=[],
            columns=["person_id"],
            reason="check",
            kind="csv",
            language="en",
            people=2,
            left_out=0,
            by=by,
            at=at,
        ),
    )
    twin = known("Amina Wekesa", at)
    world.put(
        "pair",
        Pair.objects.create(
            left=min(own, twin, key=lambda p: p.pk),
            right=max(own, twin, key=lambda p: p.pk),
            band="probable",
            probability=0.95,
            found_at=at,
        ),
    )
    gone = known("Somebody Twice", at)
    world.put(
        "merge",
        people.merge(other=gone, into=known("Somebody Twice", at), cause="hand", by=by, at=at),
    )
    world.put(
        "stroke",
        BulkMerge.objects.create(
            state="done", total=1, done=1, by=f"account:{organiser.key}", started_at=at, ended_at=at
        ),
    )
    world.things["template", "own"] = {"code": "acceptance"}
    alumni = mailings.make_group(
        name=Translated({"en": "All"}), sentence=Translated(), by=by, at=at
    )
    world.put("group", alumni)
    world.put(
        "talking group",
        mailings.make_group(
            name=Translated({"en": "Talk"}), sentence=Translated(), kind="discussion", by=by, at=at
        ),
    )
    written = world.put(
        "mailing",
        mailings.begin(subject={"en": "News"}, text={"en": "Dear {name}"}, by=by, at=at),
    )
    world.put(
        "recipient", Recipient.objects.create(mailing=written, person=own, due_at=at, made_at=at)
    )
    batch = world.put("import", ImportFactory(read_at=at, counts={"people": 1}))
    pair = RowPairFactory(row=RowFactory(batch=batch), person=own)
    world.things["import pair", "own"] = {"key": batch.key, "pair": pair.key}
    listed = world.put("list round", ListRound.objects.create(by="system:", made_at=at))
    world.put("asked", Asked.objects.create(list_round=listed, person=own, state="asked"))
    rounds = world.put(
        "asking",
        DetailsRound.objects.create(
            origin="list", sentence="All", made_at=at, made_by="system:", leaves_at=at
        ),
    )
    world.put(
        "question",
        DetailsQuestion.objects.create(
            round=rounds, person=own, made_at=at, asked_at=at, state="asked"
        ),
    )


def _years_after(
    put: Callable[[str, Any], Any], person: Person, guest: Person, *, run_by: Circle, at: datetime
) -> None:
    """An offer put to somebody, and two who are asked whether they want to meet."""
    pathway = put(
        "pathway",
        Pathway.objects.create(
            kind="watch", title={"en": "Watch"}, words={"en": "Look."}, run_by=run_by, made_at=at
        ),
    )
    put("step", pathway.introductions.create(person=person, changed_at=at))
    two = Meeting.objects.create(run_by=run_by, about="Water.", asked_at=at)
    two.sides.create(person=guest)
    put("side of two", two.sides.create(person=person))


def team_things(
    world: World, person: Person, *, run_by: Circle, side: str, at: datetime
) -> Programme:
    """A course that a team ran, with everything that came of it."""

    def put(name: str, thing: Any) -> Any:
        return world.put(name, thing, side=side)

    programme: Programme = put("programme", CourseFactory(run_by=run_by))
    put("team", run_by)
    session = put("session", SessionFactory(programme=programme))
    place = put("place", RegistrationFactory(session=session, person=person, state="placed"))
    served(person, programme, at)
    guest = PersonFactory(shown_name=f"Guest of {side}")
    RegistrationFactory(session=session, person=guest)
    served(guest, programme, at)
    application_things(put, programme, person=person, at=at)
    put("guest", guest)
    if side == "own":
        new = RegistrationFactory(session=session, person__provisional=True, may_be=person)
        put("may be", new)
    put("participation", ParticipationFactory(programme=programme, person=person))
    project = put("project", ProjectFactory(programme=programme))
    _closing_things(world, programme, person=person, project=project, side=side)
    promise = put("promise", PromiseFactory(programme=programme, person=person))
    _years_after(put, person, guest, run_by=run_by, at=at)
    wave = put("wave", WaveFactory(programme=programme, sent_at=at))
    put("follow_up", FollowUpFactory(wave=wave, person=person, promise=promise))
    letter = put("circle letter", CircleLetterFactory(programme=programme))
    world.put("circle letter in French", letter, side=side, code="fr")
    letter.state, letter.facts = (
        letter.State.SENT,
        {
            "people": 1,
            "countries": 1,
            "counted": 1,
            "left_out": 0,
            "not_named": 0,
            "works": [],
        },
    )
    letter.save()
    put(
        "introduction",
        letter.introductions.create(circle=letter.circle, person=person, changed_at=at),
    )
    put(
        "liaison",
        Liaison.objects.create(
            programme=programme,
            country="KE",
            circle=letter.circle,
            state="asked",
            made_at=at,
            asked_at=at,
        ),
    )
    start = {"session": session}
    put("presenter", Presenter.objects.create(person=person, **start))
    put("session question", QuestionFactory(**start))
    put(
        "message",
        Message.objects.create(
            subject={"en": "S"},
            text={"en": "T"},
            sent_by="system:",
            sent_at=at,
            leaves_at=at,
            **start,
        ),
    )
    put(
        "report",
        Report.objects.create(
            shape="1", zone="UTC", order="ymd", made_at=at, made_by="system:", **start
        ),
    )
    put("feedback", FeedbackAsked.objects.create(registration=place, asked_at=at))
    world.things["session, invited", side] = {"key": session.key, "invite": "none"}
    put("commitment", Commitment.objects.create(programme=programme, what="W", made_at=at))
    put(
        "change of dates",
        DateChange.objects.create(
            programme=programme, kind="shifted", made_by="system:", made_at=at
        ),
    )
    put("wish", DateWish.objects.create(programme=programme, person=person, asked_at=at))
    put(
        "material",
        Material.objects.create(
            programme=programme,
            position=1,
            kind="link",
            address="https://example.org",
            small_address="https://example.org/small",
            added_at=at,
        ),
    )
    certificate = put(
        "certificate",
        Certificate.objects.create(
            code=f"CODE{side}",
            person=person,
            programme=programme,
            name=person.shown_name,
            language="en",
            sessions=1,
            of_sessions=1,
            issued_at=at,
            issued_by="system:",
        ),
    )
    world.things["code", side] = {"code": certificate.code}
    objection = Objection.objects.create(
        person=person, about="service", said_at=at, answer_by=at.date(), recorded_by="link:"
    )
    put("objection", objection)
    put("renewal", Renewal.objects.create(person=person, asked_at=at))
    put(
        "enquiry",
        Enquiry.objects.create(
            programme=programme,
            name="Visitor",
            address="v@example.org",
            mark="x",
            text="?",
            asked_at=at,
        ),
    )
    return programme


def _closing_things(
    world: World, programme: Programme, *, person: Person, project: Project, side: str
) -> None:
    """What closing a course and its works leave behind."""
    at = world.at

    def put(name: str, thing: Any) -> Any:
        return world.put(name, thing, side=side)

    put("maker", MakerFactory(project=project, person=person))
    pictured = put("pictured", ProjectFactory(programme=programme))
    MakerFactory(project=pictured, person=person)
    dots = io.BytesIO()
    Image.new("RGB", (9, 9)).save(dots, "PNG")
    set_picture(
        project=pictured, picture=dots, name="p.png", words="W", faces="not_all", by=SYSTEM, at=at
    )
    put("change card", ChangeCard.objects.create(programme=programme, text="T", made_at=at))
    put(
        "experience",
        Experience.objects.create(
            programme=programme,
            person=person,
            part="money",
            text="T",
            asked_at=at,
            changed_at=at,
        ),
    )
    if side == "own":
        public = MakerFactory(project=ProjectFactory(programme=programme, gallery_at=at))
        public.gallery = "yes"
        public.save()
        programme.published_at = at
        programme.save()
        put("work", public.project)
        shown = CourseFactory(published_at=at)
        PublicOutcome.objects.create(programme=shown, told_at=at, counts={}, basis={}, facts={})
        put("told", shown)
