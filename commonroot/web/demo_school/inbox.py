"""What people asked and wrote in the demo: one answered, one taken, two that wait."""

from datetime import datetime, timedelta

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.circles.queries import actor_for
from commonroot.core.fields import Translated
from commonroot.mailings.actions import make_group
from commonroot.messaging.actions import Mail
from commonroot.people.models import ContactWay
from commonroot.programmes.actions import ask_organisers
from commonroot.programmes.actions.inbox import answer_enquiry, give_to, note_on, take_in
from commonroot.programmes.models import Programme
from commonroot.web.demo_school.people import BY, Cast


def tell_inbox(cast: Cast, *, at: datetime) -> None:
    """A week in the shared inbox, and a group that talks by mail."""
    leila = Account.objects.order_by("pk").first()
    if leila is None:
        return
    programme = Programme.objects.filter(format=Programme.Format.OPEN).first()
    hours = timedelta(hours=1)
    ask_organisers(
        programme=programme,
        name="Wairimu",
        way_text="wairimu@example.org",
        text="Is there a place for somebody who only has a phone, no computer?",
        language="en",
        network="demo",
        by=Actor.public(),
        at=at - 5 * hours,
    )
    ask_organisers(
        programme=None,
        name="Joaquín",
        way_text="joaquin@example.org",
        text="¿Puedo usar sus materiales en la escuela de mi sindicato?",
        language="es",
        network="demo",
        by=Actor.public(),
        at=at - 30 * hours,
    )
    by = actor_for(leila, person_id=None, at=at)
    _written_by_amina(cast, by=by, at=at)
    make_group(
        name=Translated({"en": "Nurses and midwives", "es": "Enfermeras y parteras"}),
        sentence=Translated({"en": "Everybody in it writes to all: questions, news, help."}),
        kind="discussion",
        by=BY,
        at=at - 90 * 24 * hours,
    )


def _written_by_amina(cast: Cast, *, by: Actor, at: datetime) -> None:
    """A mail of somebody we know: answered, written again, and taken on."""
    way = (
        cast.amina.ways.filter(kind=ContactWay.Kind.MAIL).first()
        if cast.amina is not None
        else None
    )
    if cast.amina is None or way is None:
        return
    hour = timedelta(hours=1)
    mail = Mail(
        message_id="<first@example.org>",
        sender=way.value,
        name=cast.amina.shown_name,
        subject="A letter for my ministry",
        text="My ministry gives me leave if the school writes to them. Could you, before Friday?",
    )
    talk = take_in(mail=mail, at=at - 50 * hour)
    answer_enquiry(
        enquiry=talk,
        text="Gladly. To whom, and in which language?",
        by=by,
        at=at - 40 * hour,
    )
    again = Mail(
        message_id="<second@example.org>",
        sender=way.value,
        name=cast.amina.shown_name,
        subject="Re: A letter for my ministry",
        text="To the county director of health, in English please. Thank you!",
        attachments=1,
    )
    take_in(mail=again, at=at - 3 * hour)
    note_on(enquiry=talk, text="The draft of last year is in our folder.", by=by, at=at - 2 * hour)
    give_to(enquiry=talk, account_key=by.key, by=by, at=at - 2 * hour)
