"""Every catalogue can be read and compiled; what visitors and participants meet is translated."""

import gettext
import io
import re
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings

from tests.house.tree import ROOT

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
# What visitors, participants and circles meet: pages, letters, and the sentences drawn into them.
MET = (
    "commonroot/ui/",
    "commonroot/programmes/templates/", "commonroot/programmes/queries/",
    "commonroot/programmes/forms/public.py", "commonroot/programmes/views/public.py",
    "commonroot/registration/templates/", "commonroot/registration/actions/",
    "commonroot/registration/forms/", "commonroot/registration/views",
    "commonroot/consent/actions", "commonroot/people/actions", "commonroot/messaging/emails.py",
    "commonroot/engagement/templates/engagement/emails/",
    "commonroot/engagement/templates/engagement/answer.html",
    "commonroot/engagement/templates/engagement/promise.html",
    "commonroot/engagement/templates/engagement/questions.html",
    "commonroot/engagement/templates/engagement/introduction.html",
    "commonroot/engagement/templates/engagement/circle_",
    "commonroot/engagement/templates/engagement/_answered.html",
    "commonroot/engagement/templates/engagement/_sheet.html",
    "commonroot/engagement/templates/engagement/before_course.html",
    "commonroot/engagement/actions/introductions", "commonroot/engagement/forms/afterwards.py",
    "commonroot/engagement/forms/liaison.py", "commonroot/engagement/queries/before.py",
    "commonroot/engagement/queries/sheet.py", "commonroot/engagement/queries/follow_up.py",
    "commonroot/engagement/views/circle.py",
    "commonroot/mailings/templates/mailings/emails/",
    "commonroot/mailings/templates/mailings/read.html",
    "commonroot/mailings/templates/mailings/my_", "commonroot/mailings/actions/groups.py",
    "commonroot/campaigns/templates/", "commonroot/campaigns/models/",
    "commonroot/campaigns/actions/", "commonroot/campaigns/queries/",
    "commonroot/campaigns/forms/", "commonroot/campaigns/views/",
    "commonroot/web/templates/web/_me_campaigns.html",
    "commonroot/admissions/templates/admissions/offer.html",
    "commonroot/admissions/templates/admissions/apply.html",
    "commonroot/admissions/templates/admissions/begun.html",
    "commonroot/admissions/templates/admissions/own.html",
    "commonroot/admissions/templates/admissions/part.html",
    "commonroot/admissions/templates/admissions/check.html",
    "commonroot/admissions/templates/admissions/others.html",
    "commonroot/admissions/templates/admissions/join.html",
    "commonroot/admissions/templates/admissions/speak.html",
    "commonroot/admissions/templates/admissions/_answered.html",
    "commonroot/admissions/templates/admissions/_keeping.html",
    "commonroot/admissions/templates/admissions/emails/begun.txt",
    "commonroot/admissions/templates/admissions/emails/reminder.txt",
    "commonroot/admissions/templates/admissions/emails/handed_in.txt",
    "commonroot/admissions/templates/admissions/emails/late.txt",
    "commonroot/admissions/templates/admissions/emails/withdrawn.txt",
    "commonroot/admissions/templates/admissions/emails/named.txt",
    "commonroot/admissions/templates/admissions/emails/group_message.txt",
    "commonroot/admissions/templates/admissions/emails/referee",
    "commonroot/admissions/actions/applying.py", "commonroot/admissions/actions/handing_in.py",
    "commonroot/admissions/actions/together.py", "commonroot/admissions/actions/referees.py",
    "commonroot/admissions/views/applying.py", "commonroot/admissions/views/own.py",
    "commonroot/admissions/views/together.py", "commonroot/admissions/queries/applying.py",
    "commonroot/admissions/queries/answers.py", "commonroot/web/queries/cohort.py",
    "commonroot/admissions/templates/admissions/emails/comes.txt",
    "commonroot/admissions/templates/admissions/emails/decision.txt",
    "commonroot/admissions/templates/admissions/emails/offer_",
    "commonroot/admissions/emails/choosing.py",
    "commonroot/admissions/templates/admissions/prepare",
    "commonroot/admissions/templates/admissions/emails/to_do.txt",
    "commonroot/admissions/actions/preparing.py", "commonroot/admissions/emails/preparing.py",
    "commonroot/admissions/forms/preparing.py", "commonroot/admissions/queries/preparing.py",
    "commonroot/groups/templates/groups/emails/", "commonroot/groups/queries/calendar.py",
    "commonroot/groups/templates/groups/_report.html",
    "commonroot/groups/templates/groups/_said.html", "commonroot/groups/templates/groups/help.html",
    "commonroot/groups/templates/groups/leave.html", "commonroot/groups/templates/groups/note.html",
    "commonroot/groups/templates/groups/report.html",
    "commonroot/groups/templates/groups/space.html",
    "commonroot/groups/templates/groups/write.html", "commonroot/groups/actions/reports.py",
    "commonroot/groups/actions/space.py", "commonroot/groups/forms/space.py",
    "commonroot/groups/views/space.py", "commonroot/web/templates/web/_me_cohort.html",
    "commonroot/accounts/templates/", "commonroot/accounts/actions", "commonroot/accounts/forms.py",
    "commonroot/accounts/views",
    "commonroot/web/templates/web/me", "commonroot/web/templates/web/home.html",
    "commonroot/web/templates/web/circle_desk.html",
    "commonroot/web/templates/web/circle_says.html",
    "commonroot/web/templates/web/circle_public.html",
    "commonroot/web/templates/web/circles_public.html",
    "commonroot/web/templates/web/joined.html", "commonroot/web/templates/web/fresh.html",
    "commonroot/web/templates/web/left.html", "commonroot/web/templates/web/unsubscribe.html",
    "commonroot/web/templates/web/start", "commonroot/web/templates/web/demo_",
    "commonroot/web/queries/mine.py", "commonroot/web/forms/__init__.py", "commonroot/web/demo.py",
)  # fmt: skip
# Pages of the desk among them, which organisers meet.
DESK = (
    "commonroot/programmes/templates/programmes/plan",
    "commonroot/programmes/templates/programmes/_plan", "commonroot/programmes/queries/planning",
)  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
TAG = re.compile(r"<[^>]+>")
NUMBERS = range(201)
# A form that so few numbers choose may spell its number out: "one person", "two people".
FEW = 2


@cache
def template() -> Catalog:
    """Every message of the code, as the tool that fills the catalogues finds them."""
    loader = SourceFileLoader("messages_tool", str(ROOT / "tools" / "messages"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    tool = module_from_spec(spec)
    loader.exec_module(tool)
    found: Catalog = tool.template()
    return found


@cache
def catalogue(language: str) -> Catalog:
    """The catalogue of one language; a line that cannot be read is an error."""
    path = ROOT / "commonroot" / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def named(message: Message) -> str:
    """What a message is called in a list of faults."""
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def texts(message: Message) -> list[str]:
    """Its translation, or all forms of it."""
    one = message.string
    return list(one) if isinstance(one, tuple | list) else [one or ""]


def rare_forms(catalog: Catalog) -> set[int]:
    """The plural forms that only one or two numbers choose: "no", "one", "two"."""
    chosen = gettext.c2py(catalog.plural_expr)  # type: ignore[attr-defined]  # of the standard library, unlisted
    uses = [chosen(number) for number in NUMBERS]
    return {form for form in set(uses) if uses.count(form) <= FEW}


def faults(catalog: Catalog) -> list[str]:
    """Translations that would break a page: placeholders, tags, plural forms, doubts left open."""
    rare = rare_forms(catalog)
    found = []
    for message in catalog:
        if not message.id or not any(texts(message)):
            continue
        plural = isinstance(message.id, tuple | list)
        originals = list(message.id) if plural else [str(message.id)]
        known = {sign for text in originals for sign in PLACEHOLDER.findall(text)}
        wanted = set(PLACEHOLDER.findall(originals[-1]))
        if known != wanted:  # GNU's compiler refuses the whole catalogue
            found.append(f"{named(message)}: the plural lacks {', '.join(sorted(known - wanted))}")
        if message.fuzzy:
            found.append(f"{named(message)}: marked as doubtful")
        if plural and len(texts(message)) != catalog.num_plurals:
            found.append(f"{named(message)}: {len(texts(message))} forms")
        found += [f"{named(message)}: {error}" for error in message.check(catalog)]
        for form, text in enumerate(texts(message)):
            signs = set(PLACEHOLDER.findall(text))
            if not text:
                found.append(f"{named(message)}: form {form} is empty")
            elif signs - known or (wanted - signs and not (plural and form in rare)):
                found.append(f"{named(message)}: placeholders of form {form}")
            elif sorted(TAG.findall(text)) != sorted(TAG.findall(originals[-1])):
                found.append(f"{named(message)}: tags of form {form}")
    return found


def untranslated(catalog: Catalog, *, of: Catalog, places: tuple[str, ...]) -> list[str]:
    """Messages of these places that `catalog` lacks."""
    found = []
    for message in of:
        met = [where for where, _ in message.locations if not where.startswith(DESK)]
        if not message.id or not any(where.startswith(places) for where in met):
            continue
        known = catalog.get(named(message), message.context)
        if known is None or not all(texts(known)):
            found.append(named(message))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_breaks_its_page(language):
    assert faults(catalogue(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_participants_meet_is_translated(language):
    assert untranslated(catalogue(language), of=template(), places=MET) == []


def test_every_place_that_participants_meet_has_messages():
    places = {where for message in template() for where, _ in message.locations}

    assert [one for one in MET if not any(where.startswith(one) for where in places)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_number_finds_its_form(language):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    spoken = gettext.GNUTranslations(compiled)

    said = [
        spoken.ngettext("%(n)s place left", "%(n)s places left", number) % {"n": number}
        for number in NUMBERS
    ]

    assert len(set(said)) >= len(NUMBERS) - FEW
    assert not any("place left" in text or "places left" in text for text in said)


def test_arabic_counts_in_six_forms():
    chosen = gettext.c2py(catalogue("ar").plural_expr)  # type: ignore[attr-defined]  # of the standard library, unlisted

    assert [chosen(number) for number in (0, 1, 2, 3, 11, 100, 101)] == [0, 1, 2, 3, 5, 4, 4]


def test_faults_of_a_catalogue_are_found():
    sample = Catalog(locale="fr")
    sample.add("For %(name)s", "Pour %(nom)s")
    sample.add("<b>Yes</b>", "<i>Oui</i>")
    sample.add("Later", "Plus tard", flags=["fuzzy"])
    sample.add(("%(n)s day", "%(n)s days"), ("un jour", "des jours"))
    sample.add(("%(n)s hour", "%(n)s hours"), ("une heure", ""))
    sample.add(("%(n)s week", "%(n)s weeks"), ("une semaine", "%(n)s semaines"))
    sample.add("%(n)s%% of %(all)s", "%(n)s%% de %(all)d")
    sample.add(("Due: %(what)s", "%(n)s due"), ("Attendu : %(what)s", "%(n)s attendus"))

    assert faults(sample) == [
        "For %(name)s: unknown named placeholder 'nom'",
        "For %(name)s: placeholders of form 0",
        "<b>Yes</b>: tags of form 0",
        "Later: marked as doubtful",
        "%(n)s day: placeholders of form 1",
        "%(n)s hour: form 1 is empty",
        "%(n)s%% of %(all)s: incompatible format for placeholder 'all': "
        "'d' and 's' are not compatible",
        "%(n)s%% of %(all)s: placeholders of form 0",
        "Due: %(what)s: the plural lacks %(what)s",
    ]


def test_what_is_not_translated_is_found():
    code = Catalog()
    for text, where in (("Known", "a/b.py"), ("New", "a/b.py"), ("Elsewhere", "c/d.py")):
        code.add(text, locations=[(where, 0)])
    sample = Catalog(locale="fr")
    sample.add("Known", "Connu")

    assert untranslated(sample, of=code, places=("a/",)) == ["New"]


def test_only_rare_forms_may_spell_a_number_out():
    assert rare_forms(Catalog(locale="ar")) == {0, 1, 2}
    assert rare_forms(Catalog(locale="fr")) == {0}
    assert rare_forms(Catalog(locale="es")) == {0}
