"""The words of the ready-made questions, in each language that we speak."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from commonroot.admissions.rules.ready_made import Ready
from commonroot.core.fields import Translated

# {code: (what is asked, why)}. Headings may have an explanation too.
WORDS: dict[str, tuple[Any, Any]] = {
    "about_you": (_("About you"), ""),
    "what_you_do": (_("What you do"), ""),
    "why_this": (_("Why this course"), ""),
    "speaks_for_you": (_("Somebody who knows your work"), ""),
    "what_you_need": (_("What you need to come"), ""),
    "your_campaign": (_("What you are fighting for"), ""),
    "taking_part": (_("Taking part"), ""),
    "background": (
        _("Where are you starting from?"),
        _("So that nobody is left alone afterwards. No answer is better than another."),
    ),
    "country": (
        _("Which country do you live in?"),
        _("We want people from many places, and to bring you together with those near you."),
    ),
    "origin": (
        _("Which country do you come from?"),
        _("If it is another one. It helps us to hear from places that are seldom heard."),
    ),
    "city": (_("In which town or place?"), _("So that we can tell you who else is near.")),
    "gender": (
        _("How do you describe your gender?"),
        _("Only to see that the group as a whole is balanced."),
    ),
    "occupation": (
        _("What do you work as, and what did you do before?"),
        _("Paid or unpaid. We want people of many kinds of work."),
    ),
    "organisation": (
        _("Which organisation or group are you part of?"),
        _("So that one organisation does not fill the course. You need not be in one."),
    ),
    "languages": (
        _("Which languages do you speak, and how well?"),
        _("To plan interpretation, and groups that understand each other."),
    ),
    "in_movement": (
        _("What do you do in the movement in your country?"),
        _("With whom, and since when. So that the course fits what you are already doing."),
    ),
    "elsewhere": (
        _("What else are you active in, or were you?"),
        _("A union, a neighbourhood, a party, a campaign. It need not be about health."),
    ),
    "themes": (
        _("What do you care about most?"),
        _("Choose up to three. We put people together who work on the same."),
    ),
    "why": (_("Why do you want to take part?"), _("In your own words. There is no right answer.")),
    "afterwards": (
        _("What do you hope to do better afterwards?"),
        _("At home, with others. This counts most for us."),
    ),
    "referees": (
        _("Who can tell us something about what you do?"),
        _("Two people. We write to them once; they answer by a link."),
    ),
    "travel": (
        _("Would you need help with the cost of travel?"),
        _("It does not change your chances: those who choose do not see it."),
    ),
    "stay": (
        _("Would you need help with the cost of staying?"),
        _("It does not change your chances: those who choose do not see it."),
    ),
    "circumstances": (
        _("If you ask for help: what are your circumstances?"),
        _("Only the organisers read it, to share out what there is. Then it is deleted."),
    ),
    "needs": (
        _("What would make it possible for you to take part?"),
        _("Captions, a child with you, a room without stairs, food. Only the organisers read it."),
    ),
    "agree": (
        _("I agree that my answers are used to choose who takes part"),
        _("The organisers read them, and a panel what it needs. Each is deleted on its date."),
    ),
    "about": (
        _("Tell us a little about yourself"),
        _("What you do, what moves you. A few sentences are enough."),
    ),
    "campaign": (
        _("Which campaign or fight are you in, or would you like to begin?"),
        _("What it is about, where, and who else is in it. The groups work on it."),
    ),
    "team": (
        _("If you belong to a team or group: what is it called?"),
        _("Others of the same team may apply too; then you stay together."),
    ),
    "hours": (
        _("When could you meet, in an ordinary week?"),
        _("Small groups are formed so that nobody meets at night. Choose all that might do."),
    ),
}
CHOICES: dict[str, dict[str, Any]] = {
    "background": {
        "movement": _("I am in the movement already."),
        "elsewhere": _("I am active in another organisation or network."),
        "new": _("I am new to activism."),
        "unknown": _("I am not sure."),
    },
    "gender": {
        "woman": _("Woman"),
        "man": _("Man"),
        "other": _("In another way"),
        "unsaid": _("I would rather not say"),
    },
    "themes": {
        "care": _("Health care for all"),
        "medicines": _("Medicines and vaccines"),
        "privatisation": _("Against privatization"),
        "workers": _("Workers’ health"),
        "environment": _("Environment, mining, climate"),
        "food": _("Food and water"),
        "gender": _("Gender and reproductive justice"),
        "migration": _("Migration"),
        "war": _("War, occupation, peace"),
        "trade": _("Trade, debt, tax"),
    },
}


def in_languages(words: Any, languages: Sequence[str]) -> Translated:
    """Our own words in each of `languages` that we speak them in; English where nobody else is."""
    found = Translated()
    with override("en"):
        english = str(words)
    if not english:
        return found
    for language in languages:
        if language not in dict(settings.LANGUAGES):
            continue
        with override(language):
            said = str(words)
        if language == "en" or said != english:
            found[language] = said
    return found or Translated({"en": english})


def prompt(one: Ready, languages: Sequence[str]) -> Translated:
    """What a ready-made question asks."""
    return in_languages(WORDS[one.code][0], languages)


def explanation(one: Ready, languages: Sequence[str]) -> Translated:
    """Why it is asked."""
    return in_languages(WORDS[one.code][1], languages)


def choices(one: Ready, languages: Sequence[str]) -> list[dict[str, Any]]:
    """What it can be answered with: `[{value, words}]`."""
    return [
        {"value": code, "words": in_languages(CHOICES[one.code][code], languages)}
        for code in one.choices
    ]
