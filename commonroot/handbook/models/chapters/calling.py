"""Calling and choosing: what to know, to ask and to take."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question, Template

CHAPTER = Chapter(
    code="calling",
    name=_("Calling and choosing"),
    about=_("The announcement, the form, who chooses and how, answers to everybody."),
    stage="call",
    guidance=(
        _(
            "Look for the people who will still be active in two years, not for the best "
            "essay. The strongest sign is that somebody already does something, in or beside "
            "their paid work, with others. Where you tell of the course decides who applies: "
            "go through circles, unions and earlier participants before you go to large lists."
        ),
        _(
            "Write every announcement anew. Pages copied from an earlier course have shown the "
            "town and the year of that one, and nobody noticed. Say who it is for, dates, "
            "place, cost, what you pay, languages, the deadline with its time zone, and the "
            "day on which everybody hears."
        ),
        _(
            "Put it up in every language of the course on the same day. A page half in English "
            "tells a reader in Arabic that they were an afterthought."
        ),
        _(
            "Ask only what you will use. What people do now and with whom, what they want to "
            "do better afterwards, their languages, where they live and where they come from, "
            "whether they need help with money, and where they are starting from: in the "
            "movement, active elsewhere, or new. Leave a way for those who cannot use a form."
        ),
        _(
            "Keep three things apart. A rule says who cannot be accepted at all. A priority "
            "adds points. A mix says what the group together should be like: countries, "
            "gender, kinds of work, ages. Most quarrels in panels come from using one of them "
            "as another."
        ),
        _(
            "Let two people read every application without seeing the name, by the same few "
            "lines. Talk only about those where they differ widely. Choose with the mix in "
            "view, and keep a list of reserves in order, since some always give their place "
            "back."
        ),
        _(
            "Answer everybody on the day you named. Whoever is not accepted gets a friendly "
            "letter with something to do next: an open series, a circle near them, the next "
            "course. Whoever was turned down kindly applies again, or joins you in another way."
        ),
        _(
            "The usual mistakes: a panel that starts late and pushes the course back by a "
            "week; a result that comes too late for a visa; no words to those who were not "
            "chosen. Put the reading into people’s calendars before the call opens."
        ),
    ),
    questions=(
        Question(
            "active",
            _("Who will stay active, and how will you reach them?"),
            _("Name the circles, unions and people you ask to pass it on, one by one."),
        ),
        Question(
            "score",
            _("How do you read applications, and what counts?"),
            _("Three to five lines, each with what few and many points mean."),
        ),
        Question(
            "mix",
            _("What mix do you want among those who come?"),
            _("Countries, gender, kinds of work, beginnings. What gives way if it cannot be had?"),
        ),
        Question(
            "reserve",
            _("Who is in reserve, and until when do you fill places?"),
            _("With a visa in mind: after which day is a free place no use to anybody?"),
        ),
        Question(
            "regret",
            _("What do you offer those you cannot accept?"),
            _("One thing they can do within a month, with a name beside it."),
        ),
    ),
    templates=(
        Template(
            "announcement",
            _("Text for lists and messages"),
            _(
                "[Course]: [what it is for, in one sentence].\n\n"
                "For whom: [two sentences]. [Number] places.\n"
                "When and where: [dates], [place or online]. Languages: [languages].\n"
                "Cost: [sum, or free]. We can help [number] people with [journey, room].\n"
                "Apply by [day, time, zone] at [address]. Everybody hears from us on [day].\n\n"
                "Please pass this on to one person for whom it is right, with a word from you."
            ),
        ),
        Template(
            "to_a_circle",
            _("Letter to a circle that knows people"),
            _(
                "Dear [name],\n\n"
                "[course] takes place in [place] from [day] to [day]. You know best who in "
                "[country] is doing something already and would use it.\n\n"
                "Could you speak to two or three people yourselves, rather than forward this "
                "to a list? People who are new to activism are welcome if somebody of yours "
                "will be there for them afterwards.\n\n"
                "They can apply until [day] at [address]. If the form is a difficulty, write "
                "to me and we will find a way.\n\n"
                "[name]"
            ),
        ),
        Template(
            "reading_guide",
            _("For those who read applications"),
            _(
                "Thank you for reading. You have about [number] applications, each takes ten "
                "minutes, until [day].\n\n"
                "Read the whole application before you give points. Go by the lines, not by "
                "how well it is written: many write in their third language.\n\n"
                "Say at once if you know who wrote it, or if it comes from your own "
                "organisation; somebody else will read it.\n\n"
                "Write one sentence about what would be lost if this person did not come."
            ),
        ),
    ),
    parts=frozenset({"calling", "choosing"}),
    reads_with=(
        "budget",
        "logistics",
        "alumni",
    ),
)
