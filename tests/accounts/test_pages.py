"""The pages around signing in: the second proof, my own page, proving once more."""

import json
import re
from datetime import UTC, datetime
from html import unescape

import pyotp
import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from fido2.utils import websafe_encode

from commonroot.accounts import actions, queries
from commonroot.accounts.guards import to_prove
from commonroot.accounts.models import Errand, Factor, Session
from commonroot.accounts.roles import Actor
from commonroot.core.keys import token_hash
from commonroot.work.clock import now
from tests.accounts.authenticator import Authenticator
from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.django_db
PASSWORD = "four words that are long"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BY = Actor.system()
URL = {
    name: f"accounts:{name}"
    for name in ("sign_in", "second", "mine", "app", "codes", "prove", "lock_code", "others_end")
}


@pytest.fixture
def account(organiser_account):
    """The organiser, with a password."""
    organiser_account.set_password(PASSWORD)
    organiser_account.save()
    return organiser_account


@pytest.fixture
def desk(account):
    """Their browser, signed in."""
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def app(account):
    """Their app, added long ago."""
    at = now().replace(year=2026, month=1)
    return actions.add_app(
        account=account, seed=SEED, code=pyotp.TOTP(SEED).at(at), by=BY, at=at
    )  # fmt: skip


def sign_in(client, account):
    return client.post(reverse(URL["sign_in"]), {"address": account.address, "password": PASSWORD})


def is_in(client):
    return client.get(reverse("web:today")).status_code == 200


def test_a_password_alone_is_half_the_way(account, app):
    client = Client()

    answer = sign_in(client, account)

    assert answer["Location"].startswith("/en/sign-in/second/")
    assert not is_in(client)


def test_the_code_is_the_other_half(account, app):
    client = Client()
    sign_in(client, account)

    wrong = client.post(reverse(URL["second"]), {"code": "000000"})
    before = is_in(client)
    right = client.post(reverse(URL["second"]), {"code": pyotp.TOTP(SEED).now()})

    assert (b"does not fit" in wrong.content, before) == (True, False)
    assert (right.status_code, is_in(client)) == (302, True)


def test_guessing_codes_comes_to_an_end(account, app):
    client = Client()
    sign_in(client, account)
    for _number in range(10):
        client.post(reverse(URL["second"]), {"code": "000000"})

    last = client.post(reverse(URL["second"]), {"code": pyotp.TOTP(SEED).now()})

    assert (last.status_code, is_in(client)) == (429, False)


def test_the_second_step_needs_the_first_and_not_too_long_ago(account, app):
    client = Client()
    assert client.get(reverse(URL["second"])).status_code == 302
    sign_in(client, account)
    session = client.session
    session["half"] = [account.pk, now().timestamp() - 601]
    session.save()

    assert client.get(reverse(URL["second"])).status_code == 302


def test_a_locked_account_gets_the_same_answer_as_a_wrong_password(account):
    actions.lock(code=actions.draw_account_lock(account=account, by=BY, at=now()), at=now())

    answer = sign_in(Client(), account)

    assert b"do not belong together" in answer.content


def begin(client, name):
    return json.loads(client.post(reverse(f"accounts:{name}")).content)


def add_passkey(client, device, **more):
    made = device.make(begin(client, "passkey_new"))
    return client.post(reverse("accounts:passkey_add"), {"answer": json.dumps(made), **more})


def device():
    return Authenticator()


def test_a_passkey_is_added_and_signs_in_alone(desk, account):
    phone = device()
    add_passkey(desk, phone, label="my phone")
    client = Client()

    proof = phone.prove(begin(client, "passkey_begin"))
    answer = client.post(reverse("accounts:passkey"), {"answer": json.dumps(proof)})

    assert [factor.label for factor in queries.factors(account)] == ["my phone"]
    assert (answer.status_code, is_in(client)) == (302, True)


def test_a_new_proof_signs_other_devices_out(desk, account):
    other = Client()
    other.force_login(account)

    add_passkey(desk, device())

    assert (is_in(desk), is_in(other)) == (True, False)


def test_a_refused_passkey_says_so(desk, account):
    phone = Authenticator(origin="https://evil.example")

    answer = add_passkey(desk, phone)
    client = Client()
    begin(client, "passkey_begin")
    unknown = client.post(
        reverse("accounts:passkey"), {"answer": json.dumps({"rawId": websafe_encode(b"x")})}
    )

    assert b"did not work here" in answer.content
    assert b"did not work here" in unknown.content
    assert Factor.objects.count() == 0


@pytest.mark.parametrize("answer", ["", "{", "[]"])
def test_nonsense_for_a_passkey_changes_nothing(desk, answer):
    begin(desk, "passkey_new")

    added = desk.post(reverse("accounts:passkey_add"), {"answer": answer})
    entered = Client().post(reverse("accounts:passkey"), {"answer": answer})

    assert (added.status_code, entered.status_code, Factor.objects.count()) == (302, 200, 0)


def test_a_locked_account_s_passkey_opens_nothing(desk, account):
    phone = device()
    add_passkey(desk, phone)
    actions.lock(code=actions.draw_account_lock(account=account, by=BY, at=now()), at=now())
    client = Client()

    proof = phone.prove(begin(client, "passkey_begin"))
    client.post(reverse("accounts:passkey"), {"answer": json.dumps(proof)})

    assert not is_in(client)


def test_strangers_can_add_nothing(account):
    client = Client()

    assert client.post(reverse("accounts:passkey_new")).status_code == 403
    assert client.get(reverse(URL["app"])).status_code == 302
    assert client.get(reverse(URL["mine"])).status_code == 302
    assert client.post(reverse("accounts:passkey_add"), {"answer": "{}"}).status_code == 302


def test_half_in_with_a_proof_adds_no_other(account, app):
    client = Client()
    sign_in(client, account)

    assert client.get(reverse(URL["app"])).status_code == 302


def seed_on(page):
    return re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode())[1].replace(" ", "")


def test_an_app_is_added_by_its_first_code(desk, account):
    seed = seed_on(desk.get(reverse(URL["app"])))

    wrong = desk.post(reverse(URL["app"]), {"code": "000000"})
    desk.post(reverse(URL["app"]), {"code": pyotp.TOTP(seed).now()})

    assert seed_on(wrong) == seed
    assert [factor.kind for factor in queries.factors(account)] == ["app"]


@override_settings(PRODUCTION=True)
def test_on_a_public_server_a_password_alone_leads_to_a_second_proof(account):
    client = Client()

    answer = sign_in(client, account)
    page = client.get(answer["Location"])
    before = is_in(client)
    seed = seed_on(client.get(reverse(URL["app"])))
    client.post(reverse(URL["app"]), {"code": pyotp.TOTP(seed).now()})

    assert b"A password alone can be guessed" in page.content
    assert (before, is_in(client)) == (False, True)


def test_codes_are_shown_once(desk, account):
    shown = desk.post(reverse(URL["codes"]))
    again = desk.get(reverse(URL["mine"]))

    codes = re.findall(r"<code>([a-z0-9-]{11})</code>", shown.content.decode())
    assert len(codes) == 10
    assert codes[0] not in again.content.decode()
    assert b"10 recovery codes are left" in again.content


def test_the_lock_code_is_shown_once_and_locks(desk, account):
    shown = desk.post(reverse(URL["lock_code"])).content.decode()
    (code,) = re.findall(r"<code>([a-z0-9-]{23})</code>", shown)

    assert code not in desk.get(reverse(URL["mine"])).content.decode()
    assert actions.lock(code=code, at=now()) == "account"


def test_the_last_proof_cannot_be_taken_away(desk, account, app):
    answer = desk.post(reverse("accounts:factor_remove", args=[app.key]))

    assert b"This is the last one" in answer.content
    assert queries.factors(account) == [app]


def test_one_of_two_is_taken_away(desk, account, app):
    add_passkey(desk, device())

    desk.post(reverse("accounts:factor_remove", args=[app.key]))

    assert [factor.kind for factor in queries.factors(account)] == ["passkey"]


def test_somebody_else_s_proof_and_device_are_not_mine(desk, account):
    other = AccountFactory()
    theirs = Factor.objects.create(account=other, kind="app", secret=SEED, created_at=now())
    elsewhere = Client()
    elsewhere.force_login(other)
    session = Session.objects.get(account=other)

    removing = desk.post(reverse("accounts:factor_remove", args=[theirs.key]))
    ending = desk.post(reverse("accounts:session_end", args=[session.key]))

    assert (removing.status_code, ending.status_code) == (404, 404)
    assert Session.objects.filter(account=other).count() == 1


def test_devices_are_signed_out_one_by_one_or_all(desk, account):
    one, two = Client(), Client()
    one.force_login(account)
    two.force_login(account)
    first = Session.objects.get(session_key=token_hash(one.cookies["session"].value))

    desk.post(reverse("accounts:session_end", args=[first.key]))
    desk.post(reverse(URL["others_end"]))

    assert (is_in(desk), Session.objects.filter(account=account).count()) == (True, 1)


@pytest.mark.parametrize("how", ["password", "app"])
def test_proving_once_more_by_password_or_code(desk, account, app, how):
    proof = PASSWORD if how == "password" else pyotp.TOTP(SEED).now()

    wrong = desk.post(reverse(URL["prove"]), {"proof": "something else"})
    right = desk.post(reverse(URL["prove"]), {"proof": proof, "next": "/en/desk/people/"})

    assert b"does not fit" in wrong.content
    assert (right.status_code, right["Location"]) == (302, "/en/desk/people/")
    assert now().timestamp() - desk.session["proven"] < 60


def test_the_page_that_asks_once_more_says_for_what(desk):
    page = unescape(desk.get(reverse(URL["prove"])).content.decode())

    assert "A list of people leaves this place, or somebody's access changes" in page
    assert "It holds for five minutes." in page


def test_proving_too_often_is_refused(desk, account):
    for _number in range(10):
        desk.post(reverse(URL["prove"]), {"proof": "x"})

    assert desk.post(reverse(URL["prove"]), {"proof": PASSWORD}).status_code == 429


def test_proving_by_passkey_needs_one_s_own(desk, account):
    phone = device()
    add_passkey(desk, phone)
    session = desk.session
    session["proven"] = 0
    session.save()

    nothing = desk.post(reverse("accounts:prove_passkey"), {"answer": "{}"})
    proof = phone.prove(begin(desk, "passkey_begin"))
    right = desk.post(reverse("accounts:prove_passkey"), {"answer": json.dumps(proof)})
    begin(desk, "passkey_begin")
    wrong = desk.post(reverse("accounts:prove_passkey"), {"answer": json.dumps(proof)})

    assert (b"did not work here" in nothing.content, right.status_code) == (True, 302)
    assert b"did not work here" in wrong.content


def test_the_page_of_an_invitation_welcomes_and_leads_in(account):
    token = actions.open_errand(account=account, kind=Errand.Kind.INVITED, by=BY, at=now())
    client = Client()
    address = reverse("accounts:choose", args=[token])

    page = client.get(address)
    weak = client.post(address, {"password": "short"})
    done = client.post(address, {"password": "five unrelated garden words"})
    over = client.get(address)

    assert (b"Welcome" in page.content, b"too short" in weak.content) == (True, True)
    assert (done.status_code, is_in(client), over.status_code) == (302, True, 410)


@pytest.mark.parametrize(
    ("came_from", "leads"),
    [
        ("http://testserver/en/desk/people/taken/?page=2", "/en/desk/people/taken/"),
        ("https://elsewhere.example/en/desk/", "/en/desk/sign-in/"),
        ("", "/en/desk/sign-in/"),
    ],
)
def test_who_posted_is_led_back_to_the_page_with_the_form(came_from, leads):
    request = RequestFactory().post("/en/desk/taken/k/decide/", headers={"Referer": came_from})
    request.actor, request.at = Actor(kind="account", key="a"), datetime(2026, 1, 1, tzinfo=UTC)
    request.session = {}

    assert to_prove(request)["Location"] == f"{reverse(URL['prove'])}?next={leads}"


def test_a_page_reached_by_a_secret_lets_its_own_form_be_posted(client, school):
    for address in ("/en/sign-in/choose/no-such-token/", "/en/ways/no-such-token/"):
        assert client.get(address)["Referrer-Policy"] == "same-origin"
