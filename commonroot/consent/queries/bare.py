"""Which letters may hold a link and nothing else."""

from collections.abc import Iterable

from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import in_high_care


def link_alone(letters: Iterable[Letter]) -> set[int]:
    """Primary keys of letters to people whom it could harm if others read them.

    Also of those to somebody provisional at an address of a person in high care: a form that did
    not say so was filled in with it. Three queries.
    """
    letters = list(letters)
    keys = {letter.subject_key for letter in letters}
    people = Person.objects.filter(key__in=keys)
    high = set(people.filter(in_high_care()).values_list("key", flat=True))
    ways = dict(
        ContactWay.objects.filter(person__in=people.filter(provisional=True)).values_list(
            "mark", "person__key"
        )
    )
    theirs = ContactWay.objects.filter(
        in_high_care("person"), mark__in=ways, person__provisional=False
    )
    high |= {ways[mark] for mark in theirs.values_list("mark", flat=True)}
    return {letter.pk for letter in letters if letter.subject_key in high}
