"""Exports of other services: what they say of agreements, addresses and identifiers."""

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.queries import may
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.intake.models import Identifier, Import
from commonroot.people.actions import merge
from commonroot.people.models import ContactWay, Person
from commonroot.web.queries import export
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.intake.register import everything
from tests.intake.test_actions import bring, take

pytestmark = pytest.mark.django_db
BY = Actor.system()
SCHOOL = Audience(AudienceKind.SCHOOL)
SUBSCRIBED = (
    "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,"
    "LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\n"
    "amina@example.org,Amina,Otieno,2,2024-03-01 09:00:00,10.0.0.1,2024-03-02 10:00:00,,,,,,,KE,,"
    '2024-03-02 10:00:00,1,e1,,"""VIP"",""Blog"""\n'
    "juma@example.org,Juma,Ochieng,2,2013-03-01 09:00:00,,2013-03-02 10:00:00,,,,,,,KE,,,2,e2,,\n"
)
UNSUBSCRIBED = (
    "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,"
    "GMTOFF,DSTOFF,TIMEZONE,CC,REGION,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,"
    "UNSUB_REASON,UNSUB_REASON_OTHER,LEID,EUID,NOTES,TAGS\n"
    "hassan@example.org,Hassan,Ali,2,2023-03-01 09:00:00,,2023-03-02 10:00:00,,,,,SD,,"
    "2024-05-06 07:08:09,,,,,3,e3,,\n"
)
CLEANED = (
    "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,"
    "GMTOFF,DSTOFF,TIMEZONE,CC,REGION,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID,LEID,EUID,"
    "NOTES,TAGS\n"
    "luz@example.org,Luz,Mosquera,2,2022-03-01 09:00:00,,2022-03-02 10:00:00,,,,,CO,,"
    "2024-05-06 07:08:09,,,4,e4,,\n"
)


def zipped(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(f"audience_export_1/{name}.csv", text)
    return packed.getvalue()


def words_of(name, purpose="news"):
    events = LedgerEvent.objects.filter(person__shown_name=name, purpose=purpose).order_by("at")
    return [(event.state, event.at.date().isoformat(), event.source) for event in events]


@pytest.fixture
def mailchimp(at):
    """The three lists of an audience, in one packed folder, brought in."""
    raw = zipped(subscribed=SUBSCRIBED, unsubscribed=UNSUBSCRIBED, cleaned=CLEANED)
    batch = take(at, raw=raw, name="audience_export.zip")
    bring(batch, at)
    return batch


def test_the_folder_of_a_mail_service_is_read_as_several_lists(mailchimp):
    found = [(shape["preset"], shape["rows"]) for shape in mailchimp.shapes]

    assert found == [
        ("mailchimp_subscribed", 2),
        ("mailchimp_unsubscribed", 1),
        ("mailchimp_cleaned", 1),
    ]
    assert mailchimp.state == Import.State.APPLIED


def test_who_subscribed_agreed_to_news_when_they_confirmed(mailchimp, at):
    amina = Person.objects.get(shown_name="Amina Otieno")

    assert words_of("Amina Otieno") == [("given", "2024-03-02", "mailchimp")]
    assert may(amina, Purpose.NEWS, SCHOOL, at=at) is True
    assert may(amina, Purpose.FOLLOW_UP, SCHOOL, at=at) is False
    assert Agreement.objects.get(person=amina, purpose="register").state == "unknown"


def test_a_yes_that_ran_out_opens_nothing(mailchimp, at):
    juma = Person.objects.get(shown_name="Juma Ochieng")

    assert words_of("Juma Ochieng") == [("given", "2013-03-02", "mailchimp")]
    assert may(juma, Purpose.NEWS, SCHOOL, at=at) is False


def test_who_unsubscribed_is_never_mailed_news(mailchimp, at):
    hassan = Person.objects.get(shown_name="Hassan Ali")

    assert words_of("Hassan Ali") == [
        ("given", "2023-03-02", "mailchimp"),
        ("withdrawn", "2024-05-06", "mailchimp"),
    ]
    assert may(hassan, Purpose.NEWS, SCHOOL, at=at) is False


def test_an_address_from_which_letters_came_back_does_not_work(mailchimp):
    states = dict(ContactWay.objects.values_list("person__shown_name", "state"))

    assert states == {
        "Amina Otieno": "working",
        "Juma Ochieng": "working",
        "Hassan Ali": "working",
        "Luz Mosquera": "broken",
    }


def test_the_services_identifiers_are_kept_and_nothing_of_where_people_were(mailchimp):
    kept = Identifier.objects.order_by("value").values_list("source", "value")

    assert list(kept) == [("mailchimp", f"e{n}") for n in range(1, 5)]
    first = mailchimp.rows.get(position=0)
    assert "10.0.0.1" not in str(first.fields)


def test_a_withdrawal_counts_though_the_list_of_the_subscribed_comes_later(at):
    bring(take(at, raw=UNSUBSCRIBED.encode(), name="unsubscribed.csv"), at)
    late = SUBSCRIBED.replace("amina@", "hassan@").replace("Amina,Otieno", "Hassan,Ali")
    late = late.replace(",KE,", ",SD,")

    bring(take(at, raw=late.encode(), name="subscribed.csv"), at)

    hassan = Person.objects.get(shown_name="Hassan Ali")
    assert Agreement.objects.get(person=hassan, purpose="news").state == "withdrawn"


ACTION_NETWORK = (
    "uuid,first_name,last_name,email,zip_code,can2_user_city,can2_phone,can2_user_tags,"
    "can2_subscription_status,can2_subscription_date\n"
    "{uuid},Amina,Otieno,{email},,Kisumu,,course,{status},2025-02-03\n"
)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("subscribed", "given"),
        ("unsubscribed", "withdrawn"),
        ("spam complaint", "withdrawn"),
        ("never subscribed", "withdrawn"),
        ("bouncing", None),
    ],
)
def test_states_of_action_network_become_words_of_the_ledger(at, status, state):
    raw = ACTION_NETWORK.format(uuid="u" * 255, email="amina@example.org", status=status)

    bring(take(at, raw=raw.encode(), name="export.csv"), at)

    stands = Agreement.objects.filter(purpose="news").values_list("state", flat=True).first()
    assert stands == state
    assert ContactWay.objects.get().state == ("broken" if status == "bouncing" else "working")
    assert Identifier.objects.get().value == "u" * 255


def test_an_identifier_leads_to_the_person_whatever_else_changed(at):
    first = ACTION_NETWORK.format(uuid="u1", email="amina@example.org", status="subscribed")
    bring(take(at, raw=first.encode()), at)
    second = first.replace("amina@example.org", "new@example.org").replace("Amina,Otieno", "A,Were")

    batch = take(at, raw=second.encode())
    bring(batch, at)

    assert batch.truth["known"] == 1
    person = Person.objects.get()
    assert person.ways.count() == 2


def test_somebody_may_have_several_identifiers(at):
    for uuid in ("u1", "u2"):
        raw = ACTION_NETWORK.format(uuid=uuid, email="amina@example.org", status="subscribed")
        bring(take(at, raw=raw.encode()), at)

    assert Person.objects.count() == 1
    assert sorted(Identifier.objects.values_list("value", flat=True)) == ["u1", "u2"]


def test_google_forms_and_zoom_registrants_come_in(at):
    forms = (
        '"Timestamp","Email Address","What is your name?","Which country do you live in?"\n'
        '"2024/10/30 3:08:44 PM GMT+1","amina@example.org","Amina Otieno","Kenya"\n'
    )
    zoom = (
        'Attendee Report\nReport Generated:,"Mar 22, 2025 7:13 PM"\n'
        "First Name,Last Name,Email,Registration Time,Approval Status\n"
        'Hassan,Ali,hassan@example.org,"Mar 20, 2025 19:13:27",approved\n'
    )

    batch = take(at, raw=zipped(responses=forms, registrants=zoom), name="both.zip")
    bring(batch, at)

    people = Person.objects.order_by("shown_name").values_list("shown_name", "country")
    assert list(people) == [("Amina Otieno", "KE"), ("Hassan Ali", "")]
    days = [person.provenance["shown_name"][1] for person in Person.objects.order_by("shown_name")]
    assert days == ["2024-10-30", "2025-03-20"]


def our_export(people):
    """The register as our own export writes it."""
    columns = list(export.COLUMNS)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(export.rows([one.pk for one in people], columns=columns))
    return out.getvalue().encode()


def two_people(at):
    when = datetime(2024, 1, 2, tzinfo=UTC)
    amina = PersonFactory(shown_name="Amina Otieno", country="KE", city="Kisumu", created_at=when)
    hassan = PersonFactory(shown_name="حسن علي", organisation="Union, local", created_at=when)
    ContactWayFactory(person=amina, value="amina@example.org", state="broken")
    ContactWayFactory(person=hassan, kind="phone", value="+249912345678")
    return amina, hassan


def test_our_own_export_brought_in_again_changes_nothing(at):
    two_people(at)
    before = everything()

    batch = take(at, raw=our_export(Person.objects.order_by("pk")), name="people.csv")
    bring(batch, at)

    assert batch.truth["known"] == 2
    assert everything() == before


def test_our_own_export_leads_to_who_somebody_is_now(at):
    amina, hassan = two_people(at)
    raw = our_export(Person.objects.filter(pk=hassan.pk))
    merge(other=hassan, into=amina, chosen={}, cause="hand", by=BY, at=at)

    batch = take(at, raw=raw, name="people.csv")

    assert batch.rows.get().person == amina
