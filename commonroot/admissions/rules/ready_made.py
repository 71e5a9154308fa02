"""The two forms that courses like these have asked for years, as data; `queries.ready_made` has
the words.

Residential course: the columns and forms of domain source 2.1a. Learning series: 2.3.
"""

from dataclasses import dataclass

from commonroot.admissions.rules.questions import BLIND, NEVER, SHOWN

RESIDENTIAL, SERIES = "residential", "series"
MOVEMENT, ELSEWHERE, NEW, UNKNOWN = "movement", "elsewhere", "new", "unknown"
BACKGROUNDS = (MOVEMENT, ELSEWHERE, NEW, UNKNOWN)
AFTER_COURSE = 730


@dataclass(frozen=True)
class Ready:
    """One question of a ready-made form; `after` is the code of another and what must be said."""

    code: str
    kind: str
    meaning: str = ""
    choices: tuple[str, ...] = ()
    most: int | None = None
    required: bool = False
    each: bool = False
    after: tuple[str, tuple[str, ...]] | None = None
    panel: str = SHOWN
    care: str = "personal"
    days: int = 90
    # Left out where the programme itself says what an application tells.
    unless_told: bool = False


BACKGROUND = Ready(
    "background", "choice", "background", BACKGROUNDS, required=True, each=True, days=AFTER_COURSE
)
COUNTRY = Ready("country", "country", "country", required=True, each=True, days=AFTER_COURSE)
CITY = Ready("city", "line", "city", each=True, panel=BLIND)
GENDER = Ready(
    "gender", "choice", "gender", ("woman", "man", "other", "unsaid"), each=True, panel=BLIND
)
LANGUAGES = Ready("languages", "languages", "languages", required=True, each=True)
THEMES = Ready(
    "themes",
    "several",
    "themes",
    (
        "care", "medicines", "privatisation", "workers", "environment", "food", "gender",
        "migration", "war", "trade",
    ),
    care="personal",
)  # fmt: skip
NEEDS = Ready("needs", "text", most=1000, each=True, panel=NEVER, care="special", days=90)
AGREE = Ready("agree", "agree", required=True, each=True, panel=NEVER, days=AFTER_COURSE)
HOURS = Ready("hours", "hours", "hours", required=True, each=True, panel=NEVER)

FORMS: dict[str, tuple[Ready, ...]] = {
    RESIDENTIAL: (
        Ready("about_you", "heading"),
        BACKGROUND,
        COUNTRY,
        CITY,
        Ready("origin", "country", "origin"),
        GENDER,
        Ready("occupation", "text", most=600),
        Ready("organisation", "line", "organisation", panel=BLIND),
        LANGUAGES,
        Ready("what_you_do", "heading"),
        Ready("in_movement", "text", most=1500, after=("background", (MOVEMENT,))),
        Ready("elsewhere", "text", most=1500),
        THEMES,
        Ready("why_this", "heading"),
        Ready("why", "text", most=2000, required=True, unless_told=True),
        Ready("afterwards", "text", most=2000, required=True),
        Ready("speaks_for_you", "heading"),
        Ready("referees", "referee", most=2, panel=NEVER),
        Ready("what_you_need", "heading"),
        Ready("travel", "yes_no", "travel", panel=NEVER),
        Ready("stay", "yes_no", "stay", panel=NEVER),
        Ready("circumstances", "text", "circumstances", most=1500, panel=NEVER, care="special"),
        NEEDS,
        AGREE,
    ),
    SERIES: (
        Ready("about_you", "heading"),
        Ready("about", "text", most=1200, required=True, each=True, unless_told=True),
        BACKGROUND,
        COUNTRY,
        CITY,
        LANGUAGES,
        Ready("your_campaign", "heading"),
        Ready("campaign", "text", "campaign", most=1500, panel=BLIND),
        THEMES,
        Ready("team", "line", "organisation", panel=BLIND),
        Ready("why", "text", most=1500, required=True, unless_told=True),
        Ready("afterwards", "text", most=1500),
        Ready("taking_part", "heading"),
        HOURS,
        NEEDS,
        AGREE,
    ),
}
# What can be added one by one, whatever form there is.
SINGLE = (
    "background", "country", "origin", "city", "gender", "languages", "hours", "themes",
    "organisation", "campaign", "why", "afterwards", "referees", "travel", "stay",
    "circumstances", "needs", "agree",
)  # fmt: skip


def ready(code: str) -> Ready | None:
    """The ready-made question of that code."""
    every = (one for form in FORMS.values() for one in form)
    return next((one for one in every if one.code == code), None)


def form_for(programme_format: str) -> str:
    """Which ready-made form fits a programme of that format."""
    return RESIDENTIAL if programme_format == "residential" else SERIES
