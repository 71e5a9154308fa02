"""Planning the course: what to know, to ask and to take."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question, Template

CHAPTER = Chapter(
    code="planning",
    name=_("Planning the course"),
    about=_("The planning group, who covers what, decisions that hold, dates."),
    stage="plan",
    guidance=(
        _(
            "A course begins with a small group that meets often, not with a date. You need "
            "somebody who lives where it takes place, somebody from each body that carries it, "
            "somebody who knows earlier courses, and one person for each thing that must be "
            "covered."
        ),
        _(
            "Begin with the end: what shall the people who come be doing in their own place a "
            "year later? Whom you invite, what they make and which circles you write to all "
            "follow from that. Write your answer in the chapter on the years after before you "
            "write anything else."
        ),
        _(
            "Give every function the name of a person, the dull ones too: money, place and "
            "travel, telling people, choosing, languages, ties to circles, evaluation, care. "
            "Two people may share one; nobody should hold four. What has no name beside it is "
            "what goes wrong first."
        ),
        _(
            "Let one person keep the process. They command nobody. They write down what was "
            "decided, who promised what and by when, and ask a week before it is due. Groups "
            "that plan at a distance rarely fail over the content; they fail because a "
            "decision was made and nobody could find it again."
        ),
        _(
            "Meet every second week for an hour, on the same day. Take three points, no more, "
            "and end by reading aloud who does what by when. Whoever missed the meeting needs "
            "two minutes with the notes, not a conversation with everybody."
        ),
        _(
            "Settle early who may be called a co-sponsor, what a co-sponsor brings, and "
            "whether it sits in the planning group. Asked at the first meeting this is a short "
            "talk; asked when the leaflet is printed it is a quarrel."
        ),
        _(
            "Count back from the first day. In two earlier calls the results came six and "
            "eleven days after the deadline, and some courses left people as little as "
            "eighteen days to get a visa. If anybody has to travel across a border, tell them "
            "three months before."
        ),
        _(
            "The usual mistakes: dates that are announced before the money is there; a place "
            "chosen because it was offered, not because it can be reached; a chair who does "
            "everything and then falls ill. Ask of every task who would do it tomorrow if one "
            "of you could not."
        ),
    ),
    questions=(
        Question(
            "functions",
            _("Who covers each function, and who stands in for them?"),
            _("A name for each, also the small ones. Say what is still open."),
        ),
        Question(
            "decisions",
            _("Who keeps decisions and promises, and where do the others find them?"),
            _("One place that everybody can open, not somebody’s mail."),
        ),
        Question(
            "sponsors",
            _("Who may be called co-sponsor, and what does each of them bring?"),
            _("Money, people, a building, a name. Say who decides when another one asks."),
        ),
        Question(
            "dates",
            _("Which dates and which place, and what must be true before you announce them?"),
            _("Think of money, visas, holidays, elections, exams and harvest."),
        ),
        Question(
            "next_team",
            _("Who of this group will help to plan the next course?"),
            _("At least one of you. Otherwise the next group starts from nothing."),
        ),
    ),
    templates=(
        Template(
            "first_letter",
            _("First letter to the planning group"),
            _(
                "Dear [names],\n\n"
                "thank you for saying yes. We plan [course] in [place], probably in [month and "
                "year], for about [number] people from [countries or region].\n\n"
                "Our first meeting is on [day] at [time, zone]. It takes one hour. We will "
                "settle three things: who covers what, how often we meet, and who may be "
                "called co-sponsor.\n\n"
                "Please read two things before: the account of the last course in the "
                "handbook, and the list of functions below. Write one word beside each that "
                "you would like to cover, and one beside each that you cannot.\n\n"
                "[list of functions]\n\n"
                "If you cannot come, write to me by [day], so that your word counts.\n\n"
                "[name]"
            ),
        ),
        Template(
            "minutes",
            _("Notes of a planning meeting"),
            _(
                "Meeting of [day]. There: [names]. Not there: [names].\n\n"
                "Decided\n"
                "1. [what was decided, in one sentence, and why]\n\n"
                "Promised\n"
                "1. [who] does [what] by [day].\n\n"
                "Open, and who brings it to the next meeting\n"
                "1. [question]: [name]\n\n"
                "Next meeting: [day, time, zone]."
            ),
        ),
    ),
    parts=frozenset({"coordination", "process"}),
    reads_with=(
        "kinds",
        "budget",
        "alumni",
    ),
)
