"""Passkeys prove their owner on our site and nowhere else."""

import pytest
from fido2 import cbor
from fido2.utils import websafe_encode

from commonroot.accounts import actions
from commonroot.accounts.models import Factor
from commonroot.accounts.roles import Actor
from tests.accounts.authenticator import Authenticator
from tests.conftest import NOON
from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.django_db
HOST = "testserver"


@pytest.fixture
def account():
    """Somebody with an account."""
    return AccountFactory()


def add(account, device, **changed):
    options, state = actions.begin_adding(account=account, host=HOST)
    given = {
        "account": account, "state": state, "answer": device.make(options), "label": "phone",
        "host": HOST, "by": Actor.system(), "at": NOON,
    }  # fmt: skip
    return actions.add_passkey(**given | changed)


def prove(device, *, host=HOST, account=None):
    options, state = actions.begin_proving(host=host, account=account)
    return actions.prove_by_passkey(state=state, answer=device.prove(options), host=host, at=NOON)


def test_a_passkey_proves_its_owner_and_remembers_when(account):
    device = Authenticator()
    factor = add(account, device)

    proven = prove(device)

    factor.refresh_from_db()
    assert (proven, factor.label, factor.used_at, factor.counter) == (account, "phone", NOON, 2)


def test_a_known_passkey_is_not_made_twice_and_is_asked_for_by_name(account):
    device = Authenticator()
    add(account, device)

    again, _state = actions.begin_adding(account=account, host=HOST)
    asked, _state = actions.begin_proving(host=HOST, account=account)

    known = [one["id"] for one in again["publicKey"]["excludeCredentials"]]
    wanted = [one["id"] for one in asked["publicKey"]["allowCredentials"]]
    assert (known, wanted) == ([device.prove(asked)["id"]],) * 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://testserver.evil.example"},
        {"host": "evil.example"},
        {"verified": False},
        {"counter": 0},
        {"credential": b"somebody else's id"},
    ],
    ids=["another site", "another name", "nobody was asked", "a copy", "unknown"],
)
def test_what_does_not_fit_is_refused(account, wrong):
    device = Authenticator(counter=1)
    add(account, device)
    prove(device)
    for name, value in wrong.items():
        setattr(device, name, value)

    with pytest.raises(actions.PasskeyRefused):
        prove(device)


def test_a_signature_of_another_key_is_refused(account):
    add(account, Authenticator())

    with pytest.raises(actions.PasskeyRefused):
        prove(Authenticator(counter=5))


def test_an_answer_to_another_question_is_refused(account):
    device = Authenticator()
    add(account, device)
    _options, state = actions.begin_proving(host=HOST)
    other, _state = actions.begin_proving(host=HOST)

    with pytest.raises(actions.PasskeyRefused):
        actions.prove_by_passkey(state=state, answer=device.prove(other), host=HOST, at=NOON)


@pytest.mark.parametrize("answer", [{}, {"rawId": "?"}, {"response": 1}])
def test_nonsense_is_refused_in_words(account, answer):
    _options, state = actions.begin_proving(host=HOST)

    with pytest.raises(actions.PasskeyRefused):
        actions.prove_by_passkey(state=state, answer=answer, host=HOST, at=NOON)
    with pytest.raises(actions.PasskeyRefused):
        add(account, Authenticator(), answer=answer)


def test_a_passkey_made_elsewhere_is_not_taken(account):
    with pytest.raises(actions.PasskeyRefused):
        add(account, Authenticator(origin="https://evil.example"))

    assert Factor.objects.count() == 0


def test_a_passkey_without_its_key_is_not_taken(account):
    device = Authenticator()
    options, state = actions.begin_adding(account=account, host=HOST)
    without = device.make(options)
    blank = device._data(attested=False)  # the same, but nothing was made
    without["response"]["attestationObject"] = websafe_encode(
        cbor.encode({"fmt": "none", "attStmt": {}, "authData": blank})
    )

    with pytest.raises(actions.PasskeyRefused):
        add(account, device, state=state, answer=without)
