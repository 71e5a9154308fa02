"""Whose tries are counted, with and without proxies of ours."""

import pytest

from commonroot.accounts.guards import network


@pytest.mark.parametrize(
    ("proxies", "told", "seen"),
    [
        (0, "198.51.100.7", "203.0.113.0"),
        (1, "198.51.100.7", "198.51.100.0"),
        (1, "192.0.2.1, 198.51.100.7", "198.51.100.0"),
        (2, "192.0.2.1, 198.51.100.7, 10.0.0.1", "198.51.100.0"),
        (2, "198.51.100.7", "203.0.113.0"),
    ],
)
def test_a_visitor_cannot_write_their_own_address(rf, settings, proxies, told, seen):
    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=told)

    assert network(request).split("/")[0] == seen
