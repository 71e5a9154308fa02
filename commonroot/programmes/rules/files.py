"""The form of programme files (docs/programme-files.md): from TOML to a description."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from commonroot.programmes.rules import dates
from commonroot.programmes.rules.dates import When
from commonroot.programmes.rules.described import (
    PartDescribed,
    PhaseDescribed,
    ProgrammeDescribed,
    QuestionDescribed,
    SessionDescribed,
    Texts,
)
from commonroot.programmes.rules.tables import CODE_LENGTH, WHOLE_FILE, Table, broken, code_of

FORMATS = {"open series": "open", "cohort series": "cohort", "residential course": "residential"}
RECORDINGS = {"no": "no", "asked": "asked", "yes": "yes"}
KINDS = {"line": "line", "text": "text", "choice": "choice"}
EXERCISE_CODES = ("strategy", "power", "spectrum", "story", "objectives", "path", "other")
EXERCISES = {"": "", **{code: code for code in EXERCISE_CODES}}
OPEN_TO = {"anyone": "anyone", "members first": "members_first", "members": "members"}
USUAL_MINUTES = 120
MOST_SESSIONS = 400

# Fields that have no place of their own become a section of the programme's page, under these
# titles.
SECTIONS = {
    "applicants": "Who may apply",
    "method": "How we work",
    "project_work": "What you will make",
    "registration": "Registration",
    "announced_rhythm": "Rhythm as announced",
    "themes_from": "Where the themes come from",
    "curriculum_partner": "Curriculum partner",
}
ENROLMENT = {
    "eligibility": "Who can take part",
    "priorities": "Who comes first",
    "mix": "The mix we look for",
}


def described(
    content: Mapping[str, Any], *, today: date, time_zone: str = "UTC"
) -> ProgrammeDescribed:
    """The programme that a file describes; relative days are counted from `today`.

    `time_zone` stands in where the file names none. Raises FileBroken naming the place.
    """
    if not isinstance(content.get("programme"), Mapping):
        raise broken(WHOLE_FILE, "It has no table [programme].")
    languages = content["programme"].get("languages", ["en"])
    if (
        not isinstance(languages, list)
        or not languages
        or not all(isinstance(code, str) for code in languages)
    ):
        raise broken(
            "Programme, “languages”", 'This should be a list of language codes, as ["en", "fr"].'
        )
    file = Table(content, where=WHOLE_FILE, language=languages[0], today=today)
    programme = Table(file.take("programme"), where="Programme", language=languages[0], today=today)
    programme.take("languages")
    zone = programme.take_zone("time_zone", time_zone)
    defaults: dict[str, Any] = {
        "time_zone": zone,
        "minutes": programme.take_number("session_minutes", USUAL_MINUTES),
        "wall_time": programme.take_clock("session_time"),
    }
    fields, apply_by, days = _programme(programme, languages=languages, zone=zone)
    code = programme.take_text("code") or code_of(next(iter(fields["title"].values())))
    if code != code_of(code) or not code or len(code) > CODE_LENGTH:
        raise programme.wrong(
            "code", f"A code has small letters, digits and hyphens, {CODE_LENGTH} at most."
        )
    fields["passages"] += _passages(file)
    fields["afterwards"] = _plain(file.take("alumni", {}))
    streams = programme.take_lines("streams")
    programme.finish()

    defaults["by_registration"] = fields["format"] == "open"
    defaults["streams"] = streams
    phases, sessions = _phases(file, defaults=defaults)
    for table in file.tables("session", name="session"):
        sessions.append(_session(table, defaults=defaults, number=len(sessions) + 1))
    file.finish()
    _check_codes(sessions)
    begins, ends = dates.begins_and_ends(
        [session.when for session in sessions if not session.cancelled]
    )
    return ProgrammeDescribed(
        code=code,
        fields=fields,
        phases=phases,
        sessions=sessions,
        streams=streams,
        apply_by=apply_by,
        starts_on=days[0] or begins,
        ends_on=days[1] or days[0] or ends,
    )


def _programme(
    table: Table, *, languages: list[str], zone: str
) -> tuple[dict[str, Any], date | None, tuple[date | None, date | None]]:
    """Fields of the model, the last day to apply, first and last day where the file gives them."""
    purpose = table.take("purpose", {})
    aims = purpose if isinstance(purpose, list) else table.take("aims", [])
    passages = [
        {"title": {"en": title}, "lines": table.take_lines(key)}
        for key, title in SECTIONS.items()
        if key in table.left
    ]
    if "enrolment" in table.left:
        enrolment = Table(
            table.take("enrolment"),
            where="Programme, enrolment",
            language=languages[0],
            today=table.today,
        )
        passages += [
            {"title": {"en": title}, "lines": enrolment.take_lines(key)}
            for key, title in ENROLMENT.items()
            if key in enrolment.left
        ]
        enrolment.finish()
    organiser = table.take_texts("organiser")
    host = table.take_texts("host_organisation")
    fields = {
        "format": table.take_choice("format", FORMATS, default=""),
        "mode": _mode(table),
        "title": table.need_texts("title"),
        "summary": table.take_texts("summary"),
        "purpose": {} if isinstance(purpose, list) else table.as_texts(purpose, "purpose"),
        "aims": [table.as_texts(aim, "aims") for aim in aims],
        "audience": table.take_texts("audience"),
        "commitment": table.take_texts("commitment"),
        "schedule_words": table.take_texts("schedule"),
        "place": table.take_texts("place"),
        "places_words": _places_words(table),
        "cost_words": table.take_texts("costs"),
        "themes": table.take_lines("themes"),
        "apply_asks": table.take_lines("application_asks"),
        "organiser_words": {
            language: f"{text} ({host[language]})" if language in host else text
            for language, text in organiser.items()
        },
        "story": table.take_texts("story"),
        "story_from": table.take_texts("story_from"),
        "languages": languages,
        "time_zone": zone,
        "passages": passages,
    }
    _period(table)
    return (
        fields,
        table.take_day("application_deadline"),
        (table.take_day("starts"), table.take_day("ends")),
    )


def _mode(table: Table) -> str:
    words = table.take_text("mode", "online").casefold()
    if words.startswith("online"):
        return "online"
    if any(word in words for word in ("residential", "on site", "hybrid")):
        return "hybrid" if "online" in words or "hybrid" in words else "on_site"
    raise table.wrong("mode", "This should begin with online, on site, residential or hybrid.")


def _places_words(table: Table) -> Texts:
    places = table.take("places", {})
    if isinstance(places, Mapping) and set(places) == {"expected"}:
        places = places["expected"]
    return table.as_texts(places, "places")


def _period(table: Table) -> None:
    """The announced period is read for its form alone: the sessions' own dates count."""
    period = table.take("period", {})
    if not isinstance(period, Mapping) or not set(period) <= {"from", "until"}:
        raise table.wrong("period", "This should be a table with “from” and “until”.")


def _passages(file: Table) -> list[dict[str, Any]]:
    passages = []
    for table in file.tables("passage", name="passage"):
        passages.append({"title": table.need_texts("title"), "lines": table.take_lines("lines")})
        table.finish()
    return passages


def _phases(
    file: Table, *, defaults: Mapping[str, Any]
) -> tuple[list[PhaseDescribed], list[SessionDescribed]]:
    phases: list[PhaseDescribed] = []
    sessions: list[SessionDescribed] = []
    for number, table in enumerate(file.tables("phase", name="phase")):
        title = table.need_texts("title")
        usual = dict(defaults)
        usual["minutes"] = table.take_number("session_minutes", usual["minutes"])
        usual["wall_time"] = table.take_clock("time") or usual["wall_time"]
        whens, rule = _rhythm(table)
        phases.append(PhaseDescribed(title=title, rule=rule, purpose=table.take_texts("purpose")))
        own = table.tables("session", name="session")
        counted = table.take_number("count") or table.take_number("count_per_group")
        table.finish()
        if counted is not None and whens and counted != len(whens):
            raise table.wrong(
                "count", f"This says {counted}, but the rule makes {len(whens)} meetings."
            )
        for place in range(max(len(whens), len(own))):
            if len(sessions) >= MOST_SESSIONS:
                raise table.wrong("rule", f"A programme has {MOST_SESSIONS} meetings at most.")
            when = whens[place] if place < len(whens) else dates.NO_DATE
            if place < len(own):
                session = _session(own[place], defaults=usual, number=place + 1, when=when)
            else:
                session = SessionDescribed(
                    code=f"{code_of(next(iter(title.values())))}-{place + 1}", title={}
                )
                _apply(session, defaults=usual, when=when, table=table)
            session.phase = number
            sessions.append(session)
    return phases, sessions


def _rhythm(table: Table) -> tuple[list[When], Texts]:
    """The meetings of a phase, from `weekly`, `months` or a sentence, and the rhythm in words."""
    words = table.take_texts("words")
    sentence = table.take("rule")
    weekly, months = table.take("weekly"), table.take("months")
    try:
        if weekly is not None:
            rhythm = Table(
                weekly, where=f"{table.where}, weekly", language=table.language, today=table.today
            )
            whens = dates.weekly(
                times=rhythm.take_number("times") or 0,
                from_week=rhythm.take_day("from_week") or _missing(rhythm, "from_week"),
                weekday=rhythm.take_text("weekday").casefold(),
                every=rhythm.take_number("every", 1) or 1,
            )
            rhythm.finish()
            return whens, words
        if months is not None:
            return [dates.read_month(str(name), today=table.today) for name in months], words
        if sentence is not None:
            return dates.read_rule(str(sentence)), words or table.as_texts(sentence, "rule")
    except (ValueError, OverflowError, TypeError) as error:
        key = "weekly" if weekly is not None else "months" if months is not None else "rule"
        raise table.wrong(key, f"We could not make dates of this: {error}.") from error
    return [], words


def _missing(table: Table, key: str) -> date:
    raise table.wrong(key, "This is missing.")


def _apply(
    session: SessionDescribed, *, defaults: Mapping[str, Any], when: When, table: Table
) -> None:
    session.when = when
    session.minutes = defaults["minutes"]
    session.time_zone = defaults["time_zone"]
    session.by_registration = defaults["by_registration"]
    if when.precision == "day":
        if defaults["wall_time"] is None:
            raise table.wrong("time", "A session with a day needs a time.")
        session.wall_time = defaults["wall_time"]


def _session(
    table: Table, *, defaults: Mapping[str, Any], number: int, when: When = dates.NO_DATE
) -> SessionDescribed:
    title = table.need_texts("title")
    session = SessionDescribed(
        code=table.take_text("code") or code_of(next(iter(title.values()))) or f"session-{number}",
        title=title,
    )
    usual = dict(defaults)
    usual["minutes"] = table.take_number("minutes", usual["minutes"])
    usual["wall_time"] = table.take_clock("time") or usual["wall_time"]
    usual["time_zone"] = table.take_zone("time_zone", usual["time_zone"])
    _apply(session, defaults=usual, when=_when(table) or when, table=table)
    session.summary = table.take_texts("summary")
    session.learn = table.take_lines("learn")
    session.presenter_words = _presenters(table)
    session.places = table.take_number("places")
    session.by_registration = table.take_yes("registration", usual["by_registration"])
    session.recording = table.take_choice("recording", RECORDINGS, default="no")
    session.open_to = table.take_choice("open_to", {"": "", **OPEN_TO}, default="")
    session.members_days = table.take_number("members_days") or session.members_days
    session.join_address = table.take_text("join_address")
    session.cancelled = table.take_yes("cancelled", False)
    session.stream = _stream(table, defaults["streams"])
    table.take_yes("interactive", False)
    session.parts = [_part(table, part) for part in table.take("parts", [])]
    session.questions = [
        _question(question) for question in table.tables("question", name="question")
    ]
    table.finish()
    return session


def _when(table: Table) -> When | None:
    """The date a session has of its own: `day`, `week`, `month`, or a span in `held`."""
    on, from_week = table.take_day("day"), table.take_day("week")
    held, month = table.take("held"), table.take("month")
    given = [value for value in (on, from_week, held, month) if value is not None]
    if len(given) > 1:
        raise table.wrong("day", "A session has one of day, week, month and held.")
    try:
        if month is not None or held is not None:
            return dates.read_held(str(month if held is None else held), today=table.today)
    except (ValueError, OverflowError) as error:
        key = "month" if held is None else "held"
        raise table.wrong(
            key, f"“{error}” is not a month or a span of months, as “2023-04/2023-05”."
        ) from error
    return dates.day(on) if on else dates.week(from_week) if from_week else None


def _stream(table: Table, streams: Sequence[Texts]) -> int | None:
    """Which of the programme's streams a session is in; None: everybody is in it."""
    name = table.take_text("stream")
    if not name:
        return None
    known = [place for place, texts in enumerate(streams) if name in texts.values()]
    if not known:
        raise table.wrong("stream", f"The programme has no stream “{name}”.")
    return known[0]


def _presenters(table: Table) -> Texts:
    """Who presents, in words: `with`, or a list of roles. Nobody is named here."""
    if "presenters" in table.left:
        roles = table.take_lines("presenters")
        return (
            {table.language: ", ".join(role.get(table.language, "") for role in roles)}
            if roles
            else {}
        )
    return table.take_texts("with")


def _part(table: Table, content: Any) -> PartDescribed:
    if isinstance(content, Mapping) and "title" in content:
        part = Table(
            content, where=f"{table.where}, part", language=table.language, today=table.today
        )
        described_part = PartDescribed(
            title=part.need_texts("title"),
            minutes=part.take_number("minutes"),
            who=part.take_texts("who"),
            exercise=part.take_choice("exercise", EXERCISES, default=""),
        )
        part.finish()
        return described_part
    return PartDescribed(title=table.as_texts(content, "parts"), minutes=None)


def _question(table: Table) -> QuestionDescribed:
    prompt = table.need_texts("prompt")
    question = QuestionDescribed(
        code=table.take_text("code") or code_of(next(iter(prompt.values()))),
        prompt=prompt,
        explanation=table.take_texts("why"),
        kind=table.take_choice("kind", KINDS, default="line"),
        choices=table.take_lines("choices"),
        required=table.take_yes("required", False),
    )
    if (question.kind == "choice") != bool(question.choices):
        raise table.wrong("choices", "A question of kind “choice” has choices, and only that one.")
    table.finish()
    return question


def _plain(content: Any) -> Any:
    """The same facts with days as text, fit for JSON."""
    if isinstance(content, Mapping):
        return {key: _plain(inside) for key, inside in content.items()}
    if isinstance(content, list):
        return [_plain(inside) for inside in content]
    return content if isinstance(content, str | int | float | bool) else str(content)


def _check_codes(sessions: list[SessionDescribed]) -> None:
    seen: set[str] = set()
    for number, session in enumerate(sessions, 1):
        if session.code in seen:
            raise broken(
                f"session {number}",
                f"Its code “{session.code}” is used twice. Give it a code of its own.",
            )
        seen.add(session.code)
