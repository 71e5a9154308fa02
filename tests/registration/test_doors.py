"""How places are given: approval, members, quotas, a limited line, guests, and who decides."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.messaging.models import Letter
from commonroot.people.models import Link, NetworkMembership
from commonroot.programmes.models import Session
from commonroot.registration import actions, queries
from commonroot.registration.models import Door, Quota, Registration, Skip
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import QuestionFactory, SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.registration.test_asking import take

pytestmark = pytest.mark.django_db
BY = Actor.system()


def letters():
    found = Letter.objects.order_by("pk").values_list("template", flat=True)
    return [name.rpartition("/")[2] for name in found]


def member(person, at):
    return NetworkMembership.objects.create(
        person=person, basis="joined", state="member", asked_at=at, since=at.date()
    )


def reached(name, number=0, **details):
    """Somebody known whom letters reach."""
    person = PersonFactory(shown_name=name, **details)
    ContactWayFactory(person=person, value=f"p{number}@example.org")
    return person


def opened(at):
    return Link.objects.exclude(way=None).latest("pk")


@pytest.mark.parametrize(
    ("said", "places", "state", "letter"),
    [
        ("approve", 1, "placed", "placed"),
        ("approve", 0, "waiting", "waiting"),
        ("decline", 1, "declined", "declined"),
    ],
)
def test_where_organisers_decide_everybody_asks_and_is_told(at, said, places, state, letter):
    session = SessionFactory(places=places)
    actions.set_door(session=session, by_approval=True, by=BY, at=at)

    receipt = take(session, at)
    claim = Registration.objects.get()
    asked = claim.state
    getattr(actions, said)(registration=claim, by=BY, at=at)

    claim.refresh_from_db()
    assert (receipt.asked[0].state, asked, claim.state) == ("asked", "asked", state)
    assert letters() == ["asked", letter]
    with pytest.raises(actions.NothingAsked):
        actions.decline(registration=claim, by=BY, at=at)


def test_a_no_can_become_a_yes_and_a_place_is_given_once(at):
    session = SessionFactory()
    claim = RegistrationFactory(session=session, state="declined")

    actions.approve(registration=claim, by=BY, at=at)

    claim.refresh_from_db()
    assert claim.state == "placed"
    with pytest.raises(actions.NothingAsked):
        actions.approve(registration=claim, by=BY, at=at)


@pytest.mark.parametrize(
    ("belongs", "by_approval", "state", "last"),
    [
        (True, False, "placed", "placed"),
        (False, False, "declined", "members_only"),
        (True, True, "asked", "asked_member"),
    ],
)
def test_members_alone_is_settled_by_the_mailed_link(at, belongs, by_approval, state, last):
    session = SessionFactory(open_to="members")
    actions.set_door(session=session, by_approval=by_approval, by=BY, at=at)
    known = PersonFactory(shown_name="Amina")
    ContactWayFactory(person=known, value="amina@example.org")
    if belongs:
        member(known, at)

    take(session, at, name="Amina")
    before = Registration.objects.get().state
    actions.confirm_by_link(link=opened(at), by=Actor.public(), at=at)

    claim = Registration.objects.get()
    assert (before, claim.person, claim.state) == ("asked", known, state)
    assert letters()[0] == "asked_member"
    assert letters()[-1] == last


def test_what_organisers_decide_is_not_settled_by_proving_an_address(at):
    session = SessionFactory()
    actions.set_door(session=session, by_approval=True, by=BY, at=at)
    take(session, at)

    actions.confirm_by_link(link=opened(at), by=Actor.public(), at=at)

    assert Registration.objects.get().state == "asked"


def test_members_first_lets_everybody_in_after_that_day(at):
    session = SessionFactory(open_to="members_first", members_until=at + timedelta(days=1))

    take(session, at)
    take(session, at + timedelta(days=2), way_text="b@example.org", name="Juma")

    assert list(Registration.objects.order_by("pk").values_list("state", flat=True)) == [
        "asked",
        "placed",
    ]


def test_who_asked_while_members_came_first_gets_a_place_when_they_prove_it_later(at):
    session = SessionFactory(open_to="members_first", members_until=at + timedelta(hours=1))
    take(session, at)

    actions.confirm_by_link(link=opened(at), by=Actor.public(), at=at + timedelta(hours=2))

    assert Registration.objects.get().state == "placed"


def test_a_known_person_who_asks_meets_the_same_door_and_an_organiser_opens_it(at):
    session = SessionFactory(open_to="members")
    person = reached("Juma")

    with pytest.raises(actions.RegistrationClosed, match="members of the network"):
        actions.register(person=person, session=session, asks=True, by=BY, at=at)
    claim = actions.register(person=person, session=session, by=BY, at=at)

    assert (claim.state, claim.source) == ("placed", "hand")


def test_kept_places_and_limits_are_exact_and_changes_count_everybody_anew(at):
    session = SessionFactory(places=4)
    people = [
        reached(f"P {number}", number, country=country)
        for number, country in enumerate(["KE", "UG", "DE", "FR", "KE", "DE"])
    ]
    member(people[3], at)
    actions.set_quotas(
        session=session,
        quotas=[
            actions.Kept(kind="country", kept=2, countries=("KE", "UG")),
            actions.Kept(kind="members", at_most=1),
        ],
        by=BY,
        at=at,
    )

    states = [
        actions.register(person=person, session=session, by=BY, at=at).state
        for person in [people[2], people[3], people[5], people[0], people[1], people[4]]
    ]

    # Two of four are kept for Kenya and Uganda, so the third from elsewhere waits.
    assert states == ["placed", "placed", "waiting", "placed", "placed", "waiting"]
    assert {share.held for share in queries.shares(session).values()} == {2, 1}
    actions.set_quotas(
        session=session, quotas=[actions.Kept(kind="others", at_most=9)], by=BY, at=at
    )
    assert [share.held for share in queries.shares(session).values()] == [4]
    actions.set_quotas(session=session, quotas=[], by=BY, at=at)
    again = actions.set_quotas(session=session, quotas=[], by=BY, at=at)  # nobody to count anew
    assert (again, queries.shares(session)) == ([], {})


def test_a_freed_place_kept_for_some_passes_others_over_and_says_so(at):
    session = SessionFactory(places=1)
    actions.set_quotas(
        session=session,
        quotas=[actions.Kept(kind="country", kept=1, countries=("KE",))],
        by=BY,
        at=at,
    )
    german = actions.register(person=reached("D", 1, country="DE"), session=session, by=BY, at=at)
    kenyan = actions.register(person=reached("K", 2, country="KE"), session=session, by=BY, at=at)
    second = actions.register(person=reached("L", 3, country="KE"), session=session, by=BY, at=at)
    assert [row.state for row in (german, kenyan, second)] == ["waiting", "placed", "waiting"]

    actions.cancel(registration=kenyan, by=BY, at=at)
    offered = actions.offer_next(session=session, by=BY, at=at)

    assert offered == [second]
    assert [(skip.registration, skip.reason) for skip in Skip.objects.all()] == [(german, "quota")]


@pytest.mark.parametrize(
    ("quotas", "why"),
    [
        ([{"kind": "members", "kept": 11}], "11 places would be kept, of 10"),
        ([{"kind": "members", "kept": 3, "at_most": 2}], "More places would be kept"),
    ],
)
def test_numbers_that_contradict_each_other_are_refused(at, quotas, why):
    session = SessionFactory(places=10)

    with pytest.raises(actions.NotPlaces, match=why):
        actions.set_quotas(
            session=session, quotas=[actions.Kept(**one) for one in quotas], by=BY, at=at
        )
    with pytest.raises(actions.NotPlaces, match="close before it opens"):
        actions.set_how_places_are_given(
            session=session, quotas=[], opens_at=at, closes_at=at, by=BY, at=at
        )


def test_who_belongs_to_a_circle_counts_there_while_they_do(at):
    session = SessionFactory()
    circle = session.programme.run_by
    person = PersonFactory()
    today = at.date()
    person.memberships.create(
        circle=circle, role="member", since=today, until=today + timedelta(days=1)
    )
    [quota] = actions.set_quotas(
        session=session, quotas=[actions.Kept(kind="circle", kept=1, circle=circle)], by=BY, at=at
    )

    found = [
        queries.quota_of(person, session, at=at + timedelta(days=days)) for days in (-1, 0, 1, 2)
    ]

    assert found == [None, quota, quota, None]


def test_the_line_takes_as_many_as_it_may(at):
    session = SessionFactory(places=1)
    actions.set_door(session=session, line_length=1, by=BY, at=at)
    take(session, at)
    take(session, at, way_text="b@example.org", name="Juma")

    with pytest.raises(actions.LineFull, match="waiting list is full"):
        take(session, at, way_text="c@example.org", name="Leila")

    assert Registration.objects.count() == 2


def test_several_sessions_are_asked_for_at_once_with_one_letter(at):
    one = SessionFactory(places=1)
    other = SessionFactory(programme=one.programme, places=0)
    first = QuestionFactory(session=one, family="f")
    second = QuestionFactory(session=other, family="f")
    alone = QuestionFactory(session=other)
    actions.set_door(session=other, by_approval=False, by=BY, at=at)

    receipt = actions.take_registrations(
        sessions=[other, one],
        name="Amina",
        way_text="amina@example.org",
        answers={first.key: "Water", alone.key: "Tuesday"},
        agreements={},
        language="en",
        zone=None,
        by=Actor.public(),
        at=at,
    )

    claims = Registration.objects.order_by("pk")
    said = {
        (row.session, answer.question): answer.text
        for row in claims
        for answer in row.answers.all()
    }
    [letter] = Letter.objects.all()
    assert [(row.state, row.session) for row in claims] == [("placed", one), ("waiting", other)]
    assert said == {(one, first): "Water", (other, second): "Water", (other, alone): "Tuesday"}
    assert [asked.waits_at for asked in receipt.asked] == [None, 1]
    assert letter.template == "registration/emails/several"
    assert [line.rpartition(": ")[2] for line in letter.values["lines"]] == [
        "you have a place",
        "number 1 on the waiting list",
    ]
    assert queries.questions_of([one, other]) == [first, alone]


def test_a_guest_comes_by_a_personal_link_as_often_as_the_door_says(at):
    session = SessionFactory(open_to="members", places=9)
    actions.set_door(session=session, guests=1, by=BY, at=at)
    host = actions.register(person=reached("Leila"), session=session, by=BY, at=at)
    invite = actions.open_invite(registration=host, together=False, by=BY, at=at)

    take(session, at, invite=invite)
    guest = Registration.objects.latest("pk")

    assert (guest.brought_by, guest.state) == (host, "placed")
    assert actions.open_invite(registration=host, together=False, by=BY, at=at) == invite
    for wrong in (invite, "nothing"):
        with pytest.raises(actions.LinkUsedUp):
            take(session, at, invite=wrong, way_text="c@example.org", name="Juma")


def test_nobody_is_brought_where_nobody_may_or_by_whoever_gave_up(at):
    host = RegistrationFactory(state="cancelled")
    closed = RegistrationFactory()
    actions.set_door(session=closed.session, guests=0, by=BY, at=at)

    for row in (host, closed):
        with pytest.raises(actions.NobodyToBring):
            actions.open_invite(registration=row, together=True, by=BY, at=at)


def test_those_who_come_together_are_offered_places_together_or_not_yet(at):
    session = SessionFactory(places=2)
    held = [RegistrationFactory(session=session) for _number in range(2)]
    host = actions.register(person=reached("Leila", 1), session=session, by=BY, at=at)
    invite = actions.open_invite(registration=host, together=True, by=BY, at=at)
    take(session, at, invite=invite, name="Guest", way_text="g@example.org")
    guest = Registration.objects.latest("pk")
    actions.confirm_by_link(link=opened(at), by=Actor.public(), at=at)
    third = actions.register(person=reached("Third", 3), session=session, by=BY, at=at)

    actions.cancel(registration=held[0], by=BY, at=at)
    first = actions.offer_next(session=session, by=BY, at=at)
    actions.cancel(registration=third, by=BY, at=at)
    actions.cancel(registration=held[1], by=BY, at=at)
    both = actions.offer_next(session=session, by=BY, at=at)

    assert (first, both) == ([third], [host, guest])
    actions.cancel(registration=host, by=BY, at=at)
    assert actions.offer_next(session=session, by=BY, at=at) == []  # nobody waits any more
    assert set(Skip.objects.values_list("registration", "reason")) == {
        (host.pk, "together"),
        (guest.pk, "together"),
    }


def test_whom_members_brought_is_seen_by_the_organisers_through_the_gate(at, organiser):
    session = SessionFactory(places=9)
    host = actions.register(person=reached("Leila", 1), session=session, by=BY, at=at)
    invite = actions.open_invite(registration=host, together=False, by=BY, at=at)
    take(session, at, invite=invite)
    guest = Registration.objects.latest("pk")
    RegistrationFactory(session=session, brought_by=host)  # organisers were never let see them
    about = {"seen_by": organiser, "at": at}

    assert queries.brought(session.programme, **about) == [guest]
    assert queries.brought(session.programme, seen_by=Actor.public(), at=at) == []
    assert queries.brought_by(guest, **about) == host.person
    assert queries.brought_by(host, **about) is None


def test_a_door_is_set_for_a_whole_series_with_moments_at_their_distance(at):
    first = SessionFactory(places=9)
    week = timedelta(days=7)
    second = SessionFactory(
        programme=first.programme, starts_at=first.starts_at + week, position=2, places=9
    )
    undated = SessionFactory(
        programme=first.programme, starts_at=None, ends_at=None, precision="open", position=3
    )
    over = SessionFactory(programme=first.programme, starts_at=at - week, position=4)
    opens, until = first.starts_at - 2 * week, first.starts_at - week
    said = {
        "quotas": [actions.Kept(kind="country", countries=("KE",), kept=2)],
        "who_comes": {"open_to": "members_first", "members_until": until},
        "opens_at": opens,
        "guests": 3,
    }

    count = actions.set_for_all(session=first, by=BY, at=at, **said)

    doors = {one.session_id: one for one in Door.objects.all()}
    assert (count, set(doors)) == (3, {first.pk, second.pk, undated.pk})
    assert [doors[one.pk].opens_at for one in (first, second, undated)] == [
        opens, opens + week, None,
    ]  # fmt: skip
    second.refresh_from_db()
    undated.refresh_from_db()
    assert (second.open_to, second.members_until) == ("members_first", until + week)
    assert (undated.open_to, over.pk in doors) == ("anyone", False)
    assert Quota.objects.count() == 3
    Session.objects.filter(pk=second.pk).update(places=1)
    with pytest.raises(actions.NotPlaces, match="2 places would be kept, of 1"):
        actions.set_for_all(session=first, by=BY, at=at, **said | {"guests": 1})
    assert set(Door.objects.values_list("guests", flat=True)) == {3}
