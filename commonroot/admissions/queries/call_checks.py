"""What to look at before a call is published, and why nobody can apply, in words."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonroot.accounts.queries import entries_about
from commonroot.admissions.models import Call, FormQuestion
from commonroot.admissions.queries.applying import moment_words
from commonroot.admissions.queries.calls import questions
from commonroot.admissions.rules import calls as rules
from commonroot.core.places import language_name

SETTINGS, FORM = "admissions:call_settings", "admissions:builder"


@dataclass(frozen=True)
class Check:
    """Something to look at, in a sentence: what is the case, what to do, and where."""

    title: str
    text: str
    url: str
    stops: bool
    code: str


def missing(question: FormQuestion, *, languages: list[str]) -> tuple[str, ...]:
    """The languages a question does not speak, though it speaks others."""
    return rules.missing_languages(
        languages,
        question.prompt,
        *(one["words"] for one in question.choices),
        optional=[question.explanation],
    )


def checks(call: Call, *, at: datetime) -> list[Check]:
    """All there is to look at, what stops it first."""
    programme = call.programme
    asked = list(questions(call))
    plan = rules.Plan(
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        alone=call.alone,
        pairs=call.pairs,
        groups=call.groups,
        places=call.places,
        hear_on=call.hear_on,
        starts_on=programme.starts_on,
        programme_public=programme.published_at is not None,
        help_with_money=call.help_with_travel or call.help_with_stay,
        languages=tuple(call.languages),
        questions=tuple(
            rules.Asked(
                key=one.key,
                kind=one.kind,
                meaning=one.meaning,
                care=one.care,
                explained=any(one.explanation.values()),
                missing=missing(one, languages=call.languages),
            )
            for one in asked
        ),
    )
    return [_worded(found, call) for found in rules.checks(plan, at=at)]


def _worded(found: rules.Found, call: Call) -> Check:
    values = dict(found.values)
    if found.code in {"missing", "unexplained"}:
        title, text = _counted(found.code, values)
    else:
        title, text = _said()[found.code]
    return Check(
        title=title,
        text=text,
        url=_url(found.code, call),
        stops=found.stops,
        code=found.code,
    )


OF_THE_FORM = frozenset(
    {"no_questions", "no_background", "missing", "unexplained", "help_not_asked"}
)


def _url(code: str, call: Call) -> str:
    if code == "programme_hidden":
        return reverse("programmes:plan_ready", kwargs={"key": call.programme.key})
    page = FORM if code in OF_THE_FORM else SETTINGS
    return reverse(page, kwargs={"key": call.programme.key})


def _counted(code: str, values: dict[str, str | int]) -> tuple[str, str]:
    count = int(values["count"])
    if code == "unexplained":
        return (
            ngettext(
                "%(count)s sensitive question does not say why it is asked",
                "%(count)s sensitive questions do not say why they are asked",
                count,
            )
            % {"count": count},
            _("Nobody should have to guess: write a sentence."),
        )
    return (
        ngettext(
            "Missing in %(language)s: %(count)s question",
            "Missing in %(language)s: %(count)s questions",
            count,
        )
        % {"language": language_name(str(values["language"]), get_language() or "en"),
           "count": count},
        _("Whoever reads that language sees those in another one."),
    )  # fmt: skip


def _said() -> dict[str, tuple[str, str]]:
    return {
        "no_deadline": (
            _("There is no deadline"),
            _("People may apply until you close it. Is that meant?"),
        ),
        "deadline_over": (
            _("The deadline is over"),
            _("Nobody could hand anything in. Choose a later one."),
        ),
        "opens_after": (_("It would close before it opens"), _("Look at the two times again.")),
        "after_start": (
            _("The deadline is not before the course begins"),
            _("Leave time to read, to choose, to answer, and to travel."),
        ),
        "no_answer_day": (
            _("Nobody is told when they hear from you"),
            _("Say a day: waiting without one is the worst part."),
        ),
        "answer_too_soon": (
            _("The day people hear from you is not after the deadline"),
            _("Leave yourselves time to read."),
        ),
        "no_questions": (
            _("There is no question yet"),
            _("Start with the ready-made form; change what does not fit."),
        ),
        "no_background": (
            _("“Where are you starting from?” is not asked"),
            _("It decides what people need afterwards. It stands among what can be added."),
        ),
        "help_not_asked": (
            _("You help with money, but nobody can ask for it"),
            _("Add the questions about travel and stay."),
        ),
        "help_asked_for_nothing": (
            _("The form asks who needs help with money, but you say there is none"),
            _("Say in the settings what there is, or take the questions out."),
        ),
        "nobody": (
            _("Nobody may apply"),
            _("Say who may: one person, two together, or a group."),
        ),
        "no_places": (
            _("It is not settled how many can be accepted"),
            _("The board counts against it. It may stay open until you choose."),
        ),
        "programme_hidden": (
            _("The page of the programme is not public"),
            _("Whoever has the link can apply; nobody finds it by themself."),
        ),
    }


def why_nobody(call: Call, *, at: datetime) -> tuple[str, str]:
    """Why nobody can begin an application now, as a code and a sentence; ("", "") when somebody
    can.
    """
    code = rules.why_nobody(
        published_at=call.published_at,
        programme_public=call.programme.published_at is not None,
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        at=at,
    )
    return code, _why(code, call, at=at)


def _why(code: str, call: Call, *, at: datetime) -> str:
    if code == "not_published":
        return _("Nobody sees the form before you publish it.")
    if code == "early" and call.opens_at:
        return _("It is published, and opens on %(moment)s.") % {
            "moment": moment_words(call.opens_at, zone=call.time_zone, at=at)
        }
    if code == "over" and call.closes_at:
        return _("The deadline was on %(moment)s. Prolong it to open it again.") % {
            "moment": moment_words(call.closes_at, zone=call.time_zone, at=at)
        }
    if code == "hidden":
        return _("Only whoever has the link: the page of the programme is not public.")
    return ""


@dataclass(frozen=True)
class Moved:
    """A deadline that was moved: when, from when to when, in words."""

    on: str
    was: str
    now: str


def moved_deadlines(call: Call, *, at: datetime) -> list[Moved]:
    """Each time the deadline was moved, the newest first."""

    def told(iso: str) -> str:
        if not iso:
            return ""
        return moment_words(datetime.fromisoformat(iso), zone=call.time_zone, at=at)

    return [
        Moved(
            on=date_format(entry.at.astimezone(ZoneInfo(call.time_zone)), "j F Y"),
            was=told(entry.facts["was"]),
            now=told(entry.facts["now"]),
        )
        for entry in entries_about([call.key]).filter(verb="deadline moved")
    ]
