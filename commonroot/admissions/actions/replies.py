"""The letters that tell what was decided: their words, sent to all at once, taken back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.actions.choosing import locked
from commonroot.admissions.actions.signing import needed
from commonroot.admissions.emails import choosing as emails
from commonroot.admissions.models import Application, Call, DecisionLetter, Offer, Reply
from commonroot.admissions.queries import choosing as choice
from commonroot.admissions.queries import replies as queries
from commonroot.admissions.rules import choosing as rules
from commonroot.admissions.rules import letters
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.messaging.actions import take_back
from commonroot.people.actions import open_link, unmake_links
from commonroot.people.models import Link

ANSWERED_AFTER = 60  # days that a link still opens an offer that is over


class NotSigned(Refused):
    """What is to be told was not signed."""


class StrangeWord(Refused):
    """A word in braces stands for nothing."""


class TooLate(Refused):
    """They left already."""


@transaction.atomic
def write(
    *, call: Call, verdict: str, texts: Mapping[str, str], by: Actor, at: datetime
) -> DecisionLetter:
    """What everybody with one verdict reads, per language; "" takes the ready-made text again.

    Raises StrangeWord.
    """
    kept = {code: text.strip() for code, text in texts.items() if text.strip()}
    for text in kept.values():
        if strange := letters.strange_words(text):
            raise StrangeWord(_("Nothing is filled in for {%(word)s}.") % {"word": strange[0]})
    ready = letters.ready_made().get(verdict, {})
    own = {code: text for code, text in kept.items() if text != ready.get(code)}
    letter, _made = DecisionLetter.objects.update_or_create(
        call=call, verdict=verdict, defaults={"words": Translated(own), "changed_at": at}
    )
    note("decision letter written", call, by=by, at=at, facts={"verdict": verdict})
    return letter


@transaction.atomic
def add(*, application: Application, words: str, by: Actor, at: datetime) -> Reply:
    """What one application alone reads below the letter. Raises TooLate."""
    untold = choice.untold(application.call).select_related("person")
    now = untold.filter(pk=application.pk).first()
    if now is None:
        raise TooLate(_("This letter left already. Nothing was changed."))
    reply, _made = Reply.objects.update_or_create(
        application=now,
        verdict=rules.VERDICTS[now.state],
        defaults={"added": words.strip()},
    )
    # Without the person: what is noted of them they may read at once, and this before its letter.
    note("decision letter added to", application, by=by, at=at)
    return reply


@transaction.atomic
def send(*, call: Call, by: Actor, at: datetime) -> int:
    """Tell everybody what was decided about them; the letters leave in ten minutes; how many.

    Those accepted are offered a place. Raises NotSigned.
    """
    call = locked(call)
    if not choice.is_signed(call, needed=needed(call, by=by, at=at)):
        raise NotSigned(_("What was decided is not signed, or was changed after. Sign it first."))
    told = 0
    for group in queries.waiting(call):
        for application in group.applications:
            application.call = call
            tell(application, verdict=group.verdict, at=at)
            told += 1
    note("decisions told", call, by=by, at=at, facts={"letters": told})
    return told


def tell(application: Application, *, verdict: str, at: datetime) -> Reply:
    """Write one letter, with an offer where the verdict is a yes."""
    leaves = at + rules.RECALL
    reply, _made = Reply.objects.get_or_create(application=application, verdict=verdict)
    reply.application = application
    offer = None
    if verdict == rules.ACCEPT:
        offer = _offered(application, at=leaves)
        days = (offer.until - at).days + ANSWERED_AFTER
        thing, scope = f"offer:{offer.key}", Link.Scope.ANSWER
        token = open_link(person=application.person, scope=scope, thing=thing, days=days, at=leaves)
    else:
        token = open_link(person=application.person, scope=Link.Scope.PAGE, at=leaves)
    reply.sent_at, reply.leaves_at = at, leaves
    reply.post = emails.post_reply(reply, offer=offer, token=token, due_at=leaves, at=at)
    reply.save()
    return reply


def _offered(application: Application, *, at: datetime) -> Offer:
    call = application.call
    application.state = Application.State.OFFERED
    application.changed_at = at
    application.save(update_fields=["state", "changed_at"])
    offer = Offer.objects.create(
        application=application,
        until=letters.held_until(at, days=call.offer_days, zone=call.time_zone),
        sent_at=at,
    )
    offer.application = application
    return offer


@transaction.atomic
def recall(*, call: Call, by: Actor, at: datetime) -> int:
    """Take back every letter that has not left; nobody is offered anything by them; how many.

    Raises TooLate.
    """
    call = locked(call)
    waiting = list(queries.recallable(call, at=at))
    if not waiting:
        raise TooLate(_("The letters left already. Nothing was changed."))
    take_back(letters=[one.post for one in waiting if one.post], why="taken back", at=at)
    for reply in waiting:
        application = reply.application
        unmake_links(person=application.person, opened_at=reply.leaves_at or at)
        if application.state == Application.State.OFFERED:
            Offer.objects.filter(application=application, answer=Offer.Answer.WAITING).update(
                answer=Offer.Answer.RECALLED, answered_at=at
            )
            Application.objects.filter(pk=application.pk).update(
                state=Application.State.ACCEPTED, changed_at=at
            )
    Reply.objects.filter(pk__in=[one.pk for one in waiting]).update(
        sent_at=None, leaves_at=None, post=None
    )
    note("decisions taken back", call, by=by, at=at, facts={"letters": len(waiting)})
    return len(waiting)
