"""Texts of organisers that are missing in a language are pointed at."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.core.fields import Translated
from commonroot.programmes.models import Question
from commonroot.registration import actions
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SessionFactory

pytestmark = pytest.mark.django_db


def test_a_text_missing_in_a_language_is_pointed_at_with_who_reads_it(desk, school):
    now = timezone.now()
    coming = SessionFactory(starts_at=now + timedelta(days=10))
    person = PersonFactory(language="fr")
    ContactWayFactory(person=person)
    actions.register(person=person, session=coming, by=Actor.system(), at=now)
    programme = coming.programme
    programme.languages = ["en", "fr"]
    programme.save()
    Question.objects.create(session=coming, position=0, prompt=Translated({"en": "Why?"}))

    looked = desk.post(
        f"/en/desk/sessions/{coming.key}/write/",
        {"states": ["placed"], "subject-en": "Bring water", "text-en": "It will be hot."},
    ).content.decode()

    asked = desk.get(f"/en/desk/sessions/{coming.key}/questions/").content.decode()

    assert "1 person reads français and gets it in English" in looked
    assert "Missing in français" in asked
