"""What we hold, by kind, in words that people read: what it is, what for, for how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonroot.people.personal import Declaration, declarations
from commonroot.stewardship import rules
from commonroot.stewardship.queries.retention import chosen_days, kept_days, runs_out

# Where a model has no words of its own, its area has some: (what it is, what for).
AREAS: dict[str, tuple[Any, Any]] = {
    "messaging": (
        gettext_lazy("Letters"),
        gettext_lazy("to know what was sent to whom, and to send nothing twice"),
    ),
    "accounts": (
        gettext_lazy("Signing in to the desk"),
        gettext_lazy("so that only invited organisers get in"),
    ),
    "circles": (
        gettext_lazy("Who may do what for which circle"),
        gettext_lazy("so that only invited organisers get in"),
    ),
    "people": (
        gettext_lazy("Names, places, languages, how somebody is reached"),
        gettext_lazy("to know people again and to write to them where they agreed"),
    ),
    "consent": (
        gettext_lazy("What somebody agreed to, and when"),
        gettext_lazy("to do only what was agreed to, and to be able to show it"),
    ),
    "programmes": (
        gettext_lazy("Questions, wishes and tasks around a course"),
        gettext_lazy("to answer people and to plan the course"),
    ),
    "registration": (
        gettext_lazy("Places and who came"),
        gettext_lazy("to run the sessions and to certify who took part"),
    ),
    "admissions": (
        gettext_lazy("Applications"),
        gettext_lazy("to choose who comes to a course, and to prepare it with them"),
    ),
    "groups": (
        gettext_lazy("Small groups"),
        gettext_lazy("so that people of a course work together in the months after"),
    ),
    "campaigns": (
        gettext_lazy("Campaigns"),
        gettext_lazy("so that a team can plan and run a campaign together"),
    ),
    "intake": (
        gettext_lazy("Lines of old lists"),
        gettext_lazy("to bring a list over, and to take it back within 30 days"),
    ),
    "engagement": (
        gettext_lazy("What happens after a course"),
        gettext_lazy("to keep the ties alive and to see whether a course helped"),
    ),
    "mailings": (
        gettext_lazy("Letters to many, and the alumni group"),
        gettext_lazy("to write once to whoever agreed, and to keep to who left"),
    ),
    "stewardship": (
        gettext_lazy("Whether somebody was asked if their details are right"),
        gettext_lazy("not to ask anybody too often"),
    ),
    "files": (gettext_lazy("Files"), gettext_lazy("to show what was handed in")),
}
KINDS: dict[str, Any] = {
    "accounts.session": gettext_lazy("On which devices somebody is signed in"),
    "accounts.errand": gettext_lazy("Links to choose a password"),
    "accounts.postponed": gettext_lazy("What an organiser put off"),
    "accounts.auditentry": gettext_lazy("Who did what, in keys without names"),
    "people.exported": gettext_lazy("In which file that was taken along somebody stood"),
    "people.change": gettext_lazy("What details were before they changed"),
    "people.merge": gettext_lazy("What it takes to undo that two became one"),
    "people.link": gettext_lazy("Links to people's own pages"),
    "people.contactway": gettext_lazy("Addresses and numbers"),
    "people.membership": gettext_lazy("Circles somebody belongs to"),
    "consent.told": gettext_lazy("Who was told what about whom"),
    "consent.renewal": gettext_lazy("That we asked whether a yes still holds"),
    "consent.objection": gettext_lazy("What somebody objected to"),
    "programmes.enquiry": gettext_lazy("Questions that visitors ask"),
    "programmes.enquiryline": gettext_lazy("What was answered to visitors' questions"),
    "messaging.correspondent": gettext_lazy("That somebody outside the register wrote"),
    "programmes.presenter": gettext_lazy("Who presented a session"),
    "programmes.datewish": gettext_lazy("Who wants to hear when there is a date"),
    "programmes.function": gettext_lazy("Who covered what in a team"),
    "programmes.commitment": gettext_lazy("What somebody in a team said they would do"),
    "programmes.voice": gettext_lazy("Which theme somebody put first"),
    "registration.answer": gettext_lazy("Answers at registration, and what somebody needs"),
    "registration.skip": gettext_lazy("Sessions somebody said they would miss"),
    "registration.presence": gettext_lazy("Who came to which session"),
    "registration.reportline": gettext_lazy("Lines of a video call's report"),
    "registration.knownas": gettext_lazy("By which name somebody came to a video call"),
    "registration.completion": gettext_lazy("Who completed a course"),
    "registration.certificate": gettext_lazy("Certificates"),
    "registration.feedbackasked": gettext_lazy("That somebody was asked how a session was"),
    "intake.asked": gettext_lazy("That somebody of an old list was asked"),
    "intake.identifier": gettext_lazy("Under which number another service knows somebody"),
    "intake.rowpair": gettext_lazy("Who of an old list might be whom"),
    "engagement.promise": gettext_lazy("Promises at the end of a course"),
    "engagement.followup": gettext_lazy("How it went on, as people said"),
    "engagement.sending": gettext_lazy("Which circle got a letter that names you"),
    "engagement.introduction": gettext_lazy("Introductions"),
}
# The moments from which time is counted, by the last step of their path; else "it was written".
SINCE: dict[str, Any] = {
    "session__ends_at": gettext_lazy("after the session"),
    "registration__session__ends_at": gettext_lazy("after the session"),
    "programme__closed_at": gettext_lazy("after the course"),
    "ended_at": gettext_lazy("after it ended"),
    "expires_at": gettext_lazy("after it ran out"),
    "expire_date": gettext_lazy("after it ran out"),
    "until": gettext_lazy("after that day"),
    "batch__applied_at": gettext_lazy("after the list came in"),
    "answered_at": gettext_lazy("after the answer"),
    "asked_at": gettext_lazy("after it was asked"),
    "wave__sent_at": gettext_lazy("after it was asked"),
}


@dataclass(frozen=True)
class Held:
    """One kind of things held: what, what for, for how long, all in words."""

    what: str
    why: str
    keeping: str
    labels: tuple[str, ...]


def title(declaration: Declaration) -> str:
    """What a kind is called."""
    area = declaration.model._meta.app_label
    return str(KINDS.get(declaration.label) or AREAS[area][0])


def reason(declaration: Declaration) -> str:
    """What it is held for."""
    return str(AREAS[declaration.model._meta.app_label][1])


def days_words(days: int) -> str:
    """ "2 years", "6 months", "45 days"."""
    number, unit = rules.how_long(days)
    words = {
        "years": ngettext("%(n)s year", "%(n)s years", number),
        "months": ngettext("%(n)s month", "%(n)s months", number),
        "days": ngettext("%(n)s day", "%(n)s days", number),
    }
    return words[unit] % {"n": number}


def keeping_words(declaration: Declaration, *, days: int) -> str:
    """For how long a kind is kept: "2 years after the session"."""
    keep = declaration.keep
    if declaration.on_erase == "keep":
        return _("for good, in keys that lead to nobody once a person is forgotten")
    if keep.after is None:
        return _("as long as we know the person")
    since = SINCE.get(keep.after) or _("after it was written")
    long = _("%(long)s %(since)s") % {"long": days_words(days), "since": since}
    return _("%(long)s, then only that it was") % {"long": long} if keep.blanks else long


def held(chosen: Mapping[str, int] | None = None) -> list[Held]:
    """Everything that is held about people, equal ones in one line, in the order of the areas.

    `chosen`: how long in days, by kind, where it is not as proposed; else what the school chose.
    """
    chosen = chosen_days() if chosen is None else chosen
    lines: dict[tuple[str, str, str], list[str]] = {}
    for one in declarations():
        days = kept_days(one, chosen) if runs_out(one) else one.keep.days
        line = (title(one), reason(one), keeping_words(one, days=days))
        lines.setdefault(line, []).append(one.label)
    return [
        Held(what=what, why=why, keeping=keeping, labels=tuple(labels))
        for (what, why, keeping), labels in lines.items()
    ]
