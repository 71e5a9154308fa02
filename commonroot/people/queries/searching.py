"""Searching people by what somebody typed: words of names and places, a whole address."""

from time import monotonic

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q, QuerySet

from commonroot.core.keys import mark, number_mark
from commonroot.core.text import skeletons, tokens
from commonroot.matching.describe import short_phone
from commonroot.people import rules
from commonroot.people.models import ContactWay, MatchKey, Person, SearchKey
from commonroot.people.queries.care import in_high_care

MOST_WORDS = 8
LAST = "\U0010ffff"
# Words are not all read anew for each typo: for an hour only those that came since.
KNOWN_SECONDS = 3600


def search(text: str, people: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """People whose name or place has a word beginning with each word of `text`, in any script.

    A whole address or phone number finds whoever it belongs to.
    """
    found = Person.objects.all() if people is None else people
    by_way = with_way(text)
    if by_way is not None:
        return found.filter(by_way)
    asked = words(text)
    if not asked and text.strip():
        return found.none()
    for word in asked:
        found = found.filter(with_word(word))
    return found


def words(text: str) -> list[str]:
    """The words of a search, at most eight."""
    return [word for word in text.split() if tokens(word)][:MOST_WORDS]


def with_way(text: str) -> Q | None:
    """The condition that this address or number reaches somebody; None when `text` is neither.

    A number may be typed without its country code. Nobody finds people in high care so: their list
    name would tell whose address it is.
    """
    ring = settings.KEY_RING
    found: QuerySet[ContactWay] | QuerySet[MatchKey]
    if way := rules.as_way(text):
        found = ContactWay.objects.filter(mark=mark(f"way {way[0]}", way[1], ring=ring))
    elif digits := rules.as_dialled(text):
        value = number_mark("match phone", short_phone(digits), ring=ring)
        found = MatchKey.objects.filter(value=value)
    else:
        return None
    return Q(pk__in=found.values("person")) & ~in_high_care()


def with_word(word: str, *, typo: bool = False) -> Q:
    """The condition that a name or place of somebody begins with `word`, folded or romanised.

    In another script the same consonants are enough: vowels are written there otherwise, or not.
    With `typo`, a name may also be `word` but for a letter or two.
    """
    forms = tokens(word)
    ways = Q()
    for form in forms:
        ways |= Q(value__gte=form, value__lt=form + LAST)
    bare = [rules.skeleton_word(rules.OTHER_SCRIPT[script], one) for script, one in skeletons(word)]
    if bare:
        ways |= Q(value__in=bare)
    if typo:
        ways |= Q(value__in=[form_near for form in forms for form_near in near(form)])
    return Q(pk__in=SearchKey.objects.filter(ways).values("person"))


def near(form: str) -> list[str]:
    """Search words within a typo of `form` that share its first letter, or begin with its second.

    The second: the first two may be changed over, or the first be one too many.
    """
    if not rules.typo_distance(form):
        return []
    newest = SearchKey.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    known: dict[str, None] = {}
    for letter in dict.fromkeys(form[:2]):
        known |= dict.fromkeys(_known_words(letter, newest=newest))
    return rules.like(form, known=list(known))


def _known_words(letter: str, *, newest: int) -> list[str]:
    """Search words that begin so. Who is forgotten takes theirs out of the cache as well."""
    name = f"search-words-{ord(letter)}"
    nothing: tuple[int, list[str], float] = (0, [], monotonic())
    up_to: int
    found: list[str]
    up_to, found, since = cache.get(name, nothing)
    if monotonic() - since > KNOWN_SECONDS:
        up_to, found, since = nothing
    if up_to != newest:
        rows = SearchKey.objects.filter(value__gte=letter, value__lt=letter + LAST)
        came = rows.filter(pk__gt=up_to) if up_to else rows  # all of them an index holds
        found = list(dict.fromkeys([*found, *came.values_list("value", flat=True).distinct()]))
        cache.set(name, (newest, found, since), KNOWN_SECONDS)
    return found
