"""The school's lock code is drawn, and the school opened, on the server."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from commonroot.accounts import actions, queries
from commonroot.work.clock import now

pytestmark = pytest.mark.django_db


def said(*arguments):
    out = StringIO()
    call_command("school_lock", *arguments, stdout=out)
    return out.getvalue()


def test_the_printed_code_locks_and_the_command_opens(school):
    code = re.search(r"[a-z0-9]{5}(-[a-z0-9]{5}){3}", said())[0]

    actions.lock(code=code, at=now())
    locked = queries.school_is_locked()

    assert (locked, said("--open")) == (True, "The school is open again.\n")
    assert (queries.school_is_locked(), said("--open")) == (False, "It was not locked.\n")
