"""Presenters and the line through the course: what to know, to ask and to take."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question, Template

CHAPTER = Chapter(
    code="storyline",
    name=_("Presenters and the line through the course"),
    about=_("One thread through many voices; teachers who know what the others say."),
    stage="plan",
    guidance=(
        _(
            "A story line is the one sentence that each day adds to. Without it a course with "
            "twelve teachers is twelve lectures. With it somebody who was ill on Tuesday knows "
            "on Wednesday where we are."
        ),
        _(
            "A line you can begin from: who we are and what we hold together, the Charter read "
            "aloud; why people are ill here, told from this town; who decides, from the clinic "
            "to the capital to the boardroom; what others have done and won; what we will do, "
            "and with whom. Begin where you are, with people from the place."
        ),
        _(
            "Write it down in ten lines before you ask anybody to teach. Then ask for each "
            "line: who has lived this, who has studied it, who can say it so that it is "
            "understood through an interpreter? Local people first. A name that draws an "
            "audience is not yet a teacher."
        ),
        _(
            "Tell each teacher four things in the first letter: what the session must add to "
            "the line, what comes before and after it, how people will work in it, and who "
            "they are. Most are glad of it; for many it is the first course of this kind."
        ),
        _(
            "Talk with every teacher for twenty minutes before the course, by telephone if "
            "need be. Ask what they would leave out if they had half the time. Tell them who "
            "will interrupt them at the end of the twenty minutes, and that it will happen."
        ),
        _(
            "Let one person sit in all sessions and hold the thread. They open each day with "
            "three sentences on what was learnt yesterday and close it with one question. In "
            "the evening the organisers meet for half an hour and change tomorrow if today "
            "asked for it."
        ),
        _(
            "After the course ask each teacher for a paragraph: what worked, what they would "
            "do otherwise. Put them on the list of people who may be asked again, if they "
            "agree, and tell them what participants did later. They, too, belong to the "
            "movement."
        ),
        _(
            "The usual mistakes: a famous guest who comes for an hour and answers no "
            "questions; three sessions that tell the same history; slides in one language with "
            "eighty words on each."
        ),
    ),
    questions=(
        Question(
            "line",
            _("What is the line of this course, in ten sentences?"),
            _("One for each half day. Read them aloud to somebody who was not there."),
        ),
        Question(
            "adds",
            _("What does each session add to the line?"),
            _("If you cannot say it in a sentence, leave the session out."),
        ),
        Question(
            "briefed",
            _("Who teaches, who of them lives there, and who speaks with each before?"),
            _("Nurses, patients, organisers too; pay them as you pay others."),
        ),
        Question(
            "thread",
            _("Who holds the thread from day to day?"),
            _("One person in all sessions, with three minutes each morning."),
        ),
    ),
    templates=(
        Template(
            "ten_lines",
            _("The line in ten sentences"),
            _(
                "1. Who we are: [sentence]\n"
                "2. What we hold together: [sentence]\n"
                "3. What happens to people here: [sentence, from whom]\n"
                "4. Why it happens: [sentence]\n"
                "5. Who decides: [sentence]\n"
                "6. Whose interest it serves: [sentence]\n"
                "7. What others have done: [sentence, which case]\n"
                "8. What they won, and lost: [sentence]\n"
                "9. What we will do: [sentence]\n"
                "10. With whom, and by when: [sentence]\n\n"
                "Beside each: the session, who leads it, and what people do in it."
            ),
        ),
        Template(
            "thanks_teacher",
            _("Letter after the course to somebody who taught"),
            _(
                "Dear [name],\n\n"
                "thank you for [session]. People told us: [two things they said].\n\n"
                "Could you write one paragraph for those who do it next: how you went about "
                "it, what you would do otherwise? It takes ten minutes: [link].\n\n"
                "[number] people now plan [what]. One of them asks: [question]. Would you "
                "answer it, through us?\n\n"
                "May we ask you again? You decide each time.\n\n"
                "[name]"
            ),
        ),
    ),
    parts=frozenset({"content", "presenting"}),
    reads_with=(
        "learning",
        "small_groups",
        "online",
    ),
)
