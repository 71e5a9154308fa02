"""Place, travel and practical things: what to know, to ask and to take."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question, Template

CHAPTER = Chapter(
    code="logistics",
    name=_("Place, travel and practical things"),
    about=_("Letters, visas, rooms, meals, interpreting, and what a visitor needs to know."),
    stage="choose",
    guidance=(
        _(
            "Make one table: who is told what, by whom, on which day. Nearly everything that "
            "goes wrong on the way to a course is something that one person knew and another "
            "needed. The table is worth more than any single letter in it."
        ),
        _(
            "Visas come first. Write the formal letter of invitation on the day somebody says "
            "yes, with the name as it stands in the passport, the dates, the place, who pays, "
            "and a telephone number that is answered. Make three kinds: with help, without "
            "help, and for those who teach. Ask after two weeks how it went."
        ),
        _(
            "Ask once, and only what you need: arrival and departure, food, room, access, "
            "medicines, who should be called. Delete it when everybody is home. Say who sees "
            "it. Ask nobody to send a passport by ordinary mail."
        ),
        _(
            "Look at the place yourself, with somebody who uses a wheelchair or a stick if you "
            "can. Count plugs. Try the internet with the number of people who will be there. "
            "Ask where the nearest chemist is, whether one may walk at night, and how the "
            "water is."
        ),
        _(
            "Interpreting is people and equipment. Two interpreters for each language, since "
            "nobody can do it alone for a day. Try the receivers the evening before. Give "
            "interpreters every text and list of names a week ahead. Ask those who speak to "
            "stop after each thought; put one person in charge of holding up a hand."
        ),
        _(
            "Write a note for visitors, one page: how to get from the airport, what a taxi "
            "costs, money, plugs, weather, what to bring, telephone numbers, how men and women "
            "dress where you meet, what to say at the border and what not to. Send it three "
            "weeks before, in each language."
        ),
        _(
            "Think of people for whom coming is dangerous. No list of names on the door, no "
            "pictures without asking, no live posts with a place. Somebody is there day and "
            "night whom people can call, and everybody knows who."
        ),
        _(
            "The usual mistakes: single rooms promised to all; an airport pick-up without a "
            "sign and a number; the first evening with speeches after a twenty-hour journey. "
            "Let people eat, sleep, and begin the next morning."
        ),
    ),
    questions=(
        Question(
            "telling",
            _("Who tells whom what, and when?"),
            _("From the yes to the journey home. One line for each letter."),
        ),
        Question(
            "arrival",
            _("What does a visitor need to know on arrival?"),
            _("Imagine somebody who lands at night, alone, with a telephone that does not work."),
        ),
        Question(
            "languages",
            _("How will everybody understand and be understood?"),
            _("Interpreters, equipment, texts, signs on doors, meals, the corridor."),
        ),
        Question(
            "danger",
            _("For whom is it dangerous to come, and what do you do about it?"),
            _("Borders, pictures, lists, what stands on the badge, what is posted when."),
        ),
    ),
    templates=(
        Template(
            "practical_note",
            _("Note for those who come"),
            _(
                "From the airport: [how, how long, what it costs]. Somebody meets you at "
                "[place] with [sign]. If not, call [number], day and night.\n\n"
                "The house: [address, in the local language too]. Rooms: [single, shared]. "
                "Meals: [times]. Please tell us what you do not eat.\n\n"
                "Bring: [clothes, plugs, medicines for the whole stay, something from home for "
                "the evening]. Money: [currency, cards or not].\n\n"
                "At the border: [what to say, which letter to show].\n\n"
                "Pictures: we ask before we take one, and so do you. Please post nothing about "
                "where we are until we are home.\n\n"
                "If anything is wrong: [name], [number]."
            ),
        ),
        Template(
            "day_before",
            _("List for the day before"),
            _(
                "Rooms are given out, keys are ready, the list is with one person only.\n"
                "Internet tried with all the devices we have. Plugs and extension leads "
                "counted.\n"
                "Interpreting equipment tried in the room itself, batteries charged.\n"
                "Signs in every language. Way to the toilets, the quiet room, the exit.\n"
                "Food as people asked for it, checked with the kitchen, water on the tables.\n"
                "Airport: who fetches whom, with which car; the list of arrivals is printed.\n"
                "First aid box, chemist, doctor, night telephone.\n"
                "Opening: who welcomes, who explains pictures and safety, who closes at nine."
            ),
        ),
        Template(
            "invitation",
            _("Letter of invitation"),
            _(
                "[place, day]\n\n"
                "To the consular section of [embassy]\n\n"
                "We invite [name as in the passport], born on [day], passport number [number], "
                "to take part in [course] from [day] to [day] at [address].\n\n"
                "The course is held by [bodies]. [Journey, room and meals] are paid by [who]. "
                "[Name] will return to [country] on [day].\n\n"
                "For questions please call [name, function], [number], from [hour] to [hour].\n\n"
                "[name, function, stamp]"
            ),
        ),
    ),
    parts=frozenset({"place", "languages", "care"}),
    reads_with=(
        "calling",
        "online",
        "small_groups",
    ),
)
