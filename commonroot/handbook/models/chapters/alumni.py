"""The years after: what to know, to ask and to take."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question, Template

CHAPTER = Chapter(
    code="alumni",
    name=_("The years after"),
    about=_("How what people do at home grows: circles, next steps, asking again."),
    stage="years",
    guidance=(
        _(
            "The course is a means. What counts is what people do in their own place "
            "afterwards, and with whom. Those who looked at earlier courses from outside said "
            "so plainly: they reached many new people, and then had no plan for them. Make the "
            "plan before the call opens."
        ),
        _(
            "People begin from three places, and need three things. Those already in the "
            "movement want to come back to their circle with more to do. Those active "
            "elsewhere want a bridge between their network and yours. Those new to activism "
            "need a first step, and somebody who walks it with them. Ask everybody at the "
            "start; do not guess."
        ),
        _(
            "Whoever is new must have a name beside theirs: one person who calls in the second "
            "week and again in the third month. Nobody else will be lost as easily. Give them "
            "something small and real to do within a month, near where they live."
        ),
        _(
            "Write to the circles twice. Six weeks before the course, so that they know who of "
            "theirs is coming and may suggest what to work on. Soon after it, with what was "
            "learnt, what people of their country made, and your comment on it. Tell only what "
            "each person agreed to."
        ),
        _(
            "Offer steps that exist: join a circle, start one with two others, work on a "
            "theme, join a watch, take part in a campaign, translate, teach, host. Each with a "
            "name and a date. “Stay in touch” is not a step."
        ),
        _(
            "Let everybody write one promise before they leave: an act and a day. It comes "
            "back to them on that day. Ask again after two weeks, six months, a year and five "
            "years, in two taps; those who are new also after three months and two years. "
            "Answer everybody who asks for help."
        ),
        _(
            "Keep the list alive. Ask people once a year whether what you have is still right, "
            "and let them go easily. A list that is ten years old and half wrong does harm: "
            "letters come back, and people are written to who wished to be forgotten."
        ),
        _(
            "The usual mistakes: nobody has the task once the course is over; circles hear of "
            "it from the newspaper; you ask how people are and do nothing with the answer. "
            "Name now who does it, and how many hours a month they have for it."
        ),
    ),
    questions=(
        Question(
            "deepen",
            _(
                "How will you deepen the engagement of participants in local and more focused "
                "activism?"
            ),
            _("The first question of all. Your answer stands above the pages of the years after."),
        ),
        Question(
            "backgrounds",
            _("What do you have ready for each beginning?"),
            _(
                "In the movement already, active elsewhere, new to activism: one concrete step "
                "each."
            ),
        ),
        Question(
            "circles",
            _("Which circles hear of the course before and after, from whom?"),
            _("Countries without a circle too: the region, or somebody who would start one."),
        ),
        Question(
            "owner",
            _("Who looks after people once the course is over?"),
            _("A name, hours a month, and until when. Who after that?"),
        ),
        Question(
            "rhythm",
            _("What do you want to know in six months, and what will you do with it?"),
            _("Two or three things. Say who reads the answers, and when."),
        ),
    ),
    templates=(
        Template(
            "before_circles",
            _("To a circle, six weeks before"),
            _(
                "Dear friends,\n\n"
                "from [day] to [day] [course] takes place in [place]. [Number] people from "
                "[country] take part.\n\n"
                "Would one of you speak with them before, for half an hour: what does your "
                "circle work on, what would help you most, what could they bring home?\n\n"
                "Who agreed that you hear their name: [names]. The others we have asked.\n\n"
                "Please answer with one of three: yes, we will meet them · yes, and we suggest "
                "a topic · not now.\n\n"
                "[name]"
            ),
        ),
        Template(
            "first_call",
            _("The first call, second week"),
            _(
                "How did you arrive? Whom have you told?\n"
                "What are you doing now that you did not do before, be it small?\n"
                "You wrote: [promise]. What would make it easier? What stands in the way?\n"
                "Near you there are [circle, person, meeting on day]. May I tell them your "
                "name?\n"
                "What do you need: a contact, something to read, money, company, safety?\n"
                "When do we speak again? [day]"
            ),
        ),
    ),
    parts=frozenset({"circles"}),
    reads_with=(
        "evaluation",
        "planning",
        "fellowships",
    ),
)
