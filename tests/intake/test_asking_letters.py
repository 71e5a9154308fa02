"""The words of the letters that ask, in every language, and what the desk has to do about them."""

from datetime import timedelta

import pytest
from django.conf import settings

from commonroot.accounts.roles import Actor
from commonroot.consent.queries import permit
from commonroot.core.fields import Translated
from commonroot.intake import emails, permissions
from commonroot.intake.actions import asking
from commonroot.intake.models import Asked, ListRound
from commonroot.intake.queries import asking_due
from commonroot.intake.tasks import (
    ask,
    end_silence,
    finish_asking,
    gather,
    give_up_unreached,
    remind_asked,
    settle_asked,
)
from commonroot.messaging.actions import text_for_hand
from commonroot.messaging.models import Letter
from commonroot.work.sweeps import run_due
from tests.factories.asking import SYSTEM, from_a_list, reminded, sent, started, written

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def sample(person, *, at, school, **fields):
    """The letter to `person` in words, as the organiser sees it before anything is sent."""
    list_round = ListRound(made_at=at, by="system:", **fields)
    letter = emails.sample(list_round, person, school=school, at=at)
    return text_for_hand(letter, permit=permit, school=school, at=at)


def paragraphs(text):
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def test_the_letter_says_who_we_are_what_we_hold_and_what_happens(at, school):
    person = from_a_list(shown_name="Mary", country="KE", city="Kisumu", organisation="Clinic")

    letter = sample(person, at=at, school=school, source="courses", years="2014–2017", days=30)

    assert letter.subject == "May we keep you in our register?"
    assert paragraphs(letter.text)[:4] == [
        "Dear Mary,",
        "We are Long Table School (Kenya). Learn to organise for health. Stay together for years.",
        "Your name stands in our list of people who took part in our courses or meetings. The list"
        " is from 2014–2017. We keep nobody without asking, so we ask you.",
        "We hold: your name, your e-mail address, your country, your town, your organisation, the"
        " line of that list. Until you answer we use it for nothing but this question, and give it"
        " to nobody.",
    ]
    assert "If we hear nothing, we write once more" in letter.text
    assert "after Tue 22 December" in letter.text
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("source", ListRound.Source.values)
def test_every_source_has_a_sentence(at, source):
    said = emails.source_words(ListRound(source=source, made_at=at))

    assert said.startswith("Your name stands in ")
    assert "from" not in said


def test_whoever_needs_much_care_gets_a_link_and_nothing_else(at, school):
    person = from_a_list(shown_name="Mary", risk="high", channel="mail", country="KE")

    letter = sample(person, at=at, school=school, source="courses")

    assert letter.subject == "One question for you"
    assert "Long Table School" not in letter.text
    assert "register" not in letter.text
    assert "our courses" not in letter.text


def test_the_second_letter_says_when_the_first_left_and_that_it_is_the_last(at, school):
    from_a_list(country="KE")
    reminded(at=at)

    second = Letter.objects.order_by("pk").last()
    letter = text_for_hand(second, permit=permit, school=school, at=at)

    assert letter.subject == "Once more: may we keep you in our register?"
    assert "on Sun 22 November we asked you" in letter.text
    assert "we delete what we hold about you after Tue 22 December" in letter.text
    assert "write once more" not in letter.text


@pytest.mark.parametrize("language", list(dict(settings.LANGUAGES)))
@pytest.mark.parametrize("risk", ["careful", "high"])
def test_in_every_language_each_answer_has_its_link(at, school, language, risk):
    person = from_a_list(
        language=language, provenance={"language": ["import", "2014-01-01"]}, risk=risk,
        channel="mail",
    )  # fmt: skip

    letter = sample(person, at=at, school=school, source="unsure")

    links = [line for line in letter.text.splitlines() if line.startswith(settings.ADDRESS)]
    ends = [""] if risk == "high" else ["&a=yes", "&a=correct", "&a=no"]
    assert [link.partition(f"?l={language}")[2] for link in links] == ends


def test_a_school_without_a_country_or_sentence_is_named_all_the_same(at, school):
    school.country, school.sentence = "", Translated()
    person = from_a_list(country="KE")

    letter = sample(person, at=at, school=school, source="unsure")
    nameless = emails.letter_fields(
        ListRound(made_at=at), person, way=None, kinds=(), token="t", school=None, first_at=None,
        until=at, at=at,
    )  # fmt: skip

    assert "We are Long Table School." in letter.text
    assert (nameless["address"], nameless["way"], nameless["values"]["country"]) == ("", "hand", "")


def test_the_house_does_all_of_it_by_itself(at, school, settings):
    settings.DEMO = True
    silent, lost = from_a_list(), from_a_list(way=False)
    list_round = started(at=at)

    for day in (0, 1, 20, 21, 30, 31):
        run_due(at=at + day * DAY + timedelta(minutes=11))

    rows = dict(Asked.objects.values_list("state", "person"))
    list_round.refresh_from_db()
    assert rows == {"silent": None, "back": lost.pk}
    assert (list_round.state, Letter.objects.filter(template=emails.TEMPLATE).count()) == (
        "ended",
        0,
    )
    assert silent.pk != lost.pk
    run_due(at=at + 181 * DAY)
    assert Asked.objects.filter(state="let_go", person=None).count() == 1


def test_with_nothing_to_do_no_sweep_does_anything(at):
    sweeps = (
        gather,
        ask,
        settle_asked,
        remind_asked,
        end_silence,
        give_up_unreached,
        finish_asking,
    )

    assert [sweep(at=at) for sweep in sweeps] == [0] * len(sweeps)


# What waits for an organiser.


def due(actor, *, at):
    return [(one.what, one.button, one.late) for one in asking_due.due(actor, at=at)]


def test_people_never_asked_wait_for_somebody_to_ask(at, organiser):
    from_a_list(created_at=at - DAY)

    young = due(organiser, at=at)
    old = due(organiser, at=at + 90 * DAY)
    asking.plan(source="unsure", by=SYSTEM, at=at)

    what = "1 person was never asked whether we may keep them"
    assert young == [(what, "Ask all of them once", False)]
    assert old == [(what, "Ask all of them once", True)]
    assert due(organiser, at=at) == []


def test_who_goes_tomorrow_is_told_today(at, organiser):
    from_a_list(created_at=at - DAY)
    reminded(at=at)

    assert due(organiser, at=at + 27 * DAY) == []
    assert due(organiser, at=at + 29 * DAY) == [
        ("1 person who did not answer is deleted by tomorrow", "See who", True)
    ]


def test_who_could_not_be_asked_waits_for_a_decision(at, organiser):
    from_a_list(way=False, created_at=at - DAY)
    from_a_list(created_at=at - DAY)
    list_round = sent(at=at)

    early, late = due(organiser, at=at + DAY), due(organiser, at=at + 170 * DAY)
    asking.stop(list_round=list_round, by=SYSTEM, at=at)

    what = "1 person could not be asked"
    assert (early, late) == ([(what, "Decide", False)], [(what, "Decide", True)])
    assert what not in [one for one, _button, _late in due(organiser, at=at + DAY)]


def test_nobody_else_is_told(at, school):
    from_a_list(created_at=at - DAY)

    assert asking_due.due(Actor.public(), at=at) == []


# Who may.


def test_who_may_ask_and_see_a_list_round(at, organiser):
    list_round = ListRound(made_at=at)

    assert permissions.can_ask_all(organiser) is True
    assert permissions.can_see_list_round(organiser, list_round) is True
    assert permissions.can_ask_all(Actor.public()) is False
    assert permissions.can_see_list_round(Actor.public(), list_round) is False


@pytest.mark.parametrize(
    ("kind", "scope", "own_thing", "own_person", "may"),
    [
        ("link", "answer", True, True, True),
        ("link", "page", True, True, False),
        ("link", "answer", False, True, False),
        ("link", "answer", True, False, False),
        ("account", "answer", True, True, False),
    ],
)
def test_only_the_link_of_the_letter_answers(at, kind, scope, own_thing, own_person, may):
    person = from_a_list()
    written(at=at)
    row = Asked.objects.get()
    actor = Actor(
        kind=kind, scope=scope, thing=f"asked:{row.key}" if own_thing else "asked:other",
        person_id=person.pk if own_person else person.pk + 1,
    )  # fmt: skip

    assert permissions.can_answer_asked(actor, row) is may
