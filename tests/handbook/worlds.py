"""The smallest world for each thing that completes itself: open, done, open again.

A world is a generator that pauses three times: the thing is open, it is done, it is open again.
What it changes it changes as the areas do: by their actions where one call is enough, else by the
row that their actions write.
"""

from collections.abc import Callable
from datetime import date

from commonroot.admissions.models import Call, FormQuestion, Preparation
from commonroot.campaigns.models import ClosingGathering, ClosingWord
from commonroot.core.fields import Translated
from commonroot.engagement.models import (
    ChangeCard,
    CircleLetter,
    Closing,
    Experience,
    Participation,
    Pathway,
)
from commonroot.programmes.models import Function, Part, Presenter, Session
from commonroot.registration.models import CompletionRule, Door
from tests.factories.admissions import (
    ApplicationFactory,
    CriterionFactory,
    FormQuestionFactory,
    PreparationFactory,
    ReplyFactory,
    ScholarshipFactory,
    TargetFactory,
)
from tests.factories.campaigns import CampaignFactory
from tests.factories.engagement import (
    CircleLetterFactory,
    ProjectFactory,
    WaveFactory,
)
from tests.factories.groups import (
    FormationFactory,
    GatheringFactory,
    GroupMemberFactory,
)
from tests.handbook.making import (
    AT,
    State,
    World,
    accounts_asked,
    answers_enough,
    asked_presenter,
    attendance_kept,
    changes_carried,
    changes_decided,
    countries_answered,
    countries_asked,
    course_closed,
    covered,
    deepening_said,
    experience,
    feedback_asked,
    fellows_met,
    in_group,
    in_session,
    material,
    new_have_somebody,
    offered,
    prepared,
    presenter,
    presenter_line,
    promises_kept,
    promises_written,
    published,
    read_twice,
    readers_found,
    reported,
    session_of,
    small_versions,
    texts,
    there,
    took_part,
    turned,
)

BOTH = {"en": "Words", "ar": "كلمات"}
HALF = {"en": "Words", "ar": ""}

WORLDS: dict[str, Callable[[Call], World]] = {
    "functions_covered": covered(*Function.Kind.values),
    "coordinator_found": covered(Function.Kind.COORDINATION),
    "process_kept": covered(Function.Kind.PROCESS),
    "dates_settled": lambda call: turned(
        session_of(
            call, precision=Session.Precision.WEEK, wall_time=None, starts_at=None, ends_at=None
        ),
        precision=Session.Precision.DAY,
        starts_at=AT,
    ),
    "promises_kept": promises_kept,
    "changes_decided": changes_decided,
    "texts_translated": texts(
        title=Translated(BOTH), summary=Translated(BOTH), purpose=Translated(BOTH)
    ),
    "languages_covered": covered(Function.Kind.LANGUAGES),
    "money_covered": covered(Function.Kind.MONEY),
    "cost_said": texts(cost_words=Translated({"en": "Free"})),
    "help_decided": lambda call: turned(
        ScholarshipFactory(application__call=call), state="offered"
    ),
    "published": published,
    "call_public": lambda call: turned(call, hear_on=date(2026, 11, 25)),
    "background_asked": lambda call: turned(
        FormQuestionFactory(call=call), meaning=FormQuestion.Meaning.BACKGROUND
    ),
    "mix_said": lambda call: there(lambda: TargetFactory(call=call)),
    "rubric_written": lambda call: there(lambda: CriterionFactory(call=call)),
    "readers_found": readers_found,
    "read_twice": read_twice,
    "everybody_told": lambda call: turned(
        ReplyFactory(application__call=call, sent_at=None), sent_at=AT
    ),
    "offers_answered": lambda call: turned(
        ApplicationFactory(call=call, state=State.OFFERED), state=State.DECLINED
    ),
    "visa_time": lambda call: turned(call, hear_on=date(2026, 9, 1)),
    "place_said": texts(place=Translated({"en": "Nakuru"})),
    "place_covered": covered(Function.Kind.PLACE),
    "care_covered": covered(Function.Kind.CARE),
    "needs_asked": lambda call: turned(
        PreparationFactory(call=call), kind=Preparation.Kind.PRACTICAL
    ),
    "needs_known": prepared(Preparation.Kind.PRACTICAL),
    "journeys_known": prepared(Preparation.Kind.TRAVEL, travellers=True),
    "content_covered": covered(Function.Kind.CONTENT),
    "parts_planned": in_session(lambda one: Part.objects.create(session=one, position=1)),
    "own_campaign": lambda call: turned(
        Part.objects.create(session=session_of(call), position=1), exercise=Part.Exercise.POWER
    ),
    "tasks_set": lambda call: there(lambda: PreparationFactory(call=call)),
    "tasks_done": prepared(Preparation.Kind.READ),
    "materials_there": in_session(material),
    "gathering_asked": lambda call: turned(
        ClosingGathering.objects.create(programme=call.programme), asked_at=AT
    ),
    "gathering_words": lambda call: turned(
        ClosingWord.objects.create(
            gathering=ClosingGathering.objects.create(programme=call.programme),
            campaign=CampaignFactory(shared_to="cohort"),
            changed_at=AT,
        ),
        given_at=AT,
    ),
    "completion_said": lambda call: there(
        lambda: CompletionRule.objects.create(programme=call.programme, changed_at=AT)
    ),
    "groups_formed": lambda call: turned(
        FormationFactory(programme=call.programme, proposed=True), state="chosen", chosen_at=AT
    ),
    "groups_led": in_group(lambda group: GroupMemberFactory(group=group, leads=True)),
    "groups_dated": in_group(lambda group: GatheringFactory(group=group)),
    "groups_heard": in_group(reported),
    "meetings_add": lambda call: turned(session_of(call), summary=Translated(BOTH)),
    "meetings_led": in_session(presenter(Presenter.State.AGREED)),
    "presenters_answered": asked_presenter,
    "presenters_lines": presenter_line,
    "links_there": lambda call: turned(session_of(call), join_address="https://example.org/call"),
    "phone_there": in_session(lambda one: Door.objects.create(session=one, dial_in="+254 700 000")),
    "kept_said": texts(recording_words=Translated({"en": "Nothing is kept."})),
    "small_versions": small_versions,
    "evaluation_covered": covered(Function.Kind.EVALUATION),
    "attendance_kept": attendance_kept,
    "feedback_asked": feedback_asked,
    "course_closed": course_closed,
    "answers_enough": answers_enough,
    "meeting_written": lambda call: turned(
        Closing.objects.create(programme=call.programme), notes="We met.", written_at=AT
    ),
    "changes_written": lambda call: there(
        lambda: ChangeCard.objects.create(programme=call.programme, text="Menu", made_at=AT)
    ),
    "changes_carried": changes_carried,
    "accounts_asked": accounts_asked,
    "accounts_settled": lambda call: turned(
        experience(call), state=Experience.State.APPROVED, text="We began with the hall."
    ),
    "deepening_said": deepening_said,
    "circles_covered": covered(Function.Kind.CIRCLES),
    "countries_asked": countries_asked,
    "countries_answered": countries_answered,
    "steps_ready": offered(Pathway.Kind.CIRCLE),
    "promises_written": promises_written,
    "backgrounds_known": lambda call: turned(
        took_part(call), background=Participation.Background.MOVEMENT
    ),
    "register_asked": lambda call: turned(took_part(call), asked_at=AT),
    "new_have_somebody": new_have_somebody,
    "works_commented": lambda call: turned(
        ProjectFactory(programme=call.programme, comment=""), comment="Clear and brave."
    ),
    "letters_sent": lambda call: turned(
        CircleLetterFactory(programme=call.programme), state=CircleLetter.State.SENT, sent_at=AT
    ),
    "rounds_planned": lambda call: there(lambda: WaveFactory(programme=call.programme)),
    "first_round_read": lambda call: turned(
        WaveFactory(programme=call.programme, months=0, sent_at=AT), read_at=AT
    ),
    "fellowship_offered": offered(Pathway.Kind.FELLOWSHIP),
    "fellows_met": fellows_met,
}
