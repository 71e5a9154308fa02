"""Opening pages of a campaign as somebody of its team, by their own page's link."""

from django.test import Client
from django.utils import timezone

from commonroot.campaigns.models import Member
from commonroot.people.actions import open_link


def opened(client: Client, member: Member, address: str) -> str:
    """The page as a member sees it; whoever opened one before is somebody else from now on."""
    client.cookies.clear()
    client.get(f"/p/{open_link(person=member.person, scope='page', at=timezone.now())}")
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()
