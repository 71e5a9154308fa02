"""Applications and small groups taken along: what was asked for is gone, and what the list says."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.admissions.models import Application, Call, FormQuestion
from commonroot.circles.actions import give_mandate
from commonroot.circles.models import Mandate
from commonroot.consent.models import Told
from commonroot.core.fields import Translated
from commonroot.groups.models import Formation
from commonroot.people.models import Export, ExportPart
from commonroot.web import tasks
from commonroot.web.queries import taken
from commonroot.web.queries.programme_lists import ListGone
from tests.factories.accounts import AccountFactory
from tests.factories.admissions import ApplicationFactory, CallFactory, FormQuestionFactory
from tests.factories.groups import FormationFactory, GroupMemberFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import TeamFactory
from tests.groups.coming import seen
from tests.web.test_taken import signed_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
COLUMNS = {"applications": ["number", "answers"], "groups": ["display_name"]}


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


@pytest.fixture
def call(now):
    """The call of a series that a team runs."""
    return CallFactory(programme__run_by=TeamFactory())


@pytest.fixture
def mine(call, now):
    """The browser of the team's own organiser, who takes no list of the school along."""
    account = AccountFactory(last_login=now)
    give_mandate(
        account=account, role="organiser", circle=call.programme.run_by, by=SYSTEM, at=now,
        until=now + timedelta(days=90),
    )  # fmt: skip
    return signed_in(account, now)


@pytest.fixture
def formation(call, now):
    """Groups that stand, Amina in the only one; she also applied."""
    amina = PersonFactory(shown_name="Amina")
    seen(amina, call.programme, now)
    ApplicationFactory(call=call, person=amina, number=7)
    formation = FormationFactory(programme=call.programme)
    GroupMemberFactory(group__formation=formation, person=amina)
    return formation


def ask(client, formation, what, *, kind="csv"):
    """The page of the list that was asked for."""
    key = formation.programme.key if what == "applications" else formation.key
    wish = {"columns": COLUMNS[what], "reason": "check", "kind": kind}
    return client.post(reverse(f"web:{what}_export", args=[key]), wish)["Location"]


def call_goes():
    Application.objects.all().delete()
    FormQuestion.objects.all().delete()
    Call.objects.all().delete()


def taker_goes():
    theirs = Account.objects.filter(key=Export.objects.get().account_key)
    Mandate.objects.filter(account__in=theirs).delete()
    theirs.delete()


def groups_go():
    Formation.objects.all().delete()


def choice_is_undone():
    Formation.objects.update(state=Formation.State.PROPOSED, chosen_at=None)


@pytest.mark.parametrize(
    ("what", "goes"),
    [
        ("applications", call_goes),
        ("groups", groups_go),
        ("groups", choice_is_undone),
    ],
)
def test_a_file_of_what_is_gone_is_not_given_out(mine, formation, now, what, goes):
    page = ask(mine, formation, what)
    export = Export.objects.get()
    before = taken.still_open(export, at=now)
    goes()

    after = taken.still_open(export, at=now)
    with pytest.raises(ListGone):
        taken.told_to(export)
    refused = mine.post(f"{page}fetch/")

    made = (export.state, before, after, refused.status_code)
    assert made == (Export.State.READY, 1, 0, 409)
    export.refresh_from_db()
    assert (export.state, ExportPart.objects.count()) == (Export.State.GONE, 0)
    assert Told.objects.count() == 0


@pytest.mark.parametrize(
    ("what", "goes"),
    [
        ("applications", call_goes),
        ("applications", taker_goes),
        ("groups", groups_go),
        ("groups", choice_is_undone),
    ],
)
def test_a_file_of_what_is_gone_is_not_made(mine, formation, organiser_account, now, what, goes):
    Account.objects.filter(pk=organiser_account.pk).update(last_login=now)
    page = ask(mine, formation, what)
    asked = Export.objects.get().state
    goes()

    signed_in(organiser_account, now).post(f"{page}decide/", {"answer": "yes"})

    export = Export.objects.get()
    assert (asked, export.state) == (Export.State.ASKED, Export.State.GONE)
    assert (export.wanted, ExportPart.objects.count()) == (None, 0)
    assert tasks.make_exports(at=now) == 0


@pytest.mark.parametrize(
    ("what", "who", "care"),
    [
        (
            "applications",
            "Everybody who handed an application in, unless they paused or took back their yes.",
            "No name, no address, and no answer that is hidden from the panel",
        ),
        (
            "groups",
            "Everybody in these groups, unless they paused or took back their yes.",
            "No address, no number, and nothing of why somebody is in their group.",
        ),
    ],
)
def test_a_list_says_where_it_belongs_and_who_is_in_it(mine, formation, what, who, care):
    back = {
        "applications": (
            reverse("admissions:applications", args=[formation.programme.key]), "Applications"
        ),
        "groups": (reverse("groups:proposal", args=[formation.key]), "Small groups"),
    }  # fmt: skip

    page = ask(mine, formation, what, kind="zip")
    shown = mine.get(page).context
    pack = zipfile.ZipFile(io.BytesIO(b"".join(mine.post(f"{page}fetch/").streaming_content)))
    dropped = mine.post(f"{page}drop/")

    [readme] = [name for name in pack.namelist() if name.endswith("-README.txt")]
    lines = dict(line.split(": ", 1) for line in pack.read(readme).decode().splitlines())
    assert (shown["back_url"], shown["back"]) == back[what]
    assert dropped["Location"] == back[what][0]
    assert (lines["Who is in it"], lines["People"]) == (who, "1")
    assert lines["Care"].startswith(care)


def test_questions_of_the_same_words_get_numbers(mine, call, formation):
    prompts = ["Why?", "Why?", "number", "Why?", "Why? (2)"]
    [amina] = Application.objects.all()
    for place, prompt in enumerate(prompts, start=1):
        asked = FormQuestionFactory(call=call, position=place, prompt=Translated({"en": prompt}))
        amina.answers.create(question=asked, value=f"Answer {place}", saved_at=amina.saved_at)

    page = ask(mine, formation, "applications")
    text = b"".join(mine.post(f"{page}fetch/").streaming_content).decode("utf-8-sig")

    headings, row = csv.reader(io.StringIO(text, newline=""))
    assert list(zip(headings, row, strict=True))[2:] == [
        ("number", "7"),
        ("Why?", "Answer 1"),
        ("Why? (2)", "Answer 2"),
        ("number (2)", "Answer 3"),
        ("Why? (3)", "Answer 4"),
        ("Why? (2) (2)", "Answer 5"),
    ]
