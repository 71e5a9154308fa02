"""Whoever opens many people within an hour shows once more who they are."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.accounts.rules import READ_MOST
from commonroot.consent.actions import keep_until_asked
from commonroot.people.actions import add_person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.mark.parametrize(
    ("opened", "same", "ago", "status"),
    [
        (READ_MOST + 1, False, timedelta(minutes=5), 302),
        (READ_MOST, False, timedelta(minutes=5), 200),
        (READ_MOST + 1, True, timedelta(minutes=5), 200),
        (READ_MOST + 1, False, timedelta(minutes=61), 200),
    ],
)
def test_the_next_one_is_shown_after_a_proof(desk, organiser_account, opened, same, ago, status):
    now = timezone.now()
    person = add_person(shown_name="Amina", origin="hand", by=SYSTEM, at=now)
    keep_until_asked(person=person, by=SYSTEM, at=now)
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=now - ago, verb="person read", actor_kind="account", actor_key=organiser_account.key,
            person_key="one" if same else f"{number}",
        )
        for number in range(opened)
    )  # fmt: skip
    address = reverse("web:person", args=[person.key])

    answer = desk.get(address)
    session = desk.session
    session["proven"] = timezone.now().timestamp()
    session.save()

    assert answer.status_code == status
    assert (status == 200) or answer["Location"].startswith(reverse("accounts:prove"))
    assert desk.get(address).status_code == 200
