"""What surrounds every page: who is asking, the clock, one name of the host, strict headers."""

from datetime import timedelta

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.test import Client
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.people.actions import connect_account, end_link, open_link
from commonroot.people.models import Link
from commonroot.web import middleware
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
NONE, OURS = "'none'", "'self'"
POLICY = {
    "default-src": NONE,
    "base-uri": NONE,
    "frame-ancestors": NONE,
    "object-src": NONE,
    "connect-src": OURS,
    "font-src": OURS,
    "form-action": OURS,
    "img-src": OURS,
    "manifest-src": OURS,
    "script-src": OURS,
    "style-src": OURS,
}


def asked(response):
    """The request as the view saw it."""
    return response.wsgi_request


def bring_link(client, person, *, at=None):
    """The cookie that a link from a letter leaves in a browser."""
    token = open_link(person=person, scope=Link.Scope.PAGE, at=at or timezone.now())
    client.cookies[middleware.LINK_COOKIE] = token
    return Link.objects.get()


def test_a_stranger_is_the_public(client, school):
    request = asked(client.get("/en/"))

    assert request.actor == Actor.public()
    assert timedelta() <= timezone.now() - request.at < timedelta(minutes=1)


def test_a_link_comes_before_the_session_outside_the_desk(desk):
    amina = PersonFactory()
    link = bring_link(desk, amina)

    request = asked(desk.get("/en/"))

    actor = request.actor
    assert (actor.kind, actor.key, actor.person_id) == ("link", link.key, amina.pk)
    assert request.link == link


def test_the_desk_looks_at_the_session_only(desk, organiser_account):
    bring_link(desk, PersonFactory())

    response = desk.get("/en/desk/")

    actor = asked(response).actor
    assert (response.status_code, actor.kind, actor.key) == (200, "account", organiser_account.key)
    assert not hasattr(asked(response), "link")


def test_a_link_alone_opens_no_desk(client, school):
    bring_link(client, PersonFactory())

    response = client.get("/en/desk/")

    assert asked(response).actor == Actor.public()
    assert (response.status_code, response["Location"]) == (302, "/en/sign-in/?next=/en/desk/")


def test_an_ended_link_leaves_the_session(desk, organiser_account):
    link = bring_link(desk, PersonFactory())
    end_link(link=link, by=Actor.system(), at=timezone.now())

    actor = asked(desk.get("/en/")).actor

    assert (actor.kind, actor.key) == ("account", organiser_account.key)


def test_a_link_that_ran_out_opens_nothing(client, school):
    bring_link(client, PersonFactory(), at=timezone.now() - timedelta(days=91))

    assert asked(client.get("/en/")).actor == Actor.public()


def test_whoever_signed_in_is_known_as_the_person_they_are(desk, organiser_account):
    leila = PersonFactory()
    connect_account(person=leila, account=organiser_account)

    request = asked(desk.get("/en/"))

    assert (request.actor.kind, request.actor.person_id) == ("account", leila.pk)
    assert request.account == organiser_account


def test_a_closed_account_is_out_at_the_next_page(desk, organiser_account):
    organiser_account.is_active = False
    organiser_account.save()

    response = desk.get("/en/desk/")

    assert asked(response).actor == Actor.public()
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("cookie", "zone"),
    [("Africa/Nairobi", "Africa/Nairobi"), ("Atlantis/Capital", None), ("../etc", None)],
)
def test_the_visitors_zone_is_one_that_exists(client, school, cookie, zone):
    client.cookies[middleware.ZONE_COOKIE] = cookie

    assert asked(client.get("/en/")).zone == zone


def test_without_a_school_every_page_leads_to_the_first_run(client):
    answers = [client.get(address) for address in ("/en/", "/en/desk/", "/en/programmes/")]

    assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/en/start/")] * 3


@pytest.mark.parametrize("address", ["/en/start/", "/en/start/school/", "/healthz"])
def test_the_first_run_and_the_machines_are_let_through(client, address):
    assert client.get(address).status_code == 200


def test_the_school_is_looked_for_until_there_is_one(school):
    client = Client()
    name = Circle.objects.filter(pk=school.pk)
    name.update(kind="theme")
    before = client.get("/en/programmes/").status_code
    name.update(kind="school")

    after = client.get("/en/programmes/").status_code

    assert (before, after) == (302, 200)


def test_a_number_leads_to_the_name_of_the_host(client, school):
    response = client.get("/en/programmes/?language=fr", headers={"host": "127.0.0.1:8123"})

    assert (response.status_code, response["Location"]) == (
        301, "http://localhost:8123/en/programmes/?language=fr",
    )  # fmt: skip


def test_what_is_posted_and_what_machines_ask_is_not_led_away(client, school):
    number = {"host": "127.0.0.1:8123"}

    statuses = [
        client.get("/healthz", headers=number).status_code,
        client.post("/en/fresh/", {"code": ""}, headers=number).status_code,
    ]

    assert statuses == [200, 400]


def test_a_public_server_needs_no_leading(settings):
    settings.HTTPS = True

    with pytest.raises(MiddlewareNotUsed):
        middleware.one_host(lambda request: None)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/", 200),
        ("/en/nothing/", 404),
        ("/_broken", 500),
        ("/static/probe.css", 200),
        ("/static/nothing.css", 404),
    ],
)
def test_every_answer_has_the_strict_headers(school, settings, tmp_path, address, status):
    (tmp_path / "probe.css").write_text("p {}")
    settings.STATIC_ROOT = tmp_path
    settings.ROOT_URLCONF = "tests.web.broken"
    client = Client(raise_request_exception=False)

    response = client.get(address)
    response.close()

    policy = response["Content-Security-Policy"].split("; ")
    found = {name: response.get(name, "")[: len(start)] for name, start in HEADERS.items()}
    assert (response.status_code, found) == (status, HEADERS)
    assert dict(rule.split(" ", 1) for rule in policy) == POLICY


def test_pages_of_somebody_are_kept_nowhere(desk, client):
    known = desk.get("/en/programmes/")
    bring_link(client, PersonFactory())
    by_link = client.get("/en/programmes/")
    stranger = Client().get("/en/programmes/")

    assert (known["Cache-Control"], by_link["Cache-Control"]) == ("no-store", "no-store")
    assert stranger["Cache-Control"] == "no-cache"


def test_styles_are_kept_by_whoever_signed_in(desk, settings, tmp_path):
    (tmp_path / "probe.css").write_text("p {}")
    settings.STATIC_ROOT = tmp_path

    response = desk.get("/static/probe.css")
    response.close()

    assert "no-store" not in response["Cache-Control"]


def test_healthz_answers_before_there_is_a_school(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert (response["Content-Type"], response["Cache-Control"]) == ("text/plain", "no-store")


@pytest.mark.parametrize(
    ("level", "started", "seen", "kind"),
    [
        ("open", timedelta(days=29), timedelta(days=6), "link"),
        ("open", timedelta(days=29), timedelta(days=8), "public"),
        ("careful", timedelta(days=13), timedelta(hours=23), "link"),
        ("careful", timedelta(days=15), timedelta(hours=1), "public"),
        ("high", timedelta(hours=11), timedelta(minutes=29), "link"),
        ("high", timedelta(hours=11), timedelta(minutes=31), "public"),
        ("high", timedelta(hours=13), timedelta(minutes=1), "public"),
    ],
)
def test_a_visit_by_a_link_lasts_as_long_as_its_person_s_care_lets_it(
    client, school, level, started, seen, kind
):
    moment = timezone.now()
    bring_link(client, PersonFactory(risk=level), at=moment - timedelta(days=29))
    token = client.cookies[middleware.LINK_COOKIE].value
    cookie = middleware.visit_cookie(token, started=moment - started, at=moment - seen)
    client.cookies[middleware.LINK_COOKIE] = cookie

    response = client.get("/en/")

    assert asked(response).actor.kind == kind
    assert (middleware.LINK_COOKIE in response.cookies) == (kind == "link")


def test_a_visit_goes_on_from_its_first_page_and_a_forged_one_begins_anew(client, school):
    bring_link(client, PersonFactory())
    token = client.cookies[middleware.LINK_COOKIE].value

    first = client.get("/en/").cookies[middleware.LINK_COOKIE].value
    again = client.get("/en/")
    moment = timezone.now()

    assert middleware.visit(first, at=moment)[0] == token
    assert middleware.LINK_COOKIE not in again.cookies
    assert middleware.visit(f"{token}~1~1~forged", at=moment) == (token, moment, moment)


@pytest.mark.parametrize(
    ("address", "way_on"),
    [
        ("/en/desk/later/", "/en/desk/"),
        ("/en/me/answer/", "/en/me/"),
        ("/en/sign-out/", "/en/"),
    ],
)
def test_an_address_that_only_takes_a_form_says_so_and_leads_on(desk, address, way_on):
    answer = desk.get(address)

    page = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "only takes what a button sends" in page
    assert f'href="{way_on}"' in page
