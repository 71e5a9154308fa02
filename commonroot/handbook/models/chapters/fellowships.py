"""Fellowships: what to know, to ask and to take."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question, Template

CHAPTER = Chapter(
    code="fellowships",
    name=_("Fellowships"),
    about=_("Some months with a host after a course: the host, the project, the end."),
    stage="years",
    guidance=(
        _(
            "A fellowship is some months with an organisation after a course, about three as a "
            "rule, on a piece of work that serves the host, the circle at home and the person. "
            "It is the closest way from learning to doing, and it needs more care than money."
        ),
        _(
            "Find the host before you find the fellow. A good host has real work, somebody who "
            "has two hours a week for the fellow, and a reason to want the result. Ask what "
            "they would do if nobody came: if the answer is “nothing”, the work is not real."
        ),
        _(
            "Three people agree on the work in writing before it begins: the host, the fellow, "
            "somebody from the circle. What is made, for whom, by when, who helps, what it "
            "costs, what happens with it afterwards. One page."
        ),
        _(
            "Give it to people whom the course has moved and for whom there is no easy next "
            "step. The one with the best English is often the one who needs it least. Say "
            "openly how you choose, and let two people choose."
        ),
        _(
            "Meet three times: after two weeks, in the middle, near the end. Ask the fellow "
            "and the host apart. What goes wrong is nearly always small at first: no desk, no "
            "key, a supervisor on leave, rent that comes late."
        ),
        _(
            "Pay on time, and enough to live there. Think of the papers: residence, insurance, "
            "tax, a letter for the border. Somebody who is paid less than the office cleaner "
            "learns something, though not what you meant."
        ),
        _(
            "End with a workshop where all fellows show what they made to those who can use "
            "it: circles, hosts, the next course. Then give each a next step with a name "
            "beside it. A fellowship that ends with a report in a drawer has cost three months "
            "of somebody’s life."
        ),
        _(
            "The usual mistakes: a project written by the school alone; a host who needed "
            "hands, not a fellow; no plan for coming home. Ask in the first week what the "
            "person will do in the month after the last."
        ),
    ),
    questions=(
        Question(
            "host",
            _("Which host, and what do they want from it?"),
            _("Name the work, and the person who has two hours a week."),
        ),
        Question(
            "project",
            _("What is made, and who uses it afterwards?"),
            _("In one page, agreed by host, fellow and circle."),
        ),
        Question(
            "supervisor",
            _("Who accompanies the fellow, at the host and with you?"),
            _("Two names, three dates, and what you do if it goes badly."),
        ),
        Question(
            "ends",
            _("What is the next step when it ends?"),
            _("With whom, where, from which day on."),
        ),
    ),
    templates=(
        Template(
            "interview",
            _("Talk with somebody who would like to go"),
            _(
                "What did you do after the course, with whom?\n"
                "What would you like to make in three months, and who at home would use it?\n"
                "What would you leave behind: work, people, money, safety? Who would carry it?\n"
                "What have you learnt from something that went wrong?\n"
                "How do you like to be accompanied? When do you want to be left alone?\n"
                "What will you do in the month after?"
            ),
        ),
        Template(
            "agreement",
            _("One page for host, fellow and circle"),
            _(
                "[Fellow] works with [host] from [day] to [day] on [work].\n"
                "At the end there is: [what]. It is used by: [who], for [what].\n"
                "At the host [name] has two hours a week. With us [name] calls on [day], "
                "[day], [day].\n"
                "It costs: [living], [journey], [insurance]. Paid by [who], on [day of the "
                "month].\n"
                "What is made belongs to: [who]. It may be shown to: [who].\n"
                "If it does not work: [name] hears first, and all three meet within a week.\n"
                "Afterwards [fellow] does [next step] with [name]."
            ),
        ),
    ),
    parts=frozenset({"circles"}),
    reads_with=(
        "alumni",
        "budget",
        "evaluation",
    ),
)
