"""A programme once more: what goes stale is left out, and said."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.fields import Translated
from commonroot.core.text import sort_key
from commonroot.programmes.models import Part, Phase, Programme, Question, Session, Stream
from commonroot.programmes.queries.planning.checks import given

KEPT = (
    "format", "mode", "summary", "purpose", "audience", "commitment", "places_words", "aims",
    "themes", "passages", "apply_asks", "afterwards", "languages", "time_zone", "recording_words",
)  # fmt: skip
KEPT_OF_A_SESSION = (
    "position", "summary", "learn", "minutes", "time_zone", "places", "by_registration",
    "open_to", "recording", "join_opens_minutes",
)  # fmt: skip
KEPT_OF_A_QUESTION = (
    "position", "prompt", "explanation", "kind", "choices", "required", "care", "keep_days",
)  # fmt: skip


@transaction.atomic
def copy_programme(*, programme: Programme, run_by: Circle, by: Actor, at: datetime) -> Programme:
    """A plan with the texts, parts, aims and questions of another, not public.

    Left out, and named in `blanked`: dates and deadline, the rhythm in words, the place, whom to
    ask, costs, links to join, presenters. Nobody's place, no material and no team comes along.
    """
    titles = Translated()
    for language, text in programme.title.items():
        with override(language):
            titles[language] = _("%(title)s (copy)") % {"title": text}
    copy = Programme.objects.create(
        run_by=run_by,
        title=titles,
        sort_key=sort_key(str(titles)),
        copied_from=programme,
        blanked=given(programme),
        created_at=at,
        updated_at=at,
        **{name: getattr(programme, name) for name in KEPT},
    )
    phases = {
        phase.pk: Phase.objects.create(
            programme=copy, position=phase.position, title=phase.title, purpose=phase.purpose
        )
        for phase in programme.phases.all()
    }
    streams = {
        stream.pk: Stream.objects.create(
            programme=copy, position=stream.position, title=stream.title
        )
        for stream in programme.streams.all()
    }
    rows = programme.sessions.filter(state=Session.State.PLANNED).prefetch_related(
        "parts", "questions"
    )
    for session in rows:
        again = Session.objects.create(
            programme=copy,
            title=session.title,
            phase=phases.get(session.phase_id or 0),
            stream=streams.get(session.stream_id or 0),
            precision=Session.Precision.OPEN,
            updated_at=at,
            **{name: getattr(session, name) for name in KEPT_OF_A_SESSION},
        )
        Part.objects.bulk_create(
            Part(
                session=again,
                position=part.position,
                title=part.title,
                minutes=part.minutes,
                who=part.who,
                exercise=part.exercise,
            )
            for part in session.parts.all()
        )
        Question.objects.bulk_create(
            Question(
                session=again,
                family=question.family and f"{copy.pk}-{question.family}"[:32],
                **{name: getattr(question, name) for name in KEPT_OF_A_QUESTION},
            )
            for question in session.questions.all()
            if question.retired_at is None
        )
    note("programme copied", copy, by=by, at=at, facts={"from": programme.key})
    return copy
