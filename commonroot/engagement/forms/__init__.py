"""What people may send about the years after; checks shape, never rules, saves nothing."""

from commonroot.engagement.forms.afterwards import (
    CommentForm,
    ContactForm,
    EngagementForm,
    IntroductionForm,
    LetterForm,
    OutcomeForm,
    ProjectForm,
    PromiseForm,
    QuestionsForm,
)

__all__ = [
    "CommentForm",
    "ContactForm",
    "EngagementForm",
    "IntroductionForm",
    "LetterForm",
    "OutcomeForm",
    "ProjectForm",
    "PromiseForm",
    "QuestionsForm",
]
