"""Campaigns for tests: one that stands, somebody in it, what stands in its tools, a case study."""

from datetime import UTC, datetime
from typing import Any

import factory

from commonroot.campaigns.models import Campaign, CaseStudy, Entry, Member, Part, Step
from commonroot.core.fields import Translated
from tests.factories.people import PersonFactory

MADE = datetime(2026, 11, 20, 9, tzinfo=UTC)


class CampaignFactory(factory.django.DjangoModelFactory):
    """A campaign for a hospital, made on 20 November 2026; nobody outside the team knows of it."""

    class Meta:
        model = Campaign

    name = "Our hospital stays public"
    summary = "The county wants to lease its hospital. We want it run by the county."
    service = "hospital"
    country = "KE"
    stage_at = MADE
    made_at = MADE
    touched_at = MADE


class MemberFactory(factory.django.DjangoModelFactory):
    """Somebody of the team, joined; `asked`: not joined yet."""

    class Meta:
        model = Member

    campaign = factory.SubFactory(CampaignFactory)
    person = factory.SubFactory(PersonFactory)
    invited_at = MADE
    joined_at = MADE

    class Params:
        asked = factory.Trait(joined_at=None)
        lead = factory.Trait(leads=True, reads_risks=True)


class PartFactory(factory.django.DjangoModelFactory):
    """How far a tool is shared: with the course."""

    class Meta:
        model = Part

    campaign = factory.SubFactory(CampaignFactory)
    tool = "problem"
    shared_to = Step.COHORT
    changed_at = MADE


class EntryFactory(factory.django.DjangoModelFactory):
    """Something in a tool; `said` is written as it is."""

    class Meta:
        model = Entry

    campaign = factory.SubFactory(CampaignFactory)
    kind = "demand"
    place = factory.Sequence(lambda n: n)
    made_at = MADE
    changed_at = MADE


class CaseStudyFactory(factory.django.DjangoModelFactory):
    """A case study, published."""

    class Meta:
        model = CaseStudy

    title = Translated({"en": "How Kilimo kept its hospital"})
    summary = Translated({"en": "A county wanted to lease its hospital, and did not."})
    service = "hospital"
    country = "KE"
    state = CaseStudy.State.PUBLISHED
    made_at = MADE
    changed_at = MADE
    published_at = MADE


def team(*, campaign: Campaign | None = None, size: int = 2, **person: Any) -> list[Member]:
    """A team of so many, the first of whom leads."""
    there = campaign or CampaignFactory()
    return [
        MemberFactory(campaign=there, person=PersonFactory(**person), lead=number == 0)
        for number in range(size)
    ]
