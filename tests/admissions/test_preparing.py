"""Before a course: what is asked, what people do of it, who is reminded, who sees what."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonroot.accounts.roles import Actor, Held
from commonroot.admissions import tasks
from commonroot.admissions.actions import preparing as actions
from commonroot.admissions.models import Preparation, Prepared
from commonroot.admissions.permissions import preparing as permissions
from commonroot.admissions.queries import preparing as queries
from commonroot.admissions.queries.reading import organisers_of
from commonroot.admissions.rules import preparing as rules
from commonroot.consent.actions import serve
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.people.models import Link
from tests.factories.admissions import (
    ApplicantFactory,
    ApplicationFactory,
    CallFactory,
    CohortFactory,
    FormQuestionFactory,
    OfferFactory,
    PreparationFactory,
    PreparedFactory,
)
from tests.factories.people import ContactWayFactory
from tests.factories.programmes import TeamFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
DUE = date(2026, 11, 30)


def comes(call, *, state="confirmed", answers=(), **person):
    """Somebody whose application to the call is confirmed, and who can be reached."""
    way = ContactWayFactory(**{f"person__{name}": value for name, value in person.items()})
    serve(
        person=way.person, purpose=Purpose.THIS_PROGRAMME, audience=organisers_of(call),
        until=datetime(2028, 1, 1, tzinfo=UTC), by=SYSTEM, at=datetime(2026, 11, 1, tzinfo=UTC),
    )  # fmt: skip
    return ApplicationFactory(call=call, person=way.person, state=state, answers=answers)


def keep(task, application, at, *, done=True, **said):
    """What the one who wrote the application did of a task."""
    return actions.keep_prepared(
        preparation=task, application=application, person=application.person, done=done,
        by=SYSTEM, at=at, **said,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("travellers", "lives", "held", "asked"),
    [
        (False, "KE", "KE", True), (True, "KE", "KE", False), (True, "UG", "KE", True),
        (True, "", "KE", True), (True, "KE", "", True),
    ],
)  # fmt: skip
def test_journeys_are_asked_of_those_who_travel(travellers, lives, held, asked):
    assert rules.is_asked(travellers_only=travellers, lives_in=lives, held_in=held) is asked


@pytest.mark.parametrize(
    ("on", "late", "reminds"),
    [(25, False, False), (26, False, True), (30, False, True), (31, True, False)],
)
def test_a_task_is_called_to_mind_in_its_last_days_and_late_after(on, late, reminds):
    day = date(2026, 11, 1) + timedelta(days=on - 1)

    assert rules.is_late(DUE, on=day, done=False) is late
    assert rules.is_to_be_called_to_mind(DUE, on=day) is reminds
    assert (rules.is_late(DUE, on=day, done=True), rules.is_late(None, on=day, done=False)) == (
        False, False,
    )  # fmt: skip
    assert rules.is_to_be_called_to_mind(None, on=day) is False


@pytest.mark.parametrize(("ready", "kinds"), [("residential", 5), ("series", 3)])
def test_a_course_begins_with_what_such_courses_ask(at, ready, kinds):
    call = CallFactory(languages=["en", "fr"])

    made = actions.begin_with(call=call, ready=ready, by=SYSTEM, at=at)

    first = rules.READY[ready][0]
    assert [one.position for one in made] == list(range(1, kinds + 1))
    assert made[0].due_on == call.programme.starts_on - timedelta(days=first.days)
    assert (set(made[0].title), set(made[0].words)) == ({"en", "fr"}, {"en", "fr"})
    with pytest.raises(actions.AlreadyAsked):
        actions.begin_with(call=call, ready=ready, by=SYSTEM, at=at)


def test_tasks_are_asked_moved_changed_and_taken_off_until_somebody_began(at):
    call = CallFactory(programme__starts_on=None)
    [first, *_others] = actions.begin_with(call=call, ready="series", by=SYSTEM, at=at)
    said = {
        "kind": "other", "title": Translated({"en": "Bring a map"}), "words": Translated(),
        "due_on": DUE, "travellers_only": False, "by": SYSTEM, "at": at,
    }  # fmt: skip
    last = actions.ask(call=call, **said)
    reminded = PreparedFactory(preparation=last, done_at=None, reminded_at=at)

    actions.move_up(preparation=last, by=SYSTEM, at=at)
    actions.move_up(preparation=first, by=SYSTEM, at=at)
    actions.change(preparation=last, **said | {"due_on": date(2026, 12, 1)})
    actions.change(preparation=last, **said | {"due_on": date(2026, 12, 1)})
    order = [one.pk for one in queries.tasks_of(call)]
    reminded.refresh_from_db()

    assert (order.index(last.pk), order[0], first.due_on) == (2, first.pk, None)
    assert (reminded.reminded_at, queries.preparation(last.key)) == (None, last)
    actions.take_off(preparation=last, by=SYSTEM, at=at)
    PreparedFactory(preparation=first, done_at=None, words="Something")
    with pytest.raises(actions.SomebodyDidIt):
        actions.take_off(preparation=first, by=SYSTEM, at=at)
    assert Preparation.objects.filter(call=call).count() == 3


@pytest.mark.parametrize(
    ("kind", "said", "missing"),
    [
        ("read", {}, ""),
        ("write", {}, "Kept. Write something first; then it is done."),
        ("write", {"words": "Five lines"}, ""),
        ("file", {}, "Kept. Choose a file first; then it is done."),
        (
            "travel", {"details": {"flight": "KQ 1", "strange": "x"}},
            "Kept. Tell us when you arrive; then it is done.",
        ),
        ("travel", {"details": {"arrives": "2026-12-01T14:30"}}, ""),
    ],
)  # fmt: skip
def test_what_is_typed_is_kept_and_counts_when_it_is_there(at, kind, said, missing):
    application = comes(CallFactory())
    task = PreparationFactory(call=application.call, kind=kind)

    kept = keep(task, application, at, **said)

    assert actions.what_is_missing(kept) == missing
    assert kept.done_at == (None if missing else at)
    again = keep(task, application, at + timedelta(days=1), **said)
    undone = keep(task, application, at, done=False, **said)
    assert (again.pk, again.done_at, undone.done_at) == (kept.pk, kept.done_at, None)
    assert (undone.words, set(undone.details or {})) == (
        said.get("words", ""), set(said.get("details", {})) - {"strange"},
    )  # fmt: skip


def test_a_file_takes_the_place_of_the_one_before(at):
    application = comes(CallFactory())
    task = PreparationFactory(call=application.call, kind="file")

    for words in (b"One", b"Two"):
        kept = keep(task, application, at, content=io.BytesIO(words), name="map.txt")

    assert (kept.done_at, kept.file.name) == (at, "map.txt")


def test_who_comes_and_what_each_is_asked(at):
    call = CallFactory(held_in="KE")
    country = FormQuestionFactory(call=call, kind="country", meaning="country")
    travel = PreparationFactory(call=call, kind="travel", travellers_only=True)
    read = PreparationFactory(call=call, due_on=date(2026, 11, 1))
    here = comes(call, shown_name="Amina", sort_key="amina", country="KE")
    from_far = comes(call, shown_name="Bo", sort_key="bo", answers=[(country, "UG")])
    together = ApplicantFactory(application=here, person__sort_key="cleo")
    ApplicantFactory(application=here, state="asked")
    comes(call, state="accepted")
    comes(call, frozen_at=at)
    keep(read, here, at)
    keep(travel, from_far, at, details={"arrives": "2026-12-01T14:30"})

    table = queries.table(call, at=at)
    own = queries.to_do(from_far.person, at=at)

    assert [row.coming.person for row in table.rows] == [here.person, from_far.person]
    assert [[todo and todo.is_done for todo in row.todos] for row in table.rows] == [
        [None, True], [True, False],
    ]  # fmt: skip
    assert (table.done, table.left_out) == ([(1, 1), (1, 2)], 2)  # paused; asked by nobody yet
    assert [(coming.person, len(left)) for coming, left in queries.missing(table)] == [
        (from_far.person, 1)
    ]
    assert queries.missing(table, only=travel) == []
    assert [(one, [todo.is_late for todo in todos]) for one, todos in own] == [
        (from_far, [False, True])
    ]
    assert queries.to_do(comes(CallFactory()).person, at=at) == []
    assert queries.comes_by(together.person_id, here)
    assert not queries.comes_by(None, here)
    assert [(c.person, d) for c, d in queries.journeys(table)] == [
        (from_far.person, {"arrives": "2026-12-01T14:30"})
    ]


def test_the_table_asks_as_much_of_one_as_of_many(at, django_assert_num_queries):
    call = CallFactory()
    PreparationFactory(call=call)
    comes(call)

    with django_assert_num_queries(8):
        queries.table(call, at=at)
    for _each in range(20):
        comes(call)
    with django_assert_num_queries(8):
        rows = queries.table(call, at=at).rows

    assert len(rows) == 21


def test_each_is_reminded_once_before_the_day_and_by_hand_once_a_day():
    call = CallFactory()
    task = PreparationFactory(call=call, due_on=DUE)
    PreparationFactory(call=call, due_on=None)
    done, left = comes(call), comes(call, risk="high")
    early, day = datetime(2026, 11, 25, 12, tzinfo=UTC), datetime(2026, 11, 26, 12, tzinfo=UTC)
    keep(task, done, early)

    swept = [tasks.remind_to_prepare(at=moment) for moment in (early, day, day)]
    by_hand = [
        actions.remind(call=call, only=only, by=SYSTEM, at=day + timedelta(days=1))
        for only in (task, None)
    ]

    assert (swept, by_hand) == ([0, 1, 0], [1, 1])
    letters = Letter.objects.order_by("pk").values_list("subject_key", flat=True)
    assert list(letters) == [left.person.key, left.person.key, done.person.key]
    assert Letter.objects.earliest("pk").values["plain"] is True
    assert queries.calls_to_remind(at=early) == []
    assert actions.remind_before_the_day(call=call, at=early) == 0
    assert Prepared.objects.get(preparation=task, person=left.person).reminded_at == (
        day + timedelta(days=1)
    )


def test_who_sees_what(at):
    application = comes(CallFactory())
    other = comes(application.call)
    offer = OfferFactory(application=application)
    task = PreparationFactory(call=application.call)
    kept = keep(task, application, at, words="My heart medicine")
    team = application.call.programme.run_by
    person = application.person_id

    def link(scope, thing="", who=person):
        return Actor(kind="link", person_id=who, scope=scope, thing=thing)

    def account(role, circle=team):
        held = (Held(role=role, circle_id=circle.pk, is_school=False),)
        return Actor(kind="account", key="a", account_id=1, held=held)

    own = [
        link("page"), link("answer", f"preparing:{application.key}"),
        link("answer", f"offer:{offer.key}"),
    ]  # fmt: skip
    not_own = [
        link("answer", f"preparing:{other.key}"), link("answer", "offer:gone"),
        link("page", who=other.person_id), Actor.public(),
    ]  # fmt: skip
    roles = ("organiser", "student liaison", "panel", "facilitator", "group lead")

    assert [permissions.can_prepare(actor, application) for actor in own] == [True] * 3
    assert [permissions.can_read_prepared(actor, kept) for actor in own] == [True] * 3
    assert [permissions.can_read_prepared(actor, kept) for actor in not_own] == [False] * 4
    assert [permissions.can_read_prepared(account(role), kept) for role in roles] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert [permissions.can_change_preparation(account(role), task) for role in roles] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert not permissions.can_see_preparing(account("organiser", TeamFactory()), application.call)
    assert [permissions.prepares(account(role), application.call.programme) for role in roles] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert not permissions.prepares(account("organiser"), CohortFactory(run_by=team))
    application.state = "withdrawn"
    assert not permissions.can_prepare(link("page"), application)


def test_somebody_prepares_by_the_link_of_a_letter(client, at):
    application = comes(CallFactory())
    task = PreparationFactory(call=application.call, kind="write")
    send = PreparationFactory(call=application.call, kind="file")
    travel = PreparationFactory(call=application.call, kind="travel")
    token = open_link(
        person=application.person, scope=Link.Scope.ANSWER,
        thing=f"preparing:{application.key}", at=datetime.now(UTC),
    )  # fmt: skip

    page = client.get(f"/p/{token}", follow=True)
    here = f"/en/prepare/{application.key}/"
    early = client.post(f"{here}{task.key}/", {"words": "", "do": "done"})
    done = client.post(f"{here}{task.key}/", {"words": "Water", "do": "done"}, follow=True)
    client.post(
        f"{here}{send.key}/",
        {"words": "", "do": "done", "file": SimpleUploadedFile("plan.txt", b"A plan")},
    )
    client.post(f"{here}{travel.key}/", {"arrives": "2026-12-01T14:30", "do": "keep"})
    shown = client.get(f"{here}{travel.key}/")

    kept = Prepared.objects.get(preparation=send)
    saved = client.get(f"/en/prepare/files/{kept.key}/")
    assert "3 things to do before you come" in page.content.decode()
    assert (early.status_code, "Write something first" in early.content.decode()) == (409, True)
    assert "2 things to do" in done.content.decode()
    assert shown.context["form"]["arrives"].value() == "2026-12-01T14:30"
    assert (saved.status_code, b"".join(saved.streaming_content)) == (200, b"A plan")
    assert client.get(f"{here}{kept.key}/").status_code == 404


def test_a_yes_to_a_place_leads_to_what_is_to_be_done(client, at):
    application = comes(CallFactory())
    PreparationFactory(call=application.call)
    offer = OfferFactory(application=application, answer="yes", answered_at=at)
    thing = f"offer:{offer.key}"
    token = open_link(
        person=application.person, scope=Link.Scope.ANSWER, thing=thing, at=datetime.now(UTC)
    )

    page = client.get(f"/p/{token}", follow=True)

    there = f"/en/prepare/{application.key}/"
    assert (there in page.content.decode(), client.get(there).status_code) == (True, 200)


def test_the_desk_asks_sees_and_reminds(desk, at):
    call = CallFactory()
    programme = call.programme
    here = f"/en/desk/programmes/{programme.key}/call/preparing/"
    application = comes(call, shown_name="Amina")

    empty = desk.get(here).content.decode()
    desk.post(f"{here}tasks/", {"ready": "residential"})
    twice = desk.post(f"{here}tasks/", {"ready": "residential"})
    nameless = desk.post(f"{here}tasks/", {"kind": "read"})
    desk.post(f"{here}tasks/", {"kind": "read", "title-en": "Read this"})
    travel = Preparation.objects.get(call=call, kind="travel")
    one = f"/en/desk/preparing/tasks/{travel.key}/"
    desk.post(one, {"do": "up"})
    desk.post(one, {"do": "change", "kind": "travel", "title-en": "Your visa"})
    kept = keep(
        travel, application, at, details={"arrives": "2026-12-01T14:30", "visa": "asked"},
        words="Tea",
    )  # fmt: skip
    refused = desk.post(one, {"do": "off"})
    table = desk.get(f"{here}?left").content.decode()
    read = desk.get(f"/en/desk/preparing/done/{kept.key}/").content.decode()
    arrivals = desk.get(f"/en/desk/programmes/{programme.key}/call/arrivals/").content.decode()
    asked = desk.get(f"{here}remind/?task={travel.key}").content.decode()
    sent = desk.post(f"{here}remind/", follow=True).content.decode()

    assert "Nothing is asked yet." in empty
    assert (twice.status_code, nameless.status_code, refused.status_code) == (409, 200, 409)
    assert ("Amina" in table, "Tea" in read, "14:30" in arrivals) == (True, True, True)
    assert "Nobody has anything left to do here." in asked
    assert "1 letter is on its way" in sent
    assert desk.get(f"/en/prepare/files/{kept.key}/").status_code == 404
