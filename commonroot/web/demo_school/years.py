"""The years after in the demo: offers, who looks after whom, somebody who asked for help."""

from datetime import datetime, timedelta

from commonroot.accounts.models import Account
from commonroot.core.fields import Translated
from commonroot.engagement import actions as engagement
from commonroot.engagement.models import FollowUp, Introduction, Participation, Pathway
from commonroot.people.queries import contacts, working_way
from commonroot.web.demo_school.people import BY, Cast

OFFERS = (
    (
        Pathway.Kind.WATCH,
        {"en": "Watch the World Health Assembly", "es": "Observar la Asamblea Mundial de la Salud"},
        {
            "en": "Two months of reading together online, then a week of watching. First step: a "
            "call with last year’s watchers.",
            "es": "Dos meses de lectura en línea y una semana de observación. Primer paso: una "
            "llamada con quienes observaron el año pasado.",
        },
        (),
        8,
    ),
    (
        Pathway.Kind.TEACHING,
        {"en": "Help to teach the next course"},
        {"en": "Lead a small group with somebody who did it before. First step: an hour online."},
        ("movement", "elsewhere"),
        4,
    ),
    (
        Pathway.Kind.CAMPAIGN,
        {"en": "Day of action on 7 April"},
        {"en": "One small action where you live. First step: choose a clinic and two friends."},
        ("new",),
        None,
    ),
)


def tell_years(cast: Cast, *, at: datetime) -> None:
    """What organisers did for those of closed courses since."""
    rolled = list(
        Participation.objects.filter(
            role=Participation.Role.PARTICIPANT, programme__closed_at__isnull=False
        )
        .select_related("person", "programme")
        .order_by("recorded_at", "pk")
    )
    leila = Account.objects.filter(person__isnull=False).order_by("pk").first()
    if leila is None or not rolled:
        return
    offers = [
        engagement.offer(
            kind=kind,
            title=Translated(title),
            words=Translated(words),
            run_by=cast.school,
            backgrounds=backgrounds,
            places=places,
            contact=leila.person,
            by=BY,
            at=at - timedelta(days=60),
        )
        for kind, title, words, backgrounds, places in OFFERS
    ]
    kenya = cast.circles.get("KE")
    if kenya is not None and contacts(kenya, at=at).exists():
        offers.append(
            engagement.offer(
                kind=Pathway.Kind.CIRCLE,
                title=Translated({"en": "Meet the circle in Kenya"}),
                words=Translated({"en": "They meet on first Saturdays. First step: come once."}),
                run_by=cast.school,
                circle=kenya,
                country="KE",
                contact=contacts(kenya, at=at)[0].person,
                by=BY,
                at=at - timedelta(days=60),
            )
        )
    _put_to_people(offers, rolled, at=at)
    movers = [row.person for row in rolled if row.background == Participation.Background.MOVEMENT]
    engagement.give_to(people=movers[:6], account=leila, by=BY, at=at - timedelta(days=40))
    _help(at=at)


def _put_to_people(offers: list[Pathway], rolled: list[Participation], *, at: datetime) -> None:
    """Some are asked, most say yes, one offer waits for an answer."""
    answers = ("yes", "yes", "not_now", "", "yes", "")
    for number, row in enumerate(rolled[: len(answers) * 2]):
        pathway = offers[number % len(offers)]
        if pathway.country not in {"", row.person.country}:
            continue
        day = at - timedelta(days=45 - number)
        try:
            step = engagement.suggest(
                pathway=pathway, person=row.person, programme=row.programme, by=BY, at=day
            )
        except engagement.MayNotBeAsked:
            continue
        answer = answers[number % len(answers)]
        if answer:
            engagement.answer_pathway(
                introduction=step,
                answer=answer,
                way=working_way(row.person),
                by=BY,
                at=day + timedelta(days=2),
            )
    met = Introduction.objects.filter(state=Introduction.State.INTRODUCED).exclude(pathway=None)
    for step, state in zip(met.order_by("pk"), ("active", "answered"), strict=False):
        engagement.say_how_it_went(
            introduction=step, state=state, by=BY, at=at - timedelta(days=20)
        )


def _help(*, at: datetime) -> None:
    """One person says in a round what they need."""
    asked = FollowUp.objects.filter(state=FollowUp.State.ANSWERED).order_by("-answered_at").first()
    if asked is not None:
        engagement.answer_follow_up(
            follow_up=asked,
            said={"needs": ["contact", "skill"], "blocks": "I know nobody in my town.",
                  "in_touch": "no"},
            by=BY,
            at=at - timedelta(days=1),
        )  # fmt: skip
