"""Opening and pressing pages of circles, as whoever speaks for them."""

from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.circles.models import Circle
from commonroot.people.actions import connect_account, open_link
from tests.factories.accounts import AccountFactory

BY = Actor.system()


def text_of(client: Client, page: str, /, *args, **asked) -> str:
    answer = client.get(reverse(page, args=args), asked)
    assert answer.status_code == 200, answer
    return " ".join(answer.content.decode().split())


def press(client: Client, page: str, /, *args, **sent):
    return client.post(reverse(page, args=args), sent)


def by_link(person, thing: str, at) -> Client:
    client = Client()
    client.get(f"/p/{open_link(person=person, scope='answer', thing=thing, at=at)}")
    return client


def signed_in_for(circle: Circle, at, person=None) -> Client:
    account = AccountFactory()
    circles.give_mandate(
        account=account, circle=circle, role="circle contact", until=None, by=BY, at=at
    )
    if person is not None:
        connect_account(person=person, account=account)
    client = Client()
    client.force_login(account)
    return client
