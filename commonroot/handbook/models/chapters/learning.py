"""Learning together: what to know, to ask and to take."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question, Template

CHAPTER = Chapter(
    code="learning",
    name=_("Learning together"),
    about=_("What is learnt, in which order, how people learn from one another."),
    stage="plan",
    guidance=(
        _(
            "People do not come to hear what they could read. They come to understand what "
            "happens to them, to meet others who fight the same thing, and to go home able to "
            "do something. Four aims serve you in every session: shared understanding, "
            "inspiration, relationships across difference, and skills for organising."
        ),
        _(
            "Begin with what people know. Let each tell, in the first days, of a struggle at "
            "home: what happened, who decided, what they tried. A good first morning has more "
            "voices from the room than from the front. Later sessions can lean on these "
            "stories by name."
        ),
        _(
            "Then go from the near to the far and back. Why are people ill here? Who decides "
            "about it, and in whose interest? What have others done? What will we do? A course "
            "that ends in analysis sends people home wiser and more alone."
        ),
        _(
            "Give no session more than a third of its time to somebody speaking. Twenty "
            "minutes, then questions in twos, then a task. In two hours plan one exercise that "
            "uses people’s own campaign: a chart of strategy, a map of power, a spectrum of "
            "allies. What they begin there they should be able to take home."
        ),
        _(
            "Ask for a little before the course: a text of ten pages with three questions, and "
            "half a page about their own struggle. Everybody does it when you use it on the "
            "first day; nobody does it twice when you do not. Remember that not everybody "
            "shares the words of the movement yet."
        ),
        _(
            "Let people make something together that stays with them: a poster, a plan, a "
            "case. Say on the first day what it is for and who will see it, because people who "
            "are new have found it puzzling. Give it three fixed times, and somebody who asks "
            "how it is going."
        ),
        _(
            "Plan the evenings lightly. Food, music and a walk carry more of the relationships "
            "than any session. Let a few of the participants take the lead there from the "
            "second day."
        ),
        _(
            "The usual mistakes: too many speakers, too little silence; experts who were not "
            "told what the others say; an exercise that is cut because the talk before ran "
            "over. Put one person in each session who may say: now we stop."
        ),
    ),
    questions=(
        Question(
            "order",
            _("In which order do the parts come, and why this one?"),
            _("From what people live, to who decides, to what they will do."),
        ),
        Question(
            "practice",
            _("How does each session lead to something people will do at home?"),
            _("Name the exercise, and what they take away on paper."),
        ),
        Question(
            "beforehand",
            _("What do people read and write before they come?"),
            _("No more than two evenings. Say where in the first days you use it."),
        ),
        Question(
            "voices",
            _("Whose voice is missing among those who teach?"),
            _("Gender, country, age, people who live with what you talk about."),
        ),
    ),
    templates=(
        Template(
            "session_plan",
            _("Plan of a session"),
            _(
                "Title: [title]. Two hours. Led by: [who].\n\n"
                "At the end people can: [one sentence with a verb].\n\n"
                "0:00  Arriving: one question in twos. [question]\n"
                "0:10  What has happened so far in the course, in three sentences\n"
                "0:15  Input: [what], with one example from the room\n"
                "0:35  Questions, first in twos, then three aloud\n"
                "0:50  Exercise with their own campaign: [which], in groups of [number]\n"
                "1:30  Two groups show what they have; the others say what they would use\n"
                "1:50  What I take with me: one line each, written\n"
                "2:00  End\n\n"
                "Needed: [paper, texts in each language, interpreters told]."
            ),
        ),
        Template(
            "presenter_letter",
            _("Letter to somebody who teaches"),
            _(
                "Dear [name],\n\n"
                "thank you for leading [session] on [day, time, zone]. Before you, [session "
                "and who] speaks about [what]; after you, [what].\n\n"
                "Please plan at most twenty minutes of talk. People will then work on their "
                "own campaigns with [exercise]; [name] leads that with you.\n\n"
                "They come from [countries], [number] are new to activism, and you will be "
                "interpreted into [languages]. Slides or text by [day], please, so that the "
                "interpreters can read them.\n\n"
                "What we would like people to be able to do afterwards: [sentence].\n\n"
                "[name]"
            ),
        ),
    ),
    parts=frozenset({"content", "presenting"}),
    reads_with=(
        "storyline",
        "small_groups",
        "online",
    ),
)
