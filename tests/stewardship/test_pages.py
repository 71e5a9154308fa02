"""The notice, what we can protect, and the desk's page for the careful."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.messaging.actions import pause_sending
from commonroot.messaging.queries import pause
from commonroot.stewardship.models import BackupKey, KeepingChoice, Notice, RetentionRun

pytestmark = pytest.mark.django_db
NAMES = ("careful", "keeping", "processing", "backups", "notice", "sheet")


@pytest.fixture
def proven(desk):
    """A browser whose organiser has just shown once more who they are."""
    session = desk.session
    session["proven"] = timezone.now().timestamp()
    session.save()
    return desk


def text(response):
    return response.content.decode()


def test_everybody_may_read_the_notice_in_the_schools_languages(school, proven):
    proven.post(
        reverse("stewardship:notice"),
        {
            "who": "Long Table e.V.",
            "contact": "office@example.org",
            "paragraph_en": "We meet in a library.",
            "paragraph_ar": "نلتقي في مكتبة.",
        },
    )

    english, arabic = Client().get("/en/privacy/"), Client().get("/ar/privacy/")

    assert english.status_code == 200
    for words in ("Long Table e.V.", "office@example.org", "We meet in a library.", "2 years"):
        assert words in text(english)
    assert "نلتقي في مكتبة." in text(arabic)
    assert Notice.objects.get().changed_by.startswith("account:")


def test_without_the_schools_own_words_the_notice_is_complete(school):
    said = text(Client().get("/en/privacy/"))

    assert "Long Table School" in said
    assert "What the school adds" not in said


def test_footers_lead_to_the_notice_and_to_what_can_be_protected(school):
    home, protect = Client().get("/en/"), Client().get("/en/protect/")

    assert 'href="/en/privacy/"' in text(home)
    assert 'href="/en/protect/"' in text(home)
    assert "What we cannot protect" in text(protect)


@pytest.mark.parametrize("name", NAMES)
def test_organisers_see_it_and_nobody_else(proven, name):
    address = reverse(f"stewardship:{name}")

    assert proven.get(address).status_code == 200
    assert Client().get(address).status_code == 302


def test_keeping_is_changed_after_seeing_what_would_go(proven):
    address = reverse("stewardship:keeping_change", args=["messaging.letter"])

    looked = proven.get(address, {"days": 60})
    before = KeepingChoice.objects.count()
    kept = proven.post(address, {"days": 60})
    wrong, nonsense = proven.get(address, {"days": 10}), proven.post(address, {"days": "x"})

    assert "With 60 days 0 rows go" in text(looked)
    assert (before, kept.status_code, KeepingChoice.objects.get().days) == (0, 302, 60)
    assert (wrong.status_code, nonsense.status_code) == (400, 400)
    assert "Choose from 30 to 730 days" in text(wrong)


def test_the_day_that_was_shown_is_confirmed_and_no_other(proven):
    today = timezone.now().strftime("%Y-%m-%d")
    address = reverse("stewardship:clock")

    proven.post(address, {"day": "2020-01-01"})
    before = RetentionRun.objects.count()
    proven.post(address, {"day": today})

    assert (before, RetentionRun.objects.get().confirmed_by[:8]) == (0, "account:")


def test_the_sheet_is_shown_once_with_both_keys(proven, settings):
    address = reverse("stewardship:sheet")

    shown = proven.post(address)
    again = proven.get(address)

    assert "AGE-SECRET-KEY-1" in text(shown)
    assert "&quot;marks&quot;" in text(shown)
    assert shown["Cache-Control"] == "no-store"
    assert "AGE-SECRET-KEY-1" not in text(again)
    assert BackupKey.objects.get().recipient.startswith("age1")


def test_letters_go_again_when_an_organiser_says_so(proven, at):
    pause_sending(why="a backup was restored", at=at)
    address = reverse("stewardship:sending")

    told = text(proven.get(reverse("stewardship:careful")))
    proven.post(address)
    proven.post(address)

    assert "No letter leaves since 22 November 2026" in told
    assert pause() is None
    assert AuditEntry.objects.filter(verb="sending went on").count() == 1
