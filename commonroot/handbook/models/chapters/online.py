"""Online courses: what to know, to ask and to take."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question, Template

CHAPTER = Chapter(
    code="online",
    name=_("Online courses"),
    about=_("Courses over a distance: the cycle of a topic, the connection, the hours."),
    stage="run",
    guidance=(
        _(
            "An online course is not a course with a camera in the room. Take fewer topics and "
            "more time. One earlier course gave each topic two weeks: aims, something to read, "
            "a meeting, a written task that somebody answered, and one talk in a small group."
        ),
        _(
            "Give people one page with tasks and dates on the first day, and change it as "
            "little as you can. Same day, same hour, same link. Whoever misses a week must be "
            "able to see in one minute what to do next."
        ),
        _(
            "Write every time with its zone and, beside it, the hour where each person lives. "
            "Clocks change in the middle of courses, not everywhere and not on the same day. "
            "Where the group spans many zones take turns with the bad hours, and count them, "
            "so that they do not fall on the same people."
        ),
        _(
            "Plan for the weakest connection, before anybody asks. Sound first, picture only "
            "if it holds. Slides as a small file a day ahead. A number to dial. A page of text "
            "afterwards for those who were cut off. Many take part by telephone with data they "
            "paid for in advance; each needless file costs them."
        ),
        _(
            "Two people run each meeting: one leads, one looks after the connection, the chat "
            "and those who have not spoken. Begin ten minutes early with the line open. Ask "
            "for voices in the first five minutes, or they will stay silent for two hours."
        ),
        _(
            "Say before the first meeting what is kept as sound or picture, who sees it and "
            "for how long, and that everybody’s name appears to the others. Where a topic or a "
            "place is dangerous keep nothing, and let people come under a name they choose."
        ),
        _(
            "Answer what people write within a week, with two sentences on the content. A task "
            "that nobody answers is handed in once. If you cannot answer forty people, let "
            "them answer in threes, by a short guide."
        ),
        _(
            "The usual mistakes: an hour and a half of talk; a link that changes; a "
            "certificate that asks for all the meetings, when those with the worst connection "
            "miss one. Say early what counts, and what somebody can do instead."
        ),
    ),
    questions=(
        Question(
            "cycle",
            _("What is the cycle of a topic?"),
            _("What people read, when they meet, what they write, who answers."),
        ),
        Question(
            "feedback",
            _("Who answers what people write, and by when?"),
            _("Count the hours: so many people, so many minutes each."),
        ),
        Question(
            "connection",
            _("What can somebody do who has only a telephone and little data?"),
            _("Walk through one week as that person."),
        ),
        Question(
            "hours",
            _("Whose night is it when you meet?"),
            _("Look at the hours of everybody who comes, and take turns."),
        ),
    ),
    templates=(
        Template(
            "tasks_dates",
            _("Tasks and dates of a topic"),
            _(
                "Topic [number]: [title]. Aim: [one sentence].\n\n"
                "From [day]: read [text, pages, size of the file] or listen to [sound, "
                "minutes].\n"
                "[Day, hour, zone; where you live: hour]: meeting, two hours. Link opens ten "
                "minutes before. By telephone: [number].\n"
                "Until [day]: write [task], half a page, in [languages]. [Name] answers within "
                "a week.\n"
                "[Day to day]: your small group talks about [question].\n\n"
                "You missed it? Read [page], write two lines to [name], go on."
            ),
        ),
        Template(
            "opening",
            _("The first ten minutes of a meeting"),
            _(
                "Line open: [name] greets people by name and tries their sound.\n"
                "“You can come with sound only. Choose the name that the others see.”\n"
                "“We keep: [nothing, or what, for whom, until when]. Say now if that is not "
                "right for you.”\n"
                "One question to all, answered in the chat or aloud: [question].\n"
                "What we did last time, in three sentences. What we do today, in one.\n"
                "“If you are cut off: come back, or dial [number]. [Name] watches for you.”"
            ),
        ),
    ),
    parts=frozenset({"place", "languages", "content"}),
    reads_with=(
        "kinds",
        "learning",
        "small_groups",
    ),
)
