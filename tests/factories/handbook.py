"""The handbook for tests: an answer of a course, a thing on its list, a text of the school."""

from datetime import UTC, datetime

import factory

from commonroot.core.fields import Translated
from commonroot.handbook.models import ChapterAnswer, ChapterTemplate, CheckItem
from tests.factories.programmes import ProgrammeFactory

WRITTEN = datetime(2026, 11, 2, 9, tzinfo=UTC)


class ChapterAnswerFactory(factory.django.DjangoModelFactory):
    """What a course answers of its own; `copied`: brought along and not confirmed."""

    class Meta:
        model = ChapterAnswer

    programme = factory.SubFactory(ProgrammeFactory)
    question = "planning.functions"
    text = "Content: Ana. Place: Bea."
    by = "account:somebody"
    confirmed_at = WRITTEN
    changed_at = WRITTEN

    class Params:
        copied = factory.Trait(copied_from=factory.SubFactory(ProgrammeFactory), confirmed_at=None)


class CheckItemFactory(factory.django.DjangoModelFactory):
    """Something that a course put on a list itself."""

    class Meta:
        model = CheckItem

    programme = factory.SubFactory(ProgrammeFactory)
    chapter = "planning"
    text = "Ask the union for its hall"
    by = "account:somebody"
    changed_at = WRITTEN


class ChapterTemplateFactory(factory.django.DjangoModelFactory):
    """A text of the school."""

    class Meta:
        model = ChapterTemplate

    chapter = "planning"
    title = Translated({"en": "Agenda of the first meeting"})
    text = Translated({"en": "1. Who are we? 2. Who covers what?"})
    by = "account:somebody"
    changed_at = WRITTEN
