"""Filters: stored, refused with plain sentences, changed part by part, read as a sentence."""

import pytest
from django.db.models import Q
from django.utils import translation

from commonroot.core.filters.compiling import FEW, condition, plan
from commonroot.core.filters.fields import (
    Field,
    How,
    column,
    column_empty,
    column_not,
    fields_of,
    hows,
)
from commonroot.core.filters.sentence import pieces, sentence
from commonroot.core.filters.value import (
    EVERYBODY,
    Filter,
    FilterNotUnderstood,
    Part,
    added,
    as_json,
    at_path,
    changed,
    from_json,
    parts_of,
    without,
)
from commonroot.people.models import Membership, Person
from tests.factories.engagement import KenyaFactory
from tests.factories.people import PersonFactory


def member(values, *, at, link):
    return link(Membership.objects.filter(circle__key__in=values, until=None))


def not_member(values, *, at, link):
    return ~link(Membership.objects.filter(until=None))


FIELDS = fields_of(
    Field(
        code="country",
        name="Country",
        hows=hows(
            How("in", "live in %(values)s", column("country"), is_indexed=True),
            How("not", "do not live in %(values)s", column_not("country")),
            How("unknown", "live nobody knows where", column_empty("country"), "nothing"),
        ),
        choices=lambda: [("KE", "Kenya"), ("UG", "Uganda"), ("TD", "Chad"), ("LB", "لبنان")],
    ),
    Field(
        code="circle",
        name="Circle",
        hows=hows(
            How("in", "are in %(values)s", member),
            How("none", "are in no circle", not_member, "nothing"),
        ),
    ),
    Field(
        code="city",
        name="City",
        hows=hows(How("is", "live in a place called %(values)s", column("city"), "words")),
        is_typed=True,
    ),
    Field(
        code="added",
        name="Added",
        hows=hows(How("since", "came since %(values)s", column("created_at"), "day")),
    ),
)
KENYA = Part("country", "in", ("KE",))
CHAD = Part("country", "in", ("TD",))
NO_CIRCLE = Part("circle", "none")
KISUMU = Part("city", "is", ("Kisumu",))


def read(asked):
    return sentence(asked, fields=FIELDS, everybody="Everybody")


def test_what_is_stored_is_read_again():
    asked = Filter("all", (KENYA, Filter("none", (NO_CIRCLE, Filter("any", (CHAD, KISUMU))))))

    stored = as_json(asked)

    assert stored == {
        "all": [
            ["country", "in", "KE"],
            {
                "none": [
                    ["circle", "none"],
                    {"any": [["country", "in", "TD"], ["city", "is", "Kisumu"]]},
                ]
            },
        ]
    }
    assert from_json(stored, fields=FIELDS) == asked
    assert list(parts_of(asked)) == [KENYA, NO_CIRCLE, CHAD, KISUMU]


@pytest.mark.parametrize("content", [None, {}, {"all": []}])
def test_nothing_asked_is_everybody(content):
    assert not from_json(content, fields=FIELDS)


def deep(levels):
    return {"all": [deep(levels - 1)]} if levels else ["country", "in", "KE"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([], "could not be read"),
        (["country", "in", "KE"], "could not be read"),
        ("all", "could not be read"),
        ({"all": [], "any": []}, "could not be read"),
        ({"some": []}, "could not be read"),
        ({"all": {}}, "could not be read"),
        ({"all": [7]}, "could not be read"),
        ({"all": [["country"]]}, "could not be read"),
        ({"all": [["country", "in", 7]]}, "could not be read"),
        ({"all": [["country", "in", "K\x00"]]}, "could not be read"),
        ({"all": [["risk", "in", "high"]]}, "“risk” is nothing that people can be found by."),
        ({"all": [["country", "above", "KE"]]}, "“Country” cannot be asked like that."),
        ({"all": [["country", "in", " "]]}, "Say what is meant by “Country”"),
        ({"all": [["added", "since", "soon"]]}, "A day is written as 2026-11-22."),
        ({"all": [["circle", "none"]] * 61}, "60 conditions at most"),
        (deep(8), "too deep"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(content, words):
    with pytest.raises(FilterNotUnderstood) as refused:
        from_json(content, fields=FIELDS)

    assert words in str(refused.value)


def test_values_are_kept_once_and_within_bounds():
    asked = from_json(
        {
            "all": [
                ["country", "in", "KE", " KE", "", "UG"],
                ["circle", "none", "more"],
                ["city", "is", "Kisumu", "Nairobi"],
                ["added", "since", "2026-01-01"],
            ]
        },
        fields=FIELDS,
    )

    assert [part.values for part in parts_of(asked)] == [
        ("KE", "UG"),
        (),
        ("Kisumu",),
        ("2026-01-01",),
    ]


def test_conditions_are_taken_out_and_changed_where_they_stand():
    whole = Filter("all", (KENYA, Filter("any", (CHAD, KISUMU))))

    assert at_path(whole, ()) == whole
    assert at_path(whole, (1, 0)) == CHAD
    assert at_path(whole, (0, 0)) is None
    assert at_path(whole, (5,)) is None
    assert without(whole, (0,)) == Filter("all", (Filter("any", (CHAD, KISUMU)),))
    assert without(whole, (1, 1)) == Filter("all", (KENYA, Filter("any", (CHAD,))))
    assert without(without(whole, (1, 1)), (1, 0)) == Filter("all", (KENYA,))
    assert without(Filter("all", (KENYA,)), (0,)) == EVERYBODY
    assert changed(whole, (1, 1), to=NO_CIRCLE) == Filter(
        "all", (KENYA, Filter("any", (CHAD, NO_CIRCLE)))
    )
    assert changed(Filter("all", (KENYA,)), (0,), to=EVERYBODY) == EVERYBODY


def test_a_condition_is_added_as_a_further_one_a_possibility_or_what_must_not_be():
    one = added(EVERYBODY, KENYA)
    either = added(one, CHAD, path=(0,), mode="any")
    three = added(either, KISUMU, path=(0, 1), mode="any")
    beside_group = added(either, KISUMU, path=(0,), mode="any")
    nobody = added(one, NO_CIRCLE, mode="none")
    neither = added(nobody, KISUMU, mode="none")

    assert one == Filter("all", (KENYA,))
    assert either == Filter("all", (Filter("any", (KENYA, CHAD)),))
    assert three == beside_group == Filter("all", (Filter("any", (KENYA, CHAD, KISUMU)),))
    assert nobody == Filter("all", (KENYA, Filter("none", (NO_CIRCLE,))))
    assert neither == Filter("all", (KENYA, Filter("none", (NO_CIRCLE, KISUMU))))
    assert added(Filter("any", (KENYA, CHAD)), KISUMU) == Filter(
        "all", (Filter("any", (KENYA, CHAD)), KISUMU)
    )
    assert added(one, CHAD, path=(9,), mode="any") == one


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (EVERYBODY, "Everybody"),
        (Filter("all", (KENYA,)), "People who live in Kenya"),
        (
            Filter("all", (Part("country", "in", ("KE", "UG")), NO_CIRCLE)),
            "People who live in Kenya or Uganda and are in no circle",
        ),
        (
            Filter("all", (Part("country", "in", ("KE", "UG", "TD")), KISUMU, NO_CIRCLE)),
            "People who live in Kenya, Uganda or Chad, live in a place called Kisumu,"
            " and are in no circle",
        ),
        (
            Filter("all", (Filter("any", (KENYA, NO_CIRCLE)), KISUMU)),
            "People who either live in Kenya, or are in no circle,"
            " and live in a place called Kisumu",
        ),
        (
            Filter("any", (KENYA, CHAD, NO_CIRCLE)),
            "People who live in Kenya, live in Chad, or are in no circle",
        ),
        (
            Filter("all", (KENYA, Filter("none", (NO_CIRCLE, KISUMU)))),
            "People who live in Kenya and are not among those who are in no circle,"
            " or live in a place called Kisumu",
        ),
        (
            Filter("all", (Filter("all", (Filter("none", (KENYA, NO_CIRCLE)),)), KISUMU)),
            "People who are not among those who live in Kenya, or are in no circle,"
            " and live in a place called Kisumu",
        ),
        (
            Filter("all", (Filter("none", (KENYA,)), KISUMU)),
            "People who are not among those who live in Kenya and live in a place called Kisumu",
        ),
        (Filter("none", (KENYA,)), "People who are not among those who live in Kenya"),
        (Filter("all", (Filter("any", (KENYA,)),)), "People who live in Kenya"),
        (
            Filter("all", (Part("country", "in", ("XX",)),)),
            "People who live in something that is gone",
        ),
    ],
)
def test_a_filter_reads_as_a_sentence(asked, words):
    assert read(asked) == words


def test_each_piece_knows_its_place_and_values_are_isolated():
    whole = Filter("all", (KENYA, Filter("any", (Part("city", "is", ("<b>لب",)), NO_CIRCLE))))

    said = pieces(whole, fields=FIELDS)

    assert [one.path for one in said] == [(0,), (1, 0), (1, 1)]
    assert [str(one.words) for one in said] == [
        "live in <bdi>Kenya</bdi>",
        "live in a place called <bdi>&lt;b&gt;لب</bdi>",
        "are in no circle",
    ]
    assert pieces(EVERYBODY, fields=FIELDS) == []


def test_words_of_fields_are_in_the_readers_language():
    with translation.override("ar"):
        assert read(Filter("all", (KENYA,))).endswith("live in Kenya")


def test_two_areas_cannot_offer_the_same_field():
    with pytest.raises(ValueError, match="city"):
        fields_of(FIELDS["city"], FIELDS["city"])


@pytest.mark.parametrize(
    ("code", "label"), [("in", "live in …"), ("unknown", "live nobody knows where")]
)
def test_a_way_to_ask_has_a_label(code, label):
    assert FIELDS["country"].hows[code].label == label


@pytest.fixture
def people(db):
    """Amina in Kenya and its circle, Baraka in Kenya, Cali in Chad, Dina nowhere, in Kisumu."""
    kenya = KenyaFactory()
    found = {
        "amina": PersonFactory(shown_name="amina", country="KE"),
        "baraka": PersonFactory(shown_name="baraka", country="KE"),
        "cali": PersonFactory(shown_name="cali", country="TD"),
        "dina": PersonFactory(shown_name="dina", city="Kisumu"),
    }
    Membership.objects.create(
        person=found["amina"], circle=kenya, role="member", since="2026-01-01"
    )
    return found, Part("circle", "in", (kenya.key,))


def found(condition):
    return sorted(Person.objects.filter(condition).values_list("shown_name", flat=True))


def test_all_any_none_mean_what_they_say(people, at):
    _people, in_kenya_circle = people
    asked = {
        "all": Filter("all", (KENYA, NO_CIRCLE)),
        "any": Filter("any", (CHAD, KISUMU, in_kenya_circle)),
        "none": Filter("none", (CHAD, KISUMU, in_kenya_circle)),
        "nested": Filter("all", (Filter("any", (KENYA, CHAD)), Filter("none", (in_kenya_circle,)))),
        "not": Filter("all", (Part("country", "not", ("KE",)),)),
        "unknown": Filter("all", (Part("country", "unknown"),)),
        "everybody": EVERYBODY,
        "nobody": Filter("any"),
    }

    answers = {name: found(condition(one, fields=FIELDS, at=at)) for name, one in asked.items()}
    planned = {
        name: found(plan(one, Person.objects.all(), fields=FIELDS, at=at).condition)
        for name, one in asked.items()
    }

    assert answers == {
        "all": ["baraka"],
        "any": ["amina", "cali", "dina"],
        "none": ["baraka"],
        "nested": ["baraka", "cali"],
        "not": ["cali", "dina"],
        "unknown": ["dina"],
        "everybody": ["amina", "baraka", "cali", "dina"],
        "nobody": [],
    }
    assert planned == answers | {"nobody": []}


def test_a_plan_begins_with_the_fewest(people, at):
    _people, in_kenya_circle = people
    everyone = Person.objects.all()

    def most(asked):
        return plan(asked, everyone, fields=FIELDS, at=at).most

    assert most(Filter("all", (KENYA, in_kenya_circle))) == 1
    assert most(Filter("all", (KENYA, NO_CIRCLE))) == 2
    assert most(Filter("any", (KENYA, in_kenya_circle))) == 3
    assert most(Filter("all", (Filter("any", (KENYA, CHAD)), Filter("all", (CHAD,))))) == 1
    assert most(Filter("any", (KENYA, NO_CIRCLE))) is None
    assert most(Filter("none", (KENYA,))) is None
    assert most(EVERYBODY) is None
    both = plan(Filter("all", (KENYA, in_kenya_circle)), everyone, fields=FIELDS, at=at)
    assert "EXISTS" not in str(everyone.filter(both.condition).query)


def test_many_are_come_across_rather_than_looked_up(people, at, monkeypatch):
    _people, in_kenya_circle = people
    monkeypatch.setattr("commonroot.core.filters.compiling.FEW", 0)

    found_plan = plan(Filter("all", (in_kenya_circle,)), Person.objects.all(), fields=FIELDS, at=at)

    assert FEW > 0
    assert found_plan.most is None
    assert "EXISTS" in str(Person.objects.filter(found_plan.condition).query)
    assert found(found_plan.condition) == ["amina"]
    assert found_plan.condition != Q()
