"""What we hold about somebody is read in people's words: no code, no name of a field, no dump."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.utils import translation

from commonroot.circles.models import Circle
from commonroot.people.personal import declarations
from commonroot.stewardship.queries.keeping import UNSAID
from commonroot.web.queries import held
from commonroot.web.queries.held import codes, names, values
from tests.factories.people import PersonFactory

WHERE = "say it in commonroot/web/queries/held/ (names.py: NAMES or SILENT; values.py: SAY)"


def shown_fields():
    """Every field that is read, with its declaration."""
    for one in declarations():
        for name in (*one.kinds, *one.plain):
            if name not in UNSAID and not names.is_silent(one.label, name):
                yield one, name


def is_said(one, name):
    """Whether somebody declared how a field is said."""
    said = {name, f"{one.label}.{name}"} & (values.SAY.keys() | values.AS_WRITTEN)
    field = one.model._meta.get_field(name)
    return bool(said or field.choices or values.is_plain(field))


def test_every_field_of_every_model_has_a_name_and_a_way_of_being_said():
    unnamed = [
        f"{one.label}.{name}" for one, name in shown_fields() if not names.name_of(one.label, name)
    ]
    unsaid = [f"{one.label}.{name}" for one, name in shown_fields() if not is_said(one, name)]
    headless = {one.label for one in declarations()} - held.HEADINGS.keys()

    assert (unnamed, unsaid, headless) == ([], [], set()), WHERE


@pytest.fixture
def marked(monkeypatch):
    """A language in which every word that we say stands in brackets, and nothing else does."""

    def mark(words, *more):
        return f"⟦{words}⟧"

    said = SimpleNamespace(gettext=mark, ngettext=mark)
    for name in ("gettext", "ngettext"):
        getattr(translation._trans, name)  # is set at its first use
        monkeypatch.setattr(translation._trans, name, getattr(said, name))


def test_no_code_and_no_name_of_a_field_is_ever_read(marked):
    bare = []
    for one, name in shown_fields():
        words = [names.name_of(one.label, name)]
        field = one.model._meta.get_field(name)
        words += [
            values.value_of(one.model, name, value=code, row={})
            for code in dict(field.flatchoices)
            if code
        ]
        bare += [f"{one.label}.{name}: {said}" for said in words if not is_ours(said)]

    assert bare == []


def is_ours(words):
    """Whether all of it is words that we say, in brackets."""
    return words.startswith("⟦") and words.endswith("⟧")


def test_every_code_of_ours_that_is_no_choice_has_words(marked):
    tables = [table for name, table in vars(codes).items() if name.isupper()]

    bare = [words for table in tables for words in table.values() if not is_ours(str(words))]

    assert (bare, len(tables)) == ([], 12)


def test_a_code_without_words_is_left_out_and_never_shown():
    row = {"origin": "out of nowhere", "shown_name": "Amina", "risk": "unheard"}

    assert held.kinds_held({"people.person": [row]}) == [("You", [[("Name", "Amina")]])]


@pytest.mark.parametrize(
    ("label", "field", "value", "words"),
    [
        ("consent.agreement", "purpose", "news", "news of the network"),
        ("consent.agreement", "state", "lapsed", "ran out"),
        ("consent.agreement", "audience_kind", "alumni", "others who took part"),
        ("consent.agreement", "audience_key", "own", "the circle of your country"),
        ("consent.agreement", "audience_key", "cert:AbC", "whoever checks your certificate"),
        ("consent.agreement", "audience_key", "session:gone", ""),
        ("consent.ledgerevent", "recorded_by", "account:AbC", "an organiser"),
        ("consent.ledgerevent", "language", "fr", "French"),
        ("consent.ledgerevent", "source", "mailchimp", "mailchimp"),
        ("consent.told", "what", ["name", "unheard", "country"], "your name, your country"),
        ("consent.told", "audience_name", {"en": "The press", "fr": "La presse"}, "The press"),
        ("people.person", "country", "KE", "Kenya"),
        ("people.person", "risk", "high", "yes"),
        ("people.person", "frozen_at", "2026-11-22T12:00:00+00:00", "22 November 2026, 12:00 UTC"),
        ("people.person", "frozen_at", "2026-11-22", "22 November 2026"),
        ("people.person", "city", "2026-99-99", "2026-99-99"),
        ("people.person", "city", "1234-not a day", "1234-not a day"),
        ("people.person", "city", "2026-12-xx", "2026-12-xx"),
        ("people.person", "nothing", True, ""),
        ("people.person", "keeper", "AbC", "yes"),
        ("people.person", "kept_apart", {"shown_name": "Amina"}, "Name: Amina"),
        ("people.person", "provenance", {"city": ["hand", "2026-01-01"]}, ""),
        ("people.contactway", "preferred", False, "no"),
        ("people.searchkey", "value", "!", ""),
        ("people.searchkey", "value", "~mn", ""),
        ("people.searchkey", "value", "amina", "amina"),
        ("people.pair", "probability", 0.987, "99%"),
        ("people.change", "model", "people.offer", "What you offer"),
        ("people.change", "cause", "import:AbC", "an old list"),
        ("people.change", "fields", ["city", "country"], "City, Country"),
        ("people.change", "said", {"city": ["import", "2026-01-01"]}, "an old list"),
        (
            "people.savedlist", "filter", {"all": [["country", "unknown"]]},
            "People who live in a country that is not known",
        ),
        ("people.savedlist", "filter", {"nonsense": 1}, ""),
        ("people.savedlist", "columns", ["themes", "unheard"], "Themes"),
        ("messaging.letter", "tells", [["a", "x", "y"], ["b", "x", "y"]], "2 people"),
        ("messaging.letter", "calendar", "BEGIN:VCALENDAR", "yes"),
        ("messaging.letter", "why", "too late", "it would have come too late"),
        ("messaging.letter", "why", "550 No", "a mail server answered: “550 No”"),
        ("messaging.letter", "audience", "programme:gone", "those who run a course"),
        ("intake.importrow", "cells", ["Amina", "", "Kenya"], "Amina, Kenya"),
        (
            "intake.importrow", "fields",
            {"country": "KE", "language": "fr", "emails": ["a@example.org"], "agreed": False},
            "addresses: a@example.org; country: Kenya; language: French; agreed: no",
        ),
        ("engagement.closinganswer", "scales", {"courage": 4, "skills": 5}, "4, 5"),
        ("engagement.experience", "part", "presenter", "presenting"),
        ("engagement.experience", "translations", {"fr": "…", "ar": "…"}, "French, Arabic"),
        ("engagement.followup", "said", {"what": "We won", "who": ["a", "b"]}, "We won, a, b"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_values_are_read_as_words(label, field, value, words):
    assert values.value_of(apps.get_model(label), field, value=value, row={}) == words


@pytest.mark.django_db
def test_things_are_called_by_their_names(at):
    kenya = Circle.objects.create(
        kind="country", name={"en": "Kenya"}, country="KE", sort_key="kenya", created_at=at
    )
    agreement, letter = apps.get_model("consent.agreement"), apps.get_model("messaging.letter")

    said = [
        values.value_of(agreement, "audience_key", value=kenya.key, row={}),
        values.value_of(letter, "audience", value=f"circle:{kenya.key}", row={}),
        values.value_of(apps.get_model("people.interest"), "theme", value=kenya.key, row={}),
    ]

    assert said == ["Kenya", "Kenya", "Kenya"]


def test_what_changed_is_said_in_the_words_of_what_it_is():
    row = {
        "model": "people.offer", "before": {"kind": "teach", "source": "import"},
        "after": {"kind": "host", "unheard": 1}, "fields": ["kind"], "cause": "page",
    }  # fmt: skip
    strange = {"model": "people.gone", "before": {"kind": "teach"}}

    [(heading, rows)] = held.kinds_held({"people.change": [row, strange]})

    assert heading == "Changes of your details"
    assert rows == [
        [
            ("of what", "What you offer"),
            ("what stood there before", "kind: teach; where it is from: an old list"),
            ("what stands there since", "kind: host"),
            ("what was changed", "kind"),
            ("how it came about", "corrected on your page"),
        ],
    ]


def test_why_two_may_be_one_is_said_as_at_the_desk():
    row = {"band": "certain", "reasons": [["same_phone", 9.0]]}

    [(_heading, [said])] = held.kinds_held({"people.pair": [row]})

    assert said[0] == ("how sure that is", "sure")


@pytest.mark.django_db
def test_the_words_of_somebody_stay_as_they_wrote_them(at):
    person = PersonFactory(shown_name="Amina state_key", wants="to say: provisional")

    assert values.value_of(type(person), "wants", value=person.wants, row={}) == person.wants


@pytest.mark.parametrize(("count", "words"), [(10, "1 kB"), (14_900, "14 kB")])
def test_size_words(count, words):
    assert held.size_words(count) == words


def test_what_only_our_program_reads_is_said_to_be_there():
    rows = [{"value": 8293481}, {"value": 17}]

    assert held.kinds_held({"people.matchkey": rows}) == [
        (
            "Marks by which you are known again",
            [[("how it is kept", "in a form that only our program reads")]],
        )
    ]
