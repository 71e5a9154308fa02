"""The questions as people read them."""

import tomllib

import pytest
from django.conf import settings

from commonroot.accounts.roles import Actor
from commonroot.consent import actions, tasks
from commonroot.consent.models import REGISTER_LATER, Wording
from commonroot.consent.queries import current_wordings
from commonroot.consent.queries.wordings import WORDINGS_FILE, words_differ, words_in
from commonroot.consent.rules import Purpose, is_asked
from commonroot.core.fields import Translated
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_every_asked_purpose_has_its_words_in_every_language():
    questions = tomllib.loads(WORDINGS_FILE.read_text())

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


def test_new_words_of_a_new_version_come_into_force_by_themselves(at):
    before = words_differ(at=at)
    actions.install_wordings(at=at)
    installed = words_differ(at=at)
    Wording.objects.filter(purpose="news").update(explanation={"en": "Older words."})

    assert (before, installed, words_differ(at=at)) == (False, False, True)
    assert tasks.put_words_in_force(at=at) == 13
    assert words_differ(at=at) is False
    assert set(Wording.objects.filter(purpose="news").values_list("version", "edition")) == {
        (1, 1),
        (2, 1),
    }


def test_a_file_of_ones_own_may_ask_for_more(tmp_path, at):
    actions.install_wordings(at=at)
    person = PersonFactory()
    answer = {"person": person, "purpose": Purpose.NEWS, "how": "page", "by": Actor.system()}
    actions.answer(**answer, yes=True, at=at)
    path = tmp_path / "wordings.toml"
    path.write_text(
        'news = {edition = 2, question = {en = "News?"}, explanation = {en = "Daily."}, '
        'for = {join = {question = {en = "Join?"}}}}'
    )

    actions.install_wordings(at=at, path=path)

    joining = current_wordings("join")["news"]
    assert person.agreements.get().state == "lapsed"
    assert (joining.question, joining.explanation) == ({"en": "Join?"}, {"en": "Daily."})
    assert current_wordings()["news"].question == {"en": "News?"}
