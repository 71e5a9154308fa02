"""The questions as people read them."""

import tomllib

import pytest
from django.conf import settings

from commonroot.consent import actions
from commonroot.consent.models import REGISTER_LATER, Wording
from commonroot.consent.queries import current_wordings
from commonroot.consent.queries.wordings import words_in
from commonroot.consent.rules import Purpose, is_asked
from commonroot.core.fields import Translated

pytestmark = pytest.mark.django_db


def test_every_asked_purpose_has_its_words_in_every_language():
    questions = tomllib.loads(actions.WORDINGS_FILE.read_text())

    assert set(questions) == {REGISTER_LATER} | {p.value for p in Purpose if is_asked(p)}
    languages = {code for code, _name in settings.LANGUAGES}
    assert {frozenset(text) for words in words_in() for text in words[-2:]} == {
        frozenset(languages)
    }


def test_installing_twice_makes_no_second_version(at):
    first, second = actions.install_wordings(at=at), actions.install_wordings(at=at)

    assert first == second == Wording.objects.count()
    assert set(Wording.objects.values_list("version", flat=True)) == {1}


def test_other_words_are_the_next_version_and_the_first_stays(at):
    actions.install_wordings(at=at)

    actions.set_wording(
        purpose=Purpose.NEWS,
        question=Translated({"en": "News?"}),
        explanation=Translated({"en": "Sometimes."}),
        at=at,
    )

    assert Wording.objects.filter(purpose="news").count() == 2
    assert current_wordings()["news"].question == {"en": "News?"}
