"""Evaluation: what to know, to ask and to take."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question, Template

CHAPTER = Chapter(
    code="evaluation",
    name=_("Evaluation"),
    about=_("During the course, at its end, and years later; and what becomes of it."),
    stage="hand_over",
    guidance=(
        _(
            "You ask for two reasons: to do better tomorrow, and to know whether it is worth "
            "going on. The first takes a sheet of paper each evening, the second takes years."
        ),
        _(
            "During the course ask each day, and change something the next. Three faces on a "
            "sheet and one line are enough; so are three participants who sum up the day and "
            "report next morning. The organisers meet in the evening for half an hour. Tell "
            "people what you changed, or they stop telling you."
        ),
        _(
            "At the end do two things. Hold a meeting, and send a short list of questions to "
            "everybody. The meeting shows what people think together; the questions show what "
            "they think alone. Ask how far the course served understanding, inspiration, "
            "relationships and skills, and whether its own aims were met. Then ask: what "
            "should we change?"
        ),
        _(
            "Ask while people are still there, or in the first week. On a screen it saves you "
            "typing; keep paper for those who prefer it. Promise that no name stands with it, "
            "and keep that promise: show nothing until five have answered."
        ),
        _(
            "Plan the evaluation meeting like a session: an hour and a half, a chair who did "
            "not run the course, three questions, somebody who writes. Earlier courses lost "
            "theirs because it had no order, nobody wrote it up, and what was written lay "
            "where nobody looked."
        ),
        _(
            "Turn each finding into a change that somebody can do: not “better food” but “ask "
            "the kitchen for a menu four weeks before”. Put it into the plan of the next "
            "course. There it stays until it is done, or somebody says why not this time."
        ),
        _(
            "A good last day is not success. The question is whether people do more, or do it "
            "better, in six months and in five years, and whether they are in touch with "
            "others. So settle before the course how you will ask then, who will, and by which "
            "way each person can be reached."
        ),
        _(
            "The usual mistakes: forty questions; answers nobody reads until the next course "
            "is over; asking only those who had a good time. Read the answers aloud in the "
            "planning group within two weeks."
        ),
    ),
    questions=(
        Question(
            "worth",
            _("What would show you that the course is worth going on with?"),
            _("Say it before the course: what people would be doing, and how many of them."),
        ),
        Question(
            "better",
            _("How do you learn during the course what to do better tomorrow?"),
            _("Who asks, in which minutes of the day, who decides in the evening."),
        ),
        Question(
            "filed",
            _("Where is the report kept, and who reads it?"),
            _("Name two people who will open it before the next course."),
        ),
        Question(
            "later",
            _("How will you ask in six months, a year, five years?"),
            _("Who, by which way, in which language; who helps those who ask for help."),
        ),
    ),
    templates=(
        Template(
            "faces",
            _("Sheet for each evening"),
            _(
                "Today was for me:   :-)   :-|   :-(\n\n"
                "What I take with me: ______________________\n\n"
                "What should be different tomorrow: ______________________\n\n"
                "No name. Put it into the box at the door."
            ),
        ),
        Template(
            "meeting",
            _("Order of the evaluation meeting"),
            _(
                "Chair: [somebody who did not run the course]. Writes: [name]. Ninety minutes.\n\n"
                "0:00  Why we sit here, and what becomes of it\n"
                "0:05  Each alone: three slips. One thing to keep, one to change, one that was "
                "missing\n"
                "0:15  Slips on the wall, put together, read aloud\n"
                "0:35  The three that most people care about: what happened, why, what would "
                "be better?\n"
                "1:05  For each: what exactly, by whom, for which course\n"
                "1:20  One sentence from everybody who has not spoken\n"
                "1:30  End. The notes are with everybody within a week."
            ),
        ),
        Template(
            "report",
            _("Report of a course, two pages"),
            _(
                "What it was: dates, place, bodies, languages, [number] people from [number] "
                "countries.\n"
                "What we wanted, and what people say of it, in numbers with how many answered.\n"
                "What went well, in three sentences, with what people said.\n"
                "What we will change: [change, who, by when].\n"
                "What people made, and which circles heard of it.\n"
                "What we ask in six months, and who does it.\n"
                "Money: what came, what went."
            ),
        ),
    ),
    parts=frozenset({"evaluation"}),
    reads_with=(
        "learning",
        "alumni",
        "planning",
    ),
)
