"""Codes of the years after, in words organisers read."""

from django.utils.translation import gettext as _

from commonroot.engagement.models import Introduction


def reason_words(code: str) -> str:
    """Why somebody stands on the queue."""
    return {
        "help_safety": _("asked for help with their safety"),
        "help": _("asked for help"),
        "no_owner": _("new to activism, and nobody looks after them"),
        "no_step": _("new to activism, without a first step"),
        "conversation": _("you agreed to talk again"),
        "overdue": _("an introduction waits"),
        "less": _("does less than before"),
        "no_circle": _("in no circle"),
    }[code]


def need_words(code: str) -> str:
    """The same in a word or two, to choose by."""
    return {
        "help": _("asked for help"),
        "no_owner": _("nobody looks after them"),
        "no_step": _("no first step"),
        "conversation": _("talk agreed"),
        "overdue": _("introduction waits"),
        "less": _("does less"),
        "no_circle": _("in no circle"),
    }[code]


def turn_words(turn: str) -> str:
    """Whose turn it is with an introduction that waits."""
    return {
        "person": _("the person has not answered"),
        "contact": _("the contact has not said how it went"),
        "organisers": _("it waits for you: a contact, or room"),
    }.get(turn, "")


def owned_words(kind: str, number: int) -> str:
    """How much of something an organiser has, for the hand-over."""
    words = {
        "people": _("People they look after: %(n)s"),
        "conversations": _("Talks they wrote down: %(n)s"),
        "introductions": _("Introductions they made: %(n)s"),
        "contacts": _("Offers whose contact they are: %(n)s"),
        "names": _("Names they keep for people in high care: %(n)s"),
        "lists": _("Lists they saved: %(n)s"),
        "questions": _("Questions they took and have not answered: %(n)s"),
        "functions": _("Tasks and promises for courses that run: %(n)s"),
    }
    return words[kind] % {"n": number}


def next_states(introduction: Introduction, *, following: tuple[str, ...]) -> list[tuple[str, str]]:
    """What may be said of an introduction next, by an organiser: values and words."""
    words = {
        "answered": _("They spoke"),
        "active": _("Active there"),
        "known": _("In touch already"),
        "not_now": _("Not now"),
        "no_fit": _("No fit"),
        "left": _("Left"),
    }
    return [(state, words[state]) for state in following if state in words]
