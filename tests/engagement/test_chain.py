"""The whole of the years after, once: 31 people from twelve countries, from before their course to
what came of it two years later. Whoever refused appears nowhere, and every number adds up.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent import actions as consent
from commonroot.consent import tasks as consent_tasks
from commonroot.consent.actions.safety import call_unsafe
from commonroot.consent.models import Told
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions, queries, tasks
from commonroot.engagement.actions.letter_steps import draft_for_region
from commonroot.engagement.models import (
    CircleLetter,
    FollowUp,
    Introduction,
    Liaison,
    Participation,
    Project,
    Wave,
)
from commonroot.engagement.queries import liaison as before
from commonroot.engagement.queries.letters import contacts
from commonroot.engagement.queries.outcomes import Asked, outcomes
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.programmes.models import Programme
from commonroot.registration.models import Registration
from commonroot.stewardship.actions import confirm_clock
from tests.factories.engagement import (
    MakerFactory,
    ProjectFactory,
    RegionFactory,
    agree,
    contact_of,
    take_part,
)
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory
from tests.factories.registration import RegistrationFactory

BY = Actor.system()
STARTS, ENDS = date(2026, 5, 4), date(2026, 5, 14)
INVITED = datetime(2026, 3, 1, 9, tzinfo=UTC)
CLOSED = datetime(2026, 5, 15, 9, tzinfo=UTC)
# How many from each country; Chad has no circle, that of Guatemala is quiet.
FROM = {
    "KE": 5, "UG": 4, "BR": 4, "CO": 3, "IN": 3, "NP": 2, "EG": 2, "PH": 2, "ES": 2, "ZA": 2,
    "TD": 1, "GT": 1,
}  # fmt: skip
REFUSED = ("Zuhura Refuses", "Yusuf Refuses", "Xenia Refuses")
STARTED = ("new", "elsewhere", "movement")
Back = Participation.Background


def at_day(day: date) -> datetime:
    """Nine in the morning of a day, UTC."""
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=9)


def post(at: datetime) -> None:
    """Everything that is due leaves, and what came of it is written down."""
    consent_tasks.deliver_due(at=at)
    for sweep in (
        tasks.settle_liaisons, tasks.settle_letters, tasks.tell_introductions,
        tasks.introduce_those_who_agreed, tasks.settle_follow_ups,
    ):  # fmt: skip
        sweep(at=at)


def circle_of(country: str, **fields: object) -> Circle:
    """The circle of a country, and somebody the school writes to about it."""
    circle = Circle.objects.create(
        kind=Circle.Kind.COUNTRY,
        name=Translated({"en": f"Circle of {country}"}),
        country=country,
        tie=Circle.Tie.SEPARATE,
        languages=["en"],
        sort_key=country,
        created_at=INVITED - timedelta(days=400),
        **fields,
    )
    contact_of(circle, f"Contact in {country}")
    return circle


@pytest.fixture
def course(school: Circle, settings) -> Programme:
    """A residential course ahead, its circles, and 31 people accepted to it."""
    settings.DEMO = True
    programme = ProgrammeFactory(
        run_by=school, format="residential", title=Translated({"en": "The Struggle for Health"}),
        starts_on=STARTS, ends_on=ENDS, published_at=INVITED - timedelta(days=30),
    )  # fmt: skip
    session = SessionFactory(programme=programme, held_on=STARTS)
    africa = RegionFactory()
    contact_of(africa, "Contact of the region")
    for country in FROM:
        if country != "TD":
            quiet = {"state": Circle.State.DORMANT} if country == "GT" else {}
            circle_of(country, region=africa, **quiet)
    names = iter(range(31))
    for country, number in FROM.items():
        for place in range(number):
            n = next(names)
            refuses = {("KE", 4): 0, ("BR", 3): 1, ("IN", 2): 2}.get((country, place))
            name = f"Person {n:02} {country}" if refuses is None else REFUSED[refuses]
            person = PersonFactory(shown_name=name, country=country)
            ContactWayFactory(person=person)
            RegistrationFactory(session=session, person=person)
            take_part(person, programme)
            said = refuses is None
            for purpose in (Purpose.COUNTRY_CIRCLE, Purpose.FOLLOW_UP, Purpose.REGISTER):
                agree(person, purpose, yes=said)
    return programme


def people(programme: Programme) -> list[Person]:
    """Everybody of the course, by name."""
    return list(
        Person.objects.filter(registrations__session__programme=programme).order_by("shown_name")
    )


def of(programme: Programme, country: str) -> list[Person]:
    """Those of a country who refused nothing."""
    return [
        one for one in people(programme)
        if one.country == country and one.shown_name not in REFUSED
    ]  # fmt: skip


def read_by_others(programme: Programme) -> str:
    """Every letter that left to anybody but those of the course themselves."""
    own = {one.key for one in people(programme)}
    sent = Letter.objects.filter(state=Letter.State.SENT).exclude(subject_key__in=own)
    return "\n".join(f"{one.subject}\n{one.text}" for one in sent)


def test_the_years_after_a_course_from_beginning_to_end(course, organiser, desk: Client):
    liaison(course)
    close(course)
    letters(course, organiser, desk)
    introductions(course)
    rounds(course)
    came(course, organiser, desk)


def liaison(course: Programme) -> None:
    """Twelve countries: ten circles are written to, the quiet one and the missing one are not."""
    actions.make_liaisons(programme=course, by=BY, at=INVITED)
    board = before.board(course, language="en", at=INVITED)

    assert [row.people for row in board.rows if row.liaison.country == "KE"] == [5]
    assert sum(row.people for row in board.rows) + board.left_out + board.no_country == 31
    # Of five, four and three, one each refused: their circle hears of the others.
    assert {row.liaison.country: row.agreed for row in board.rows} == {
        country: number - (country in {"KE", "BR", "IN"}) for country, number in FROM.items()
    }
    sent = actions.send_liaisons(programme=course, by=BY, at=INVITED)
    post(INVITED + timedelta(minutes=11))
    assert sent == 10
    by_country = {one.country: one for one in Liaison.objects.filter(programme=course)}
    assert {c for c, one in by_country.items() if one.asked_at is None} == {"TD", "GT"}
    actions.start_circle(liaison=by_country["TD"], by=BY, at=INVITED, why="Nobody is there yet")
    region = Circle.objects.get(kind=Circle.Kind.REGION)
    actions.ask_region_before(liaison=by_country["GT"], region=region, by=BY, at=INVITED)
    post(INVITED + timedelta(minutes=30))
    for country in ("KE", "UG", "CO"):
        actions.answer_liaison(
            liaison=by_country[country], answer="later", by=BY, at=INVITED + timedelta(days=3),
        )  # fmt: skip
    share = before.share(course)
    assert (share.countries, share.before_start, share.answered) == (12, 11, 3)


def close(course: Programme) -> None:
    """The course ends: everybody is on its roll, with where they were starting from."""
    Registration.objects.filter(session__programme=course).update(state="attended")
    started = {one.key: STARTED[n % 3] for n, one in enumerate(people(course))}

    total = actions.close_programme(programme=course, by=BY, at=CLOSED, backgrounds=started)

    assert total == 31
    assert Wave.objects.filter(programme=course).count() >= 4
    for one in people(course)[:12]:
        actions.write_promise(
            person=one, programme=course, text="I will speak to my union.",
            due_on=date(2026, 8, 20), language="en", by=BY, at=CLOSED,
        )  # fmt: skip
    maker = of(course, "KE")[0]
    work = ProjectFactory(programme=course, title="Water in Kisumu", country="KE")
    MakerFactory(project=work, person=maker)
    MakerFactory(project=work, person=Person.objects.get(shown_name=REFUSED[0]), naming="unnamed")


def letters(course: Programme, organiser: Actor, desk: Client) -> None:
    """One letter for each circle, the region for the others; nobody who refused is named."""
    when = CLOSED + timedelta(days=20)
    region = Circle.objects.get(kind=Circle.Kind.REGION)
    for country in ("TD", "GT"):
        draft_for_region(programme=course, region=region, country=country, by=BY, at=when)
    for letter in CircleLetter.objects.filter(programme=course).exclude(circle__state="dormant"):
        actions.send_letter(letter=letter, by=organiser, at=when, without_comments=True)
    post(when + timedelta(minutes=11))

    sent = CircleLetter.objects.filter(programme=course, state="sent")
    assert sent.count() == 11
    kenya = sent.get(circle__country="KE")
    content = queries.content(kenya, at=when)
    assert (content.content.counted, content.content.left_out) == (4, 1)
    page = desk.get(f"/en/desk/circle-letters/{kenya.key}/").content.decode()
    assert REFUSED[0] not in page
    assert "Water in Kisumu" in read_by_others(course) or "Water in Kisumu" in page
    told = set(
        Told.objects.filter(audience_kind="circle").values_list("person__shown_name", flat=True)
    )
    assert told.isdisjoint(REFUSED)
    assert len(told) >= 20


def introductions(course: Programme) -> None:
    """Two circles want to meet people: who says yes is introduced, who says no is not."""
    when = CLOSED + timedelta(days=30)
    for country, yes in (("KE", True), ("UG", False)):
        letter = CircleLetter.objects.get(programme=course, circle__country=country)
        person = of(course, country)[0]
        actions.answer_letter(
            letter=letter, person=person, answer="wanted", by=BY, at=when,
            contact=contacts(letter.circle, at=when)[0].person,
        )  # fmt: skip
        post(when + timedelta(minutes=11))
        one = Introduction.objects.get(letter=letter, person=person)
        actions.answer_introduction(
            introduction=one, way=person.ways.first() if yes else None, by=BY,
            at=when + timedelta(days=1),
        )  # fmt: skip
        post(when + timedelta(days=1, minutes=11))
    assert Counter(
        Introduction.objects.filter(person__in=people(course), introduced_at__isnull=False)
        .values_list("person__country", flat=True)
    ) == {"KE": 1}  # fmt: skip
    introduced = Introduction.objects.get(introduced_at__isnull=False)
    actions.say_how_it_went(
        introduction=introduced, state="active", by=BY, at=when + timedelta(days=20)
    )


def rounds(course: Programme) -> None:
    """Rounds over two years: one withdraws, one becomes unsafe, one is silent; refusers unasked."""
    everybody = people(course)
    leaves, unsafe, silent = of(course, "CO")
    for wave in Wave.objects.filter(programme=course, months__lte=24).order_by("due_on"):
        day = at_day(wave.due_on)
        confirm_clock(by=BY, at=day)
        if wave.months == 12:
            consent.answer(
                person=leaves, purpose=Purpose.FOLLOW_UP, yes=False, how="page", by=BY, at=day
            )
            call_unsafe(person=unsafe, by=BY, at=day)
        tasks.send_due_waves(at=day)
        post(day + timedelta(minutes=5))
        asked = FollowUp.objects.filter(wave=wave, state=FollowUp.State.SENT)
        for n, one in enumerate(asked.exclude(person=silent).order_by("person__shown_name")):
            actions.answer_follow_up(
                follow_up=one, by=BY, at=day + timedelta(days=1),
                engagement=("more", "same", "less")[n % 3],
            )  # fmt: skip
        tasks.end_silence(at=day + timedelta(days=31))
        ends = Counter(FollowUp.objects.filter(wave=wave).values_list("state", flat=True))
        listed = sum(one.background == Back.NEW for one in _rolled(course)) if wave.only_new else 31
        assert sum(ends.values()) == listed, (wave.months, ends)
    year = {
        one.person.shown_name: one.state
        for one in FollowUp.objects.filter(wave__programme=course, wave__months=12)
    }
    assert (year[leaves.shown_name], year[unsafe.shown_name], year[silent.shown_name]) == (
        "withdrawn", "unsafe", "silent",
    )  # fmt: skip
    assert {year[name] for name in REFUSED} <= {"not_asked", "withdrawn"}
    keys = [one.key for one in everybody if one.shown_name in REFUSED]
    assert not Letter.objects.filter(subject_key__in=keys, purpose=Purpose.FOLLOW_UP).exists()


def _rolled(course: Programme) -> list[Participation]:
    return list(Participation.objects.filter(programme=course, role="participant"))


def came(course: Programme, organiser: Actor, desk: Client) -> None:
    """Two years later: everybody is in one number or another, and three are in none by name."""
    now = CLOSED + timedelta(days=740)
    found = outcomes(Asked(programme=course), actor=organiser, at=now)

    whole = found.whole
    assert whole.people + found.left_out == 31
    assert whole.more + whole.same + whole.less + whole.unknown == whole.people == 28
    assert sum(one.people for one in found.groups) == 28
    assert (found.work.countries, found.work.contacted) == (12, 11)
    assert (found.work.letters - found.work.sent, found.work.sent) == (1, 11)
    assert found.work.days_to_letter is not None
    assert found.work.days_to_letter.middle == 21
    assert (whole.linked[3].yes, whole.active.yes) == (1, 1)
    for one in found.rounds:
        assert sum(one.ends.values()) == one.listed
    assert Project.objects.filter(programme=course).count() == found.works == 1
    page = desk.get(f"/en/desk/programmes/{course.key}/outcomes/").content.decode()
    others = read_by_others(course)
    for name in REFUSED:
        assert name not in page
        assert name not in others
