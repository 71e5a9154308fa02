"""Briefing the small groups: what to know, to ask and to take."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question, Template

CHAPTER = Chapter(
    code="small_groups",
    name=_("Briefing the small groups"),
    about=_("Forming them, briefing them, and keeping them alive after the course."),
    stage="run",
    guidance=(
        _(
            "In a small group people say what they do not say in a hall. Its tasks are five: "
            "to talk safely, to apply what was heard to their own place, to plan something, to "
            "practise leading a group, and to become part of something that goes on."
        ),
        _(
            "Five to seven people speak with one another; ten to fifteen listen to the three "
            "who always speak. For planning at home put people of one country together, from "
            "about five on; with fewer take neighbours. For practising, mix them. Nobody "
            "should be alone in a group in what sets them apart, such as language or gender."
        ),
        _(
            "Form groups before people arrive and tell them on the first day how it was done. "
            "Whoever wants to change says so once, to one person, within a day. Ask beforehand "
            "whether there is somebody with whom a person must not be in a group, and never "
            "ask in the open."
        ),
        _(
            "Brief those who lead for an hour, together, before the first meeting. What is the "
            "task? What is the product, and on what paper? How much time? What do you do when "
            "one person talks all the time, when two quarrel, when somebody cries? Leading "
            "changes hands every day; that is how people learn it."
        ),
        _(
            "Give each meeting one question and one visible result. For a plan of action these "
            "questions carry far: what opening do we see, whom do we want to move, what do we "
            "want now and what in the long run, what could happen, and who does what first?"
        ),
        _(
            "Bring groups together every second day for a quarter of an hour: one sentence on "
            "what they found, one on what they need. Do not let every group report everything; "
            "it is the deadest hour of any course."
        ),
        _(
            "Groups die between the end of the course and the second month. Before people "
            "leave, each group sets its next three dates, chooses who calls, and agrees on one "
            "thing to have tried by then. A group that has said nothing for a month gets a "
            "telephone call, not a letter."
        ),
        _(
            "The usual mistakes: groups of twelve; a task without a product; leaders told at "
            "breakfast; hours that are always night for the same people."
        ),
    ),
    questions=(
        Question(
            "product",
            _("What is the group’s task, and what does it make?"),
            _("One product, on paper or a wall, that somebody will use afterwards."),
        ),
        Question(
            "leads",
            _("Who leads, who reports, and how does that change hands?"),
            _("From the first day on. Say who briefs them, and when."),
        ),
        Question(
            "formed",
            _("By what are groups formed, and who may ask to change?"),
            _("Country, language, hours, subject. What must not happen in any group?"),
        ),
        Question(
            "go_on",
            _("Which groups go on after the course, and who calls them?"),
            _("Three dates and one name for each, before people leave."),
        ),
    ),
    templates=(
        Template(
            "briefing",
            _("Briefing of those who lead a group"),
            _(
                "Your task: [what the group finds out or makes] by [time]. Product: [one sheet "
                "with …].\n\n"
                "Begin with a round: name, place, one sentence. Then say what the task is and "
                "when it ends.\n\n"
                "Everybody speaks once before anybody speaks twice. If somebody talks long: "
                "“Thank you. Who sees it differently?” If somebody is silent: ask something "
                "small, in twos.\n\n"
                "If two quarrel: name what they agree on, write the other down, go on. If "
                "somebody is hurt: stop. Call [name].\n\n"
                "Five minutes before the end: what do we show, and who leads tomorrow?"
            ),
        ),
        Template(
            "next_dates",
            _("Before the group parts"),
            _(
                "Our group: [name]. We meet again on [day, time in each place], [day], [day].\n"
                "Who calls: [name]. If they cannot: [name].\n"
                "By our first meeting each of us has tried: [name: what], [name: what].\n"
                "We reach one another by: [way that is safe for all of us].\n"
                "When we need help we ask: [organiser]."
            ),
        ),
    ),
    parts=frozenset({"content", "care"}),
    reads_with=(
        "learning",
        "storyline",
        "alumni",
    ),
)
