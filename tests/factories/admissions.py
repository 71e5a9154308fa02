"""A call of a series in December 2026, applications handed in, and what a panel says of them."""

from datetime import UTC, date, datetime

import factory

from commonroot.admissions.models import (
    Applicant,
    Application,
    ApplicationAnswer,
    Call,
    Conflict,
    Criterion,
    Decision,
    DecisionLetter,
    Eligibility,
    FormQuestion,
    Offer,
    Preparation,
    Prepared,
    Priority,
    Referee,
    Reply,
    Review,
    Reviewer,
    ReviewPhase,
    Scholarship,
    Score,
    SignOff,
    Target,
)
from commonroot.core.fields import Translated
from commonroot.programmes.models import Programme
from tests.factories.accounts import AccountFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import ProgrammeFactory

CREATED = datetime(2026, 8, 1, tzinfo=UTC)
OPENS = datetime(2026, 9, 1, 6, tzinfo=UTC)
CLOSES = datetime(2026, 11, 15, 20, 59, 59, tzinfo=UTC)  # 23:59:59 in Nairobi
HANDED_IN = datetime(2026, 11, 1, 9, tzinfo=UTC)
DECIDED = datetime(2026, 11, 25, 12, tzinfo=UTC)


class CohortFactory(ProgrammeFactory):
    """A learning series that people apply for: 2 to 18 December 2026."""

    format = Programme.Format.COHORT
    title = Translated({"en": "Campaigns against Privatization"})
    starts_on = date(2026, 12, 2)
    ends_on = date(2026, 12, 18)


class CallFactory(factory.django.DjangoModelFactory):
    """A published call of a series, open from 1 September to 15 November, one person each."""

    class Meta:
        model = Call

    programme = factory.SubFactory(CohortFactory)
    languages = ["en"]
    opens_at = OPENS
    closes_at = CLOSES
    time_zone = "Africa/Nairobi"
    places = 10
    published_at = OPENS
    created_at = CREATED


class FormQuestionFactory(factory.django.DjangoModelFactory):
    """One line that every application answers, shown to the panel."""

    class Meta:
        model = FormQuestion

    call = factory.SubFactory(CallFactory)
    position = factory.Sequence(lambda n: n + 1)
    prompt = Translated({"en": "What do you work on?"})
    explanation = Translated({"en": "So that we can put you with people who do the same."})


class ApplicationFactory(factory.django.DjangoModelFactory):
    """An application handed in by one person. `answers=[(question, value), …]` are kept with it."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    call = factory.SubFactory(CallFactory)
    person = factory.SubFactory(PersonFactory)
    state = Application.State.SUBMITTED
    number = factory.Sequence(lambda n: n + 1)
    time_zone = "Africa/Nairobi"
    begun_at = HANDED_IN
    saved_at = HANDED_IN
    submitted_at = HANDED_IN
    changed_at = HANDED_IN

    @factory.post_generation
    def answers(self, create, extracted, **kwargs):
        """Keep each (question, value)."""
        for question, value in extracted or ():
            AnswerFactory(application=self, question=question, value=value)

    class Params:
        draft = factory.Trait(state=Application.State.DRAFT, number=None, submitted_at=None)
        accepted = factory.Trait(state=Application.State.ACCEPTED)


class ApplicantFactory(factory.django.DjangoModelFactory):
    """Somebody who applies with others and said yes."""

    class Meta:
        model = Applicant

    application = factory.SubFactory(ApplicationFactory)
    person = factory.SubFactory(PersonFactory)
    name = factory.LazyAttribute(lambda a: a.person.shown_name if a.person else "Somebody")
    state = Applicant.State.CONFIRMED
    asked_at = HANDED_IN
    answered_at = HANDED_IN


class AnswerFactory(factory.django.DjangoModelFactory):
    """A line that was answered."""

    class Meta:
        model = ApplicationAnswer

    application = factory.SubFactory(ApplicationFactory)
    question = factory.SubFactory(
        FormQuestionFactory, call=factory.SelfAttribute("..application.call")
    )
    value = "Against the sale of a hospital"
    saved_at = HANDED_IN


class RefereeFactory(factory.django.DjangoModelFactory):
    """Somebody named who was not asked yet."""

    class Meta:
        model = Referee

    application = factory.SubFactory(ApplicationFactory)
    question = factory.SubFactory(
        FormQuestionFactory,
        call=factory.SelfAttribute("..application.call"),
        kind=FormQuestion.Kind.REFEREE,
    )
    name = factory.Sequence(lambda n: f"Referee {n}")
    way = factory.Sequence(lambda n: f"referee{n}@example.org")


class CriterionFactory(factory.django.DjangoModelFactory):
    """A line of the rubric with up to five points."""

    class Meta:
        model = Criterion

    call = factory.SubFactory(CallFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = Translated({"en": "What they want to do afterwards"})


class ReviewPhaseFactory(factory.django.DjangoModelFactory):
    """A blind stretch of reading from 16 to 22 November, two readers each."""

    class Meta:
        model = ReviewPhase

    call = factory.SubFactory(CallFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = Translated({"en": "First reading"})
    opens_at = datetime(2026, 11, 16, tzinfo=UTC)
    closes_at = datetime(2026, 11, 23, tzinfo=UTC)


class ReviewerFactory(factory.django.DjangoModelFactory):
    """Somebody who reads for a call."""

    class Meta:
        model = Reviewer

    call = factory.SubFactory(CallFactory)
    account = factory.SubFactory(AccountFactory)
    since = OPENS


class ConflictFactory(factory.django.DjangoModelFactory):
    """A reader who said that they must not read one."""

    class Meta:
        model = Conflict

    application = factory.SubFactory(ApplicationFactory)
    reviewer = factory.SubFactory(ReviewerFactory, call=factory.SelfAttribute("..application.call"))
    said_at = HANDED_IN


class ReviewFactory(factory.django.DjangoModelFactory):
    """A review that was given. `points=[(criterion, points), …]` are its scores."""

    class Meta:
        model = Review
        skip_postgeneration_save = True

    application = factory.SubFactory(ApplicationFactory)
    reviewer = factory.SubFactory(ReviewerFactory, call=factory.SelfAttribute("..application.call"))
    words = "Knows exactly what they want."
    saved_at = datetime(2026, 11, 18, tzinfo=UTC)
    given_at = datetime(2026, 11, 18, tzinfo=UTC)

    @factory.post_generation
    def points(self, create, extracted, **kwargs):
        """Keep the points of each (criterion, points)."""
        for criterion, points in extracted or ():
            ScoreFactory(review=self, criterion=criterion, points=points)


class ScoreFactory(factory.django.DjangoModelFactory):
    """Three points."""

    class Meta:
        model = Score

    review = factory.SubFactory(ReviewFactory)
    criterion = factory.SubFactory(
        CriterionFactory, call=factory.SelfAttribute("..review.application.call")
    )
    points = 3


class EligibilityFactory(factory.django.DjangoModelFactory):
    """Somebody must have said yes to a question."""

    class Meta:
        model = Eligibility

    call = factory.SubFactory(CallFactory)
    question = factory.SubFactory(
        FormQuestionFactory,
        call=factory.SelfAttribute("..call"),
        kind=FormQuestion.Kind.YES_NO,
    )
    values = ["yes"]
    words = Translated({"en": "The course is for people who can be there the whole time."})


class PriorityFactory(factory.django.DjangoModelFactory):
    """One point beside the panel's for a country."""

    class Meta:
        model = Priority

    call = factory.SubFactory(CallFactory)
    question = factory.SubFactory(
        FormQuestionFactory,
        call=factory.SelfAttribute("..call"),
        kind=FormQuestion.Kind.COUNTRY,
        meaning=FormQuestion.Meaning.COUNTRY,
    )
    values = ["KE"]


class TargetFactory(factory.django.DjangoModelFactory):
    """At least a third live in Kenya."""

    class Meta:
        model = Target

    call = factory.SubFactory(CallFactory)
    position = factory.Sequence(lambda n: n + 1)
    question = factory.SubFactory(
        FormQuestionFactory,
        call=factory.SelfAttribute("..call"),
        kind=FormQuestion.Kind.COUNTRY,
        meaning=FormQuestion.Meaning.COUNTRY,
    )
    values = ["KE"]
    title = Translated({"en": "From Kenya"})
    least = 33


class DecisionFactory(factory.django.DjangoModelFactory):
    """Accepted."""

    class Meta:
        model = Decision

    application = factory.SubFactory(ApplicationFactory)
    verdict = Decision.Verdict.ACCEPT
    by = factory.SubFactory(AccountFactory)
    at = DECIDED


class SignOffFactory(factory.django.DjangoModelFactory):
    """One organiser stands by one accepted."""

    class Meta:
        model = SignOff

    call = factory.SubFactory(CallFactory)
    by = factory.SubFactory(AccountFactory)
    mark = "mark"
    accepted = 1
    at = DECIDED


class OfferFactory(factory.django.DjangoModelFactory):
    """A place offered for ten days."""

    class Meta:
        model = Offer

    application = factory.SubFactory(ApplicationFactory, state=Application.State.OFFERED)
    until = datetime(2026, 12, 5, 12, tzinfo=UTC)
    sent_at = DECIDED


class ScholarshipFactory(factory.django.DjangoModelFactory):
    """Help with the ticket that was asked for."""

    class Meta:
        model = Scholarship

    application = factory.SubFactory(ApplicationFactory)
    travel = True
    circumstances = "No organisation pays for me."
    changed_at = HANDED_IN


class DecisionLetterFactory(factory.django.DjangoModelFactory):
    """What those accepted are written."""

    class Meta:
        model = DecisionLetter

    call = factory.SubFactory(CallFactory)
    verdict = Decision.Verdict.ACCEPT
    words = Translated({"en": "We would love you to come."})
    changed_at = DECIDED


class ReplyFactory(factory.django.DjangoModelFactory):
    """The letter that told somebody that they are accepted."""

    class Meta:
        model = Reply

    application = factory.SubFactory(ApplicationFactory)
    verdict = Decision.Verdict.ACCEPT
    sent_at = DECIDED
    leaves_at = DECIDED


class PreparationFactory(factory.django.DjangoModelFactory):
    """Something to read before the first day."""

    class Meta:
        model = Preparation

    call = factory.SubFactory(CallFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = Translated({"en": "Read about one campaign"})
    due_on = date(2026, 11, 30)
    created_at = DECIDED


class PreparedFactory(factory.django.DjangoModelFactory):
    """Somebody who has done it."""

    class Meta:
        model = Prepared

    preparation = factory.SubFactory(PreparationFactory)
    application = factory.SubFactory(
        ApplicationFactory,
        call=factory.SelfAttribute("..preparation.call"),
        state=Application.State.CONFIRMED,
    )
    person = factory.SelfAttribute("application.person")
    done_at = DECIDED
