"""Search engines may list what is public, and nothing else."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/en/", None),
        ("/en/programmes/", None),
        ("/en/sign-in/", "noindex"),
        ("/en/fresh/", "noindex"),
        ("/en/nowhere/", "noindex"),
        ("/p/0123456789abcdef012345/", "noindex"),
    ],
)
def test_only_public_pages_may_be_listed(client, school, path, told):
    response = client.get(path)

    assert response.headers.get("X-Robots-Tag") == told
