"""The pages of the handbook: who opens them, what they keep, what they show side by side."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor, Held
from commonroot.circles.actions import give_mandate
from commonroot.core.fields import Translated
from commonroot.engagement.models import Experience
from commonroot.handbook import permissions
from commonroot.handbook.models import ChapterAnswer, ChapterTemplate, CheckItem, FormerAnswer
from commonroot.handbook.models.chapters import CHAPTERS
from commonroot.handbook.rules import answers as rules
from commonroot.programmes.models import Programme
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import CourseFactory
from tests.factories.handbook import (
    ChapterAnswerFactory,
    ChapterTemplateFactory,
    CheckItemFactory,
)
from tests.factories.people import PersonFactory
from tests.factories.programmes import ProgrammeFactory, TeamFactory

pytestmark = pytest.mark.django_db


def actor(role, circle):
    """Somebody with one role in one circle."""
    held = (Held(role=role, circle_id=circle.pk, is_school=False),)
    return Actor(kind="account", key="a", account_id=1, held=held)


@pytest.fixture
def programme(school):
    """A residential course of a team."""
    return ProgrammeFactory(
        run_by=TeamFactory(), format=Programme.Format.RESIDENTIAL, mode=Programme.Mode.ON_SITE
    )


@pytest.fixture
def organiser(programme, at):
    """The browser of an organiser of its team."""
    return signed_in(programme, "organiser", at=at)


def signed_in(programme, role, *, at):
    """The browser of somebody with a role in the team of a course."""
    account = AccountFactory(shown_name=f"The {role}")
    by = Actor.system()
    give_mandate(account=account, circle=programme.run_by, role=role, until=None, by=by, at=at)
    client = Client()
    client.force_login(account)
    return client


def here(name, programme, *more):
    """The address of a page of a course's handbook."""
    return reverse(f"handbook:{name}", args=[programme.key, *more])


def test_who_reads_and_who_writes():
    team, other = TeamFactory(), TeamFactory()
    programme = ProgrammeFactory(run_by=team)
    item = CheckItemFactory(programme=programme)
    everybody = {
        "organiser": actor("organiser", team),
        "liaison": actor("student liaison", team),
        "facilitator": actor("facilitator", team),
        "panel": actor("panel", team),
        "lead": actor("group lead", team),
        "elsewhere": actor("organiser", other),
        "public": Actor.public(),
    }

    may = {
        name: (
            permissions.can_read_handbook(one, programme),
            permissions.can_write_handbook(one, programme),
            permissions.can_change_item(one, item),
            permissions.can_open_handbook(one),
            permissions.can_keep_templates(one),
        )
        for name, one in everybody.items()
    }

    reads = (True, False, False, True, False)
    assert may == {
        "organiser": (True,) * 5,
        "liaison": reads,
        "facilitator": reads,
        "panel": (False,) * 5,
        "lead": (False,) * 5,
        "elsewhere": (False, False, False, True, True),
        "public": (False,) * 5,
    }


def test_an_answer_is_kept_by_the_button_and_by_the_script(organiser, programme):
    address = here("answer", programme, "budget", "secured")

    by_button = organiser.post(address, {"text": "The hall", "seen": ""})
    kept = ChapterAnswer.objects.get()
    sent = {"text": "The hall, and travel", "seen": rules.stamp(kept.changed_at)}
    by_script = organiser.post(address, sent, headers={"Accept": "application/json"})
    kept.refresh_from_db()
    too_long = organiser.post(address, {"text": "a" * 8001}, headers={"Accept": "application/json"})

    assert by_button.url == f"{here('chapter', programme, 'budget')}?said=kept#secured"
    assert json.loads(by_script.content) == {"seen": rules.stamp(kept.changed_at)}
    assert (kept.text, too_long.status_code) == ("The hall, and travel", 400)
    assert "8000" in json.loads(too_long.content)["error"]
    assert organiser.post(address, {"text": "a" * 8001}).status_code == 400
    assert organiser.get(here("answer", programme, "budget", "no")).status_code == 404
    emptied = {"text": "", "seen": ""}
    other = here("answer", programme, "budget", "scholarships")
    said = organiser.post(other, emptied, headers={"Accept": "application/json"})
    assert json.loads(said.content) == {"seen": ""}


@pytest.mark.parametrize(
    ("end", "stands"),
    [("theirs", "The union"), ("mine", "The city"), ("both", "The union\n\nThe city")],
)
def test_two_who_met_see_both_and_choose(organiser, programme, end, stands):
    theirs = ChapterAnswerFactory(programme=programme, question="budget.secured", text="The union")
    address, typed = here("answer", programme, "budget", "secured"), {"text": "The city"}

    by_script = organiser.post(address, typed, headers={"Accept": "application/json"})
    met = organiser.post(address, typed)

    assert (by_script.status_code, json.loads(by_script.content)) == (409, {"met": True})
    assert met.status_code == 409
    assert [word in met.content.decode() for word in ("union", "city")] == [True, True]
    chapter = here("chapter", programme, "budget")
    waits = "Both are kept:"
    assert waits in organiser.get(chapter).content.decode()
    assert "Take mine" in organiser.get(f"{address}?met").content.decode()
    FormerAnswer.objects.update(by="account:gone")
    later = organiser.get(f"{address}?met")
    assert "Take what somebody who left wrote" in later.content.decode()
    chosen = {**typed, "end": end, "seen": later.context["seen"]}
    assert organiser.post(address, chosen).status_code == 302
    theirs.refresh_from_db()
    assert theirs.text == stands
    assert waits not in organiser.get(chapter).content.decode()
    assert organiser.get(f"{address}?met").url == address


def test_earlier_words_are_put_back(organiser, programme):
    address = here("answer", programme, "budget", "secured")
    organiser.post(address, {"text": "First"})
    seen = rules.stamp(ChapterAnswer.objects.get().changed_at)
    organiser.post(address, {"text": "Second", "seen": seen})

    page = organiser.get(address)
    back = {"former": "1", "seen": page.context["answered"].seen}

    assert [one.row.text for one in page.context["former"]] == ["First"]
    assert organiser.post(address, back).status_code == 302
    assert ChapterAnswer.objects.get().text == "First"
    assert organiser.post(address, back | {"former": "9"}).status_code == 404


def test_answers_come_along_and_are_confirmed_once_read(organiser, programme):
    source = ProgrammeFactory(run_by=programme.run_by, title=Translated({"en": "Nairobi"}))
    for code in ("functions", "dates"):
        ChapterAnswerFactory(programme=source, question=f"planning.{code}")

    offered = organiser.get(here("course", programme)).context["source"]
    nothing = organiser.post(here("take_over", programme), {"source": "no"})
    took = organiser.post(here("take_over", programme), {"source": source.key})
    again = organiser.post(here("take_over", programme), {"source": source.key})
    page = organiser.get(here("chapter", programme, "planning"))
    copied = [one["answered"] for one in page.context["asked"] if one["answered"].is_unconfirmed]

    assert (offered, nothing.status_code, again.status_code) == (source, 409, 409)
    assert took.url == f"{here('course', programme)}?brought=2"
    assert page.content.decode().count("not confirmed") == 2
    stale = {"question": copied[0].code, "seen": "before"}
    assert organiser.post(here("confirm", programme, "planning"), stale).status_code == 409
    organiser.post(
        here("confirm", programme, "planning"),
        {
            "question": [one.code for one in copied] + ["budget.secured"],
            "seen": [one.seen for one in copied] + ["x"],
        },
    )
    assert ChapterAnswer.objects.filter(programme=programme, confirmed_at=None).count() == 0
    assert organiser.get(took.url).context["brought"] == 2


def test_the_course_it_was_copied_from_is_offered_first(organiser, programme):
    earlier, newer = (ProgrammeFactory(run_by=programme.run_by) for _n in range(2))
    for one in (earlier, newer):
        ChapterAnswerFactory(programme=one)
    Programme.objects.filter(pk=programme.pk).update(copied_from=earlier)

    sources = organiser.get(here("take_over", programme)).context["sources"]

    assert sources == [earlier, newer]


def test_a_list_is_kept_by_hand_and_added_to(organiser, programme):
    address, page = here("listed", programme, "logistics"), here("chapter", programme, "logistics")
    far = organiser.get(page).context["far"]
    by_hand = next(one for one in far.items if not one.by_itself)
    of_records = next(one for one in far.items if one.by_itself)

    def send(**said):
        return organiser.post(address, said).status_code

    added = send(do="add", text="Ask the union", due_on="2027-01-31")
    own = CheckItem.objects.get(code="")
    said = [
        send(do="done", code=by_hand.code),
        send(do="not_needed", code=of_records.code, why="Nobody travels"),
        send(do="done", item=own.key),
    ]

    assert (added, said, send(do="add", text="")) == (302, [302] * 3, 400)
    states = {one.code or one.key: one.state for one in organiser.get(page).context["far"].items}
    assert [states[one] for one in (by_hand.code, of_records.code, own.key)] == [
        "said",
        "not_needed",
        "said",
    ]
    refused = [
        send(do="not_needed", code=by_hand.code),
        send(do="done", code="no"),
        send(do="done", code=of_records.code),
        send(do="sing"),
    ]
    assert refused == [400, 409, 409, 404]
    assert [send(do="open", code=by_hand.code), send(do="drop", item=own.key)] == [302, 302]
    assert not CheckItem.objects.filter(code="").exists()


def test_whoever_only_reads_gets_no_form(programme, at):
    ChapterAnswerFactory(programme=programme)
    client = signed_in(programme, "facilitator", at=at)

    page = client.get(here("chapter", programme, "planning"))

    assert "Content: Ana. Place: Bea." in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert client.get(here("chapter", programme, "no")).status_code == 404
    assert client.post(here("answer", programme, "planning", "functions")).status_code == 404


def test_a_chapter_costs_the_same_however_much_is_written(
    organiser, programme, django_assert_max_num_queries
):
    address = here("chapter", programme, "planning")
    writer = AccountFactory()

    def cost():
        with django_assert_max_num_queries(24) as counted:
            organiser.get(address)
        return len(counted.captured_queries)

    def write(chapter):
        for question in chapter.questions:
            ChapterAnswerFactory(
                programme=programme,
                question=f"{chapter.code}.{question.code}",
                by=f"account:{writer.key}",
                copied=True,
            )
        CheckItemFactory(programme=programme, chapter=chapter.code)
        ChapterTemplateFactory(chapter=chapter.code, from_programme=programme)

    organiser.get(address)
    write(CHAPTERS[0])
    first = cost()
    for chapter in CHAPTERS[1:5]:
        write(chapter)
        CheckItemFactory(programme=programme, chapter="planning")

    assert cost() == first


def test_the_whole_handbook_goes_on_paper_with_and_without_a_course(organiser, programme):
    ChapterAnswerFactory(programme=programme, copied=True)

    whole = organiser.get(here("paper", programme))
    one = organiser.get(here("paper", programme) + "?chapter=planning")
    without = organiser.get(reverse("handbook:school_paper"))
    none = organiser.get(reverse("handbook:school_paper") + "?chapter=no")

    assert [row["chapter"].code for row in whole.context["rows"]] == [c.code for c in CHAPTERS]
    assert [row["chapter"].code for row in one.context["rows"]] == ["planning"]
    assert "Content: Ana" in one.content.decode()
    assert len(without.context["rows"]) == len(CHAPTERS)
    assert none.status_code == 404


def test_words_are_found_wherever_they_stand(organiser, programme):
    ChapterTemplateFactory(
        chapter="logistics",
        title=Translated({"en": "Bicycles"}),
        text=Translated({"en": "Who lends a velocipede to guests? " + "And to whom? " * 20}),
    )

    def search(words):
        page = organiser.get(reverse("handbook:handbook"), {"q": words})
        return [(one["found"].chapter.code, one["found"].where) for one in page.context["found"]]

    assert search("VÉLOCI guest") == [("logistics", "text")]
    shown = organiser.get(reverse("handbook:handbook"), {"q": "velocipede"}).context["found"]
    assert shown[0]["found"].words.endswith("whom? And …")
    assert search("velocipede nobody") == []
    assert ("alumni", "question") in search("deepen engagement")
    assert search(" ") == []


def test_a_text_is_made_ours_changed_and_dropped(organiser, programme):
    chapter = next(one for one in CHAPTERS if one.templates)
    ready = chapter.templates[0]
    new = reverse("handbook:template_new", args=[chapter.code])

    first = organiser.get(f"{new}?from={ready.code}").context["form"].initial
    empty = organiser.get(new).context["form"].initial
    kept = organiser.post(new, {"title": "Our letter", "text": "Dear [name]"})
    template = ChapterTemplate.objects.get()
    address = reverse("handbook:template", args=[template.key])
    organiser.post(address.replace("/en/", "/ar/"), {"title": "رسالتنا", "text": "نص"})
    wrong = organiser.post(address, {"title": "", "text": ""})

    assert (first["title"], empty) == (str(ready.title), {})
    assert kept.url.endswith(f"/{chapter.code}/?said=kept#texts")
    template.refresh_from_db()
    assert template.text == {"en": "Dear [name]", "ar": "نص"}
    assert wrong.status_code == 400
    assert [one["language"] for one in organiser.get(address).context["others"]] == ["ar"]
    page = organiser.get(reverse("handbook:school_chapter", args=[chapter.code]))
    assert page.context["texts"][0].title == "Our letter"
    organiser.post(address, {"do": "drop"})
    assert not ChapterTemplate.objects.exists()


def test_accounts_are_narrowed_by_kind_language_and_region(organiser, at):
    nairobi = CourseFactory(time_zone="Africa/Nairobi", format=Programme.Format.RESIDENTIAL)
    manila = CourseFactory(time_zone="Asia/Manila", format=Programme.Format.COHORT)
    told = {"part": "money", "state": "approved", "asked_at": at, "changed_at": at}
    for programme, language, text in ((nairobi, "en", "Ask early"), (manila, "fr", "Tôt")):
        Experience.objects.create(
            programme=programme, person=PersonFactory(), text=text, language=language, **told
        )
    address = reverse("handbook:school_chapter", args=["budget"])

    def shown(**wanted):
        return [one.text for one in organiser.get(address, wanted).context["accounts"]]

    assert sorted(shown()) == ["Ask early", "Tôt"]
    assert shown(kind="cohort") == ["Tôt"]
    assert shown(language="fr") == ["Tôt"]
    assert shown(region="014") == ["Ask early"]
    assert shown(region="014", language="fr") == []


def test_what_a_course_wanted_to_deepen_stands_atop_its_years_after(organiser, programme):
    course = CourseFactory(run_by=programme.run_by)
    address = reverse("engagement:alumni", args=[course.key])

    without = organiser.get(address).content.decode()
    ChapterAnswerFactory(
        programme=course, question="alumni.deepen", text="Each joins a local group"
    )
    page = organiser.get(address).content.decode()

    assert "It is not written down yet" in without
    assert "Each joins a local group" in page
    assert "Each joins a local group" not in organiser.get(here("course", course)).content.decode()


def test_every_stage_leads_to_its_chapters(organiser, programme):
    desk = organiser.get(reverse("web:programme", args=[programme.key])).content.decode()

    assert f'{here("course", programme)}#plan"' in desk
