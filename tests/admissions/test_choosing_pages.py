"""The pages of choosing, by Django's client: one whole use, and what each of them refuses."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import choosing
from commonroot.admissions.models import Application, Offer, Reply, Target
from commonroot.admissions.queries import choosing as queries
from commonroot.circles import actions as circles
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.work.clock import now
from tests.admissions.chosen import apply, scored
from tests.factories.accounts import AccountFactory
from tests.factories.admissions import (
    CallFactory,
    EligibilityFactory,
    FormQuestionFactory,
    OfferFactory,
    ScholarshipFactory,
    TargetFactory,
)
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(school):
    return CallFactory(
        programme__run_by=school, places=1, held_in="KE", commitments=[{"en": "I come."}]
    )


@pytest.fixture
def desk(desk):
    session = desk.session
    session["proven"] = now().timestamp()
    session.save()
    return desk


def at(name, thing):
    return reverse(f"admissions:{name}", args=[thing.key])


def text(response):
    return " ".join(response.content.decode().split())


def test_from_the_board_to_a_yes(desk, call):
    programme = call.programme
    weak, strong = scored(apply(call), 1), scored(apply(call), 5)
    ContactWayFactory(person=weak.person)
    board, press = at("choose", programme), at("choose", programme)
    TargetFactory(call=call)

    pressed = desk.post(press, {"decide": f"reserve {strong.key}"}, follow=True)
    asked = desk.post(press, {"decide": f"accept {weak.key}"}, follow=True)
    decided = desk.post(at("decide", weak), {"verdict": "accept", "reason": "The mix"})
    full = desk.post(press, {"decide": f"accept {strong.key}"})
    signing = desk.get(at("sign", programme))
    desk.post(at("sign", programme), {"seen": signing.context["mark"]})
    letters = desk.get(at("decision_letters", programme))
    sent = desk.post(at("decision_letters", programme), {"send": "1"}, follow=True)

    assert "0 of 1 places given" in text(pressed)
    assert "Undo" in text(pressed)
    assert asked.redirect_chain[0][0] == f"{at('decide', weak)}?verdict=accept"
    assert "Write why" in text(asked)
    assert (decided.status_code, full.status_code) == (302, 409)
    assert "All 1 places are given" in text(full)
    assert "We read your application" in text(letters)
    assert "2 letters leave at" in text(sent)
    assert "1 of 1 places given" in text(desk.get(board))

    offer = Offer.objects.get()
    visitor = Client()
    token = Letter.objects.get(once__startswith="decision", way="mail").values["page"]
    page = visitor.get(token[token.index("/p/") :], follow=True)
    refused = visitor.post(at("offer", offer), {"answer": "yes"})
    said = visitor.post(at("offer", offer), {"answer": "yes", "agreed": "0"}, follow=True)

    assert "We hold a place for you." in text(page)
    assert (refused.status_code, "You are in." in text(said)) == (409, True)
    assert Application.objects.get(pk=weak.pk).state == "confirmed"
    assert "1 of 1 said yes" in text(desk.get(at("places", programme)))


def test_what_is_looked_for_is_set_and_marks_who_does_not_meet_it(desk, call):
    question = FormQuestionFactory(call=call, kind="yes_no")
    away = apply(call, answers=[(question, False)])
    page = at("aims", call.programme)
    here = f"{page}?question={question.key}&kind="

    shown = [desk.get(f"{here}{kind}").status_code for kind in ("eligibility", "priority")]
    wrong = desk.post(f"{here}target", {"add": "1", "values": "yes", "title": "t"})
    for kind, said in (
        ("target", {"title": "Those who can", "least": "50"}),
        ("priority", {"points": "5"}),
        ("eligibility", {"words_en": "Everybody can."}),
    ):
        desk.post(f"{here}{kind}", {"add": "1", "values": "yes", **said})
    listed = text(desk.get(page))
    target = Target.objects.get()
    desk.post(page, {"remove": f"target {target.key}"})
    look = text(desk.get(at("ineligible", call.programme)))
    desk.post(at("ineligible", call.programme))

    assert (shown, wrong.status_code) == ([200, 200], 400)
    assert "at least 50 %" in listed
    assert "5 points for:" in listed
    assert not Target.objects.exists()
    assert "1 does not meet a rule" in look
    assert Application.objects.get(pk=away.pk).state == "ineligible"


def test_letters_are_worded_added_to_and_taken_back(desk, call):
    one = apply(call)
    programme = call.programme
    choosing.decide(application=one, verdict="regret", by=Actor.system(), at=now())
    words = reverse("admissions:decision_words", args=[programme.key, "regret"])

    strange = desk.post(words, {"text_en": "{sum}"})
    desk.post(words, {"text_en": "Not now: {title}"})
    desk.post(at("reply", one), {"added": "You wrote well."})
    unsigned = desk.post(at("decision_letters", programme), {"send": "1"})
    letters = text(desk.get(at("decision_letters", programme)))
    desk.post(at("sign", programme), {"seen": queries.mark(call)})
    desk.post(at("decision_letters", programme), {"send": "1"})
    back = desk.post(at("decision_letters", programme), {"recall": "1"})

    assert (strange.status_code, unsigned.status_code, back.status_code) == (400, 409, 302)
    assert "Not now: Campaigns against Privatization" in letters
    assert "You wrote well." in letters
    assert Reply.objects.get().sent_at is None
    assert (
        desk.get(reverse("admissions:decision_words", args=[programme.key, "open"])).status_code
        == 404
    )


def test_money_and_journeys_stand_apart(desk, call):
    one = ScholarshipFactory(application=apply(call, state="accepted"))
    country = FormQuestionFactory(call=call, kind="country", meaning="country")
    far = apply(call, state="accepted", answers=[(country, "BD")])
    money, programme = at("help_with_money", call.programme), call.programme

    wrong = desk.post(money, {"application": one.application.key, "state": "paid"})
    desk.post(
        money,
        {"application": one.application.key, "state": "offered", "offered": "Bus, 40 EUR"},
    )
    shown = text(desk.get(money))
    journeys = text(desk.get(at("journeys", programme)))
    paper = desk.post(at("invitation", far), {"name": "Asha Devi"})

    assert wrong.status_code == 409
    assert "Bus, 40 EUR" in shown
    assert "Bangladesh" in journeys
    assert paper.content[:5] == b"%PDF-"
    assert "No organisation pays" not in text(desk.get(at("choose", programme)))


def test_the_reserve_moves_up_and_the_rest_is_told(desk, call):
    first, second = apply(call, state="reserve"), apply(call, state="reserve")
    places = at("places", call.programme)

    desk.post(places, {"up": first.key})
    full = desk.post(places, {"up": second.key})
    desk.post(places, {"release": "1"})

    states = [Application.objects.get(pk=one.pk).state for one in (first, second)]
    assert (full.status_code, states) == (409, ["offered", "regret"])


def test_an_offer_that_is_over_says_so_and_a_no_is_undone(school):
    call = CallFactory(programme__run_by=school, places=2)
    offer = OfferFactory(application=apply(call, state="offered"), until=now() + timedelta(days=2))
    over = OfferFactory(application=apply(call, state="offered"), until=now() - timedelta(days=2))
    pages = {}
    for one in (offer, over):
        visitor = pages[one.pk] = Client()
        token = open_link(
            person=one.application.person, scope="answer", thing=f"offer:{one.key}", at=now()
        )
        visitor.get(f"/p/{token}")

    no = pages[offer.pk].post(at("offer", offer), {"answer": "no"}, follow=True)
    back = pages[offer.pk].post(at("offer", offer), {"answer": "back"}, follow=True)

    assert "Not this time, then." in text(no)
    assert "We hold a place for you." in text(back)
    assert "This offer is over." in text(pages[over.pk].get(at("offer", over)))
    assert pages[over.pk].post(at("offer", over), {"answer": "what"}).status_code == 404


def test_of_ones_own_application_no_page_tells_anything(call, organiser_account, desk):
    """Row by row, on every page of choosing; the control: a colleague reads it there."""
    TargetFactory(call=call)
    rule = EligibilityFactory(call=call, words={"en": "canary rule"})
    me = PersonFactory(account=organiser_account, shown_name="Me Myself")
    own = scored(apply(call, person=me, state="accepted", answers=[(rule.question, False)]), 5)
    choosing.decide(
        application=own, verdict="reserve", reason="canary reason", by=Actor.system(), at=now()
    )
    ScholarshipFactory(application=own, circumstances="canary money")
    account = AccountFactory()
    circles.give_mandate(
        account=account, circle=call.programme.run_by, role="organiser", until=None,
        by=Actor.system(), at=now(),
    )  # fmt: skip
    other = Client()
    other.force_login(account)
    session = other.session
    session["proven"] = now().timestamp()
    session.save()
    pages = [
        at(name, call.programme)
        for name in ("choose", "sign", "decision_letters", "places", "help_with_money", "journeys")
    ]

    mine, theirs = ([text(who.get(page)) for page in pages] for who in (desk, other))

    assert [("canary" in page, "Me Myself" in page) for page in mine] == [
        (False, True), *[(False, False)] * 5,
    ]  # fmt: skip
    assert ["Me Myself" in page for page in theirs] == [True, True, True, True, True, False]
    assert "canary reason" in theirs[0]
    closed = [desk.get(at(name, own)).status_code for name in ("decide", "reply")]
    closed.append(desk.post(pages[0], {"decide": f"accept {own.key}"}).status_code)
    closed.append(desk.post(pages[3], {"up": own.key}).status_code)
    closed.append(desk.post(pages[4], {"application": own.key, "state": "offered"}).status_code)
    assert closed == [404] * 5
