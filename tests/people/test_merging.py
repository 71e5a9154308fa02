"""Two who turned out to be one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.rules import Purpose
from commonroot.core.keys import token_hash
from commonroot.people import actions, queries
from commonroot.people.models import (
    Change,
    ContactWay,
    Link,
    Membership,
    Merge,
    Person,
    SearchKey,
)
from tests.factories.accounts import AccountFactory
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def test_everything_of_the_one_hangs_on_the_other(at, school):
    known, other = (
        PersonFactory(shown_name="Amina Wekesa"),
        PersonFactory(shown_name="Amina", city="Kisumu", risk="high"),
    )
    shared = "amina@example.org"
    ways = [ContactWayFactory(person=person, value=shared) for person in (known, other)]
    more = ContactWayFactory(person=other, value="amina.w@example.org")
    actions.open_link(person=other, scope="page", way=ways[1], at=at)
    for person in (known, other):
        actions.join_circle(
            person=person, circle=school, role="member", since=at.date(), by=BY, at=at
        )

    actions.merge(other=other, into=known, cause="link", by=BY, at=at)

    known.refresh_from_db()
    assert Person.objects.get() == known
    assert (queries.own_names(known), known.risk) == (["Amina Wekesa", "Amina"], "high")
    assert known.city == "Kisumu"
    assert set(known.ways.all()) == {ways[0], more}
    assert (Link.objects.get().person, Link.objects.get().way) == (known, ways[0])
    assert Membership.objects.get().person == known
    words = set(SearchKey.objects.values_list("kind", "value"))
    assert ("place", "kisumu") in words
    assert not {("name", "amina"), ("name", "wekesa")} & words


def test_what_was_written_down_before_stays_as_it_was(at):
    known, other = PersonFactory(), PersonFactory()
    actions.pause(person=other, by=BY, at=at)

    actions.merge(other=other, into=known, cause="link", by=BY, at=at)

    keys = dict(AuditEntry.objects.values_list("verb", "person_key"))
    assert keys == {"person paused": other.key, "people merged": known.key}


def test_a_pause_of_either_stays(at):
    known, other = PersonFactory(), PersonFactory(frozen_at=at)

    actions.merge(other=other, into=known, cause="link", by=BY, at=at)

    known.refresh_from_db()
    assert known.frozen_at == at


def merged(
    other: Person, into: Person, *, at: datetime, cause: str = "hand", **chosen: str
) -> Merge:
    """`into` with everything of `other`, as the database has both."""
    people = [Person.objects.get(pk=person.pk) for person in (other, into)]
    return actions.merge(other=people[0], into=people[1], cause=cause, chosen=chosen, by=BY, at=at)


def somebody(name: str, *, at: datetime, day: int = 1, **details: str) -> Person:
    """Somebody of whom all this was said on a day of March."""
    then = datetime(2026, 3, day, tzinfo=UTC)
    return actions.add_person(shown_name=name, origin="hand", details=details, by=BY, at=then)


def test_chosen_values_stand_and_no_name_or_organisation_is_lost(at):
    into = somebody(
        "Amina Wekesa", given_name="Amina", family_name="Wekesa", organisation="Clinic",
        country="KE", city="Kisumu", at=at,
    )  # fmt: skip
    other = somebody(
        "أمينة", given_name="Amina", family_name="Otieno", organisation="Union", country="UG",
        city="Kampala", day=2, at=at,
    )  # fmt: skip

    merge = merged(other, into, at=at, city="other", organisation="other", country="TZ")

    into.refresh_from_db()
    assert (into.shown_name, into.city, into.country) == ("Amina Wekesa", "Kampala", "TZ")
    assert into.provenance["city"] == ["hand", "2026-03-02"]
    assert into.provenance["country"] == ["system", "2026-11-22"]
    assert list(into.further_names.order_by("pk").values_list("kind", "text", "said_on")) == [
        ("script", "أمينة", date(2026, 3, 2)),
        ("spelling", "Amina Otieno", date(2026, 3, 2)),
    ]
    assert (into.organisation, into.affiliations.get().organisation) == ("Union", "Clinic")
    change = Change.objects.get()
    assert (change.cause, change.fields) == (
        f"merge:{merge.key}",
        ["city", "country", "organisation"],
    )
    assert (change.before["city"], change.after["city"]) == ("Kisumu", "Kampala")
    assert change.said["city"] == ["hand", "2026-03-01"]


def test_a_name_chosen_anew_is_kept_short_and_sorted(at):
    into, other = somebody("Amina", at=at), somebody("Amina W", at=at)

    merged(other, into, at=at, shown_name="  Zuri\nWekesa ")

    into.refresh_from_db()
    assert (into.shown_name, into.sort_key) == ("Zuri Wekesa", "zuri wekesa")
    assert set(queries.names_of(into)) == {"Zuri Wekesa", "Amina", "Amina W"}


def test_a_name_too_long_to_be_kept_is_left_in_the_log(at):
    into = somebody("Amina", at=at)
    other = somebody("Amina", given_name="A" * 100, family_name="B" * 100, at=at)

    merge = merged(other, into, at=at, given_name="into", family_name="into")

    assert queries.names_of(Person.objects.get()) == ["Amina"]
    assert merge.log["removed"]["people.person"][str(other.pk)]["family_name"] == "B" * 100


def test_the_account_of_either_stays(at):
    account = AccountFactory()
    into, other = PersonFactory(), PersonFactory(account=account)

    merged(other, into, at=at)

    into.refresh_from_db()
    assert into.account == account


def test_an_address_of_both_keeps_what_either_says(at):
    into, other = PersonFactory(), PersonFactory()
    early, late = at - timedelta(days=9), at - timedelta(days=1)
    ContactWayFactory(person=into, value="a@example.org", created_at=late, preferred=False)
    ContactWayFactory(
        person=other, value="a@example.org", created_at=early, confirmed_at=late, state="broken"
    )

    merged(other, into, at=at)

    way = ContactWay.objects.get()
    assert (way.person, way.created_at, way.confirmed_at) == (into, early, late)
    assert (way.state, way.preferred) == ("broken", True)


def test_old_keys_lead_on_through_several_merges(at):
    first, second, third = (PersonFactory() for _one in range(3))

    merged(first, second, at=at)
    merged(second, third, at=at)

    assert queries.person(first.key) == queries.person(second.key) == third
    assert queries.person("nobody") is None


@pytest.mark.parametrize("cause", ["hand", "link", "bulk", "import:key"])
def test_what_stands_against_it_is_said(at, cause):
    account = PersonFactory(account=AccountFactory())
    other_account = PersonFactory(account=AccountFactory())
    one, other = PersonFactory(), PersonFactory()
    actions.keep_apart(one=one, other=other, by=BY, at=at)

    with pytest.raises(actions.CannotMerge, match="already"):
        merged(one, one, cause=cause, at=at)
    with pytest.raises(actions.CannotMerge, match="sign in"):
        merged(account, other_account, cause=cause, at=at)
    with pytest.raises(actions.CannotMerge, match="two different people"):
        merged(other, one, cause=cause, at=at)

    assert Person.objects.count() == 4
    assert not Merge.objects.exists()


@pytest.mark.parametrize(("cause", "may"), [("hand", True), ("link", True), ("bulk:key", False)])
def test_great_care_and_differing_answers_need_somebody_s_look(at, cause, may):
    pairs = [(PersonFactory(risk="high"), PersonFactory()), (PersonFactory(), PersonFactory())]
    for person, yes in zip(pairs[1], (True, False), strict=True):
        consent.answer(person=person, purpose=Purpose.NEWS, yes=yes, how="form", by=BY, at=at)

    for other, into in pairs:
        if may:
            merged(other, into, cause=cause, at=at)
        else:
            with pytest.raises(actions.CannotMerge, match="Somebody must look"):
                merged(other, into, cause=cause, at=at)

    assert Person.objects.count() == (2 if may else 4)


def test_a_preview_says_what_will_happen_and_does_nothing(at):
    into = somebody("Amina", city="Kisumu", organisation="Clinic", pronouns="she", at=at)
    other = somebody("Amina W", city="Kampala", organisation="Union", day=2, at=at)
    ContactWayFactory(person=other)
    for person, yes in ((into, True), (other, False)):
        consent.answer(person=person, purpose=Purpose.NEWS, yes=yes, how="form", by=BY, at=at)
    Person.objects.filter(pk=into.pk).update(
        provenance={"city": ["link", "2020-01-01"], "shown_name": ["hand", "2026-03-01"]}
    )
    into.refresh_from_db()

    found = queries.preview(other=other, into=into)

    proposed = {choice.field: (choice.proposed, choice.kept) for choice in found.choices}
    assert proposed["shown_name"] == ("other", "name")
    assert proposed["city"] == ("into", "history")
    assert proposed["organisation"] == ("other", "organisation")
    assert proposed["pronouns"] == ("into", "")
    assert found.proposed["city"] == "into"
    assert [choice.field for choice in found.choices if choice.differs] == [
        "shown_name",
        "city",
        "organisation",
    ]
    organisation = next(choice for choice in found.choices if choice.field == "organisation")
    assert (organisation.into.source, organisation.into.said_on) == ("hand", None)
    assert found.moving["people.contactway"] == 1
    assert [(one.into, one.other, one.stands) for one in found.settled["consent.agreement"]] == [
        ("given", "refused", "refused")
    ]
    assert (found.against, found.differing, found.high_care) == ((), True, False)
    assert Person.objects.count() == 2


def test_a_correction_does_not_undo_the_pause_of_a_moment_ago(at):
    read_before = PersonFactory()
    actions.pause(person=Person.objects.get(), by=BY, at=at)

    actions.edit(person=read_before, changes={"city": "Kisumu"}, cause="edit", by=BY, at=at)

    again = Person.objects.get()
    assert (again.city, again.frozen_at) == ("Kisumu", at)


def test_one_link_is_ended(at):
    person = PersonFactory()
    actions.open_link(person=person, scope="page", at=at)
    kept = actions.open_link(person=person, scope="page", at=at)

    actions.end_link(link=Link.objects.earliest("pk"), by=BY, at=at)

    assert Link.objects.get(revoked_at=None).token_hash == token_hash(kept)


def test_typed_words_make_one_token_however_they_are_typed():
    assert actions.code_token(" Tree  PLOUGH ") == actions.code_token("tree plough")
    assert actions.code_token("tree plough") != actions.code_token("plough tree")
