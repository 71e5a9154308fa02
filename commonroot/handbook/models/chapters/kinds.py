"""Kinds of course: what to know, to ask and to take."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question, Template

CHAPTER = Chapter(
    code="kinds",
    name=_("Kinds of course"),
    about=_("General or on one subject, how long, where, in which languages."),
    stage="plan",
    guidance=(
        _(
            "There is no right length and no right form. Courses have run four days and "
            "twelve, one evening a week for eight weeks, and six months with meetings in "
            "between. Choose the form that the people you want can take part in, not the one "
            "you ran last time."
        ),
        _(
            "Ask first whether it is a general course or one on a subject. A general course "
            "brings together people who do not know each other’s struggles, and suits those "
            "who are new. A course on one subject, such as medicines or trade, suits people "
            "who already work on it and need others to work with."
        ),
        _(
            "Living together for some days builds trust that nothing else builds, and it costs "
            "most: in money, in leave from work, in visas, in care for children at home. "
            "Thirty to fifty people is usual. Below twenty the journey is hard to defend; "
            "above fifty you no longer know each name."
        ),
        _(
            "Weekly evenings reach people who can never leave for ten days. Two hours are "
            "enough, and eight weeks are a promise that most can keep. Leave a gap before you "
            "change the rhythm: many are lost when a weekly course becomes a monthly one, "
            "unless each small group already has its next date and somebody who calls."
        ),
        _(
            "One language or several is the largest difference of all. Two languages mean that "
            "everything takes longer: texts, sessions, meals, decisions. They also mean that "
            "the people who most need the course can speak in it. If you choose several, plan "
            "interpreters and translated texts from the first day, not as help at the end."
        ),
        _(
            "An open series asks nothing of people but to come, so it reaches many and holds "
            "few. Plan what comes after it: a circle, a group, the next cohort. Say the rhythm "
            "in dates: “every two months” is understood in two ways, and “twice a month” is "
            "another."
        ),
        _(
            "The usual mistakes: a form copied from a richer course; a programme that fits "
            "only people with a degree and free time; days so full that nobody talks. Take the "
            "two or three people you most want there, and ask them which form would let them "
            "come."
        ),
    ),
    questions=(
        Question(
            "fits",
            _("Which form fits the people you want, those who teach, and your money?"),
            _("Describe two people you want there, and what each could manage."),
        ),
        Question(
            "languages",
            _("One language or several, and who pays for that in time and money?"),
            _("Count interpreters, translated texts and the longer hours."),
        ),
        Question(
            "subject",
            _("Is it a general course or one on a subject, and why now?"),
            _("Name the struggle or the moment that makes it useful this year."),
        ),
        Question(
            "after",
            _("What comes between the last day and the years after?"),
            _("Small groups, a second meeting, a mentor. Give it a date now."),
        ),
    ),
    templates=(
        Template(
            "two_people",
            _("Two people we want there"),
            _(
                "The first: [what they do, where they live, who depends on them]. They could "
                "come for [how long], on [days or hours], in [language]. What would keep them "
                "away: [work, money, visa, children, safety, connection].\n\n"
                "The second: [the same].\n\n"
                "So our form is [form], because [reason]. It leaves out [who], and for them we "
                "offer [what]."
            ),
        ),
    ),
    parts=frozenset({"coordination"}),
    reads_with=(
        "planning",
        "budget",
        "online",
    ),
)
