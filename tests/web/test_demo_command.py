"""`manage.py demo`: only in the demo's own folder, and only once."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commonroot.circles.models import Circle
from commonroot.people.models import Person

pytestmark = pytest.mark.django_db


def test_a_folder_that_is_no_demo_is_left_alone():
    with pytest.raises(CommandError, match="This folder is not a demo"):
        call_command("demo")

    assert Circle.objects.count() + Person.objects.count() == 0


def test_a_filled_demo_is_not_filled_again(school, settings):
    settings.DEMO = True
    said = StringIO()

    call_command("demo", stdout=said)

    assert said.getvalue() == "The demo school is there already.\n"
    assert (Circle.objects.count(), Person.objects.count()) == (1, 0)
