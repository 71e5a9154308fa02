"""Two who turned out to be one."""

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.core.keys import token_hash
from commonroot.people import actions
from commonroot.people.models import Link, Membership, Person, SearchKey
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
    assert (known.shown_name, known.city, known.risk) == ("Amina Wekesa", "Kisumu", "high")
    assert set(known.ways.all()) == {ways[0], more}
    assert (Link.objects.get().person, Link.objects.get().way) == (known, ways[0])
    assert Membership.objects.get().person == known
    assert set(SearchKey.objects.values_list("kind", "value")) == {
        ("name", "amina"),
        ("name", "wekesa"),
        ("name", "+mn"),
        ("name", "+ks"),
        ("place", "kisumu"),
    }


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
