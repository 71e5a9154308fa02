"""Numbers that are kept: until the next change, or a little longer where counting takes long."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from commonroot.web.queries import counted
from commonroot.web.queries.counted import last_remembered, patiently, remembered


@pytest.fixture(autouse=True)
def kept(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


def counting():
    """A count that says how often it was asked."""
    asked = []

    def count():
        asked.append(1)
        return len(asked)

    return count


def test_a_number_is_counted_once_after_each_change(at):
    count = counting()

    said = [remembered("people", change, at=at, count=count) for change in (7, 7, 8)]

    assert said == [1, 1, 2]


def test_a_number_is_counted_anew_each_hour(at):
    count = counting()

    said = [
        remembered("people", 7, at=at + timedelta(minutes=minutes), count=count)
        for minutes in (0, 59, 60)
    ]

    assert said == [1, 1, 2]


def test_what_takes_long_may_be_a_little_older(at, monkeypatch):
    count = counting()
    clock = iter([0.0, 0.5, 10.0, 10.5, 20.0, 20.5])
    monkeypatch.setattr(counted, "perf_counter", lambda: next(clock))

    said = [
        remembered("people", change, at=at + timedelta(seconds=seconds), count=count)
        for change, seconds in ((1, 0), (2, 49), (3, 51), (4, -3600))
    ]

    assert said == [1, 1, 2, 3]


def test_nothing_is_older_than_five_minutes(at, monkeypatch):
    count = counting()
    clock = iter([0.0, 60.0, 100.0, 160.0])
    monkeypatch.setattr(counted, "perf_counter", lambda: next(clock))

    said = [
        remembered("people", change, at=at + timedelta(seconds=seconds), count=count)
        for change, seconds in ((1, 0), (2, 299), (3, 301))
    ]

    assert said == [1, 1, 2]


def test_what_is_quick_is_counted_each_time_and_what_is_slow_kept_for_a_while(at, monkeypatch):
    count = counting()
    clock = iter([0.0, 0.1, 10.0, 10.1, 20.0, 20.5, 30.0, 30.1])
    monkeypatch.setattr(counted, "perf_counter", lambda: next(clock))

    said = [
        patiently("due", at=at + timedelta(seconds=seconds), count=count)
        for seconds in (0, 0, 1, 50, 52)
    ]

    assert said == [1, 2, 3, 3, 4]


def test_what_was_counted_last_is_known_without_counting(at):
    assert last_remembered("people") is None

    remembered("people", 7, at=at, count=lambda: 12)

    assert last_remembered("people") == 12
