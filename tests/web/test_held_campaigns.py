"""What is held of somebody in campaigns, as they read it."""

import pytest

from commonroot.campaigns.models import Change, Member
from commonroot.web.queries.held.values import value_of
from tests.factories.campaigns import MADE, MemberFactory

WRITTEN = {"kind": "demand", "field": "text"}


@pytest.mark.django_db
@pytest.mark.parametrize(("left_at", "words"), [(None, "Our hospital stays public"), (MADE, "")])
def test_whoever_left_a_team_does_not_read_what_its_campaign_is_called(left_at, words):
    campaign = MemberFactory().campaign

    said = value_of(Member, "campaign", value=campaign.key, row={"left_at": left_at})

    assert said == words


@pytest.mark.parametrize(
    ("field", "value", "row", "words"),
    [
        ("after", "Sign it", WRITTEN, "Sign it"),
        ("after", None, WRITTEN, ""),
        ("after", {"text": "Sign it", "status": "won"}, {"kind": "demand", "field": ""},
         "Sign it · won"),
        ("before", {"said": {"text": "Sign it"}}, {"kind": "demand", "field": ""}, "Sign it"),
        ("before", "x", {"kind": "of another time", "field": "text"}, ""),
        ("kind", "demand", WRITTEN, "Demand"),
        ("kind", "of another time", WRITTEN, ""),
        ("field", "of another time", WRITTEN, ""),
        ("field", "text", {"kind": "of another time"}, ""),
    ],
)  # fmt: skip
def test_what_somebody_wrote_is_read_in_the_words_of_the_tool(field, value, row, words):
    assert value_of(Change, field, value=value, row=row) == words
