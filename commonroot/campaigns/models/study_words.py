"""The words of case studies: what they tell, and by what they are found."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Adversary(models.TextChoices):
    """Who was against it. Bodies and offices, never somebody's name."""

    GOVERNMENT = "government", _("a government")
    TOWN = "town", _("a town or district")
    MANAGEMENT = "management", _("the management of a hospital or clinic")
    COMPANY = "company", _("a company")
    MEDICINES = "medicines", _("a maker of medicines")
    INSURER = "insurer", _("an insurer")
    LENDER = "lender", _("a bank or lender")
    EMPLOYER = "employer", _("an employer")
    COURT = "court", _("a court or trade rule")
    PRESS = "press", _("the press")
    ARMED = "armed", _("police or armed forces")
    OTHER = "other", _("somebody else")


class Tactic(models.TextChoices):
    """What was done."""

    ASSEMBLY = "assembly", _("assemblies")
    DOORS = "doors", _("going from door to door")
    PETITION = "petition", _("a petition")
    TALKS = "talks", _("talks with those who decide")
    RESEARCH = "research", _("people’s own research")
    MEDIA = "media", _("press and radio")
    MARCH = "march", _("marches and vigils")
    STRIKE = "strike", _("a strike")
    OCCUPATION = "occupation", _("an occupation")
    COURT = "court", _("a case in court")
    BOYCOTT = "boycott", _("a boycott")
    VOTE = "vote", _("a vote or election")
    ALLIANCE = "alliance", _("an alliance")
    ART = "art", _("theatre, songs, pictures")
    OTHER = "other", _("something else")


class Failed(models.TextChoices):
    """What did not work, in the words of those who tell it."""

    LATE = "late", _("we began too late")
    FEW = "few", _("too few took part")
    ALONE = "alone", _("we stayed alone")
    TARGET = "target", _("we turned to the wrong people")
    DEMAND = "demand", _("our demand was not clear")
    TACTIC = "tactic", _("what we did had no effect")
    PRESS = "press", _("nobody told our story")
    MONEY = "money", _("the money ran out")
    SPLIT = "split", _("we fell out with each other")
    FEAR = "fear", _("people were threatened or afraid")
    TIRED = "tired", _("people were worn out")
    PROMISE = "promise", _("a promise was not kept")


class Licence(models.TextChoices):
    """What others may do with the text."""

    ALIKE = "cc-by-sa", _("Free, with the name, passed on alike (CC BY-SA)")
    NAMED = "cc-by", _("Free, with the name of who made it (CC BY)")
    NO_TRADE = "cc-by-nc-sa", _("Not for trade, with the name, passed on alike (CC BY-NC-SA)")
    FREE = "cc0", _("Free for any use (CC0)")
    ASK = "ask", _("Ask before you use it elsewhere")


LICENCE_ADDRESSES = {
    Licence.ALIKE: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.NAMED: "https://creativecommons.org/licenses/by/4.0/",
    Licence.NO_TRADE: "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    Licence.FREE: "https://creativecommons.org/publicdomain/zero/1.0/",
}


@dataclass(frozen=True)
class Text:
    """One of the longer texts: its heading, and help where it is written."""

    code: str
    label: Any
    help: Any = ""


@dataclass(frozen=True)
class Section:
    """Texts that are read together: the problem, the people, power, change (domain source 4.8)."""

    code: str
    title: Any
    texts: tuple[Text, ...]


SECTIONS = (
    Section(
        "problem",
        _("The problem"),
        (
            Text("problem", _("What was wrong"), _("What happened to whom, and since when?")),
            Text("goals", _("What we wanted"), _("The demands, as you said them then.")),
            Text("background", _("How it came about"), _("What a stranger must know first.")),
        ),
    ),
    Section(
        "people",
        _("The people"),
        (
            Text("organisations", _("Who organised it"), _("Unions, groups, committees.")),
            Text(
                "leaders",
                _("Who led it"),
                _("By their part in it: “a nurse of the night shift”. No names here."),
            ),
            Text("allies", _("Who helped")),
            Text("funders", _("Where the money came from")),
        ),
    ),
    Section(
        "power",
        _("Power"),
        (
            Text(
                "opponents",
                _("Who was against it, and what they did"),
                _("Offices and bodies. Name only who acts in a public office."),
            ),
            Text("tactics", _("What we did"), _("In the order in which it happened.")),
            Text("period", _("How long it took"), _("Turning points, with their month or year.")),
        ),
    ),
    Section(
        "change",
        _("What changed"),
        (
            Text("outcomes", _("What came of it"), _("For whom, and does it still hold?")),
            Text(
                "perspectives",
                _("How others see it"),
                _("Where those who took part do not agree, say so."),
            ),
            Text("lessons", _("What we learnt")),
        ),
    ),
)
DIFFERENTLY = Text(
    "differently",
    _("What we would do differently"),
    _("The part that helps others most. What did not work is worth as much as what did."),
)
REFERENCES = Text(
    "references", _("To read further"), _("One a line: addresses, papers, films, pictures.")
)
TEXTS = (DIFFERENTLY, *(text for section in SECTIONS for text in section.texts), REFERENCES)
FACETS: dict[str, type[models.TextChoices]] = {
    "adversary": Adversary,
    "tactic": Tactic,
    "failed": Failed,
}
