"""Budget and raising money: what to know, to ask and to take."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question, Template

CHAPTER = Chapter(
    code="budget",
    name=_("Budget and raising money"),
    about=_("What it costs, who pays, what must be secure before you announce."),
    stage="plan",
    guidance=(
        _(
            "Do not announce dates before the money for them is secure. At one time six or "
            "seven courses were waiting because their dates had been named first and the funds "
            "had not come. Moving a course costs more than planning it later."
        ),
        _(
            "Make three budgets, not one: the course you can hold with what is certain, the "
            "course with what is likely, and the course you would like. Agree on the day when "
            "you choose between them. Write beside each line who found the price, and when."
        ),
        _(
            "For a course that people travel to, the journeys are usually the largest line, "
            "then rooms and meals, then interpreting. Ask the local body for prices before you "
            "look abroad: a school building in the holidays or a union’s training house often "
            "costs far less than a hotel and suits a course better."
        ),
        _(
            "Decide how many people you will help, and with what, before you open the call. "
            "Help with the journey and help with the room are two different things. Say in the "
            "call what you can pay, what you cannot, and that asking does not lower anybody’s "
            "chances. Keep the two apart when you choose."
        ),
        _(
            "Ask people to look for a sponsor of their own first: a union, a university, a "
            "parish. It is easier with a letter that says what the course is and what it costs "
            "for one person. One earlier course asked a small fee for lunches and materials, "
            "and none for teaching."
        ),
        _(
            "Count what is given without money: the hours of volunteers, a building, "
            "translation, a car. It shows funders what the movement brings, and it shows you "
            "where people are being worn out."
        ),
        _(
            "Name one person who knows every day what has come in and what is promised, and a "
            "second who can sign. Pay people back within two weeks. Nothing hurts trust more "
            "than somebody with little money who waits for theirs."
        ),
        _(
            "The usual mistakes: no line for visas, insurance and bank charges; no line for "
            "what comes after the course; prices from last year. Put one part in ten aside for "
            "what nobody thought of, and the cost of two meetings in the year after into this "
            "budget, not the next."
        ),
    ),
    questions=(
        Question(
            "secured",
            _("What must be secure before you fix the dates, and by which day?"),
            _("Name the sums, from whom, and what a promise looks like on paper."),
        ),
        Question(
            "scholarships",
            _("How many people can you help, with which part of the cost?"),
            _("Journey and room apart. Say what somebody gets who asks for both."),
        ),
        Question(
            "sources",
            _("What can the local bodies give or find for less?"),
            _("Buildings, kitchens, cars, volunteers, interpreters, printing."),
        ),
        Question(
            "afterwards",
            _("What does the year after cost, and where does it stand in the budget?"),
            _("Two meetings, letters, somebody’s hours, a small fund for first steps."),
        ),
    ),
    templates=(
        Template(
            "lines",
            _("Lines of a budget"),
            _(
                "Journeys: [people] × [price] · visas and letters: [people] × [price] · "
                "insurance\n"
                "Rooms: [nights] × [people] × [price], of these single rooms: [number]\n"
                "Meals: [days] × [people] × [price] · kitchen help\n"
                "Rooms to meet in · chairs, paper, printing · sound and interpreting equipment\n"
                "Interpreters: [days] × [people] × [price] · translating texts: [pages] × "
                "[price]\n"
                "Local transport · airport · a car that stands by\n"
                "Care for children · help for people who need it · doctor, chemist\n"
                "Those who teach: journey, room, thanks\n"
                "Connection: internet at the place, data for people who join from afar\n"
                "After the course: two meetings, letters, first steps\n"
                "Bank charges · what nobody thought of (one tenth)\n\n"
                "Beside each line: who found the price, on which day, and what is given "
                "without money."
            ),
        ),
        Template(
            "sponsor_letter",
            _("Letter for somebody who looks for a sponsor"),
            _(
                "To whom it may concern,\n\n"
                "[name] has been offered a place in [course], held in [place] from [day] to "
                "[day] by [bodies]. About [number] people from [number] countries take part.\n\n"
                "The place costs [sum] for one person: [journey], [room and meals], "
                "[materials]. We can carry [sum]. We ask you to help [name] with the rest.\n\n"
                "What they learn comes back to you: [what they want to do afterwards, in their "
                "words]. After the course they can report to your members.\n\n"
                "For questions: [name, function, address]."
            ),
        ),
    ),
    parts=frozenset({"money"}),
    reads_with=(
        "planning",
        "kinds",
        "calling",
    ),
)
